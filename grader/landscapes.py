"""Loss landscapes: surfaces with value, gradient, Hessian and minimum, as frozen data that travels.

A landscape is the recipe it was made from, a kind and its parameters, and carries no code from one process to
another: `to_data` writes the recipe down, `from_data` checks it and builds the surface again.  The recipe, and
not the numbers that follow from it, so that the same call has the same bytes on machines whose cosines differ
in the last digit.  Its `repr` is the call that makes it.

Points are arrays of shape (d,); everything is dimensionless.  This module is loaded beside students' code and
needs NumPy alone.  The next surface is a class here with a row in `_BUILDERS`; one that is a quadratic needs
only a constructor.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

MAX_DIMENSION = 100  # recipes come from outside too: a larger matrix is noise, or an attack on memory


@dataclass(frozen=True)
class Landscape(ABC):
    """A loss surface over d parameters."""

    kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls.__name__ = cls.__qualname__ = "Landscape"  # the name that a student reads in an exception's text

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Number d of parameters."""

    @property
    @abstractmethod
    def minimum(self) -> Array | None:
        """The lowest point, shape (d,), a fresh array; None where the surface has none."""

    def value(self, x: ArrayLike) -> float:
        """Loss at x, shape (d,).  ValueError for any other shape."""
        return float(loss_along(self, self._point(x)[np.newaxis])[0])

    def gradient(self, x: ArrayLike) -> Array:
        """Gradient at x, shape (d,), as a new array of shape (d,).  ValueError for any other shape."""
        return self._gradient(self._point(x))

    def hessian(self, x: ArrayLike) -> Array:
        """Matrix of second derivatives at x, shape (d,), as a new array of shape (d, d).  ValueError as above."""
        return self._hessian(self._point(x))

    @abstractmethod
    def _values(self, points: Array) -> Array:
        """Losses, shape (n,), at points of shape (n, d)."""

    @abstractmethod
    def _gradient(self, point: Array) -> Array: ...

    @abstractmethod
    def _hessian(self, point: Array) -> Array: ...

    def _point(self, x: ArrayLike) -> Array:
        try:
            point = np.asarray(x, dtype=np.float64)
        except (TypeError, ValueError):
            raise ValueError(f"a point is {self.dimension} numbers in a list or an array, not {_kind_of(x)}") from None
        if point.shape != (self.dimension,):
            raise ValueError(
                f"a point on this landscape has shape ({self.dimension},), one number for each parameter; "
                f"this one has shape {point.shape}"
            )
        return point


class _Quadratic(Landscape):
    """0.5 (x - centre)' H (x - centre); the centre is the minimum where every eigenvalue of H is positive."""

    centre: tuple[float, ...]

    @cached_property
    @abstractmethod
    def _matrix(self) -> Array:
        """H, shape (d, d), symmetric."""

    @cached_property
    def _centre(self) -> Array:
        return np.array(self.centre)

    @cached_property
    def _diagonal(self) -> Array | None:
        # A path that diverges meets inf - inf inside a matrix product, at a row that depends on the order of
        # its sums; taken number by number it does not.
        diagonal = self._matrix.diagonal()
        return None if np.any(self._matrix - np.diag(diagonal)) else diagonal.copy()

    @cached_property
    def dimension(self) -> int:
        return len(self.centre)

    @cached_property
    def _is_bowl(self) -> bool:
        return bool(np.linalg.eigvalsh(self._matrix)[0] > 0)

    @property
    def minimum(self) -> Array | None:
        return self._centre.copy() if self._is_bowl else None

    def _values(self, points: Array) -> Array:
        offsets = points - self._centre
        slopes = offsets @ self._matrix if self._diagonal is None else offsets * self._diagonal
        losses: Array = 0.5 * np.sum(offsets * slopes, axis=1)
        return losses

    def _gradient(self, point: Array) -> Array:
        if self._diagonal is None:
            return self._matrix @ (point - self._centre)
        return self._diagonal * (point - self._centre)

    def _hessian(self, point: Array) -> Array:  # noqa: ARG002 - a quadratic is curved alike everywhere
        return self._matrix.copy()


@dataclass(frozen=True, repr=False)
class _GivenQuadratic(_Quadratic):
    kind: ClassVar[str] = "quadratic"

    matrix: tuple[tuple[float, ...], ...]
    centre: tuple[float, ...]

    def __repr__(self) -> str:
        return f"quadratic({_as_lists(self.matrix)}, minimum={list(self.centre)})"

    @cached_property
    def _matrix(self) -> Array:
        return np.array(self.matrix)


