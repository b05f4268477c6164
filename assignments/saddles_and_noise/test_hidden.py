"""What is judged unseen: the same rules with other noise, other paths and other saddles."""

import numpy as np

from grader.landscapes import quadratic
from grader.rubric import assert_count, assert_trajectory, cases, criterion, floats, integers


@criterion(points=1, functions=["noisy_descent"], hint="Let the noise be zero, then the gradient: what is each step?")
@cases(6, angle=floats(0.2, 1.4), lr=floats(0.03, 0.12), steps=integers(3, 10), pitch=floats(0.5, 3))
def test_any_noise(submission, reference, case):
    """The path is right on bowls of any orientation, for any noise."""
    bowl = quadratic(condition_number=6, angle=case.angle, minimum=[-0.7, 0.4])
    rows = np.arange(10.0)
    noise = 2 * np.column_stack([np.cos(case.pitch * rows), np.sin(2 * case.pitch * rows)])
    run = dict(grad=bowl.gradient, start=[1.6, -2.2], lr=case.lr, steps=case.steps, noise=noise[: case.steps])

    assert_trajectory(submission.noisy_descent(**run), reference.noisy_descent(**run))


@criterion(points=0.5, functions=["steps_to_escape"], hint="Make a path that leaves, comes back and leaves again.")
@cases(6, before=integers(1, 6), back=integers(1, 4), radius=floats(0.3, 2), way=floats(0.2, 1.3))
def test_escape_of_any_path(submission, reference, case):
    """The first row outside is found on any path."""
    sizes = case.radius * np.array([0.4] * case.before + [1.3] + [0.7] * case.back + [1.6])
    rows = np.array([3.0, 0.5]) + np.outer(sizes, [np.cos(case.way), -np.sin(case.way)])
    run = dict(trajectory=rows, saddle=np.array([3.0, 0.5]), radius=case.radius)

    assert_count(submission.steps_to_escape(**run), reference.steps_to_escape(**run))


@criterion(points=1, functions=["predicted_escape"], hint="Compare with a walk of your own on x**2 - y**2.")
@cases(6, lr=floats(0.02, 0.4), curvature=floats(-3, -0.3), offset=floats(-0.1, -0.001), radius=floats(0.5, 2))
def test_any_prediction(submission, reference, case):
    """The prediction is right for any rate, curvature and offset."""
    assert_count(submission.predicted_escape(**case), reference.predicted_escape(**case))
