"""What everybody may see: matrices that are not diagonal, and iterations stopped long before they have converged."""

import numpy as np

from grader.landscapes import quadratic
from grader.rubric import assert_close, assert_unchanged, criterion

COUPLED = np.array([[4.0, 1.5], [1.5, 3.0]])
SPATIAL = np.array([[2.5, 0.6, -0.4], [0.6, 1.5, 0.3], [-0.4, 0.3, 4.0]])
NEARLY = np.array([[1.0, 2.0, 0.0], [2.0, -3.5, 0.5], [0.0, 0.5, 2.0]])  # no minimum: its steepest way leads down
PAIR = ("eigenvalue", "vector")


@criterion(
    points=1,
    functions=["sharpness"],
    hint="The trace is the sum of the diagonal, and of all eigenvalues.",
)
def test_trace(submission, reference):
    """The first number is the trace."""
    for hessian in (COUPLED, SPATIAL, NEARLY):
        got, want = submission.sharpness(hessian=hessian), reference.sharpness(hessian=hessian)
        assert_close(got, want, names=("trace", "largest eigenvalue"), only="trace")


@criterion(
    points=1,
    functions=["sharpness"],
    hint="The largest eigenvalue is the highest one, with its sign, and not an entry of the matrix.",
)
def test_largest_eigenvalue(submission, reference):
    """The second number is the largest eigenvalue."""
    for hessian in (COUPLED, SPATIAL, NEARLY, -COUPLED):
        got, want = submission.sharpness(hessian=hessian), reference.sharpness(hessian=hessian)
        assert_close(got, want, names=("trace", "largest eigenvalue"), only="largest eigenvalue")


@criterion(
    points=1,
    functions=["power_iteration"],
    hint="A step is a product and a division by the length of the result; the start is brought to length one as well.",
)
def test_vector_turns(submission, reference):
    """Each step multiplies the vector by the Hessian and brings it back to length one."""
    for hessian, start, steps in ((COUPLED, [1.0, -2.0], 0), (COUPLED, [1.0, -2.0], 3), (SPATIAL, [3.0, 1.0, -1.0], 4)):
        run = dict(hessian_vector=quadratic(matrix=hessian).gradient, start=np.array(start), steps=steps)
        assert_close(submission.power_iteration(**run), reference.power_iteration(**run), names=PAIR, only="vector")


@criterion(
    points=1,
    functions=["power_iteration"],
    hint="The eigenvalue is v' H v with the last vector of length one.",
    hint_after=["vector_turns"],
)
def test_rayleigh_quotient(submission, reference):
    """The eigenvalue is the Rayleigh quotient of the last vector."""
    for hessian, start, steps in ((COUPLED, [1.0, -2.0], 0), (COUPLED, [1.0, -2.0], 2), (SPATIAL, [3.0, 1.0, -1.0], 2)):
        run = dict(hessian_vector=quadratic(matrix=hessian).gradient, start=np.array(start), steps=steps)
        assert_close(submission.power_iteration(**run), reference.power_iteration(**run), names=PAIR, only="eigenvalue")


@criterion(
    points=0.5,
    functions=["power_iteration"],
    hint="`v /= ...` writes into the array it was given: begin with `np.array(start, dtype=float)`, a copy.",
    hint_for=["whole"],
    after=["vector_turns"],
)
def test_any_start(submission, reference):
    """A start of whole numbers is fine, and every start is left as it was."""
    product = quadratic(matrix=COUPLED).gradient
    whole = dict(hessian_vector=product, start=np.array([2, -3]), steps=2)
    decimal = dict(hessian_vector=product, start=np.array([1.5, 2.5]), steps=2)

    assert_close(submission.power_iteration(**whole), reference.power_iteration(**whole), names=PAIR)
    assert_unchanged(submission.outcome.power_iteration(**decimal), "start")


@criterion(
    points=1,
    functions=["loss_under_shift"],
    hint="A parabola with the curvature c is c / 2 times the square of the distance from its bottom.",
)
def test_cost_of_a_shift(submission, reference):
    """A shift costs half the curvature times its square."""
    for curvature, shift in ((100.0, 0.3), (4.0, 0.3), (4.0, -1.5), (7.0, 2.0)):
        run = dict(curvature=curvature, shift=shift)
        assert_close(submission.loss_under_shift(**run), reference.loss_under_shift(**run), name="loss")
