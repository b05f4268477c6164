"""What everybody may see of stability: limits on bowls turned out of the axes, and paths that are clear cases.

No rate lies at its limit and no row at its tolerance, so that rounding decides nothing.
"""

import math

import numpy as np

from grader.rubric import assert_close, assert_exact, assert_interval, assert_label, criterion

KINDS = ("converges", "diverges", "oscillates", "crawls")
TURNED = np.array([[3.0, 1.2], [1.2, 2.0]])
SPATIAL = np.array([[2.5, 0.6, -0.4], [0.6, 1.5, 0.3], [-0.4, 0.3, 4.0]])
UNORDERED = np.diag([3.0, 0.5, 7.0, 1.0])


@criterion(
    points=1,
    functions=["largest_stable_rate"],
    hint="A step multiplies the offset along an eigenvector by 1 - lr * lambda: when is that between -1 and 1 for all?",
)
def test_limit_of_the_rate(submission, reference):
    """The steepest direction limits the learning rate."""
    for hessian in (TURNED, SPATIAL, UNORDERED):
        run = dict(hessian=hessian)
        assert_close(submission.largest_stable_rate(**run), reference.largest_stable_rate(**run), name="rate")


@criterion(
    points=1,
    functions=["best_rate"],
    hint="At the best rate 1 - lr * lambda of the flattest and of the steepest direction are opposite.",
)
def test_best_rate(submission, reference):
    """At the best rate the flattest and the steepest direction shrink alike."""
    for hessian in (TURNED, SPATIAL, UNORDERED):
        run = dict(hessian=hessian)
        assert_close(submission.best_rate(**run), reference.best_rate(**run), name="rate")


@criterion(
    points=1,
    functions=["contraction"],
    hint="Without momentum the factors are 1 - lr * lambda: which of them is largest in size?",
)
def test_contraction_without_momentum(submission, reference):
    """Without momentum the slowest direction shrinks by the largest of the factors 1 - lr * lambda."""
    for hessian, lr in ((TURNED, 0.1), (TURNED, 0.45), (SPATIAL, 0.6), (UNORDERED, 0.2)):
        run = dict(hessian=hessian, lr=lr, alpha=0.0)
        assert_close(submission.contraction(**run), reference.contraction(**run), name="factor")


@criterion(
    points=1.5,
    functions=["contraction"],
    hint="Each eigenvalue has two roots, which may be complex: take the size of each, and the largest of all.",
    hint_for=["nan"],
)
def test_contraction_with_momentum(submission, reference):
    """With momentum the slowest direction shrinks by the largest root, whether roots are real or complex."""
    for hessian, lr, alpha in (
        (TURNED, 0.1, 0.1),
        (TURNED, 0.3, 0.5),
        (SPATIAL, 0.15, 0.2),
        (UNORDERED, 0.25, 0.4),
        (UNORDERED, 0.45, 0.3),
    ):
        run = dict(hessian=hessian, lr=lr, alpha=alpha)
        assert_close(submission.contraction(**run), reference.contraction(**run), name="factor")


@criterion(
    points=1.5,
    functions=["stable_interval"],
    hint="The curvature of a loss of one weight is its second derivative at that place.",
)
def test_valleys_of_the_quartic(submission, reference):
    """In a valley the rate may go up to two over the second derivative there."""
    for x in (-1.0575, 0.9304, 0.7, -2.0):
        assert_interval(submission.stable_interval(x=x), reference.stable_interval(x=x))


@criterion(
    points=0.5,
    functions=["stable_interval"],
    hint="What does a step do to the offset where the second derivative is negative?",
    after=["valleys_of_the_quartic"],
)
def test_no_rate_on_a_hill(submission, reference):
    """On a hill no rate keeps a path, and the answer is None."""
    for x in (0.1271, 0.0, -0.4):
        assert_exact(submission.stable_interval(x=x), reference.stable_interval(x=x))


