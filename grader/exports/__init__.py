"""Grades → what other systems take.  The next system is a module with a function `write` and a row in `EXPORTS`.

A `write` is pure: grades in, text out.  What is written may be shown to students: messages, never staff's details.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.exports import csv_table, gradescope, junit
from grader.records import Grade


@dataclass(frozen=True, slots=True)
class Export:
    """One form; `single` says that a file holds one hand-in."""

    write: Callable[[Sequence[Grade]], str]
    suffix: str
    single: bool = False


EXPORTS = {
    "csv": Export(csv_table.write, ".csv"),
    "gradescope": Export(gradescope.write, ".json", single=True),
    "junit": Export(junit.write, ".xml"),
}
