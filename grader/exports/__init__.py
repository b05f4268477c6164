"""Grades → what other systems take.  The next system is a module with a function `write` and a row in `EXPORTS`.

A `write` is pure: grades in, text out.  What is written may be shown to students: messages, never staff's details.
Where a row says `as_shown`, it is given what shows to students now and no more; Gradescope hides by itself what shows
later, and a table of points is for staff.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.exports import csv_table, gradescope, junit
from grader.records import Grade


@dataclass(frozen=True, slots=True)
class Export:
    """One form; `single` says that a file holds one hand-in, `as_shown` that it has no word for what shows later."""

    write: Callable[[Sequence[Grade]], str]
    suffix: str
    single: bool = False
    as_shown: bool = False


EXPORTS = {
    "csv": Export(csv_table.write, ".csv"),
    "gradescope": Export(gradescope.write, ".json", single=True),
    "junit": Export(junit.write, ".xml", as_shown=True),
}
