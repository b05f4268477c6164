"""An archive of a whole class's hand-ins, as learning platforms give it out: read like the folder it was made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.collect.archive import OF_A_CLASS, Kind, Member, members
from grader.collect.candidates import choose, names_of
from grader.collect.ids import NO_ID, is_student_id, safe_id
from grader.collect.source_file import Source, Unfit, refused
from grader.course.folder import Assignment
from grader.errors import UsageError
from grader.records import Submission

_UNPACK = "unpack it, look at what is in it, and name the folder"


def collect_archive(path: Path, assignments: Sequence[Assignment]) -> list[Submission]:
    """Every student's submission to every assignment, in the order of their ids, as from a folder.

    A folder around all the students' folders is passed over.  Raises `UsageError` for an archive that cannot be read,
    leads out of itself, or holds no students.
    """
    wanted = {name: most for assignment in assignments for name, most in names_of(assignment).items()}
    held = _without_folder_around(_members(path, wanted), wanted)
    _require_owners(path, held)
    students: dict[str, list[Member]] = defaultdict(list)
    for member in held:
        if len(member.parts) > 1 or member.kind in {Kind.FOLDER, Kind.LINK}:  # a stray file is nobody's
            students[member.parts[0]].append(member)
    if not students:
        raise UsageError(
            f"{path} holds no hand-ins",
            remedy="it should hold a folder for each student with files named after assignments: "
            f"ada/{assignments[0].id}.py",
        )
    return [each for student in sorted(students) for each in _of_student(student, students[student], assignments)]


def _members(path: Path, wanted: Mapping[str, int]) -> list[Member]:
    def most(parts: tuple[str, ...]) -> int | None:
        return wanted.get(parts[-1]) if 2 <= len(parts) <= 3 else None

    try:
        with path.open("rb") as file:
            held = members(file, path.name, most, OF_A_CLASS)
        _require_owners(path, held)
    except OSError as trouble:
        raise UsageError(f"{path} cannot be read: {trouble.strerror}", remedy="name another file") from None
    except Unfit as unfit:
        raise UsageError(f"{path} {str(unfit).partition('.')[0]}", remedy=_UNPACK) from None
    return held


def _require_owners(path: Path, held: Sequence[Member]) -> None:
    """A path that leads astray is the trouble of the student whose folder it begins in; there must be one."""
    if any(each.kind is Kind.ASTRAY and not is_student_id(each.parts[0]) for each in held):
        raise UsageError(f"{path} holds a path that leads out of it", remedy=_UNPACK)


def _without_folder_around(held: Sequence[Member], wanted: Mapping[str, int]) -> Sequence[Member]:
    """The members without the one folder around them all, where there is one that is no student's."""
    tops = {member.parts[0] for member in held}
    below = [Member(each.parts[1:], each.kind, each.content, each.trouble) for each in held if len(each.parts) > 1]
    is_students = any(len(each.parts) == 1 and each.parts[0] in wanted for each in below)
    around = len(tops) == 1 and not is_students and any(_is_student(each) for each in below)
    return below if around else held


def _is_student(member: Member) -> bool:
    return len(member.parts) > 1 or member.kind is Kind.FOLDER


def _of_student(student: str, held: Sequence[Member], assignments: Sequence[Assignment]) -> Iterator[Submission]:
    trouble = _trouble_with(student, held)
    for assignment in assignments:
        if trouble:
            yield refused(safe_id(student), assignment.id, trouble)
            continue
        names = names_of(assignment)
        files = [Source(each.parts[1], each.read) for each in held if len(each.parts) == 2 and each.parts[1] in names]
        entries = {each.parts[1]: len(each.parts) > 2 or each.kind is Kind.FOLDER for each in held if each.parts[1:]}
        yield choose(student, assignment, files, entries.items())


def _trouble_with(student: str, held: Sequence[Member]) -> str:
    if any(len(each.parts) == 1 and each.kind is Kind.LINK for each in held):
        return "The folder is a link. Hand in a folder of its own."
    if not is_student_id(student):
        return NO_ID
    if any(each.kind is Kind.ASTRAY for each in held):
        return "The folder holds a path that leads out of it. Hand in the file alone."
    return ""
