"""The grades export of Brightspace: `HW1 Points Grade`, ids with a `#` in front, and a last column that ends rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.errors import UsageError
from grader.exports.sheets import Columns, Sheet, column_called, number

_GRADE = re.compile(r"(?P<title>.*) Points Grade(?: <(?P<about>.*)>)?", re.IGNORECASE | re.DOTALL)
_MOST = re.compile(r"\bMaxPoints:\s*(?P<points>[\d.,]+)", re.IGNORECASE)
_IDS = ("orgdefinedid", "username")
_END = "end-of-line indicator"


def _columns(rows: Sequence[Sequence[str]], column: str, titles: Sequence[str]) -> Columns:
    heads = [head.strip() for head in rows[0]]
    folded = [head.casefold() for head in heads]
    ids = tuple(place for place, head in enumerate(folded) if head in _IDS)
    if not ids or folded[-1] != _END or any(row and row[-1].strip() != "#" for row in rows[1:]):
        raise UsageError(
            "the table is no grades export of Brightspace: it needs OrgDefinedId or Username, and as its last column "
            "End-of-Line Indicator with # in every row",
            remedy="in Brightspace: Grades → Enter Grades → Export, with both ids and Points grade; save it unchanged",
        )
    offered = {place: head for place, head in enumerate(heads) if _GRADE.fullmatch(head)}
    grade = column_called(offered, _names, column, titles)
    found = _GRADE.fullmatch(heads[grade])
    most = _MOST.search((found and found["about"]) or "")
    return Columns(ids, grade, most=number(most["points"]) if most else None)


def _names(head: str) -> set[str]:
    found = _GRADE.fullmatch(head)
    return {head.casefold(), *([] if found is None else [found["title"].casefold()])}


def _is_person(row: Sequence[str], columns: Columns) -> bool:
    return any(_id(row[place]) for place in columns.ids)


def _id(cell: str) -> str:
    return cell.strip().removeprefix("#")


SHEET = Sheet("Brightspace", _columns, _is_person, _id)