@criterion(
    points=1.5,
    functions=["behaviour"],
    hint="Arrival first: is the last row within tol of the minimum? Then flight: is it farther away than the first?",
)
def test_arrival_and_flight(submission, reference):
    """The last row tells whether a path has arrived or run away, by straight distances from the minimum."""
    for factor, tol in (
        ([0.5, 0.6], 0.1),
        ([-0.6, 0.5], 0.1),
        ([1.1, 0.5], 0.1),
        ([-1.2, 0.9], 0.1),
        ([0.97, 0.95], 0.8),
        ([0.97, 0.95], 3.5),
        ([-0.97, -0.96], 0.1),
        ([0.935, 0.955], 1.7),  # each coordinate within tol, and the row is not
        ([0.935, 0.955], 2.0),  # the row is within tol, and the sum of its coordinates is not
        ([1.04, 1.02], 9.0),  # farther away at last, and within tol
    ):
        run = dict(trajectory=path(factor), minimum=np.array([3.0, -2.0]), tol=tol)
        assert_label(submission.behaviour(**run), reference.behaviour(**run), among=KINDS)
    visit = np.array([[3.0], [0.1], [2.0], [1.9], [1.8], [1.7]])  # within tol once, and not at last
    run = dict(trajectory=visit, minimum=np.array([0.0]), tol=0.2)
    assert_label(submission.behaviour(**run), reference.behaviour(**run), among=KINDS)


@criterion(
    points=1,
    functions=["behaviour"],
    hint="A step changes sides where the offsets before and after it have a negative product, as vectors.",
    hint_after=["arrival_and_flight"],
)
def test_changes_of_sides(submission, reference):
    """A path oscillates if more than half of its steps change sides, and crawls if not."""
    early = [3.0, -2.9, -2.8, -2.7, -2.6]
    once = [3.0, 2.8, -2.5, -2.4, -2.3, -2.2]
    often = [3.0, -2.8, 2.7, 2.6, -2.5, 2.4]
    flat = [[3.0, 0.5 * (-1) ** t] for t in range(9)]  # a coordinate changes sides, and the whole does not
    steep = [[0.5, 3.0 * (-0.99) ** t] for t in range(9)]
    waves = [3.0, 2.0, 2.6, 1.8, 2.4, 1.6]  # comes and goes on one side
    two_of_three = [3.0, -2.9, 2.8, 2.7]  # steps, which are one less than rows
    four_of_nine = [4.0, -3.9, 3.8, -3.7, -3.6, 3.5, 3.4, 3.3, 3.2, 3.1]  # nearly half of the steps
    five_of_nine = [4.0, -3.9, 3.8, -3.7, -3.6, 3.5, -3.4, -3.3, -3.2, -3.1]
    two_of_six = [3.0, -2.9, 2.8, 2.7, 2.6, 2.5, 2.4]
    back = [3.0, 1.5, 1.0, 1.4]  # farther away than the row before, and nearer than the first
    across = [[3.0, -1.0], [-1.0, 2.9], [2.8, -1.0], [-1.0, 2.7], [2.6, -1.0]]  # sums of coordinates keep their sign

    swells = [3.0, 4.0, 2.0, 1.0]  # farther away than the first row for a while
    late = [3.0, 2.0, 1.0, 0.05]  # within tol at last, and in no other row

    of_some = (two_of_three, two_of_six, four_of_nine, five_of_nine)
    for offsets in (early, once, often, flat, steep, waves, *of_some, back, across, swells, late):
        rows = np.array(offsets).reshape(len(offsets), -1)
        minimum = np.array([3.0, -2.0])[: rows.shape[1]]
        run = dict(trajectory=minimum + rows, minimum=minimum, tol=0.2)
        assert_label(submission.behaviour(**run), reference.behaviour(**run), among=KINDS)


@criterion(
    points=0.5,
    functions=["behaviour"],
    hint="Comparisons with NaN are false, whichever way they are asked.",
    hint_for=["nan"],
    after=["arrival_and_flight"],
)
def test_lost_in_infinity(submission, reference):
    """A path that ends in infinity or NaN diverges."""
    for end in (math.inf, -math.inf, math.nan):
        run = dict(trajectory=np.array([[5.0], [-2.0], [1.5], [end]]), minimum=np.array([0.5]), tol=0.1)
        assert_label(submission.behaviour(**run), reference.behaviour(**run), among=KINDS)


def path(factor):
    """Make eleven rows whose offsets from (3, -2) begin with (2, 2.5), and are multiplied in every step."""
    return np.array([[3.0 + 2.0 * factor[0] ** t, -2.0 + 2.5 * factor[1] ** t] for t in range(11)])
