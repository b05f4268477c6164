"""On a curve of one weight: which loss stands beside the weights, and which slope the steps went by, as formulas.

The slope is worked out of the student's own rows: what is left of a step without what was kept, over the learning rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.landscape_asked import curve_of
from grader.diagnosis.searches.formulas import formula_of
from grader.diagnosis.searches.numbers import Columns
from grader.diagnosis.searches.question import Asked, Ground, Question
from grader.diagnosis.searches.trees import read
from grader.diagnosis.searches.work import Work
from grader.landscapes import Landscape, loss_along
from grader.records import Described, Family, FoundBy, Piece
from grader.tolerance import Tolerance

Array = NDArray[np.float64]

_EXACT = 1e-7
_CLOSE = 1e-6  # of the largest: what is worked out of two steps has lost some digits
_KEPT = ("momentum", "alpha")
_LARGEST = 1e6


class _Run(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Weight and loss of one call, shape (n + 1, 2), with the curve, the rate, and the share that is kept."""

    rows: Array
    curve: Landscape
    lr: float
    kept: float
    weights_are_right: bool

    @property
    def losses(self) -> Array:
        """On the curve, at the student's own weights."""
        return loss_along(self.curve, self.rows[:, :1])

    @property
    def slopes(self) -> Array:
        """What each step went by."""
        moves = np.diff(self.rows[:, 0])
        before = np.concatenate([[0.0], moves[:-1]])
        return np.asarray((self.kept * before - moves) / self.lr)


def described(question: Question, work: Work) -> Described | None:
    """A formula for the loss, where that is not the one of the curve; or for the slope."""
    runs = [_run(each, own) for each, own in zip(question.ground.asked, question.answers, strict=True)]
    whole = [run for run in runs if run is not None]
    if not whole or len(whole) < len(runs) or not question.ground.curves:
        return None
    right = [_close(run.losses, run.rows[:, 1]) for run in whole]
    if not all(right):
        rows_are_right = all(run.weights_are_right for run in whole)
        slot = "" if rows_are_right else "_of_these_weights"
        if all(_close(run.losses[:1], run.rows[:1, 1]) and _close(run.losses[:-1], run.rows[1:, 1]) for run in whole):
            return Described(Family.INDEX, FoundBy.PATH_RULE, slot=f"loss_of_row_before{slot}")
        if all(_close(np.minimum.accumulate(run.losses), run.rows[:, 1]) for run in whole):
            return Described(Family.MEMORY, FoundBy.PATH_RULE, slot=f"best_loss{slot}")
        return _told(question.ground, whole, "loss", lambda run: (run.rows[:, 0], run.rows[:, 1], run.losses), work)
    moving = [run for run in whole if len(run.rows) > 1 and run.lr]
    return _told(question.ground, moving, "slope", lambda run: (run.rows[:-1, 0], run.slopes, _gradients(run)), work)


def _told(
    ground: Ground, runs: Sequence[_Run], part: str, of: Callable[[_Run], tuple[Array, Array, Array]], work: Work
) -> Described | None:
    """The formula of weights and what belongs to them; None where there is none, or it is the one of the curve."""
    found = [of(run) for run in runs]
    if not found:
        return None
    weights, own, right = (np.concatenate([each[place] for each in found]) for place in range(3))
    if np.abs(own - right).max() <= _CLOSE * max(float(np.abs(right).max()), 1.0):
        return None
    name = ground.curves[0][0]
    wholes = tuple(formula for _, formula in ground.curves)
    trees = [tree for tree in map(read, wholes) if tree is not None]
    terms = tuple(dict.fromkeys(str(each) for tree in trees for each in tree.nodes() if each.parts))
    on_curve = Ground(ground.function, (name,), (), wholes, terms, functions=ground.functions)
    formula = formula_of(on_curve, Columns({name: weights}, (own,), (right,)), work)
    if not formula:
        return None
    piece = Piece(formula, part=part)
    weights_are_right = part == "loss" and all(run.weights_are_right for run in runs)
    return Described(Family.FORM, FoundBy.FORMULA, (piece,), right=("weight",) if weights_are_right else ())


def _gradients(run: _Run) -> Array:
    return np.array([run.curve.gradient(weight)[0] for weight in run.rows[:-1, :1]])


def _run(each: Asked, own: object) -> _Run | None:
    share = next((each.given[name] for name in _KEPT if name in each.given), None)
    lr = each.given.get("lr")
    if not isinstance(each.answer, list | np.ndarray) or not isinstance(own, list | np.ndarray):
        return None
    if not (isinstance(share, int | float) and isinstance(lr, int | float)):
        return None
    try:
        right, rows = np.asarray(each.answer, dtype=np.float64), np.asarray(own, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
    if right.ndim != 2 or right.shape != rows.shape or rows.shape[1] != 2 or not np.isfinite(rows).all():
        return None
    curve = curve_of(each.given, right)
    if curve is None or np.abs(rows).max() > _LARGEST:
        return None
    weights_are_right = Tolerance.of_values(right[:, 0]).holds(rows[:, 0], right[:, 0]).all()
    return _Run(rows, curve, float(lr), float(share), bool(weights_are_right))


def _close(one: Array, other: Array) -> bool:
    return len(one) == len(other) and bool((np.abs(one - other) <= _EXACT * np.maximum(np.abs(one), 1.0)).all())
