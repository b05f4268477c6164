"""What every landscape is: a frozen recipe with value, gradient and Hessian at a point."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

ON_ASKED = "_on_asked"  # where a worker puts what counts how often a landscape or a schedule is asked

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
        """The lowest point, shape (d,), a fresh array; None where the surface has none, or it is not known."""

    @property
    def minima(self) -> tuple[Array, ...]:
        """All lowest points that are known of valleys, fresh arrays."""
        return () if self.minimum is None else (self.minimum,)

    def recipe(self) -> list[object]:
        """What it was made from, as lists, numbers and strings: its kind and its parameters."""
        return [self.kind, *map(as_lists, astuple(self))]

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
        if (on_asked := self.__dict__.get(ON_ASKED)) is not None:
            on_asked()
        try:
            point = np.asarray(x, dtype=np.float64)
        except (TypeError, ValueError):
            raise ValueError(f"a point is {self.dimension} numbers in a list or an array, not {kind_of(x)}") from None
        if point.shape != (self.dimension,):
            raise ValueError(
                f"a point on this landscape has shape ({self.dimension},), one number for each parameter; "
                f"this one has shape {point.shape}"
            )
        return point


def loss_along(landscape: Landscape, trajectory: ArrayLike) -> Array:
    """Loss, shape (n,), at each row of a trajectory of shape (n, d).

    A row that left the range of floats gives inf or NaN, without a warning.  ValueError for another shape.
    """
    points = np.asarray(trajectory, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != landscape.dimension:
        raise ValueError(f"a trajectory here has shape (n, {landscape.dimension}), not {points.shape}")
    with np.errstate(over="ignore", invalid="ignore"):
        return landscape._values(points)  # noqa: SLF001 - the loop-free form of `value`


# --- what recipes are checked by ----------------------------------------------------------------------------------


def number(value: object, name: str) -> float:
    """A finite number; ValueError, which says what `name` is, for anything else."""
    # By exact type: True is an int, and a subclass may answer anything.
    if isinstance(value, int | float) and type(value) in (int, float, np.float64) and abs(value) < math.inf:
        with suppress(OverflowError):
            return float(value)
    raise ValueError(f"the {name} of a landscape is a finite number of ordinary size, not {kind_of(value)}")


def numbers(values: object, name: str, length: int) -> list[float]:
    """A list of so many finite numbers; ValueError for anything else."""
    if type(values) is not list or len(values) != length:
        raise ValueError(f"a {name} is a list of {length} numbers here")
    return [number(value, name) for value in values]


def as_lists(value: object) -> object:
    """Tuples as lists, however nested."""
    return [as_lists(item) for item in value] if isinstance(value, tuple) else value


def kind_of(value: object) -> str:
    """What a value is that is none of ours, in a few words."""
    return repr(value) if type(value) in (float, bool, type(None)) else f"a value of the type {type(value).__name__}"
