"""What is judged unseen: the same rules on bowls, starts and paths unlike the public ones.

Nothing here may be won by remembering the public answers, and nothing asks for what the statement leaves open.
"""

import math

import numpy as np

from grader.landscapes import quadratic
from grader.rubric import assert_close, assert_count, assert_trajectory, cases, choices, criterion, floats, integers

SPATIAL = quadratic(matrix=[[4.0, 1.0, -0.6], [1.0, 2.5, 0.5], [-0.6, 0.5, 1.2]], minimum=[-0.7, 0.4, 0.3])


@criterion(
    points=1,
    functions=["gradient_descent"],
    hint="Compute the whole gradient at one point before any coordinate moves, and use the lr that was given.",
)
@cases(8, angle=floats(0.2, 1.4), rate=floats(0.3, 1.3), steps=integers(3, 15), kappa=choices([3, 10, 40]))
def test_simultaneous_update(submission, reference, case):
    """All coordinates move at once, on bowls of any orientation."""
    spatial = dict(grad=SPATIAL.gradient, start=[1.6, -2.2, 0.9], lr=case.rate / 5, steps=case.steps)
    assert_trajectory(submission.gradient_descent(**spatial), reference.gradient_descent(**spatial))
    bowl = quadratic(condition_number=case.kappa, angle=case.angle, minimum=[-0.7, 0.4])
    for rate in (case.rate, 1.5 + case.rate):  # the second is too long for most of these bowls: the path runs away
        run = dict(grad=bowl.gradient, start=[1.6, -2.2], lr=rate / case.kappa, steps=case.steps)
        assert_trajectory(submission.gradient_descent(**run), reference.gradient_descent(**run))
    away = dict(grad=bowl.gradient, start=[1.6, -2.2], lr=3.2 / case.kappa, steps=14)  # to thousands
    assert_trajectory(submission.gradient_descent(**away), reference.gradient_descent(**away))


@criterion(
    points=1,
    functions=["adam"],
    hint="Check each of lr, beta1, beta2 and eps: every one that is given has to be used, in its own place.",
    hint_for=["nan"],
)
@cases(
    8,
    angle=floats(0.2, 1.4),
    beta1=floats(0.5, 0.9),
    beta2=floats(0.7, 0.99),
    eps=choices([1e-8, 0.05, 0.3]),
    steps=integers(3, 15),
)
def test_adam_on_any_bowl(submission, reference, case):
    """Adam follows its rule on bowls of any orientation, for any betas and epsilon."""
    bowl = quadratic(condition_number=8, angle=case.angle, minimum=[0.8, -0.5])
    decay = dict(beta1=case.beta1, beta2=case.beta2, eps=case.eps)
    for grad, start in ((bowl.gradient, [-2.0, 2.4]), (SPATIAL.gradient, [-2.0, 2.4, 1.5])):
        run = decay | dict(grad=grad, start=start, lr=0.15, steps=case.steps)
        assert_trajectory(submission.adam(**run), reference.adam(**run))


@criterion(
    points=1,
    functions=["condition_number"],
    hint="Turning a bowl changes the entries of its Hessian, but not its eigenvalues; scaling it changes no ratio.",
)
@cases(8, kappa=floats(1.5, 200), angle=floats(0.1, 1.5), scale=floats(0.2, 5))
def test_rotation_invariance(submission, reference, case):
    """Neither turning nor scaling a bowl changes its condition number."""
    bowl = quadratic(condition_number=case.kappa, angle=case.angle, scale=case.scale)
    hessian = bowl.hessian([0.0, 0.0])

    assert_close(
        submission.condition_number(hessian=hessian),
        reference.condition_number(hessian=hessian),
        name="condition number",
    )


@criterion(
    points=0.5,
    functions=["steps_to_converge"],
    hint="Find the last row that is outside; the answer is the row after it.",
)
@cases(8, outside=integers(2, 6), visit=integers(1, 3), inside=integers(2, 6), tol=floats(0.2, 0.9))
def test_convergence_on_any_path(submission, reference, case):
    """The last row outside decides, whatever the path did before."""
    # A spiral around the minimum: outside, a visit within tol, outside again, then within for good.
    distances = [3.0 * case.tol] * case.outside + [0.5 * case.tol] * case.visit
    distances += [1.5 * case.tol] * 2 + [0.6 * case.tol] * case.inside
    ways = [(math.cos(2.3 * row), math.sin(2.3 * row)) for row in range(len(distances))]
    plane = [[-2.0 + d * x, 0.5 + d * y] for d, (x, y) in zip(distances, ways, strict=True)]
    spatial = [[-2.0 + d * x, 0.5 + 0.6 * d * y, 1.0 + 0.8 * d * y] for d, (x, y) in zip(distances, ways, strict=True)]
    for path, minimum in ((plane, [-2.0, 0.5]), (spatial, [-2.0, 0.5, 1.0])):
        asked = dict(trajectory=np.array(path), minimum=np.array(minimum), tol=case.tol)
        assert_count(submission.steps_to_converge(**asked), reference.steps_to_converge(**asked))


@criterion(
    points=0.5,
    functions=["compare_optimizers"],
    hint="All three run on the same loss from the same start; one that does not arrive is None, and names no winner.",
    after=["descent_is_counted", "momentum_is_counted", "adam_is_counted", "unreached_is_none"],
)
def test_comparison_over_condition_numbers(submission, reference):
    """The three counts follow the condition number, down to None where the steps do not suffice."""
    # Matrices with rounded entries, so that the counts rest on the same numbers everywhere.  In the first valley
    # momentum arrives with its last step, in the second one step too late, in the third descent is far away.
    # The last minimum lies so near the origin that mistaking one for the other still gives counts.
    for kappa, hessian, minimum, steps, tol in (
        (2, [[1.3188, -0.466], [-0.466, 1.6812]], [-1.0, 0.75], 42, 0.2),
        (10, [[3.8694, -4.1942], [-4.1942, 7.1306]], [-1.0, 0.75], 43, 0.2),
        (60, [[19.8104, -27.4952], [-27.4952, 41.1896]], [-1.0, 0.75], 42, 0.2),
        (4, [[1.6, 1.2], [1.2, 3.4]], [-0.2, 0.3], 40, 0.7),
    ):
        lrs = dict(adam=0.3, gradient_descent=1.0 / kappa, momentum=0.3 / kappa)  # by name, in whatever order
        problem = dict(hessian=np.array(hessian), minimum=np.array(minimum), start=[1.5, 2.0], lrs=lrs)
        asked = problem | dict(steps=steps, tol=tol)
        assert_count(submission.compare_optimizers(**asked), reference.compare_optimizers(**asked))
