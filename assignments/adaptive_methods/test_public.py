"""What everybody may see of the adaptive methods: one criterion for each part of an update rule.

The Hessian is coupled and the minimum lies beside the origin, so that every part of a formula shows.  Epsilon and the
factors of the averages are large where they are looked at: with the defaults nobody could see them.
"""

import numpy as np

from grader.landscapes import quadratic, sine
from grader.rubric import assert_close, assert_form, assert_trajectory, assert_unchanged, criterion

BOWL = quadratic(matrix=[[3.0, 1.2], [1.2, 2.0]], minimum=[0.5, -0.25])
STRAIGHT = quadratic(matrix=[[2.0, 0.0], [0.0, 5.0]], minimum=[0.5, -1.0])  # level along a line through its minimum
START = [2.0, -1.5]
REST, NEAR = [0.5, -0.25], [0.504, -0.242]  # at the minimum of the bowl, and so near that its slope is small
FAINT = quadratic(matrix=[[3e-7, 1.2e-7], [1.2e-7, 2e-7]], minimum=[0.5, -0.25])  # slopes not far above 1e-8


@criterion(
    points=1,
    functions=["nesterov"],
    hint="The gradient is taken at x + alpha * v; the point then moves from x by the new velocity.",
)
def test_look_ahead(submission, reference):
    """The gradient of Nesterov's momentum is taken where the old velocity leads."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.05, steps=7, alpha=0.8)

    assert_trajectory(submission.nesterov(**run), reference.nesterov(**run))


@criterion(
    points=0.5,
    functions=["nesterov"],
    hint="The default stands in the signature: `alpha=0.9`. `alpha or 0.9` takes 0.9 for 0.",
    hint_after=["look_ahead"],
)
def test_default_alpha(submission, reference):
    """Alpha is 0.9 where none is given, and 0 where 0 is."""
    run = dict(grad=BOWL.gradient, start=[-1.0, 2.5], lr=0.04, steps=10)

    for given in (run, run | dict(alpha=0.0)):
        assert_trajectory(submission.nesterov(**given), reference.nesterov(**given))


@criterion(
    points=0.5,
    functions=["nesterov"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_nesterov_initial_state(submission, reference):
    """The path of Nesterov's momentum begins with the start, has a row for each step and heads downhill."""
    for start, steps in (([2.5, 1.5], 0), ([2.5, 1.5], 1), ([2.5, 1.5], 4), (NEAR, 2)):
        run = dict(grad=BOWL.gradient, start=start, lr=0.05, steps=steps)
        path, right = submission.nesterov(**run), reference.nesterov(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")
    rest = dict(grad=BOWL.gradient, start=REST, lr=0.05, steps=3)
    assert_form(submission.nesterov(**rest), reference.nesterov(**rest))


@criterion(
    points=0.5,
    functions=["nesterov"],
    hint="`np.array(start, dtype=float)` copies the start and makes room for decimals, also where it holds integers.",
    hint_for=["whole"],
    after=["look_ahead"],
)
def test_nesterov_takes_any_start(submission, reference):
    """Nesterov's momentum leaves the start as it was, and keeps its decimals when the start is given in integers."""
    whole = dict(grad=BOWL.gradient, start=np.array([3, -2]), lr=0.05, steps=5)
    decimal = dict(grad=BOWL.gradient, start=np.array([1.5, -2.5]), lr=0.05, steps=3)

    assert_trajectory(submission.nesterov(**whole), reference.nesterov(**whole))
    assert_unchanged(submission.outcome.nesterov(**decimal), "start")


@criterion(
    points=1,
    functions=["adagrad"],
    hint="The sum begins at zero, gains the square of each gradient and forgets nothing.",
    hint_for=["nan"],
)
def test_squares_add_up(submission, reference):
    """AdaGrad divides by the root of the sum of all squared gradients so far."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.4, steps=7)

    assert_trajectory(submission.adagrad(**run), reference.adagrad(**run))


@criterion(
    points=0.5,
    functions=["adagrad"],
    hint="Take the root first, then add eps, 1e-8 by default: it lets a coordinate without slope rest where it is.",
    hint_for=["nan"],
)
def test_adagrad_epsilon(submission, reference):
    """Epsilon, 1e-8 by default, is added outside the root of AdaGrad; a coordinate without slope rests."""
    seen = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=8, eps=0.5)
    level = dict(grad=STRAIGHT.gradient, start=[2.0, -1.0], lr=0.1, steps=3)
    faint = dict(grad=FAINT.gradient, start=START, lr=0.1, steps=3)
    rest = dict(grad=BOWL.gradient, start=REST, lr=0.05, steps=3)

    assert_trajectory(submission.adagrad(**seen), reference.adagrad(**seen))
    assert_trajectory(submission.adagrad(**level), reference.adagrad(**level))
    assert_trajectory(submission.adagrad(**faint), reference.adagrad(**faint))
    assert_form(submission.adagrad(**rest), reference.adagrad(**rest))


@criterion(
    points=0.5,
    functions=["adagrad"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_adagrad_initial_state(submission, reference):
    """The path of AdaGrad begins with the start, has a row for each step and heads downhill."""
    for steps in (0, 1, 4):
        run = dict(grad=BOWL.gradient, start=[2.5, 1.5], lr=0.05, steps=steps)
        path, right = submission.adagrad(**run), reference.adagrad(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["adagrad"],
    hint="`np.array(start, dtype=float)` copies the start and makes room for decimals, also where it holds integers.",
    hint_for=["whole"],
    after=["squares_add_up"],
)
def test_adagrad_takes_any_start(submission, reference):
    """AdaGrad leaves the start as it was, and keeps its decimals when the start is given in integers."""
    whole = dict(grad=BOWL.gradient, start=np.array([3, -2]), lr=0.4, steps=5)
    decimal = dict(grad=BOWL.gradient, start=np.array([1.5, -2.5]), lr=0.4, steps=3)

    assert_trajectory(submission.adagrad(**whole), reference.adagrad(**whole))
    assert_unchanged(submission.outcome.adagrad(**decimal), "start")


@criterion(
    points=1,
    functions=["rmsprop"],
    hint="The average keeps the part gamma of itself and takes 1 - gamma of the new square; it is not corrected.",
    hint_for=["nan"],
)
def test_squares_are_forgotten(submission, reference):
    """RMSProp divides by the root of a moving average of the squared gradients."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.1, steps=6, gamma=0.7)

    assert_trajectory(submission.rmsprop(**run), reference.rmsprop(**run))


@criterion(
    points=0.5,
    functions=["rmsprop"],
    hint="The default stands in the signature: `gamma=0.9`. `gamma or 0.9` takes 0.9 for 0.",
    hint_after=["squares_are_forgotten"],
)
def test_default_gamma(submission, reference):
    """Gamma is 0.9 where none is given, and 0 where 0 is."""
    run = dict(grad=BOWL.gradient, start=[-1.5, 2.5], lr=0.05, steps=7)

    for given in (run, run | dict(gamma=0.0)):
        assert_trajectory(submission.rmsprop(**given), reference.rmsprop(**given))


@criterion(
    points=0.5,
    functions=["rmsprop"],
    hint="Take the root first, then add eps, 1e-8 by default: it lets a coordinate without slope rest where it is.",
    hint_for=["nan"],
)
def test_rmsprop_epsilon(submission, reference):
    """Epsilon, 1e-8 by default, is added outside the root of RMSProp; a coordinate without slope rests."""
    seen = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=8, eps=0.5, gamma=0.8)
    level = dict(grad=STRAIGHT.gradient, start=[2.0, -1.0], lr=0.1, steps=3)
    faint = dict(grad=FAINT.gradient, start=START, lr=0.1, steps=3)
    rest = dict(grad=BOWL.gradient, start=REST, lr=0.05, steps=3)

    assert_trajectory(submission.rmsprop(**seen), reference.rmsprop(**seen))
    assert_trajectory(submission.rmsprop(**level), reference.rmsprop(**level))
    assert_trajectory(submission.rmsprop(**faint), reference.rmsprop(**faint))
    assert_form(submission.rmsprop(**rest), reference.rmsprop(**rest))


