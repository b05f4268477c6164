"""A path taken apart: which part of each move is the gradient's, and which part was carried over.

A heavy ball moves by alpha * (last move) - lr * gradient; gradient descent is alpha = 0.  Whatever a student's code
does, its moves can be measured against these two directions: the two factors name the part of the formula that
differs.  The iteration's stability follows from its matrix, for each eigenvalue of the Hessian.
"""

from __future__ import annotations

import cmath
import math
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.landscapes import Landscape

Array = NDArray[np.float64]

_STEADY = 0.04  # a rate is told if it is the same to about this in two halves of what it was measured on
_EXACT = 1e-6  # of the size of the moves: a fit closer than this is no coincidence over several rows
_PARALLEL = 1 - 1e-8  # cosine of the angle from which on two moves count as of one direction: about 0.01 degrees


class HeavyBall(msgspec.Struct, frozen=True):
    """Learning rate and momentum that bring about a whole path."""

    lr: float
    alpha: float


def heavy_ball_of(landscape: Landscape, path: Array) -> HeavyBall | None:
    """The heavy ball that walks this path, shape (n, d); None if none does, or the path does not tell.

    Starts at rest.  Two unknowns need more than two equations to mean anything.
    """
    return _heavy_ball_of(landscape, path.astype(np.float64).tobytes(), path.shape[1])


def gradients_along(landscape: Landscape, points: Array) -> Array:
    """The gradient at each of the points, both of shape (n, d)."""
    return _gradients_along(landscape, points.astype(np.float64).tobytes(), points.shape[1])


@lru_cache(maxsize=256)  # one exhibit asks several times for its two paths
def _gradients_along(landscape: Landscape, points: bytes, dimension: int) -> Array:
    gradients = np.array([landscape.gradient(point) for point in np.frombuffer(points).reshape(-1, dimension)])
    gradients.flags.writeable = False
    return gradients


@lru_cache(maxsize=1024)  # one exhibit asks several times for its two paths, and a class shares the expected one
def _heavy_ball_of(landscape: Landscape, rows: bytes, dimension: int) -> HeavyBall | None:
    path = np.frombuffer(rows).reshape(-1, dimension)
    if path.size < 6 or not np.isfinite(path).all() or float(np.abs(path).max()) > 1e12:
        return None
    moves = np.diff(path, axis=0)
    if moves.size < 4:
        return None
    gradients = gradients_along(landscape, path[:-1])
    carried = np.vstack([np.zeros(path.shape[1]), moves[:-1]])
    sides = np.column_stack([carried.ravel(), -gradients.ravel()])
    size = float(np.abs(moves).max())
    if size == 0:
        return None
    (alpha, lr), _, rank, _ = np.linalg.lstsq(sides, moves.ravel(), rcond=1e-9)
    off = np.abs(sides @ np.array([alpha, lr]) - moves.ravel()).max()
    if rank < 2 or off >= _EXACT * size:
        return None
    return HeavyBall(round(float(lr), 9), round(float(alpha), 9) + 0.0)  # plain descent has no momentum, not -1e-16


def parts_of_move(landscape: Landscape, path: Array, row: int, lr: float) -> tuple[float, float] | None:
    """The move to `row` as (share of the last move, share of -lr * gradient); None where these do not span it."""
    if row < 2 or path.shape[1] != 2 or not np.isfinite(path[: row + 1]).all():
        return None
    last, move = path[row - 1] - path[row - 2], path[row] - path[row - 1]
    push = -lr * landscape.gradient(path[row - 1])
    sides = np.column_stack([last, push])
    lengths = float(np.linalg.norm(last) * np.linalg.norm(push))
    if lengths == 0 or abs(float(np.linalg.det(sides))) < 0.02 * lengths:
        return None
    first, second = np.linalg.solve(sides, move).tolist()
    return first, second


