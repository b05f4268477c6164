"""What is judged unseen: the same measures on other bowls."""

import numpy as np

from grader.landscapes import quadratic
from grader.rubric import assert_close, cases, criterion, floats, integers


@criterion(points=1, functions=["sharpness"], hint="Turning a bowl must change neither of your numbers.")
@cases(5, kappa=floats(2, 30), angle=floats(0.2, 1.4), scale=floats(0.3, 4))
def test_sharpness_of_any_bowl(submission, reference, case):
    """Both measures are right for bowls of any orientation."""
    hessian = quadratic(condition_number=case.kappa, angle=case.angle, scale=case.scale).hessian([0.0, 0.0])

    assert_close(submission.sharpness(hessian=hessian), reference.sharpness(hessian=hessian))


@criterion(points=1.5, functions=["power_iteration"], hint="Compare the vectors of your first steps with some by hand.")
@cases(6, kappa=floats(1.3, 3), angle=floats(0.2, 1.4), way=floats(0.1, 3.0), steps=integers(1, 4))
def test_power_iteration_on_any_bowl(submission, reference, case):
    """The iteration is right on bowls of any orientation, from any start."""
    product = quadratic(condition_number=case.kappa, angle=case.angle).gradient
    start = 2.5 * np.array([np.cos(case.way), np.sin(case.way)])
    run = dict(hessian_vector=product, start=start, steps=case.steps)

    assert_close(submission.power_iteration(**run), reference.power_iteration(**run), names=("eigenvalue", "vector"))


@criterion(points=1, functions=["loss_under_shift"], hint="Double the shift: the cost must be four times as high.")
@cases(5, curvature=floats(0.5, 60), shift=floats(-3, -0.2))
def test_cost_of_any_shift(submission, reference, case):
    """The cost is right for any curvature and shift."""
    assert_close(submission.loss_under_shift(**case), reference.loss_under_shift(**case), name="loss")
