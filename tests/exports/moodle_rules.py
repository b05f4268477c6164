"""What Moodle takes back, by the rules of its importers: a grading worksheet, and a zip of feedback files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

ENGLISH = {
    "id": "Identifier", "grade": "Grade", "modified": "Last modified (grade)", "feedback": "Feedback comments",
    "participant": "Participant ", "decimal": ".",
}  # fmt: skip
GERMAN = {
    "id": "ID", "grade": "Bewertung", "modified": "Zuletzt geändert (Bewertung)", "feedback": "Feedback als Kommentar",
    "participant": "Teilnehmer/in", "decimal": ",",
}  # fmt: skip


class RefusedError(Exception):
    """Moodle says that the file is no grading worksheet."""


@dataclass(frozen=True, slots=True)
class Moodle:
    """An assignment as Moodle has it; times are seconds."""

    participants: frozenset[int]
    maximum: float = 10.0
    grades: Mapping[int, float] = field(default_factory=dict)
    graded_at: Mapping[int, float] = field(default_factory=dict)
    locked: frozenset[int] = frozenset()
    language: Mapping[str, str] = field(default_factory=lambda: ENGLISH)

    def uploaded(self, table: str, delimiter: str = ",", *, ignore_modified: bool = False) -> Uploaded:
        """What changes by a worksheet."""
        rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff")), delimiter=delimiter))
        place = {name: at for at, name in enumerate(rows[0])}
        if not {self.language[key] for key in ("id", "grade", "modified")} <= place.keys():
            raise RefusedError(rows[0])
        done = Uploaded()
        for row in rows[1:]:
            said = row[place[self.language["id"]]][len(self.language["participant"]) :]
            if not said.isdigit() or int(said) not in self.participants:
                continue
            person = int(said)
            stale = self.graded_at.get(person, 0) > _seconds(row[place[self.language["modified"]]]) + 60
            cell = row[place[self.language["grade"]]].strip().replace(self.language["decimal"], ".")
            grade = float(cell) if cell else None
            wrong = grade is None or grade < 0 or grade > self.maximum or grade == self.grades.get(person)
            if not wrong and grade is not None and person not in self.locked and (ignore_modified or not stale):
                done.grades[person] = grade
            if self.language["feedback"] in place and (ignore_modified or not stale):
                done.feedback[person] = row[place[self.language["feedback"]]]
        return done

    def feedback_files(self, data: bytes) -> dict[int, dict[str, bytes]]:
        """Of each participant the files that they get."""
        found: dict[int, dict[str, bytes]] = {}
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            for path in held.namelist():
                parts = path.split("/")
                while parts and not parts[-1].startswith((".", "~")):
                    said = parts.pop(0).split("_", 4)
                    if len(said) < 4 or not said[1].isdigit() or int(said[1]) not in self.participants:
                        continue
                    if (said[2], said[3]) == ("assignsubmission", "file"):
                        left = [said[4] if len(said) > 4 else "", *parts]
                        found.setdefault(int(said[1]), {})["/".join(left).lstrip("/")] = held.read(path)
                        break
        return found


@dataclass(slots=True)
class Uploaded:
    """What an upload changed."""

    grades: dict[int, float] = field(default_factory=dict)
    feedback: dict[int, str] = field(default_factory=dict)


def _seconds(cell: str) -> float:
    """A time of the worksheet, which stands for seconds here; `-` where nothing was graded."""
    return float(cell) if cell.strip("- ") else 0.0
