"""What everybody may see of the critical points: derivatives on bent valleys, and Hessians that are not diagonal.

Distances h are large enough for one-sided differences to show, eigenvalues far enough from tol for rounding not to.
"""

import numpy as np

from grader.landscapes import beale, himmelblau, quadratic, rosenbrock
from grader.rubric import array_like, assert_close, assert_exact, assert_label, assert_unchanged, criterion

KINDS = ("minimum", "maximum", "saddle", "degenerate")
BOWL = quadratic(matrix=[[2.5, 0.6, -0.4], [0.6, 1.5, 0.3], [-0.4, 0.3, 0.8]], minimum=[-0.5, 1.0, 0.25])


@criterion(
    points=1,
    functions=["numerical_gradient"],
    hint="One coordinate at a time: half the difference of the losses on both sides, divided by h.",
)
def test_central_differences(submission, reference):
    """The slope along each coordinate is the difference of the losses on both sides, over 2 h."""
    for loss, point, h in (
        (himmelblau(), [1.5, -2.5], 0.1),
        (BOWL, [1.0, -0.5, 2.0], 0.2),
        (beale(), [1.5, 0.5], 0.3),  # of degree six: what uses more than two losses comes to another number
    ):
        run = dict(loss=loss.value, point=np.array(point), h=h)
        assert_close(submission.numerical_gradient(**run), reference.numerical_gradient(**run), name="gradient")


@criterion(
    points=1,
    functions=["numerical_hessian"],
    hint="On the diagonal: the losses on both sides less twice the one in the middle, divided by h squared.",
)
def test_second_derivatives(submission, reference):
    """The diagonal holds the second derivative along each coordinate."""
    for loss, point, h in (
        (himmelblau(), [1.5, -2.5], 0.01),
        (BOWL, [1.0, -0.5, 2.0], 0.02),
        (himmelblau(), [1.5, -2.5], 0.3),  # losses at other distances make other numbers
    ):
        run = dict(loss=loss.value, point=np.array(point), h=h)
        got, want = submission.numerical_hessian(**run), reference.numerical_hessian(**run)
        assert_close(diagonal(got, want), np.diag(want), name="the diagonal")


@criterion(
    points=1,
    functions=["numerical_hessian"],
    hint="Beside the diagonal: four losses at the corners of a square with sides 2 h, with the signs + - - +.",
    hint_after=["second_derivatives"],
)
def test_mixed_derivatives(submission, reference):
    """The whole matrix is right, and symmetric."""
    for loss, point, h in ((himmelblau(), [1.0, 0.5], 0.01), (BOWL, [1.0, -0.5, 2.0], 0.02)):
        run = dict(loss=loss.value, point=np.array(point), h=h)
        assert_close(submission.numerical_hessian(**run), reference.numerical_hessian(**run), name="Hessian")


@criterion(
    points=0.5,
    functions=["numerical_gradient"],
    hint="`np.array(point, dtype=float)` copies the point and makes room for decimals, also where it holds integers.",
    hint_for=["whole"],
    after=["central_differences"],
)
def test_gradient_takes_any_point(submission, reference):
    """The gradient at whole numbers keeps its decimals, and the point is left as it was."""
    whole = dict(loss=rosenbrock(b=3).value, point=np.array([2, -1]), h=0.25)
    decimal = dict(loss=himmelblau().value, point=np.array([0.5, 1.5]), h=0.1)

    assert_close(submission.numerical_gradient(**whole), reference.numerical_gradient(**whole), name="gradient")
    assert_unchanged(submission.outcome.numerical_gradient(**decimal), "point")


@criterion(
    points=0.5,
    functions=["numerical_hessian"],
    hint="`np.array(point, dtype=float)` copies the point and makes room for decimals, also where it holds integers.",
    hint_for=["whole", "nan"],
    after=["mixed_derivatives"],
)
def test_hessian_takes_any_point(submission, reference):
    """The Hessian at whole numbers keeps its decimals, and the point is left as it was."""
    whole = dict(loss=rosenbrock(b=3).value, point=np.array([2, -1]), h=0.01)
    decimal = dict(loss=himmelblau().value, point=np.array([0.5, 1.5]), h=0.01)

    assert_close(submission.numerical_hessian(**whole), reference.numerical_hessian(**whole), name="Hessian")
    assert_unchanged(submission.outcome.numerical_hessian(**decimal), "point")


@criterion(
    points=1,
    functions=["curvature"],
    hint="Multiply by the direction from both sides, and divide by the square of its length.",
)
def test_curvature(submission, reference):
    """The curvature along a direction does not depend on how long the direction is."""
    for hessian, direction in (
        ([[4.0, 1.0], [1.0, 3.0]], [1.0, -2.0]),
        ([[1.0, 2.5], [2.5, -2.0]], [0.6, -0.8]),
        ([[1.0, -0.7, 0.4], [-0.7, 2.0, 0.3], [0.4, 0.3, -3.0]], [0.5, -1.5, 2.0]),
    ):
        run = dict(hessian=np.array(hessian), direction=np.array(direction))
        assert_close(submission.curvature(**run), reference.curvature(**run), name="curvature")