@criterion(
    points=0.5,
    functions=["rmsprop"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_rmsprop_initial_state(submission, reference):
    """The path of RMSProp begins with the start, has a row for each step and heads downhill."""
    for steps in (0, 1, 4):
        run = dict(grad=BOWL.gradient, start=[2.5, 1.5], lr=0.05, steps=steps)
        path, right = submission.rmsprop(**run), reference.rmsprop(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["rmsprop"],
    hint="`np.array(start, dtype=float)` copies the start and makes room for decimals, also where it holds integers.",
    hint_for=["whole"],
    after=["squares_are_forgotten"],
)
def test_rmsprop_takes_any_start(submission, reference):
    """RMSProp leaves the start as it was, and keeps its decimals when the start is given in integers."""
    whole = dict(grad=BOWL.gradient, start=np.array([3, -2]), lr=0.1, steps=5)
    decimal = dict(grad=BOWL.gradient, start=np.array([1.5, -2.5]), lr=0.1, steps=3)

    assert_trajectory(submission.rmsprop(**whole), reference.rmsprop(**whole))
    assert_unchanged(submission.outcome.rmsprop(**decimal), "start")


@criterion(
    points=1.5,
    functions=["adamw"],
    hint="Shrink the old point by lr * weight_decay; the gradient and its moments know nothing of it.",
)
def test_decoupled_decay(submission, reference):
    """The old point decays by lr times weight_decay, apart from Adam's step."""
    run = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=6, weight_decay=0.5, beta1=0.6, beta2=0.8)

    assert_trajectory(submission.adamw(**run), reference.adamw(**run))


@criterion(
    points=0.5,
    functions=["adamw"],
    hint="The defaults stand in the signature: `weight_decay=0.01, beta1=0.9, beta2=0.999`. "
    "`beta1 or 0.9` takes 0.9 for 0.",
    hint_after=["decoupled_decay"],
    hint_for=["nan"],
)
def test_default_decay(submission, reference):
    """The decay is 0.01 where none is given, and the betas are Adam's; each is 0 where 0 is given."""
    run = dict(grad=BOWL.gradient, start=[8.0, -6.0], lr=0.4, steps=10)

    for given in (run, run | dict(weight_decay=0.0), run | dict(beta1=0.0)):
        assert_trajectory(submission.adamw(**given), reference.adamw(**given))


@criterion(
    points=0.5,
    functions=["adamw"],
    hint="Take the root first, then add eps, 1e-8 by default: it lets a coordinate without slope rest where it is.",
    hint_for=["nan"],
)
def test_adamw_epsilon(submission, reference):
    """Epsilon, 1e-8 by default, is added outside the root of AdamW; a coordinate without slope rests."""
    seen = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=8, eps=0.5, weight_decay=0.1, beta1=0.6, beta2=0.8)
    level = dict(grad=STRAIGHT.gradient, start=[2.0, -1.0], lr=0.1, steps=3, weight_decay=0.01)
    faint = dict(grad=FAINT.gradient, start=START, lr=0.1, steps=3)
    rest = dict(grad=BOWL.gradient, start=REST, lr=0.05, steps=3)

    assert_trajectory(submission.adamw(**seen), reference.adamw(**seen))
    assert_trajectory(submission.adamw(**level), reference.adamw(**level))
    assert_trajectory(submission.adamw(**faint), reference.adamw(**faint))
    assert_form(submission.adamw(**rest), reference.adamw(**rest))


