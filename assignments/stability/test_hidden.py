"""What is judged unseen: the same limits on other bowls, and other paths."""

import numpy as np

from grader.landscapes import quadratic
from grader.rubric import assert_close, assert_interval, assert_label, cases, choices, criterion, floats, integers

KINDS = ("converges", "diverges", "oscillates", "crawls")


@criterion(points=0.5, functions=["largest_stable_rate"], hint="Turning a bowl must not change your answer.")
@cases(5, kappa=floats(2, 40), angle=floats(0.2, 1.4), scale=floats(0.3, 4))
def test_limit_on_any_bowl(submission, reference, case):
    """The limit is right on bowls of any orientation."""
    run = dict(hessian=quadratic(condition_number=case.kappa, angle=case.angle, scale=case.scale).hessian([0.0, 0.0]))

    assert_close(submission.largest_stable_rate(**run), reference.largest_stable_rate(**run), name="rate")


@criterion(points=0.5, functions=["best_rate"], hint="Turning a bowl must not change your answer.")
@cases(5, kappa=floats(2, 40), angle=floats(0.2, 1.4), scale=floats(0.3, 4))
def test_best_rate_on_any_bowl(submission, reference, case):
    """The best rate is right on bowls of any orientation."""
    run = dict(hessian=quadratic(condition_number=case.kappa, angle=case.angle, scale=case.scale).hessian([0.0, 0.0]))

    assert_close(submission.best_rate(**run), reference.best_rate(**run), name="rate")


@criterion(
    points=1,
    functions=["contraction"],
    hint="Compare with a path of your own: by which factor does its distance shrink after many steps?",
    hint_for=["nan"],
)
@cases(8, kappa=floats(3, 20), angle=floats(0.2, 1.4), rate=floats(0.2, 2.5), alpha=choices([0.0, 0.1, 0.3, 0.6, 0.9]))
def test_contraction_on_any_bowl(submission, reference, case):
    """The factor is right on bowls of any orientation, for any rate and alpha."""
    hessian = quadratic(condition_number=case.kappa, angle=case.angle).hessian([0.0, 0.0])
    run = dict(hessian=hessian, lr=case.rate / case.kappa, alpha=case.alpha)

    assert_close(submission.contraction(**run), reference.contraction(**run), name="factor")


@criterion(points=0.5, functions=["stable_interval"], hint="Differentiate the loss twice, and put x in.")
@cases(5, size=floats(0.65, 2.5), side=choices([-1.0, 1.0]))
def test_any_valley(submission, reference, case):
    """The interval is right wherever the loss curves up."""
    run = dict(x=case.side * case.size)

    assert_interval(submission.stable_interval(**run), reference.stable_interval(**run))


@criterion(
    points=1,
    functions=["behaviour"],
    hint="Make paths whose offset is multiplied by 0.98, -0.98, 1.1 or 0.5 in each step: what do you say of each?",
)
@cases(8, factor=choices([0.97, -0.97, 0.5, -0.5, 1.1, -1.1]), way=floats(0.2, 3.0), steps=integers(12, 20))
def test_any_path(submission, reference, case):
    """Every kind of path is told, in any direction."""
    minimum = np.array([-1.0, 2.5])
    offset = 3.0 * np.array([np.cos(case.way), np.sin(case.way)])
    rows = np.array([minimum + case.factor**t * offset for t in range(case.steps + 1)])

    assert_label(
        submission.behaviour(trajectory=rows, minimum=minimum, tol=0.1),
        reference.behaviour(trajectory=rows, minimum=minimum, tol=0.1),
        among=KINDS,
    )
