"""A folder for each student, named by the student's id, with the files in it: `ada/momentum_step.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from grader.collect.students import Student
from grader.collect.tree import Entry, Kind


def students(entries: Sequence[Entry]) -> list[Student]:
    """Each student in the order of their names; a stray file is nobody's."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if len(entry.parts) > 1 or entry.kind in {Kind.FOLDER, Kind.CLOSED, Kind.LINK}:
            found[entry.parts[0]].append(entry.below())
    return [Student(name, tuple(found[name])) for name in sorted(found)]