@dataclass(frozen=True, repr=False)
class _TurnedBowl(_Quadratic):
    """Eigenvalues scale and scale * condition_number; the axis of the small one points along `angle` (radians)."""

    kind: ClassVar[str] = "turned_bowl"

    condition_number: float
    angle: float
    scale: float
    centre: tuple[float, ...]

    def __repr__(self) -> str:
        shape = f"condition_number={self.condition_number}, angle={self.angle}, scale={self.scale}"
        return f"quadratic({shape}, minimum={list(self.centre)})"

    @cached_property
    def _matrix(self) -> Array:
        along = np.array([math.cos(self.angle), math.sin(self.angle)])
        across = np.array([-along[1], along[0]])
        return self.scale * (np.outer(along, along) + self.condition_number * np.outer(across, across))


class _Curve(Landscape):
    """A loss of one parameter."""

    dimension = 1
    lowest: ClassVar[float]  # root of the gradient, by Newton's method

    def __repr__(self) -> str:
        return f"{self.kind}()"

    @property
    def minimum(self) -> Array | None:
        return np.array([self.lowest])


@dataclass(frozen=True, repr=False)
class _Sine(_Curve):
    kind: ClassVar[str] = "sine"
    lowest: ClassVar[float] = 1.5134626431397358

    def _values(self, points: Array) -> Array:
        w = points[:, 0]
        return np.sin(3 * w) + 0.5 * w**2 - w

    def _gradient(self, point: Array) -> Array:
        return 3 * np.cos(3 * point) + point - 1

    def _hessian(self, point: Array) -> Array:
        return (1 - 9 * np.sin(3 * point)).reshape(1, 1)


@dataclass(frozen=True, repr=False)
class _Quartic(_Curve):
    kind: ClassVar[str] = "quartic"
    lowest: ClassVar[float] = -1.057453770738378

    def _values(self, points: Array) -> Array:
        x = points[:, 0]
        return x**4 - 2 * x**2 + x / 2

    def _gradient(self, point: Array) -> Array:
        return 4 * point**3 - 4 * point + 0.5

    def _hessian(self, point: Array) -> Array:
        return (12 * point**2 - 4).reshape(1, 1)


