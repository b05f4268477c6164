"""What an exhibit is made from and what it is: a call with both its answers, and drawings with their tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.agreement import given
from grader.records import Call, Compared, Difference, Ending, Outcome, Transcript
from grader.reports.drawing.plot import Plot
from grader.sandbox import values
from grader.tolerance import Tolerance

Array = NDArray[np.float64]

NOTHING = object()  # in place of an answer that did not come


class Asked(msgspec.Struct, frozen=True):
    """One call, decoded: its keywords, the answer that came (`NOTHING` if none did) and the expected one."""

    call: Call
    keywords: dict[str, Any]
    got: Any
    want: Any
    after: dict[str, Any]  # the keywords as they were after the call; empty where nothing changed

    @property
    def answered(self) -> bool:
        """Whether there are two answers to compare."""
        return self.got is not NOTHING and self.want is not NOTHING


class Lost(msgspec.Struct, frozen=True):
    """A lost criterion with the call it was lost by, and the answers to every call of the same function."""

    asked: Asked
    difference: Difference | None
    transcript: Transcript
    reference: Transcript
    calls: Sequence[Call]  # those that may be shown
    in_full: bool = True  # of a function's lost criteria the first; the others leave out what would say the same again

    def tolerance(self, columns: int) -> Tolerance | None:
        """What the criterion allowed in a table of so many columns; None where it compared something else."""
        allowed = () if self.difference is None else self.difference.allowed
        return Tolerance(np.array(allowed)) if len(allowed) == columns and self.is_of_rows else None

    def counted(self, columns: int) -> Sequence[int]:
        """Which of the columns the criterion looked at; none where it compared something else."""
        if self.difference is None or self.tolerance(columns) is None:
            return ()
        return self.difference.columns or range(columns)

    @property
    def is_of_rows(self) -> bool:
        """Whether a path, or the rates of one, was compared row by row."""
        return self.difference is not None and self.difference.compared in {Compared.TRAJECTORY, Compared.RATES}

    def look_up(self, call: Call) -> Asked:
        """Another call with both answers."""
        return look_up(call, self.transcript, self.reference)


class TableRow(msgspec.Struct, frozen=True):
    """One line of a table; `row` is the row of the answer, so that the step slider finds it."""

    cells: tuple[str, ...]
    row: int = -1
    kind: str = ""  # "first" where the answers part


class Table(msgspec.Struct, frozen=True):
    """Numbers side by side."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[TableRow, ...]


class Aside(msgspec.Struct, frozen=True):
    """Something more for those who want it: folded away under its own question."""

    question: str
    sentences: tuple[str, ...]
    plot: Plot


class Exhibit(msgspec.Struct, frozen=True):
    """What is shown of one lost criterion.  Sentences are the grader's own words, `code` in backticks."""

    sentences: tuple[str, ...] = ()
    plots: tuple[Plot, ...] = ()
    tables: tuple[Table, ...] = ()
    readouts: tuple[str, ...] = ()  # one a row, for the step slider; without them there is none
    asides: tuple[Aside, ...] = ()
    arrows: str = ""  # what the checkbox for the arrows says, where a drawing has any


def look_up(call: Call, transcript: Transcript, reference: Transcript) -> Asked:
    """A call with its two answers, decoded; the student's afresh."""
    got, want = transcript.outcomes.get(call), reference.outcomes.get(call)
    after = values.decode_value(got.arguments_after) if got is not None and got.arguments_after else {}
    expected = NOTHING if want is None or want.ending is not Ending.VALUE else _expected(want.value)
    return Asked(call, dict(given(call)), _value(got), expected, after if isinstance(after, dict) else {})


# The same for everybody in a class, and nothing that draws it changes it.
@lru_cache(1024)
def _expected(value: bytes) -> Any:
    return values.decode_value(value)


def _value(outcome: Outcome | None) -> Any:
    return values.decode_value(outcome.value) if outcome is not None and outcome.ending is Ending.VALUE else NOTHING


def table_of_numbers(answer: object) -> Array | None:
    """An answer as a float64 array of shape (n, d); None where it is no table of numbers."""
    if not isinstance(answer, list | tuple | np.ndarray):
        return None
    try:
        rows = np.asarray(answer)
    except ValueError:  # rows of different lengths
        return None
    return rows.astype(np.float64) if rows.ndim == 2 and rows.size and rows.dtype.kind in "iuf" else None