@criterion(
    points=0.5,
    functions=["adamw"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_adamw_initial_state(submission, reference):
    """The path of AdamW begins with the start, has a row for each step and heads downhill."""
    for steps in (0, 1, 4):
        run = dict(grad=BOWL.gradient, start=[2.5, 1.5], lr=0.05, steps=steps)
        path, right = submission.adamw(**run), reference.adamw(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["adamw"],
    hint="`np.array(start, dtype=float)` copies the start and makes room for decimals, also where it holds integers.",
    hint_for=["whole"],
    after=["decoupled_decay"],
)
def test_adamw_takes_any_start(submission, reference):
    """AdamW leaves the start as it was, and keeps its decimals when the start is given in integers."""
    whole = dict(grad=BOWL.gradient, start=np.array([3, -2]), lr=0.2, steps=5)
    decimal = dict(grad=BOWL.gradient, start=np.array([1.5, -2.5]), lr=0.2, steps=3)

    assert_trajectory(submission.adamw(**whole), reference.adamw(**whole))
    assert_unchanged(submission.outcome.adamw(**decimal), "start")


@criterion(
    points=1.5,
    functions=["amsgrad"],
    hint="Keep the largest raw v of each coordinate, and correct that; v itself goes on as in Adam.",
)
def test_largest_moment(submission, reference):
    """AMSGrad divides by the root of the largest second moment so far, corrected afterwards."""
    falling = dict(grad=BOWL.gradient, start=START, lr=0.3, steps=10, beta1=0.6, beta2=0.7)
    # From one valley into the next: the slope falls, and later grows beyond what it was.
    rising = dict(grad=sine().gradient, start=[-0.1], lr=0.3, steps=12, beta1=0.8, beta2=0.5)

    assert_trajectory(submission.amsgrad(**falling), reference.amsgrad(**falling))
    assert_trajectory(submission.amsgrad(**rising), reference.amsgrad(**rising))


@criterion(
    points=0.5,
    functions=["amsgrad"],
    hint="The defaults stand in the signature: `beta1=0.9, beta2=0.999`. `beta1 or 0.9` takes 0.9 for 0.",
    hint_after=["largest_moment"],
    hint_for=["nan"],
)
def test_default_betas(submission, reference):
    """The betas are Adam's where none are given, and beta1 is 0 where 0 is."""
    run = dict(grad=BOWL.gradient, start=[-1.5, 2.5], lr=0.3, steps=9)

    for given in (run, run | dict(beta1=0.0)):
        assert_trajectory(submission.amsgrad(**given), reference.amsgrad(**given))


@criterion(
    points=0.5,
    functions=["amsgrad"],
    hint="Take the root first, then add eps, 1e-8 by default: it lets a coordinate without slope rest where it is.",
    hint_for=["nan"],
)
def test_amsgrad_epsilon(submission, reference):
    """Epsilon, 1e-8 by default, is added outside the root of AMSGrad; a coordinate without slope rests."""
    seen = dict(grad=BOWL.gradient, start=START, lr=0.2, steps=8, eps=0.5, beta1=0.6, beta2=0.8)
    level = dict(grad=STRAIGHT.gradient, start=[2.0, -1.0], lr=0.1, steps=3)
    faint = dict(grad=FAINT.gradient, start=START, lr=0.1, steps=3)
    rest = dict(grad=BOWL.gradient, start=REST, lr=0.05, steps=3)

    assert_trajectory(submission.amsgrad(**seen), reference.amsgrad(**seen))
    assert_trajectory(submission.amsgrad(**level), reference.amsgrad(**level))
    assert_trajectory(submission.amsgrad(**faint), reference.amsgrad(**faint))
    assert_form(submission.amsgrad(**rest), reference.amsgrad(**rest))


@criterion(
    points=0.5,
    functions=["amsgrad"],
    hint="Row 0 is the start, and each step adds one row further downhill, so no step leaves one row.",
    hint_for=["rows"],
)
def test_amsgrad_initial_state(submission, reference):
    """The path of AMSGrad begins with the start, has a row for each step and heads downhill."""
    for steps in (0, 1, 4):
        run = dict(grad=BOWL.gradient, start=[2.5, 1.5], lr=0.05, steps=steps)
        path, right = submission.amsgrad(**run), reference.amsgrad(**run)
        assert_form(path, right)
        assert_close(first(path), first(right), name="row 0")
        assert_close(headings(path), headings(right), name="the direction from the start (1 is up, -1 down)")


@criterion(
    points=0.5,
    functions=["amsgrad"],
    hint="`np.array(start, dtype=float)` copies the start and makes room for decimals, also where it holds integers.",
    hint_for=["whole"],
    after=["largest_moment"],
)
def test_amsgrad_takes_any_start(submission, reference):
    """AMSGrad leaves the start as it was, and keeps its decimals when the start is given in integers."""
    whole = dict(grad=BOWL.gradient, start=np.array([3, -2]), lr=0.2, steps=5)
    decimal = dict(grad=BOWL.gradient, start=np.array([1.5, -2.5]), lr=0.2, steps=3)

    assert_trajectory(submission.amsgrad(**whole), reference.amsgrad(**whole))
    assert_unchanged(submission.outcome.amsgrad(**decimal), "start")


def first(path):
    """Take the row that a path of the right form begins with."""
    return np.array(path, dtype=float)[0]


def headings(path):
    """Say for each row on which side of the first one its coordinates lie: 1, 0 or -1."""
    rows = np.array(path, dtype=float)
    return np.sign(rows - rows[0])
