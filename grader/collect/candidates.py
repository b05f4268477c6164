"""Which of a student's files is the hand-in to an assignment: the same rule for folders and for archives."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from grader.collect.archive import ARCHIVES, OF_A_STUDENT, Kind, Member, members
from grader.collect.source_file import SUFFIXES, Source, Unfit, most_bytes, nothing, refused, take
from grader.course.folder import Assignment
from grader.records import Submission


def names_of(assignment: Assignment) -> dict[str, int]:
    """Every name that a hand-in to an assignment may have, with the most bytes each may hold."""
    suffixes = (*SUFFIXES, *ARCHIVES)
    return {f"{assignment.id}{suffix}": most_bytes(suffix, assignment.limits) for suffix in suffixes}


def choose(
    student: str, assignment: Assignment, files: Sequence[Source], others: Iterable[tuple[str, bool]]
) -> Submission:
    """The one hand-in among a student's files; a plain file goes before an archive.

    `files` bear names of `names_of`.  `others` is all there is, names and whether each is a folder: for a hint alone.
    """
    plain = [file for file in files if PurePosixPath(file.name).suffix in SUFFIXES]
    packed = [file for file in files if file not in plain]
    if len(plain) > 1:
        return refused(student, assignment.id, _two_files(assignment))
    if plain:
        return take(plain[0], student=student, assignment=assignment.id, limits=assignment.limits)
    if len(packed) > 1:
        return refused(student, assignment.id, f"There are two archives for {assignment.id}: keep one of them.")
    if packed:
        return _take_packed(packed[0], student, assignment)
    return nothing(student, assignment.id, _absent(assignment) + _hint(others))


def _two_files(assignment: Assignment) -> str:
    return f"There are two files for {assignment.id}: keep either the .py or the .ipynb."


def _absent(assignment: Assignment) -> str:
    return f"There is no {assignment.id}.py or {assignment.id}.ipynb."


def _hint(others: Iterable[tuple[str, bool]]) -> str:
    """What there is instead, by kind alone: names of files are the student's text."""
    shown = [(name, is_folder) for name, is_folder in others if not name.startswith((".", "__"))]
    names = [name.lower() for name, _ in shown]
    if any(name.endswith((*SUFFIXES, *ARCHIVES)) for name in names):
        return " There is a file of another name: rename it."
    if any(name.endswith((".7z", ".rar", ".tar", ".tar.bz2", ".tar.xz")) for name in names):
        return " There is an archive of another kind: pack a .zip or .tar.gz, or hand in the file itself."
    if any(is_folder for _, is_folder in shown):
        return " There is a folder: files belong directly into the student's folder."
    return ""


def _take_packed(file: Source, student: str, assignment: Assignment) -> Submission:
    """The hand-in from a student's own archive: at its top or in a folder, among files of other names."""
    wanted = {name: most for name, most in names_of(assignment).items() if PurePosixPath(name).suffix in SUFFIXES}

    def most(parts: tuple[str, ...]) -> int | None:
        return wanted.get(parts[-1]) if 0 < len(parts) <= 2 else None

    try:
        data = file.read(most_bytes("", assignment.limits))
        held = members(io.BytesIO(data), file.name, most, OF_A_STUDENT)
        _require_plain(held)
    except Unfit as unfit:
        return refused(student, assignment.id, f"{file.name} {unfit}", filename=file.name)
    found = [Source(each.parts[-1], each.read) for each in held if most(each.parts) is not None]
    if len(found) > 1:
        return refused(student, assignment.id, f"In {file.name}: {_two_files(assignment)}")
    if not found:
        deeper = ((each.parts[-1], each.kind is Kind.FOLDER) for each in held)
        return nothing(student, assignment.id, f"In {file.name}: {_absent(assignment)}{_hint_inside(deeper)}")
    return take(found[0], student=student, assignment=assignment.id, limits=assignment.limits)


def _require_plain(held: Sequence[Member]) -> None:
    """Refuse what no archive of a hand-in needs: it was made to deceive whoever unpacks it, or by an odd tool."""
    kinds = {each.kind for each in held}
    if Kind.ASTRAY in kinds:
        raise Unfit("holds a path that leads out of it. Pack the file alone.")
    if kinds & {Kind.LINK, Kind.SPECIAL}:
        raise Unfit("holds a link or something else that is no ordinary file. Pack the file alone.")
    paths = [each.parts for each in held if each.kind is Kind.FILE]
    if len(paths) != len(set(paths)):
        raise Unfit("holds two files of one name. Pack the file alone.")


def _hint_inside(others: Iterable[tuple[str, bool]]) -> str:
    names = [name.lower() for name, is_folder in others if not is_folder]
    if any(name.endswith(ARCHIVES) for name in names):
        return " There is an archive in the archive: pack the file itself."
    if any(name.endswith(tuple(SUFFIXES)) for name in names):
        return " There is a file of another name, or in a folder too deep: pack the file alone, under its name."
    return ""
