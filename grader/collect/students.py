"""A student as a layout finds them: the name that a folder bears, and what was handed in."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from grader.collect.ids import is_text, is_too_long, student_id
from grader.collect.tree import Entry, Kind
from grader.records import Trouble, TroubleKind


class Expected(msgspec.Struct, frozen=True):
    """What a layout looks for: where the class was named, what a student's file may be called, and an example of it.

    `meant` is the name that was asked for where a file's name can only be meant for it; empty for any other.
    """

    where: Path
    example: str
    is_hand_in: Callable[[str], bool]
    meant: Callable[[str], str] = lambda _: ""


class Student(msgspec.Struct, frozen=True):
    """`entries` are seen from the student's own folder; without parts, the folder itself.

    `name` is that of the folder, or the id that the place has for them; `other_ids` are more that it has.
    """

    name: str
    entries: tuple[Entry, ...]
    called: str = ""  # by the place that the class comes from
    late: bool = False  # as that place marks it
    other_ids: tuple[str, ...] = ()
    group: str = ""  # that it is the hand-in of, as the place says: what tells this one from others
    members: tuple[str, ...] = ()  # of the group, by name, with the student
    may_be_group: bool = False  # if a team of the roster is called as the student is
    by_name: bool = False  # the place's own id stands in none of its class lists: the full name tells
    may_be: tuple[str, ...] = ()  # what else the id may be: the name as it stands, then what it may end with
    id_heading: str = ""  # the column of the place's class list in which its own id stands
    earlier: tuple[tuple[Entry, ...], ...] = ()  # what was handed in before, the oldest first
    older: tuple[str, ...] = ()  # names of files that `entries` hold in a newer form
    typed: TroubleKind | None = None  # what was handed in, if that is no file
    in_two_folders: bool = False  # of one name, whose accents are written in two ways

    @property
    def id(self) -> str:
        """What the student is called everywhere else."""
        return student_id(self.name)

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing of it can be taken."""
        own = [entry for entry in self.entries if not entry.parts]
        if any(entry.kind is Kind.LINK for entry in own):
            return Trouble(TroubleKind.FOLDER_LINK)
        if not is_text(self.name):
            return Trouble(TroubleKind.FOLDER_NO_TEXT)
        if is_too_long(self.name):
            return Trouble(TroubleKind.FOLDER_TOO_LONG)
        if any(entry.kind is Kind.ASTRAY for entry in self.entries):
            return Trouble(TroubleKind.FOLDER_WAY_OUT)
        return next((_of_folder(entry.unfit.trouble) for entry in own if entry.unfit is not None), None)


class Found(msgspec.Struct, frozen=True):
    """What a layout makes of a class: its students, and the files that say of nobody whose they are."""

    students: Sequence[Student]
    strangers: Sequence[Entry] = ()


def in_folders(entries: Iterable[Entry]) -> list[Student]:
    """A student for each folder at the top, in the order of their names."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.parts[0]].append(entry.below())
    students = [Student(unicodedata.normalize("NFC", folder), tuple(own)) for folder, own in found.items()]
    return sorted(of_one_name_together(students), key=lambda student: student.name)


def of_one_name_together(students: Iterable[Student]) -> list[Student]:
    """One student of each name, with everything from the folders that bear it in one way or another."""
    found: dict[str, Student] = {}
    for each in students:
        before = found.get(each.name)
        found[each.name] = (
            each if before is None else replace(before, entries=(*before.entries, *each.entries), in_two_folders=True)
        )
    return list(found.values())


_OF_FOLDER = {
    TroubleKind.TOO_MANY_FILES: TroubleKind.FOLDER_TOO_MANY_FILES,
    TroubleKind.TOO_MUCH: TroubleKind.FOLDER_TOO_MUCH,
    TroubleKind.TOO_TIGHT: TroubleKind.FOLDER_TOO_TIGHT,
}


def _of_folder(trouble: Trouble) -> Trouble:
    """What is said of a folder beyond its bounds; of an archive it is another sentence."""
    return Trouble(_OF_FOLDER.get(trouble.kind, trouble.kind), number=trouble.number, reason=trouble.reason)
