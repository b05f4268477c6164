"""A class, from a folder or an archive: one walk over either makes a row for each student and assignment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.collect import archive, folder
from grader.collect.archive import ARCHIVES, OF_A_CLASS
from grader.collect.candidates import choose, names_of
from grader.collect.hand_in import HandIn, listed, refused
from grader.collect.ids import is_student_id, safe_id
from grader.collect.layouts import LAYOUTS
from grader.collect.places import Spool, Unfit
from grader.collect.students import Student
from grader.collect.tree import Entry, Kind
from grader.course.folder import Assignment
from grader.errors import UsageError
from grader.words.hand_ins import trouble_sentence

_UNPACK = "unpack it, look at what is in it, and name the folder"


def collect(where: Path, assignments: Sequence[Assignment], *, layout: str = "plain") -> list[HandIn]:
    """A hand-in for each student and assignment, in the order of the students' ids; `missing` where there is none.

    Raises `UsageError` where no class is to be found.
    """
    spool = Spool()
    students = LAYOUTS[layout](_entries(where, assignments, spool))
    if not students:
        raise UsageError(
            f"{where} holds no hand-ins",
            remedy="it should hold a folder for each student with files named after assignments: "
            f"ada/{assignments[0].id}.py",
        )
    return [row for student in students for row in _rows(student, assignments, spool)]


def _rows(student: Student, assignments: Sequence[Assignment], spool: Spool) -> Iterator[HandIn]:
    for assignment in assignments:
        if student.trouble is not None:
            yield listed(refused(safe_id(student.name), assignment.id, student.trouble))
        else:
            yield choose(student.name, assignment, student.entries, spool.keep)


def _entries(where: Path, assignments: Sequence[Assignment], spool: Spool) -> list[Entry]:
    if where.is_dir():
        return folder.entries(where)
    if not where.exists():
        raise UsageError(f"{where} is no folder of hand-ins", remedy="name the folder that holds a folder per student")
    if where.is_file() and where.name.lower().endswith(ARCHIVES):
        return _in_archive(where, {name: most for each in assignments for name, most in names_of(each).items()}, spool)
    raise UsageError(
        f"{where} is neither a folder of hand-ins nor an archive that can be read",
        remedy=f"name the folder that holds a folder per student, or a file that ends in {', '.join(ARCHIVES)}",
    )


def _in_archive(path: Path, wanted: Mapping[str, int], spool: Spool) -> list[Entry]:
    def most(parts: tuple[str, ...]) -> int | None:
        return wanted.get(parts[-1]) if 2 <= len(parts) <= 3 else None

    try:
        with path.open("rb") as file:
            held = archive.entries(file, path.name, most, OF_A_CLASS, spool.keep)
    except OSError as trouble:
        raise UsageError(f"{path} cannot be read: {trouble.strerror}", remedy="name another file") from None
    except Unfit as unfit:
        said = trouble_sentence(unfit.trouble).strip().partition(".")[0]
        raise UsageError(f"{path} {said}", remedy=_UNPACK) from None
    _require_owners(path, held)
    within = _without_folder_around(held, wanted)
    _require_owners(path, within)
    return within


def _require_owners(path: Path, held: Sequence[Entry]) -> None:
    """A path that leads astray is the trouble of the student whose folder it begins in; there must be one."""
    if any(each.kind is Kind.ASTRAY and not is_student_id(each.parts[0]) for each in held):
        raise UsageError(f"{path} holds a path that leads out of it", remedy=_UNPACK)


def _without_folder_around(held: list[Entry], wanted: Mapping[str, int]) -> list[Entry]:
    """The entries without the one folder around them all, where there is one that is no student's."""
    tops = {entry.parts[0] for entry in held}
    below = [entry.below() for entry in held if len(entry.parts) > 1]
    is_students = any(len(each.parts) == 1 and each.parts[0] in wanted for each in below)
    around = len(tops) == 1 and not is_students and any(len(e.parts) > 1 or e.kind is Kind.FOLDER for e in below)
    return below if around else held
