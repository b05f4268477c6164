"""What came back from a walk: the student's own path, the reference's recorded one, or the reason why there is none."""

from __future__ import annotations

from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.explore.walks import Walk
from grader.records import Ending, Outcome
from grader.sandbox import values

Array = NDArray[np.float64]

_MOST_ROWS = 1001  # of a path that is drawn


class Whose(StrEnum):
    """Where a path is from."""

    OWN = "own"
    RECORDED = "recorded"  # of the reference, where the student's function gives none
    NOBODY = "nobody"


class Path(msgspec.Struct, frozen=True):
    """Rows, shape (n, d), of a walk; empty where there is none.  `outcome` is what the student's function did.

    `exercise` is the title of the one that asks for the function, empty where none does; `unloaded` names the file
    that could not be loaded.
    """

    walk: Walk
    rows: Array
    whose: Whose
    outcome: Outcome | None
    exercise: str
    unloaded: str = ""


def path_of(walk: Walk, outcome: Outcome | None, recorded: Array | None, *, exercise: str, unloaded: str = "") -> Path:
    """The student's path; the recorded one, shape (n, d), where their function gives none."""
    own = None if outcome is None else rows_of(outcome, walk)
    if own is not None:
        return Path(walk, own, Whose.OWN, outcome, exercise)
    if recorded is not None:
        return Path(walk, recorded, Whose.RECORDED, outcome, exercise, unloaded)
    return Path(walk, np.empty((0, walk.landscape.dimension)), Whose.NOBODY, outcome, exercise, unloaded)


def rows_of(outcome: Outcome, walk: Walk) -> Array | None:
    """The path in an answer, shape (n, d); None where it is none.  Of weight and loss, the weights are the path."""
    if outcome.ending is not Ending.VALUE:
        return None
    try:
        rows = np.asarray(values.decode_value(outcome.value))
    except (ValueError, values.WireError):  # rows of different lengths
        return None
    dimension = walk.landscape.dimension
    if rows.ndim != 2 or rows.dtype.kind not in "iuf" or not 0 < len(rows) <= _MOST_ROWS:
        return None
    if rows.shape[1] != dimension and not (dimension == 1 and rows.shape[1] == 2):
        return None
    return rows[:, :dimension].astype(np.float64)
