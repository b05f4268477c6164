"""What everybody may see of the optimizer comparison: the update rules, and what counts as having arrived.

The learning rates here are stable, the Hessians are coupled and no minimum lies at the origin, so that every
part of a formula shows.  Inputs unlike these are in the other file.
"""

import math

import numpy as np

from grader.landscapes import quadratic
from grader.rubric import (
    assert_close,
    assert_count,
    assert_form,
    assert_trajectory,
    assert_unchanged,
    cases,
    choices,
    criterion,
    entry,
    floats,
    integers,
)

HESSIAN = np.array([[3.0, 1.2], [1.2, 2.0]])
MINIMUM = np.array([0.5, -0.25])
BOWL = quadratic(matrix=HESSIAN, minimum=MINIMUM)
START = [2.0, -1.5]
SLOPE = quadratic(matrix=HESSIAN, minimum=[1.5, -2.0])  # the paths on it begin where the gradient is shorter than one
WALKS = (([1.6, -1.8], 0), ([1.6, -1.8], 1), ([1.6, -1.8], 4), ([1.504, -1.992], 2), ([1.5, -2.0], 3))  # the last rest

COMPARISON = dict(
    hessian=HESSIAN,
    minimum=MINIMUM,
    start=START,
    lrs={"gradient_descent": 0.12, "momentum": 0.03, "adam": 0.25},
    steps=55,
    tol=0.11,
)
LISTED = COMPARISON | dict(hessian=HESSIAN.tolist(), minimum=MINIMUM.tolist())
SPATIAL = COMPARISON | dict(
    hessian=np.array([[3.0, 1.2, 0.4], [1.2, 2.0, -0.3], [0.4, -0.3, 1.5]]),
    minimum=np.array([0.5, -0.25, 1.0]),
    start=[2.0, -1.5, 0.2],
)
COUNTING = ["stays_within_tolerance", "euclidean_distance"]  # what every count builds on: the rule for arriving


@criterion(
    points=1,
    functions=["gradient_descent"],
    hint="One update is x - lr * grad(x), with the whole gradient taken at the point where the step begins.",
)
def test_steepest_descent_update(submission, reference):
    """Every update of gradient descent goes lr times the gradient downhill."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.07, steps=6)

    assert_trajectory(submission.gradient_descent(**run), reference.gradient_descent(**run))


@criterion(
    points=0.5,
    functions=["gradient_descent"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_descent_initial_state(submission, reference):
    """The path of gradient descent begins with the start, has a row for each step and heads downhill."""
    for start, steps in WALKS:
        run = dict(grad=SLOPE.gradient, start=start, lr=0.05, steps=steps)
        path, right = submission.gradient_descent(**run), reference.gradient_descent(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["gradient_descent"],
    hint="`np.asarray(start)` and `x -= ...` write into the caller's array; `np.array(start, dtype=float)` copies it.",
    after=["steepest_descent_update"],
)
def test_descent_leaves_the_start_alone(submission):
    """Gradient descent works on a copy of the start."""
    run = dict(grad=BOWL.gradient, start=np.array([2.0, -1.5]), lr=0.07, steps=3)

    assert_unchanged(submission.outcome.gradient_descent(**run), "start")


@criterion(
    points=1,
    functions=["momentum"],
    hint="First the velocity, alpha * v - lr * grad(x); then move by the velocity just computed.",
)
def test_velocity_update(submission, reference):
    """Momentum moves by the velocity alpha * v - lr * g."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.03, steps=7, alpha=0.8)

    assert_trajectory(submission.momentum(**run), reference.momentum(**run))


@criterion(
    points=0.5,
    functions=["momentum"],
    hint="The velocity lives outside the loop and is zero only before the first step; alpha is the caller's.",
)
@cases(8, angle=floats(0.2, 1.4), alpha=floats(0.1, 0.95), steps=integers(4, 12), kappa=choices([3, 10, 30]))
def test_velocity_is_carried_over(submission, reference, case):
    """Every step remembers the steps before, for any alpha and on bowls of any orientation."""
    bowl = quadratic(condition_number=case.kappa, angle=case.angle, minimum=[0.3, -0.6])
    run = dict(grad=bowl.gradient, start=[-2.0, 1.2], lr=0.5 / case.kappa, steps=case.steps, alpha=case.alpha)

    assert_trajectory(submission.momentum(**run), reference.momentum(**run))


@criterion(
    points=0.5,
    functions=["momentum"],
    hint="The default stands in the signature: `alpha=0.9`.",
    hint_after=["velocity_update"],
)
def test_default_momentum(submission, reference):
    """Alpha is 0.9 where none is given."""
    run = dict(grad=BOWL.gradient, start=[-1.0, 2.5], lr=0.04, steps=10)

    assert_trajectory(submission.momentum(**run), reference.momentum(**run))