@criterion(
    points=1,
    functions=["classify"],
    hint="Only the signs of the eigenvalues decide, and `np.linalg.eigvalsh` finds them.",
)
def test_signs_of_the_eigenvalues(submission, reference):
    """Minima, maxima and saddles are told by eigenvalues, not by entries."""
    for hessian in (
        [[1.0, 2.0], [2.0, 1.5]],  # its diagonal is positive, and it is a saddle
        [[3.0, -1.0], [-1.0, 1.0]],
        [[-3.0, 1.0], [1.0, -2.0]],
        [[-1.0, 2.5], [2.5, -2.0]],
        [[-2.0, 0.3, 0.1], [0.3, 4.0, 0.2], [0.1, 0.2, -1.0]],  # its determinant is positive
        [[2.0, 0.0, 0.0], [0.0, -0.5, 0.0], [0.0, 0.0, 3.0]],
    ):
        run = dict(hessian=np.array(hessian), tol=1e-6)
        assert_label(submission.classify(**run), reference.classify(**run), among=KINDS)


@criterion(
    points=1,
    functions=["classify"],
    hint="An eigenvalue within tol says nothing: is the kind settled by the others, whatever this one is?",
    hint_after=["signs_of_the_eigenvalues"],
)
def test_flat_directions(submission, reference):
    """Eigenvalues within tol count as zero: they leave a bowl open, and a saddle as it is."""
    for eigenvalues, tol in (
        ([2.0, 0.05], 0.1),
        ([2.0, -0.05], 0.1),
        ([-2.0, 0.05], 0.1),
        ([2.0, 0.05], 0.01),
        ([-2.0, 0.05], 0.01),
        ([3.0, 0.02, -4.0], 0.1),
        ([0.02, -0.03, 0.01], 0.1),
        ([50.0, 0.5, 1.0], 0.1),
        ([-50.0, -0.5, -1.0], 0.1),
    ):
        run = dict(hessian=turned(eigenvalues), tol=tol)
        assert_label(submission.classify(**run), reference.classify(**run), among=KINDS)


@criterion(
    points=1,
    functions=["escape_direction"],
    hint="`np.linalg.eigh` has the eigenvectors in its columns: take the one of the most negative eigenvalue.",
)
def test_escape(submission, reference):
    """From a saddle or a maximum the way out is the eigenvector of the lowest eigenvalue, of either sign."""
    for hessian in (
        turned([2.0, -0.5]),
        turned([-3.0, 1.0, -1.0]),
        turned([5.0, -2.0, 0.5]),
        turned([-1.0, -4.0]),
        np.diag([1.0, -0.5, -2.0]),
        turned([1.0, -0.05]),  # however little it leads down
    ):
        want = reference.escape_direction(hessian=hessian)
        got = submission.escape_direction(hessian=hessian)
        assert_close(got, towards(want, got), name="direction")


@criterion(
    points=0.5,
    functions=["escape_direction"],
    hint="Where every direction leads up, there is none to return: the answer is None.",
    after=["escape"],
)
def test_no_escape(submission, reference):
    """From a minimum there is no way out, and the answer is None."""
    for hessian in (turned([2.0, 0.5]), turned([3.0, 1.0, 0.2]), np.diag([2.0, 0.0])):
        run = dict(hessian=hessian)
        assert_exact(submission.escape_direction(**run), reference.escape_direction(**run))


@criterion(
    points=0.5,
    functions=["share_of_minima"],
    hint="With one eigenvalue half of the points are minima. With two, how many of the four outcomes are?",
)
def test_coin_tosses(submission, reference):
    """The share of minima halves with each dimension."""
    for dimension in (1, 2, 3, 6):
        run = dict(dimension=dimension)
        assert_close(submission.share_of_minima(**run), reference.share_of_minima(**run), name="share")


@criterion(
    points=1,
    functions=["estimated_share"],
    hint="Draw a from `np.random.default_rng(seed)`, make it symmetric, and count where all eigenvalues are positive.",
)
def test_random_matrices(submission, reference):
    """Of random symmetric matrices, those with positive eigenvalues only are counted."""
    for dimension, samples, seed in ((1, 40, 7), (2, 60, 7), (3, 150, 7), (1, 5, 1)):  # the last ends with a minimum
        run = dict(dimension=dimension, samples=samples, seed=seed)
        assert_close(submission.estimated_share(**run), reference.estimated_share(**run), name="share")


def turned(eigenvalues):
    """Make a matrix of these eigenvalues whose eigenvectors lie along no coordinate."""
    normal = np.array([1.0, -2.0, 0.5])[: len(eigenvalues)]
    mirror = np.eye(len(eigenvalues)) - 2 * np.outer(normal, normal) / (normal @ normal)
    return mirror @ np.diag(eigenvalues) @ mirror


def towards(want, direction):
    """Take the one of two opposite directions that an answer points along; the first where it is no direction."""
    numbers = array_like(direction, want)
    return want if numbers is None or numbers @ want >= 0 else -want


def diagonal(matrix, like):
    """Take the diagonal of an answer of the right form; what is no such matrix stays what it is."""
    numbers = array_like(matrix, like)
    return matrix if numbers is None else np.diag(numbers)