@dataclass(frozen=True, repr=False)
class _Noisy(Landscape):
    """Another surface whose gradients are off by chance, as those of a part of the data are.

    The first gradient of a fresh copy is off by the first number drawn by `seed`, whatever the point, and so on.
    """

    kind: ClassVar[str] = "noisy"

    size: float
    seed: int
    recipe: tuple[object, ...]

    def __repr__(self) -> str:
        return f"noisy({self._still!r}, {self.size}, {self.seed})"

    @cached_property
    def _still(self) -> Landscape:
        return from_data(_as_lists(self.recipe))

    @cached_property
    def _chance(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    @property
    def dimension(self) -> int:
        return self._still.dimension

    @property
    def minimum(self) -> Array | None:
        return self._still.minimum

    def _values(self, points: Array) -> Array:
        return self._still._values(points)  # noqa: SLF001 - a surface of the same family

    def _gradient(self, point: Array) -> Array:
        off: Array = self.size * self._chance.standard_normal(self.dimension)
        return self._still._gradient(point) + off  # noqa: SLF001

    def _hessian(self, point: Array) -> Array:
        return self._still._hessian(point)  # noqa: SLF001


def quadratic(
    matrix: ArrayLike | None = None,
    minimum: Sequence[float] | Array | None = None,
    *,
    condition_number: float = 10.0,
    angle: float = 0.3,
    scale: float = 1.0,
) -> Landscape:
    """0.5 (x - minimum)' H (x - minimum), with H given or told by its shape.

    With `matrix`, symmetric and of shape (d, d), H is that matrix.  Without, H is the 2-D matrix with eigenvalues
    `scale` and `scale * condition_number`, the axis of the small one turned by `angle` radians from the first
    coordinate.  `minimum`, shape (d,), is the origin unless given; where H is not positive definite it is only
    the point where the gradient is zero.  ValueError for anything else.
    """
    if matrix is None:
        shape = (_number(condition_number, "condition_number"), _number(angle, "angle"), _number(scale, "scale"))
        if shape[0] < 1 or shape[2] <= 0:
            raise ValueError("a bowl has a condition number of at least 1 and a positive scale")
        return _TurnedBowl(*shape, _centre_or_origin(minimum, 2))

    given = np.asarray(matrix, dtype=np.float64)
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not 0 < given.shape[0] <= MAX_DIMENSION:
        raise ValueError(f"the matrix of a quadratic is square, up to {MAX_DIMENSION} wide, not {given.shape}")
    if not np.isfinite(given).all() or np.abs(given - given.T).max() > 1e-9 * np.abs(given).max():
        raise ValueError("the matrix of a quadratic is symmetric and finite")
    symmetric = (given + given.T) / 2
    return _GivenQuadratic(tuple(map(tuple, symmetric.tolist())), _centre_or_origin(minimum, len(given)))


def convex_bowl() -> Landscape:
    """w1^2 + 3 w2^2."""
    return quadratic([[2.0, 0.0], [0.0, 6.0]])


def narrow_valley() -> Landscape:
    """0.5 w1^2 + 50 w2^2: condition number 100."""
    return quadratic([[1.0, 0.0], [0.0, 100.0]])


def elongated_bowl(a: float = 15.0) -> Landscape:
    """0.5 x^2 + 0.5 a y^2."""
    return quadratic([[1.0, 0.0], [0.0, a]])


def skewed_bowl() -> Landscape:
    """0.5 x^2 + 10 y^2 + x y: axes askew, condition number about 21."""
    return quadratic([[1.0, 1.0], [1.0, 20.0]])


def saddle() -> Landscape:
    """x^2 - y^2: flat at the origin, and no minimum."""
    return quadratic([[2.0, 0.0], [0.0, -2.0]])


def sine() -> Landscape:
    """sin(3w) + 0.5 w^2 - w of one parameter: three valleys, the deepest at about 1.51."""
    return _Sine()


def quartic() -> Landscape:
    """x^4 - 2 x^2 + 0.5 x of one parameter: two valleys, the deeper at about -1.06."""
    return _Quartic()


def named(name: object, parameters: Mapping[str, object] | None = None) -> Landscape:
    """The surface of this name, for files that people write: `named("quadratic", {"condition_number": 10})`.

    ValueError, with a sentence that says which names or parameters there are, for anything else.
    """
    if type(name) is not str or name not in _NAMED:
        shown = f"called {name!r}" if type(name) is str else "whose name is no text"
        raise ValueError(f"there is no landscape {shown}; there are: {', '.join(_NAMED)}")
    build, ranges = _NAMED[name]
    known = f"it has {', '.join(ranges)}" if ranges else "it has none"
    for key, value in (parameters or {}).items():
        if key not in ranges:
            raise ValueError(f"the landscape {name} has no parameter {key!r}: {known}")
        least, most = ranges[key]
        if type(value) not in (int, float) or not least <= value <= most:  # type: ignore[operator] # by exact type
            shown = repr(value) if type(value) in (int, float, bool) else "something else"
            raise ValueError(f"{key} of the landscape {name} is a number from {least:g} to {most:g}, not {shown}")
    return build(**(parameters or {}))


def sharp_minimum() -> Landscape:
    """50 w^2 of one parameter."""
    return quadratic([[100.0]])


def flat_minimum() -> Landscape:
    """2 w^2 of one parameter."""
    return quadratic([[4.0]])


def noisy(landscape: Landscape, size: float, seed: int) -> Landscape:
    """The same surface with gradients that are off by normal numbers of this size, drawn anew for each gradient.

    `seed` is 0 to 2**32 - 1, and draws the same numbers in every fresh copy.  ValueError for anything else, and for a
    surface that is noisy already.
    """
    return _build_noisy(size, seed, to_data(landscape))


def loss_along(landscape: Landscape, trajectory: ArrayLike) -> Array:
    """Loss, shape (n,), at each row of a trajectory of shape (n, d).

    A row that left the range of floats gives inf or NaN, without a warning.  ValueError for another shape.
    """
    points = np.asarray(trajectory, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != landscape.dimension:
        raise ValueError(f"a trajectory here has shape (n, {landscape.dimension}), not {points.shape}")
    with np.errstate(over="ignore", invalid="ignore"):
        return landscape._values(points)  # noqa: SLF001 - the loop-free form of `value`


def to_data(landscape: Landscape) -> list[object]:
    """Write the recipe down as lists, numbers and strings: `[kind, parameter, …]`."""
    return [landscape.kind, *map(_as_lists, astuple(landscape))]


def from_data(data: object) -> Landscape:
    """Build the landscape that `to_data` wrote down.

    The data may come from anywhere: ValueError, with a sentence, unless they are exactly such a recipe.
    """
    if type(data) is not list or not data or type(data[0]) is not str:
        raise ValueError("a landscape is written as a list that begins with its kind")
    kind, *parameters = data
    if kind not in _BUILDERS:
        raise ValueError(f"there is no landscape of this kind; there are: {', '.join(_BUILDERS)}")
    expected, build = _BUILDERS[kind]
    if len(parameters) != expected:
        raise ValueError(f"a landscape of the kind {kind} has {expected} parameters, not {len(parameters)}")
    return build(*parameters)


def _build_quadratic(matrix: object, centre: object) -> Landscape:
    if type(matrix) is not list or not 0 < len(matrix) <= MAX_DIMENSION:
        raise ValueError(f"the matrix of a quadratic is a list of at most {MAX_DIMENSION} rows")
    rows = [_numbers(row, "row of the matrix", len(matrix)) for row in matrix]
    return quadratic(rows, _numbers(centre, "centre", len(matrix)))


def _build_turned_bowl(condition_number: object, angle: object, scale: object, centre: object) -> Landscape:
    return quadratic(
        condition_number=_number(condition_number, "condition number"),
        angle=_number(angle, "angle"),
        scale=_number(scale, "scale"),
        minimum=_numbers(centre, "centre", 2),
    )


def _build_noisy(size: object, seed: object, recipe: object) -> Landscape:
    if type(seed) is not int or not 0 <= seed < 1 << 32:
        raise ValueError(f"the seed of a noisy landscape is a whole number from 0 to 2**32 - 1, not {_kind_of(seed)}")
    amount = _number(size, "size of the noise")
    if amount < 0 or (type(recipe) is list and recipe[:1] == [_Noisy.kind]):
        raise ValueError("noise has a size of at least 0, and is added to a landscape once")
    still = from_data(recipe)
    return _Noisy(amount, seed, (still.kind, *astuple(still)))


# Kind: how many parameters its recipe has, and what checks them and builds the surface.
_BUILDERS: dict[str, tuple[int, Callable[..., Landscape]]] = {
    _GivenQuadratic.kind: (2, _build_quadratic),
    _TurnedBowl.kind: (4, _build_turned_bowl),
    _Sine.kind: (0, _Sine),
    _Quartic.kind: (0, _Quartic),
    _Noisy.kind: (3, _build_noisy),
}

# Name: the surface, and from where to where each of its parameters goes.  Within these a picture of it says something.
_NAMED: dict[str, tuple[Callable[..., Landscape], dict[str, tuple[float, float]]]] = {
    "convex_bowl": (convex_bowl, {}),
    "narrow_valley": (narrow_valley, {}),
    "elongated_bowl": (elongated_bowl, {"a": (0.01, 1000)}),
    "skewed_bowl": (skewed_bowl, {}),
    "saddle": (saddle, {}),
    "sine": (sine, {}),
    "quartic": (quartic, {}),
    "sharp_minimum": (sharp_minimum, {}),
    "flat_minimum": (flat_minimum, {}),
    "quadratic": (quadratic, {"condition_number": (1, 1000), "angle": (-7, 7), "scale": (0.001, 1000)}),
}


def _centre_or_origin(minimum: Sequence[float] | Array | None, dimension: int) -> tuple[float, ...]:
    if minimum is None:
        return (0.0,) * dimension
    centre = np.asarray(minimum, dtype=np.float64)
    if centre.shape != (dimension,) or not np.isfinite(centre).all():
        raise ValueError(f"the minimum of this quadratic is {dimension} finite numbers")
    return tuple(centre.tolist())


def _number(value: object, name: str) -> float:
    # By exact type: True is an int, and a subclass may answer anything.
    if isinstance(value, int | float) and type(value) in (int, float, np.float64) and abs(value) < math.inf:
        with suppress(OverflowError):
            return float(value)
    raise ValueError(f"the {name} of a landscape is a finite number of ordinary size, not {_kind_of(value)}")


def _numbers(values: object, name: str, length: int) -> list[float]:
    if type(values) is not list or len(values) != length:
        raise ValueError(f"a {name} is a list of {length} numbers here")
    return [_number(value, name) for value in values]


def _as_lists(value: object) -> object:
    return [_as_lists(item) for item in value] if isinstance(value, tuple) else value


def _kind_of(value: object) -> str:
    return repr(value) if type(value) in (float, bool, type(None)) else f"a value of the type {type(value).__name__}"
