"""What everybody may see of saddles and noise: noise that is no smaller than the gradient, and clear cases of leaving.

No row lies at the radius, so that rounding decides no count.
"""

import math

import numpy as np

from grader.landscapes import quadratic, saddle
from grader.rubric import assert_close, assert_count, assert_form, assert_trajectory, assert_unchanged, criterion

BOWL = quadratic(matrix=[[3.0, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25])
SPATIAL = quadratic(matrix=[[2.0, 0.5, 0.3], [0.5, 1.5, -0.2], [0.3, -0.2, 1.0]], minimum=[0.5, -1.0, 0.2])
NOISE = np.array([[0.5, -1.0], [-2.0, 0.3], [1.5, 0.8], [0.1, -0.6], [-0.9, 1.2], [0.4, 0.7]])


@criterion(
    points=1.5,
    functions=["noisy_descent"],
    hint="Step t goes downhill by lr times the sum of the gradient and row t of the noise.",
)
def test_noise_is_part_of_the_gradient(submission, reference):
    """Each step follows the gradient and its own row of noise, both times the learning rate."""
    for landscape, start in ((BOWL, [2.0, -1.5]), (saddle(), [1.0, 0.0])):
        run = dict(grad=landscape.gradient, start=start, lr=0.15, steps=6, noise=NOISE)
        assert_trajectory(submission.noisy_descent(**run), reference.noisy_descent(**run))
    run = dict(
        grad=SPATIAL.gradient, start=[1.0, 0.5, -1.0], lr=0.15, steps=3, noise=np.column_stack([NOISE, NOISE[:, 0]])
    )
    assert_trajectory(submission.noisy_descent(**run), reference.noisy_descent(**run))


@criterion(
    points=0.5,
    functions=["noisy_descent"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_initial_state(submission, reference):
    """The path begins with the start, has a row for each step and heads downhill where noise is small."""
    for steps in (0, 1, 4):
        run = dict(grad=BOWL.gradient, start=[2.5, 1.5], lr=0.05, steps=steps, noise=0.01 * NOISE[:steps])
        path, right = submission.noisy_descent(**run), reference.noisy_descent(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["noisy_descent"],
    hint="`np.array(start, dtype=float)` copies the start and makes room for decimals, also where it holds integers.",
    hint_for=["whole"],
    after=["noise_is_part_of_the_gradient"],
)
def test_any_start(submission, reference):
    """A start of integers is fine, and start and noise are left as they were."""
    whole = dict(grad=BOWL.gradient, start=np.array([3, -2]), lr=0.1, steps=5, noise=NOISE)
    decimal = dict(grad=BOWL.gradient, start=np.array([1.5, -2.5]), lr=0.1, steps=3, noise=NOISE.copy())

    assert_trajectory(submission.noisy_descent(**whole), reference.noisy_descent(**whole))
    assert_unchanged(submission.outcome.noisy_descent(**decimal), "start", "noise")


@criterion(
    points=1,
    functions=["steps_to_escape"],
    hint="Measure the straight distance of each row from the saddle, and take the first that is above the radius.",
)
def test_first_row_outside(submission, reference):
    """The first row outside counts, by its straight distance from the saddle that was given."""
    for distances, radius in (
        ([0.1, 0.3, 0.7, 1.2, 2.0], 0.5),
        ([0.2, 0.9, 0.3, 0.4, 1.5, 2.0], 0.5),  # comes back once
        ([0.3, 0.38, 0.45, 0.56, 0.68, 0.73, 0.9], 0.5),  # one row between each two ways of measuring
        ([0.3, 0.9, 1.3, 1.5, 1.8, 2.5], 1.6),
    ):
        for at in ([1.0, -2.0], [0.15, -0.1]):  # beside the second one even the origin is inside at first
            run = dict(trajectory=spiral(distances, at), saddle=np.array(at), radius=radius)
            assert_count(submission.steps_to_escape(**run), reference.steps_to_escape(**run))
    spatial = np.array([[0.1, 0.1, 0.1], [0.2, -0.2, 0.3], [0.3, 0.3, -0.4], [0.1, 0.1, 0.9]])  # the third by all three
    run = dict(trajectory=spatial, saddle=np.zeros(3), radius=0.5)
    assert_count(submission.steps_to_escape(**run), reference.steps_to_escape(**run))


@criterion(
    points=0.5,
    functions=["steps_to_escape"],
    hint="Row 0 is a possible answer, and a path that never leaves has none: None.",
    after=["first_row_outside"],
)
def test_never_and_at_once(submission, reference):
    """A path may never leave, or be outside from the start."""
    for distances in ([0.1, 0.2, 0.3, 0.3], [0.9, 0.2, 0.1], [0.8, 0.9]):
        run = dict(trajectory=spiral(distances, [1.0, -2.0]), saddle=np.array([1.0, -2.0]), radius=0.5)
        assert_count(submission.steps_to_escape(**run), reference.steps_to_escape(**run))


@criterion(
    points=1.5,
    functions=["predicted_escape"],
    hint="Each step multiplies the offset by 1 - lr * curvature: count until it is beyond the radius.",
    hint_for=["nan"],
)
def test_growth_of_the_offset(submission, reference):
    """The offset grows by one factor in every step, and the steps until it is beyond the radius are counted."""
    for lr, curvature, offset, radius in (
        (0.1, -2.0, 0.001, 1.0),
        (0.1, -2.0, -0.04, 1.5),
        (0.5, -3.0, 0.02, 2.0),
        (0.05, -0.7, 1e-6, 0.5),
        (0.2, -1.0, 0.8, 0.5),
        (0.01, -0.2, 0.001, 20.0),  # thousands of steps
    ):
        run = dict(lr=lr, curvature=curvature, offset=offset, radius=radius)
        assert_count(submission.predicted_escape(**run), reference.predicted_escape(**run))


@criterion(
    points=0.5,
    functions=["predicted_escape"],
    hint="What does a factor do to zero?",
    hint_for=["nan"],
    after=["growth_of_the_offset"],
)
def test_never_from_the_axis(submission, reference):
    """From the axis itself plain descent never leaves, and the answer is None."""
    for radius in (0.5, 2.0):
        run = dict(lr=0.1, curvature=-2.0, offset=0.0, radius=radius)
        assert_count(submission.predicted_escape(**run), reference.predicted_escape(**run))


def spiral(distances, centre):
    """Make rows at these distances from a point, in turning directions that lie along no axis."""
    x, y = centre
    return np.array([[x + d * math.cos(0.6 + 2 * t), y + d * math.sin(0.6 + 2 * t)] for t, d in enumerate(distances)])


def first(path):
    """Take the row that a path of the right form begins with."""
    return np.array(path, dtype=float)[0]


def headings(path):
    """Say for each row on which side of the first one its coordinates lie: 1, 0 or -1."""
    rows = np.array(path, dtype=float)
    return np.sign(rows - rows[0])
