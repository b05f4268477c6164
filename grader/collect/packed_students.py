"""Archives that stand for students: `ada.zip` where a folder `ada` is looked for, as people and platforms pack them.

Only the names in them are looked at here; what is taken out of them is decided as of any archive of a student's own.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from grader.collect.archives.bounds import OF_A_STUDENT
from grader.collect.archives.reading import archive_entries
from grader.collect.ids import student_id
from grader.collect.names import ARCHIVES, OTHER_ARCHIVES
from grader.collect.places import InMemory, Unfit
from grader.collect.students import Expected
from grader.collect.tree import Entry, Kind

LARGEST = 10 << 20  # bytes of an archive that is looked into
_SUFFIXES = sorted((*ARCHIVES, *OTHER_ARCHIVES), key=len, reverse=True)


def stem_of(name: str) -> str:
    """What stands before the suffix of an archive; empty for any other file."""
    lowered = name.casefold()
    suffix = next((each for each in _SUFFIXES if lowered.endswith(each)), "")
    return name[: -len(suffix)].strip() if suffix else ""


def is_of(name: str, student: str) -> bool:
    """Whether an archive is called after the student whose folder it lies in."""
    return name.casefold().endswith(ARCHIVES) and student_id(stem_of(name)) == student


def packed_students(entries: Sequence[Entry], expected: Expected) -> list[Entry]:
    """The archives of students among the files at the top.

    One that holds a hand-in is a student's, and so is one that cannot be read.  Where there is one at all, and no
    student has a folder, all of them are: nobody is lost by having packed something else.
    """
    packed = [
        entry
        for entry in entries
        if len(entry.parts) == 1
        and entry.kind is Kind.FILE
        and stem_of(entry.parts[0])
        and not expected.is_hand_in(entry.parts[0])
    ]
    holding = [
        entry for entry in packed if entry.parts[0].casefold().endswith(ARCHIVES) and _holds_one(entry, expected)
    ]
    folders = any(len(entry.parts) > 1 or entry.kind is not Kind.FILE for entry in entries)
    return packed if holding and not folders else holding


def in_their_folders(entries: Sequence[Entry], packed: Collection[Entry]) -> list[Entry]:
    """The entries with each of these archives in a folder that is called after it."""
    return [
        replace(entry, parts=(stem_of(entry.parts[0]), *entry.parts)) if entry in packed else entry for entry in entries
    ]


def _holds_one(entry: Entry, expected: Expected) -> bool:
    """Whether there is a hand-in at the top or in the one folder of an archive; several folders are a class."""
    try:
        data = entry.found_at().read(LARGEST)
        held = archive_entries(io.BytesIO(data), entry.parts[0], lambda _: None, OF_A_STUDENT, InMemory)
    except Unfit:
        return True
    found = [each.parts for each in held if each.kind is Kind.FILE and expected.is_hand_in(each.parts[-1])]
    return any(len(parts) <= 2 for parts in found) and len({parts[:-1] for parts in found}) == 1
