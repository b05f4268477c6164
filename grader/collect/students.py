"""A student as a layout finds them: the name that a folder bears, and what was handed in."""

from __future__ import annotations

from dataclasses import dataclass

from grader.collect.ids import is_student_id
from grader.collect.tree import Entry, Kind
from grader.records import Trouble, TroubleKind


@dataclass(frozen=True, slots=True)
class Student:
    """`entries` are seen from the student's own folder; without parts, the folder itself."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing of it can be taken."""
        own = [entry for entry in self.entries if not entry.parts]
        if any(entry.kind is Kind.LINK for entry in own):
            return Trouble(TroubleKind.FOLDER_LINK)
        if not is_student_id(self.name):
            return Trouble(TroubleKind.FOLDER_NO_ID)
        if any(entry.kind is Kind.ASTRAY for entry in self.entries):
            return Trouble(TroubleKind.FOLDER_WAY_OUT)
        return next((entry.unfit.trouble for entry in own if entry.unfit is not None), None)
