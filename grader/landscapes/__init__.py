"""Loss landscapes: surfaces with value, gradient, Hessian and minimum, as frozen data that travels.

A landscape is the recipe it was made from, a kind and its parameters, and carries no code from one process to
another: `to_data` writes the recipe down, `from_data` checks it and builds the surface again.  The recipe, and
not the numbers that follow from it, so that the same call has the same bytes on machines whose cosines differ
in the last digit.  Its `repr` is the call that makes it.

Points are arrays of shape (d,); everything is dimensionless.  This package is loaded beside students' code and
needs NumPy alone.  The next surface is a class in a module here with a row in `recipes._BUILDERS`; one that is a
quadratic needs only a constructor.  Those of a course of its own stand in a `landscapes.py` there (`own_file`).
"""

from grader.landscapes.base import MAX_DIMENSION, Landscape, loss_along
from grader.landscapes.curves import quartic, sine
from grader.landscapes.data_losses import least_squares, logistic
from grader.landscapes.linear_networks import linear_network
from grader.landscapes.moved import moved
from grader.landscapes.noise import noisy
from grader.landscapes.own_file import own
from grader.landscapes.quadratics import (
    convex_bowl,
    elongated_bowl,
    flat_minimum,
    narrow_valley,
    quadratic,
    saddle,
    sharp_minimum,
    skewed_bowl,
)
from grader.landscapes.recipes import from_data, named, to_data
from grader.landscapes.valleys import beale, himmelblau, rosenbrock, saddle_with_valleys

__all__ = [
    "MAX_DIMENSION",
    "Landscape",
    "beale",
    "convex_bowl",
    "elongated_bowl",
    "flat_minimum",
    "from_data",
    "himmelblau",
    "least_squares",
    "linear_network",
    "logistic",
    "loss_along",
    "moved",
    "named",
    "narrow_valley",
    "noisy",
    "own",
    "quadratic",
    "quartic",
    "rosenbrock",
    "saddle",
    "saddle_with_valleys",
    "sharp_minimum",
    "sine",
    "skewed_bowl",
    "to_data",
]
