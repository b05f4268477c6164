"""Losses of a linear model on given data: least squares and logistic, whole or by batches.

The data are n rows of d features and n targets; weights w have shape (d,), and there is no bias but a column of ones.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from grader.landscapes.base import MAX_DIMENSION, Array, Landscape, as_lists, number, numbers

MAX_NUMBERS = 10_000  # in the data


@dataclass(frozen=True, repr=False)
class DataLoss(Landscape):
    """The mean over rows of a loss of the row's margin w·x, plus 0.5 `l2` |w|^2."""

    data: tuple[tuple[float, ...], ...]
    targets: tuple[float, ...]

    def __repr__(self) -> str:
        return f"{self.kind}({as_lists(self.data)}, {list(self.targets)})"

    @property
    def l2(self) -> float:
        """Weight of the penalty on large weights."""
        return 0.0

    @cached_property
    def _rows(self) -> Array:
        return np.array(self.data)

    @cached_property
    def _targets(self) -> Array:
        return np.array(self.targets)

    @property
    def dimension(self) -> int:
        """Number d of weights."""
        return len(self.data[0])

    def gradient_of_batch(self, x: ArrayLike, indices: Sequence[int]) -> Array:
        """Gradient at x, shape (d,), of the mean over the rows `indices` alone.  ValueError for rows there are not."""
        chosen = np.asarray(indices)
        if chosen.ndim != 1 or not chosen.size or chosen.dtype.kind not in "iu":
            raise ValueError("a batch is a list of row numbers, at least one")
        if chosen.min() < 0 or chosen.max() >= len(self.data):
            raise ValueError(f"a batch holds rows from 0 to {len(self.data) - 1}")
        return self._gradient_over(self._point(x), self._rows[chosen], self._targets[chosen])

    def _values(self, points: Array) -> Array:
        losses = self._losses(points @ self._rows.T, self._targets).mean(axis=1)
        whole: Array = losses + 0.5 * self.l2 * np.sum(points**2, axis=1)
        return whole

    def _gradient(self, point: Array) -> Array:
        return self._gradient_over(point, self._rows, self._targets)

    def _gradient_over(self, point: Array, rows: Array, targets: Array) -> Array:
        mean: Array = rows.T @ self._slopes(rows @ point, targets) / len(rows)
        return mean + self.l2 * point

    def _hessian(self, point: Array) -> Array:
        curvatures = self._curvatures(self._rows @ point)
        mean: Array = (self._rows.T * curvatures) @ self._rows / len(self._rows)
        return mean + self.l2 * np.eye(self.dimension)

    @abstractmethod
    def _losses(self, margins: Array, targets: Array) -> Array:
        """Loss for each margin, shape (…, n)."""

    @abstractmethod
    def _slopes(self, margins: Array, targets: Array) -> Array:
        """Its derivative by the margin, shape (n,)."""

    @abstractmethod
    def _curvatures(self, margins: Array) -> Array:
        """Its second derivative, shape (n,)."""


@dataclass(frozen=True, repr=False)
class _LeastSquares(DataLoss):
    kind: ClassVar[str] = "least_squares"

    @property
    def minimum(self) -> Array | None:
        if np.linalg.matrix_rank(self._rows) < self.dimension:
            return None  # a whole line of them
        lowest = np.linalg.lstsq(self._rows, self._targets, rcond=None)[0]
        return lowest.astype(np.float64)

    def _losses(self, margins: Array, targets: Array) -> Array:
        return 0.5 * (margins - targets) ** 2

    def _slopes(self, margins: Array, targets: Array) -> Array:
        return margins - targets

    def _curvatures(self, margins: Array) -> Array:
        return np.ones_like(margins)


@dataclass(frozen=True, repr=False)
class _Logistic(DataLoss):
    kind: ClassVar[str] = "logistic"

    penalty: float

    def __repr__(self) -> str:
        return f"logistic({as_lists(self.data)}, {list(self.targets)}, l2={self.penalty})"

    @property
    def l2(self) -> float:
        return self.penalty

    @cached_property
    def _lowest(self) -> Array | None:
        """Where Newton's method ends; None where weights grow without bound, as on data that a line parts."""
        point = np.zeros(self.dimension)
        for _ in range(50):
            try:
                step = np.linalg.solve(self._hessian(point), self._gradient(point))
            except np.linalg.LinAlgError:
                return None
            point = point - step
            if not np.isfinite(point).all() or np.abs(point).max() > 1e3:
                return None
            if np.abs(step).max() <= 1e-12 * (1 + np.abs(point).max()):
                return point
        return None

    @property
    def minimum(self) -> Array | None:
        return None if self._lowest is None else self._lowest.copy()

    def _losses(self, margins: Array, targets: Array) -> Array:
        return np.logaddexp(0.0, margins) - targets * margins

    def _slopes(self, margins: Array, targets: Array) -> Array:
        return _sigmoid(margins) - targets

    def _curvatures(self, margins: Array) -> Array:
        share = _sigmoid(margins)
        return share * (1 - share)


def _sigmoid(margins: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -margins))


def least_squares(data: ArrayLike, targets: ArrayLike) -> DataLoss:
    """Mean over rows of 0.5 (w·x - y)^2.  `data` has shape (n, d), `targets` (n,); ValueError for anything else."""
    return _LeastSquares(*_checked(data, targets))


def logistic(data: ArrayLike, targets: ArrayLike, l2: float = 0.0) -> DataLoss:
    """Mean over rows of log(1 + exp(w·x)) - y w·x, for y of 0 or 1, plus 0.5 `l2` |w|^2.  ValueError as above."""
    rows, labels = _checked(data, targets)
    if not set(labels) <= {0.0, 1.0}:
        raise ValueError("the targets of a logistic loss are 0 and 1")
    if (penalty := number(l2, "l2")) < 0:
        raise ValueError("the l2 of a logistic loss is at least 0")
    return _Logistic(rows, labels, penalty)


def _checked(data: ArrayLike, targets: ArrayLike) -> tuple[tuple[tuple[float, ...], ...], tuple[float, ...]]:
    rows, aims = np.asarray(data, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    if rows.ndim != 2 or not rows.size or rows.size > MAX_NUMBERS or rows.shape[1] > MAX_DIMENSION:
        raise ValueError(f"data have shape (n, d), d up to {MAX_DIMENSION} and {MAX_NUMBERS} numbers, not {rows.shape}")
    if aims.shape != rows.shape[:1]:
        raise ValueError(f"there is one target for each row of the data: {len(rows)}, not shape {aims.shape}")
    if not (np.isfinite(rows).all() and np.isfinite(aims).all()):
        raise ValueError("data and targets are finite numbers")
    return tuple(map(tuple, rows.tolist())), tuple(aims.tolist())


# --- from recipes -------------------------------------------------------------------------------------------------


def build_least_squares(data: object, targets: object) -> Landscape:
    """From what a recipe says; ValueError for what it may not."""
    return least_squares(*_from_lists(data, targets))


def build_logistic(data: object, targets: object, l2: object) -> Landscape:
    """From what a recipe says; ValueError for what it may not."""
    return logistic(*_from_lists(data, targets), number(l2, "l2"))


def _from_lists(data: object, targets: object) -> tuple[list[list[float]], list[float]]:
    if type(data) is not list or not data or type(data[0]) is not list or len(data) * len(data[0]) > MAX_NUMBERS:
        raise ValueError(f"data are a list of rows of numbers, {MAX_NUMBERS} at most")
    width = len(data[0])
    return [numbers(row, "row of the data", width) for row in data], numbers(targets, "list of targets", len(data))
