"""The forms in which grades are written for other systems: the next is a module with a `write` and a row in `EXPORTS`.

A `write` is pure: grades in, a document out.  What is written may be shown to students: messages, never staff's
details.  Where a row says `as_shown`, it is given what shows to students now and no more; Gradescope hides by itself
what shows later, and a table of points is for staff.  A table that a place gave out is filled in by
`sheets`, as its row in `FILLED` says.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from grader.exports import (
    blackboard,
    brightspace,
    canvas_gradebook,
    classroom50,
    csv_table,
    gradescope,
    junit,
    moodle_worksheet,
    shown,
)
from grader.exports.sheets import Sheet


class Export(msgspec.Struct, frozen=True):
    """One form: what writes it, and what that must be told besides the grades."""

    write: Callable[..., str | bytes]
    suffix: str
    single: bool = False  # a file holds one hand-in
    as_shown: bool = False  # it has no word for what shows later
    table: bool = False  # takes who people are, and whether each criterion has a column
    by_environment: bool = False  # takes the environment, which says whose hand-in it is


def _workbook(*arguments: object, **options: object) -> bytes:
    from grader.exports import xlsx  # noqa: PLC0415 - an extra of staff, and nobody else's second

    return xlsx.write(*arguments, **options)  # type: ignore[arg-type]


EXPORTS = {
    "csv": Export(csv_table.write, ".csv", table=True),
    "xlsx": Export(_workbook, ".xlsx", table=True),
    "json": Export(shown.write, ".json", as_shown=True),
    "gradescope": Export(gradescope.write, ".json", single=True),
    "junit": Export(junit.write, ".xml", as_shown=True),
    "classroom50": Export(classroom50.write, ".json", single=True, as_shown=True, by_environment=True),
}

FILLED: dict[str, Sheet] = {
    "canvas": canvas_gradebook.SHEET,
    "moodle": moodle_worksheet.SHEET,
    "brightspace": brightspace.SHEET,
    "blackboard": blackboard.SHEET,
}