def look_ahead_of(landscape: Landscape, path: Array, ball: HeavyBall) -> float | None:
    """How far ahead of each point, in last moves, the gradients of a path were taken; None if no one answer fits.

    On a quadratic every gradient belongs to one point, so what is left of a move without the carried part tells
    where its gradient was taken.  `ball` is the setting that was asked for.
    """
    if path.size < 8 or not np.isfinite(path).all() or float(np.abs(path).max()) > 1e12:
        return None
    hessian = landscape.hessian(path[0])
    if landscape.minimum is None or np.linalg.cond(hessian) > 1e6:
        return None
    moves = np.diff(path, axis=0)
    last, move = moves[:-1], moves[1:]
    gradients = (ball.alpha * last - move) / ball.lr
    points = landscape.minimum + np.linalg.solve(hessian, gradients.T).T
    away = points - path[1:-1]
    square = float(np.sum(last**2))
    if square == 0:
        return None
    share = float(np.sum(away * last)) / square
    fits = np.abs(away - share * last).max() < 1e-4 * float(np.abs(last).max())
    return share if fits and abs(share) > 1e-4 else None


def compare_moves(got: Array, want: Array) -> tuple[str, float] | None:
    """How a move, shape (d,), lies to the expected one: ("longer", factor), ("opposite", factor), ("turned", degrees).

    None where one of the two is no move.
    """
    own, expected = float(np.linalg.norm(got)), float(np.linalg.norm(want))
    if not (math.isfinite(own) and expected > 0) or own < 1e-12 * expected:
        return ("still", 0.0) if own == 0 and expected > 0 else None
    cosine = float(got @ want) / (own * expected)
    if cosine > _PARALLEL:
        return "longer", own / expected
    if cosine < -_PARALLEL:
        return "opposite", own / expected
    return "turned", math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def rates_along(landscape: Landscape, path: Array) -> Array | None:
    """The learning rate of each step, shape (n - 1,), of a path that goes along its gradients; None for others."""
    if len(path) < 2 or not np.isfinite(path).all() or float(np.abs(path).max()) > 1e12:
        return None
    moves = np.diff(path, axis=0)
    gradients = gradients_along(landscape, path[:-1])
    squares = np.sum(gradients**2, axis=1)
    if float(squares.min()) == 0:
        return None
    rates: Array = -np.sum(moves * gradients, axis=1) / squares
    aside = np.abs(moves + rates[:, None] * gradients).max()
    return rates if aside < _EXACT * float(np.abs(moves).max()) else None


def spectral_radius(lr: float, alpha: float, eigenvalue: float) -> float:
    """By what factor the distance shrinks a step in the long run, along one eigenvector of the Hessian.

    The largest root of z^2 - (1 + alpha - lr * eigenvalue) z + alpha, the characteristic polynomial of the
    iteration matrix [[1 + alpha - lr * eigenvalue, -alpha], [1, 0]].
    """
    trace = 1 + alpha - lr * eigenvalue
    root = cmath.sqrt(trace * trace - 4 * alpha)
    return max(abs(trace + root), abs(trace - root)) / 2


def measured_rate(path: Array, minimum: Array) -> float | None:
    """The factor a step by which a path comes nearer, fitted over its second half; None for fewer than 16 rows.

    Position and last position together are the state of a heavy ball, so that turning points matter little.  Where
    they do matter, on swings longer than what there is to see, the two halves of the fit disagree: None, too.
    """
    distances = np.linalg.norm(path - minimum, axis=1)
    states = np.hypot(distances[1:], distances[:-1])
    late = states[len(states) // 2 :]
    if len(path) < 16 or not np.isfinite(late).all() or float(late.min()) <= 1e-12 * float(states[0]):
        return None
    middle = len(late) // 2
    early_rate, late_rate = _shrinking(late[: middle + 1]), _shrinking(late[middle:])
    return _shrinking(late) if abs(early_rate - late_rate) < _STEADY else None


def _shrinking(sizes: Array) -> float:
    """The factor from one to the next that fits best."""
    return float(np.exp(np.polyfit(np.arange(len(sizes)), np.log(sizes), 1)[0]))
