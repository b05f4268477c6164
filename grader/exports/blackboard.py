"""The grade centre's file of Blackboard: people by `Username`, `HW1 [Total Pts: 10 Score] |12345` over a column.

The number behind the bar is the column's, and never changed: one that is not known makes a new column, of text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.errors import UsageError
from grader.exports.sheets import Columns, Sheet, column_called, number
from grader.safe_text import visible

_GRADE = re.compile(
    r"(?P<title>.*) \[Total Pts: (?P<points>.*?) (?P<kind>[^\W\d]+)\] \|(?P<number>\d+)", re.IGNORECASE | re.DOTALL
)
_IDS = ("username", "student id")


def _columns(rows: Sequence[Sequence[str]], column: str, titles: Sequence[str]) -> Columns:
    heads = [head.strip() for head in rows[0]]
    folded = [head.casefold() for head in heads]
    offered = {place: head for place, head in enumerate(heads) if _GRADE.fullmatch(head)}
    if "username" not in folded or not offered:
        raise UsageError(
            "the table is no grade centre of Blackboard: it needs Username, and columns "
            "as HW1 [Total Pts: 10 Score] |12345",
            remedy="in Blackboard: Gradebook → Download Grades → Full Gradebook, tab-delimited",
        )
    grade = column_called(offered, _names, column, titles)
    found = _GRADE.fullmatch(heads[grade])
    most = None if found is None else number(found["points"])
    if found is None or most is None or found["kind"].casefold() != "score":
        raise UsageError(
            f"the column {visible(heads[grade], 80)!r} takes no points: it is calculated, or shown as something else",
            remedy="let Blackboard show it as Score and download it again, or name another with --column",
        )
    return Columns(tuple(place for place, head in enumerate(folded) if head in _IDS), grade, most=most)


def _names(head: str) -> set[str]:
    found = _GRADE.fullmatch(head)
    return {head.casefold(), *([] if found is None else [found["title"].casefold(), found["number"]])}


def _is_person(row: Sequence[str], columns: Columns) -> bool:
    return any(row[place].strip() for place in columns.ids)


SHEET = Sheet("Blackboard", _columns, _is_person, str.strip)