@criterion(
    points=0.5,
    functions=["momentum"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_momentum_initial_state(submission, reference):
    """The path of momentum begins with the start, has a row for each step and heads downhill."""
    for start, steps in WALKS:
        run = dict(grad=SLOPE.gradient, start=start, lr=0.05, steps=steps, alpha=0.6)
        path, right = submission.momentum(**run), reference.momentum(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["momentum"],
    hint="`x += v` writes into the array it was given; start from `np.array(start, dtype=float)`, a copy.",
    after=["velocity_update"],
)
def test_momentum_leaves_the_start_alone(submission):
    """Momentum works on a copy of the start."""
    run = dict(grad=BOWL.gradient, start=np.array([2.0, -1.5]), lr=0.03, steps=3, alpha=0.8)

    assert_unchanged(submission.outcome.momentum(**run), "start")


@criterion(
    points=1,
    functions=["adam"],
    hint="Divide m by 1 - beta1**t and v by 1 - beta2**t, t = 1 in the first step: the first move is lr wide.",
    hint_for=["nan"],
)
def test_bias_correction(submission, reference):
    """Adam's moments are corrected for having begun at zero."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=4)

    assert_trajectory(submission.adam(**run), reference.adam(**run))


@criterion(
    points=0.5,
    functions=["adam"],
    hint="m averages g with beta1, v averages g**2 with beta2; each step goes on from m and v, not from m_hat, v_hat.",
)
def test_moment_decay(submission, reference):
    """The two moments forget at the rates beta1 and beta2 that were asked for."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=12, beta1=0.6, beta2=0.8)

    assert_trajectory(submission.adam(**run), reference.adam(**run))


@criterion(
    points=0.5,
    functions=["adam"],
    hint="With beta1 = 0 the first moment is the newest gradient. `beta1 or 0.9` takes 0.9 for 0.",
    hint_after=["moment_decay"],
)
def test_gradient_without_memory(submission, reference):
    """Where beta1 is 0 the first moment remembers nothing, and the second still does."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=8, beta1=0.0, beta2=0.8)

    assert_trajectory(submission.adam(**run), reference.adam(**run))


@criterion(
    points=0.5,
    functions=["adam"],
    hint="The step is lr * m_hat / (sqrt(v_hat) + eps): eps is added after the root was taken.",
    hint_for=["nan"],
)
def test_epsilon_outside_the_root(submission, reference):
    """Epsilon is added outside the root, to the corrected scale."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=12, beta1=0.6, beta2=0.8, eps=0.5)

    assert_trajectory(submission.adam(**run), reference.adam(**run))


@criterion(
    points=0.5,
    functions=["adam"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_adam_initial_state(submission, reference):
    """The path of Adam begins with the start, has a row for each step and heads downhill."""
    for steps in (0, 1, 4):
        run = dict(grad=SLOPE.gradient, start=[1.6, -1.8], lr=0.05, steps=steps)
        path, right = submission.adam(**run), reference.adam(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["adam"],
    hint="`x -= ...` writes into the array it was given; start from `np.array(start, dtype=float)`, a copy.",
    after=["bias_correction"],
)
def test_adam_leaves_the_start_alone(submission):
    """Adam works on a copy of the start."""
    run = dict(grad=BOWL.gradient, start=np.array([2.0, -1.5]), lr=0.2, steps=3)

    assert_unchanged(submission.outcome.adam(**run), "start")


@criterion(
    points=0.5,
    functions=["condition_number"],
    hint="It is made of the eigenvalues, the largest over the smallest: `np.linalg.eigvalsh` finds them.",
)
def test_condition_number(submission, reference):
    """The condition number is the largest eigenvalue over the smallest."""
    coupled = np.array([[4.0, 1.0], [1.0, 3.0]])

    assert_close(
        submission.condition_number(hessian=coupled),
        reference.condition_number(hessian=coupled),
        name="condition number",
    )


@criterion(
    points=0.5,
    functions=["condition_number"],
    hint="`np.linalg.eig` promises no order: ask for the largest and the smallest by name.",
)
def test_eigenvalue_order(submission, reference):
    """The order in which eigenvalues are found does not matter."""
    unordered = np.array([[3.0, 0.0, 0.0], [0.0, 0.5, 0.0], [0.0, 0.0, 7.0]])

    assert_close(
        submission.condition_number(hessian=unordered),
        reference.condition_number(hessian=unordered),
        name="condition number",
    )


@criterion(
    points=1,
    functions=["steps_to_converge"],
    hint="A row counts only if all rows after it are within tol too: look from the end of the path.",
)
def test_stays_within_tolerance(submission, reference):
    """A path has converged from the row on after which it never leaves again."""
    # Distances from the minimum; the path comes in four times and leaves three times.
    distances = [2.0, 0.3, 0.9, 0.4, 0.2, 0.8, 0.45, 0.3, 0.1, 0.2]
    path = [[1.0 + d * math.cos(1.9 * row), 2.0 + d * math.sin(1.9 * row)] for row, d in enumerate(distances)]
    asked = dict(trajectory=np.array(path), minimum=np.array([1.0, 2.0]), tol=0.5)

    assert_count(submission.steps_to_converge(**asked), reference.steps_to_converge(**asked))


@criterion(
    points=0.5,
    functions=["steps_to_converge"],
    hint="Measure the straight distance to `minimum`, the root of the sum of squares, and compare it with tol itself.",
)
def test_euclidean_distance(submission, reference):
    """The distance is the Euclidean one, to the minimum that was given."""
    # One row between each two rules that might be used: squared, largest coordinate, sum of coordinates, relative.
    distances = [1.5, 0.9, 0.73, 0.68, 0.56, 0.45, 0.4, 0.3, 0.2]
    path = [[1.0 + 0.8 * d, 2.0 - 0.6 * d] for d in distances]
    asked = dict(trajectory=np.array(path), minimum=np.array([1.0, 2.0]), tol=0.5)

    assert_count(submission.steps_to_converge(**asked), reference.steps_to_converge(**asked))


@criterion(
    points=0.5,
    functions=["steps_to_converge"],
    hint="If the last row is outside, the path has not converged, wherever it was before: return None.",
    after=["stays_within_tolerance"],
)
def test_unreached_is_none(submission, reference):
    """A path that ends outside has not converged, and the answer is None."""
    far = [[3.0, 1.0], [2.5, 0.9], [2.2, 0.7], [2.0, 0.6]]
    leaving = [[3.0, 1.0], [0.6, 0.3], [0.5, 0.2], [1.4, 0.6]]

    for path in (far, leaving):
        asked = dict(trajectory=np.array(path), minimum=np.array([0.5, 0.25]), tol=0.3)
        assert_count(submission.steps_to_converge(**asked), reference.steps_to_converge(**asked))


@criterion(
    points=0.5,
    functions=["compare_optimizers"],
    hint="The gradient of the loss is H (x - minimum), and each optimizer has its own learning rate in lrs.",
    after=["steepest_descent_update", "descent_initial_state", *COUNTING],
)
def test_descent_is_counted(submission, reference):
    """The comparison says how many steps gradient descent needs."""
    counts = submission.compare_optimizers(**COMPARISON)

    assert_count(
        entry(counts, "gradient_descent"),
        reference.compare_optimizers(**COMPARISON)["gradient_descent"],
        name="the count for gradient_descent",
    )
    for asked in (LISTED, SPATIAL):
        counts = submission.compare_optimizers(**asked)
        want = reference.compare_optimizers(**asked)["gradient_descent"]
        assert_count(entry(counts, "gradient_descent"), want, name="the count for gradient_descent")


@criterion(
    points=0.5,
    functions=["compare_optimizers"],
    hint="Momentum runs from the same start with lrs['momentum'] and its default alpha.",
    after=["velocity_update", "velocity_is_carried_over", "default_momentum", "momentum_initial_state", *COUNTING],
)
def test_momentum_is_counted(submission, reference):
    """The comparison says how many steps momentum needs."""
    counts = submission.compare_optimizers(**COMPARISON)

    assert_count(
        entry(counts, "momentum"), reference.compare_optimizers(**COMPARISON)["momentum"], name="the count for momentum"
    )


@criterion(
    points=0.5,
    functions=["compare_optimizers"],
    hint="Adam runs from the same start with lrs['adam'] and its default betas.",
    after=["bias_correction", "moment_decay", "adam_initial_state", *COUNTING],
)
def test_adam_is_counted(submission, reference):
    """The comparison says how many steps Adam needs."""
    counts = submission.compare_optimizers(**COMPARISON)

    assert_count(entry(counts, "adam"), reference.compare_optimizers(**COMPARISON)["adam"], name="the count for adam")


@criterion(
    points=0.5,
    functions=["gradient_descent"],
    hint="A table of integers cuts every point down to whole numbers: turn the start into floats first.",
    hint_for=["whole"],
    after=["steepest_descent_update"],
)
def test_descent_from_integers(submission, reference):
    """Gradient descent keeps its decimals when the start is given in integers."""
    bowl = quadratic(condition_number=6, angle=0.8, minimum=[0.4, 0.9])
    run = dict(grad=bowl.gradient, start=[3, -2], lr=0.3, steps=9)

    assert_trajectory(submission.gradient_descent(**run), reference.gradient_descent(**run))


@criterion(
    points=0.5,
    functions=["momentum"],
    hint="The same rule holds in any number of dimensions, number by number; `alpha or 0.9` takes 0.9 for 0.",
    hint_after=["velocity_update"],
)
def test_momentum_in_three_dimensions(submission, reference):
    """Momentum follows its rule in three dimensions too, and without a memory where alpha is 0."""
    matrix = [[2.5, 0.6, -0.4], [0.6, 1.5, 0.3], [-0.4, 0.3, 0.8]]
    bowl = quadratic(matrix=matrix, minimum=[-0.5, 1.0, 0.25])
    run = dict(grad=bowl.gradient, start=np.array([1.5, -2.0, 2.5]), lr=0.05, steps=25, alpha=0.7)

    for given in (run, run | dict(alpha=0.0)):
        assert_trajectory(submission.momentum(**given), reference.momentum(**given))


@criterion(
    points=0.5,
    functions=["momentum"],
    hint="A table of integers cuts every point down to whole numbers: turn the start into floats first.",
    hint_for=["whole"],
    after=["velocity_update"],
)
def test_momentum_from_integers(submission, reference):
    """Momentum keeps its decimals when the start is given in integers."""
    bowl = quadratic(condition_number=6, angle=0.8, minimum=[0.4, 0.9])
    run = dict(grad=bowl.gradient, start=[3, -2], lr=0.07, steps=8, alpha=0.65)

    assert_trajectory(submission.momentum(**run), reference.momentum(**run))


@criterion(
    points=0.5,
    functions=["adam"],
    hint="Each coordinate has its own v, so tiny slopes take steps of about lr too, until eps is as large as they are.",
    hint_for=["nan"],
)
def test_scale_of_each_coordinate(submission, reference):
    """Every coordinate is scaled by its own gradients, however small they are."""
    bowl = quadratic(matrix=[[1e-6, 0.0], [0.0, 1e-8]])
    run = dict(grad=bowl.gradient, start=[1.0, -2.0], lr=0.1, steps=5)

    assert_trajectory(submission.adam(**run), reference.adam(**run))


@criterion(
    points=0.5,
    functions=["adam"],
    hint="A table of integers cuts every point down to whole numbers: turn the start into floats first.",
    hint_for=["whole"],
    after=["bias_correction"],
)
def test_adam_from_integers(submission, reference):
    """Adam keeps its decimals when the start is given in integers."""
    bowl = quadratic(condition_number=6, angle=0.8, minimum=[0.4, 0.9])
    run = dict(grad=bowl.gradient, start=[3, -2], lr=0.3, steps=8)

    assert_trajectory(submission.adam(**run), reference.adam(**run))


@criterion(
    points=0.5,
    functions=["steps_to_converge"],
    hint="Row 0 is a possible answer, a row that is NaN is outside, and a path without rows never arrives.",
    hint_for=["nan"],
    after=["stays_within_tolerance"],
)
def test_first_row_and_lost_rows(submission, reference):
    """A path may begin at the minimum, be small, lose itself in NaN, or have no rows."""
    near = [[0.1, 0.2], [0.2, 0.1], [0.1, 0.1], [0.05, 0.0]]
    lost = [[4.0, 1.0], [0.2, 0.1], [math.nan, 0.0], [math.nan, math.nan]]
    found = [[4.0, 1.0], [math.nan, 0.0], [0.2, 0.1], [0.1, 0.1], [0.1, 0.2]]

    for path in (near, near[:1], lost, found, np.empty((0, 2))):
        asked = dict(trajectory=np.array(path), minimum=np.array([0.0, 0.1]), tol=0.3)
        assert_count(submission.steps_to_converge(**asked), reference.steps_to_converge(**asked))
    small = dict(trajectory=1e-3 * np.array(found[:1] + near), minimum=np.array([0.0, 1e-4]), tol=1.1e-4)
    assert_count(submission.steps_to_converge(**small), reference.steps_to_converge(**small))


def first(path):
    """Take the row that a path of the right form begins with."""
    return np.array(path, dtype=float)[0]


def headings(path):
    """Say for each row on which side of the first one its coordinates lie: 1, 0 or -1."""
    rows = np.array(path, dtype=float)
    return np.sign(rows - rows[0])
