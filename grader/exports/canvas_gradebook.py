"""The gradebook of Canvas: people by its `ID` or SIS ids, a column `Title (987)` for each assignment, its points."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.errors import UsageError
from grader.exports.sheets import Columns, Sheet, column_called, number

_IDS = ("id", "sis user id", "sis login id", "integration id")
_TOTALS = re.compile(r"(?:unposted )?(?:current|final) (?:score|points|grade)|override (?:score|grade)", re.IGNORECASE)
_WITH_NUMBER = re.compile(r"(?P<title>.*) \((?P<number>\d+)\)")


def _columns(rows: Sequence[Sequence[str]], column: str, titles: Sequence[str]) -> Columns:
    heads = [head.strip() for head in rows[0]]
    folded = [head.casefold() for head in heads]
    named = "student" in folded[0] or {"lastname", "firstname"} <= {head.replace(" ", "") for head in folded[:2]}
    if len(heads) < 4 or not named or "id" not in folded or "section" not in folded:
        raise UsageError(
            "the table is no gradebook of Canvas", remedy="in Canvas: Grades → Export → Export Entire Gradebook"
        )
    first = folded.index("section") + 1
    offered = {place: head for place, head in enumerate(heads) if place >= first and not _TOTALS.search(head)}
    grade = column_called(offered, _names, column, titles)
    points = next((row[grade].strip() for row in rows[1:] if row and "points possible" in row[0].casefold()), "")
    if re.search(r"read\s+only", points, re.IGNORECASE):
        raise UsageError(
            f"Canvas takes nothing into the column {heads[grade]!r}: it is read only", remedy="name another"
        )
    ids = tuple(place for place, head in enumerate(folded[:first]) if head in _IDS)
    return Columns(ids, grade, most=number(points))


def _names(head: str) -> set[str]:
    found = _WITH_NUMBER.fullmatch(head)
    return {head.casefold(), *([] if found is None else [found["title"].casefold(), found["number"]])}


def _is_person(row: Sequence[str], columns: Columns) -> bool:
    first = row[0].strip().casefold()
    odd = "points possible" in first or first in {"muted", "student, test"} or first.startswith("manual posting")
    return not odd and any(row[place].strip() for place in columns.ids)


SHEET = Sheet("Canvas", _columns, _is_person, str.strip)
