"""What Canvas takes back, by the rules of its importers: a gradebook, and a zip of commented submissions.

Stricter than Canvas where it would ask a person, or change what was not meant: that is `RefusedError` here.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

_TOTAL = re.compile(r"(unposted )?(current|final) (score|points|grade)|override (score|grade)", re.IGNORECASE)
_NUMBERED = re.compile(r".*\((\d+)\)")


class RefusedError(Exception):
    """Canvas would refuse it, ask, or change something else."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A course as Canvas has it."""

    people: Mapping[int, Mapping[str, str]]  # number → `SIS User ID`, `SIS Login ID`, `Student`
    assignments: Mapping[int, tuple[str, float]]  # number → title, points
    scores: Mapping[tuple[int, int], float] = field(default_factory=dict)
    attachments: Mapping[int, Mapping[int, str]] = field(default_factory=dict)  # person → number → name

    def changes(self, table: str) -> dict[tuple[int, int], float | str | None]:
        """What the review page would list: a score, `EX`, or None where one would be taken away."""
        rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff")), delimiter=_delimiter(table)))
        head = rows[0]
        if len(head) <= 3 or "Student" not in head[0] or "ID" not in head[1]:
            raise RefusedError("no Student and ID in front")
        first = next((at for at, name in enumerate(head) if "Section" in name), None)
        if first is None:
            raise RefusedError("no Section behind the columns of people")
        columns = {at: number for at in range(first + 1, len(head)) if (number := self._assignment(head[at]))}
        found: dict[tuple[int, int], float | str | None] = {}
        for row in rows[1:]:
            if len(row) != len(head):
                raise RefusedError(f"{len(row)} cells under {len(head)} headings")
            if "Points Possible" in row[0]:
                columns = self._changeable(columns, row)
            elif any(cell.strip() for cell in row) and not row[0].startswith(("Muted", "Manual Posting")):
                person = self._person(dict(zip(head[: first + 1], row, strict=False)))
                found |= {
                    (person, number): change
                    for at, number in columns.items()
                    if (change := self._change(row[at].strip(), (person, number))) != "same"
                }
        return found

    def comments(self, data: bytes) -> tuple[dict[int, list[tuple[str, bytes]]], list[str]]:
        """Of each person what is attached to a comment, under the name it is shown by; and what is ignored."""
        found: dict[int, list[tuple[str, bytes]]] = {}
        ignored = []
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            for path in held.namelist():
                name = path.rpartition("/")[2]
                numbers = [int(part) for part in name.split("_") if re.fullmatch(r"\d+", part)][:2]
                typed = name.startswith("._") or name.split("_")[-1].startswith("link")
                shown = self.attachments.get(numbers[0], {}).get(numbers[1]) if len(numbers) > 1 else None
                if typed or shown is None:
                    ignored.append(path)
                else:
                    found.setdefault(numbers[0], []).append((shown, held.read(path)))
        return found, ignored

    def _assignment(self, head: str) -> int | None:
        if _TOTAL.search(head):
            return None
        if (numbered := _NUMBERED.fullmatch(head)) and int(numbered[1]) in self.assignments:
            return int(numbered[1])
        for number, (title, _) in self.assignments.items():
            if title == head:
                return number
        raise RefusedError(f"a new assignment is offered: {head}")

    def _changeable(self, columns: Mapping[int, int], row: list[str]) -> dict[int, int]:
        writable = {at: number for at, number in columns.items() if not re.search(r"read\s+only", row[at])}
        for at, number in writable.items():
            if row[at].strip() and float(row[at]) != self.assignments[number][1]:
                raise RefusedError(f"points possible of {number} would be {row[at]}")
        return writable

    def _person(self, cells: Mapping[str, str]) -> int:
        own = cells.get("ID", "").strip()
        if own.isdigit() and int(own) in self.people:
            return int(own)
        for key in ("SIS User ID", "SIS Login ID", "Student"):
            said = cells.get(key, "").strip()
            matching = [number for number, known in self.people.items() if said and known.get(key) == said]
            if len(matching) == 1:
                return matching[0]
        raise RefusedError(f"nobody is {cells}")

    def _change(self, cell: str, key: tuple[int, int]) -> float | str | None:
        before = self.scores.get(key)
        if not cell:
            return None if before is not None else "same"
        if cell.upper() == "EX":
            return "EX"
        if not re.fullmatch(r"\d+([.,]\d{1,2})?", cell):  # 1,234 is read as 1.234
            raise RefusedError(f"{cell} is no score of two decimals")
        score = float(cell.replace(",", "."))
        return "same" if before is not None and round(before, 2) == round(score, 2) else score


def _delimiter(table: str) -> str:
    lines = table.splitlines()[:3]
    for sign in ",;":
        counts = {len(next(csv.reader([line], delimiter=sign))) for line in lines}
        if len(counts) == 1 and counts != {1}:
            return sign
    raise RefusedError("neither , nor ; splits the first lines alike")
