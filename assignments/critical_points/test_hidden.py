"""What is judged unseen: the same rules at other points, for other Hessians and other seeds."""

import numpy as np

from grader.landscapes import himmelblau, quadratic
from grader.rubric import array_like, assert_close, assert_label, cases, choices, criterion, floats, integers

KINDS = ("minimum", "maximum", "saddle", "degenerate")


@criterion(
    points=1,
    functions=["numerical_gradient"],
    hint="Use the h that was given, and move one coordinate at a time, from the point itself.",
)
@cases(5, x=floats(0.5, 3), y=floats(-3, -0.5), h=floats(0.05, 0.3))
def test_gradient_anywhere(submission, reference, case):
    """The gradient is right at any point, for any h."""
    run = dict(loss=himmelblau().value, point=[case.x, case.y], h=case.h)

    assert_close(submission.numerical_gradient(**run), reference.numerical_gradient(**run), name="gradient")


@criterion(
    points=1,
    functions=["numerical_hessian"],
    hint="Compare your matrix with the one made by hand for a bowl of your own, entry by entry.",
)
@cases(5, x=floats(0.5, 3), y=floats(-3, -0.5), h=floats(0.01, 0.02))
def test_hessian_anywhere(submission, reference, case):
    """The Hessian is right at any point, for any h."""
    run = dict(loss=himmelblau().value, point=[case.x, case.y], h=case.h)

    assert_close(submission.numerical_hessian(**run), reference.numerical_hessian(**run), name="Hessian")


@criterion(
    points=0.5,
    functions=["share_of_minima"],
    hint="Work out five dimensions by hand, and compare.",
)
@cases(4, dimension=integers(4, 9))
def test_any_dimension(submission, reference, case):
    """The share of minima is right in any dimension."""
    run = dict(dimension=case.dimension)

    assert_close(submission.share_of_minima(**run), reference.share_of_minima(**run), name="share")


@criterion(
    points=0.5,
    functions=["curvature"],
    hint="Try a direction twice as long: the curvature must stay what it was.",
)
@cases(5, kappa=floats(2, 50), angle=floats(0.2, 1.4), way=floats(1.6, 3.0), length=floats(1.5, 4))
def test_curvature_anywhere(submission, reference, case):
    """The curvature is right on bowls of any orientation, along any direction."""
    hessian = quadratic(condition_number=case.kappa, angle=case.angle).hessian([0.0, 0.0])
    run = dict(hessian=hessian, direction=case.length * np.array([np.cos(case.way), np.sin(case.way)]))

    assert_close(submission.curvature(**run), reference.curvature(**run), name="curvature")


@criterion(
    points=1,
    functions=["classify"],
    hint="Three cases are settled by the lowest and the highest eigenvalue and tol; all that is left is degenerate.",
)
@cases(8, low=choices([-2.0, -0.02, 0.02, 0.7]), gap=choices([0.0, 0.01, 1.0, 4.0]), angle=floats(0.2, 1.4))
def test_any_kind(submission, reference, case):
    """Every kind is told on landscapes of any orientation."""
    turn = np.array([[np.cos(case.angle), -np.sin(case.angle)], [np.sin(case.angle), np.cos(case.angle)]])
    run = dict(hessian=turn @ np.diag([case.low + case.gap, case.low]) @ turn.T, tol=0.1)

    assert_label(submission.classify(**run), reference.classify(**run), among=KINDS)


@criterion(
    points=1,
    functions=["escape_direction"],
    hint="Check that H d is the lowest eigenvalue times d, and that d has length one.",
)
@cases(5, up=floats(1, 5), down=floats(-4, -0.3), angle=floats(0.2, 1.4))
def test_escape_from_any_saddle(submission, reference, case):
    """The way out is right for saddles of any orientation."""
    turn = np.array([[np.cos(case.angle), -np.sin(case.angle)], [np.sin(case.angle), np.cos(case.angle)]])
    hessian = turn @ np.diag([case.up, case.down]) @ turn.T
    got, want = submission.escape_direction(hessian=hessian), reference.escape_direction(hessian=hessian)

    assert_close(got, towards(want, got), name="direction")


@criterion(
    points=1,
    functions=["estimated_share"],
    hint="Check which distribution is drawn from, and that every matrix of one run comes from the same generator.",
)
@cases(4, dimension=integers(2, 3), samples=integers(80, 120), seed=integers(10, 9999))
def test_any_seed(submission, reference, case):
    """The estimate is right for any seed and number of samples."""
    assert_close(submission.estimated_share(**case), reference.estimated_share(**case), name="share", scale=0.1)


def towards(want, direction):
    """Take the one of two opposite directions that an answer points along; the first where it is no direction."""
    numbers = array_like(direction, want)
    return want if numbers is None or numbers @ want >= 0 else -want
