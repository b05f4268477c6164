"""A folder of hand-ins, `<student_id>/<assignment>.py|.ipynb`, as submissions: one for each student and assignment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.collect.taking import SUFFIXES, nothing, refused, take_file
from grader.course import Assignment
from grader.errors import UsageError
from grader.records import Submission

# An id becomes a folder in the output: letters and digits of any script, and a few signs; no leading dot or dash.
_STUDENT_ID = re.compile(r"[^\W_][\w.@+-]{0,99}")


def collect_folder(folder: Path, assignments: Sequence[Assignment]) -> list[Submission]:
    """Every student's submission to every assignment, in the order of their ids; `missing` where there is none.

    Raises `UsageError` when the folder holds no students.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder of hand-ins", remedy="name the folder that holds a folder per student")
    students = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    if not any(path.is_dir() for path in students):
        raise UsageError(
            f"{folder} holds no hand-ins",
            remedy="it should hold a folder for each student with files named after assignments: "
            f"ada/{assignments[0].id}.py",
        )
    return [submission for path in students if _is_student(path) for submission in _of_student(path, assignments)]


def _is_student(path: Path) -> bool:
    """Whether a row is due: for every folder, and for a link that pretends to be one; not for stray files."""
    return path.is_symlink() or path.is_dir()


def _of_student(path: Path, assignments: Sequence[Assignment]) -> Iterator[Submission]:
    student = path.name
    trouble = _trouble_with(path)
    for assignment in assignments:
        if trouble:
            yield refused(safe_id(student), assignment.id, trouble)
            continue
        try:
            yield _one(path, student, assignment)
        except OSError as closed:  # one folder that nobody may enter must not keep the others from their grades
            yield refused(student, assignment.id, f"The folder cannot be read: {closed.strerror}.")


def _trouble_with(path: Path) -> str:
    if path.is_symlink():
        return "The folder is a link. Hand in a folder of its own."
    if not is_student_id(path.name):
        return "The name of the folder cannot be a student's id: use letters, digits and . _ @ + -"
    return ""


def _one(folder: Path, student: str, assignment: Assignment) -> Submission:
    found = [path for suffix in SUFFIXES if _lexists(path := folder / f"{assignment.id}{suffix}")]
    if not found:
        return nothing(
            student, assignment.id, f"There is no {assignment.id}.py or {assignment.id}.ipynb.{_hint(folder)}"
        )
    if len(found) > 1:
        return refused(
            student, assignment.id, f"There are two files for {assignment.id}: keep either the .py or the .ipynb."
        )
    return take_file(found[0], student=student, assignment=assignment.id, limits=assignment.limits)


def _lexists(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _hint(folder: Path) -> str:
    """What there is instead, by kind alone: names of files are the student's text."""
    others = [path for path in folder.iterdir() if not path.name.startswith((".", "__"))]
    if any(path.suffix.lower() in SUFFIXES for path in others):
        return " There is a file of another name: rename it."
    if any(path.is_dir() for path in others):
        return " There is a folder: files belong directly into the student's folder."
    return ""


def is_student_id(name: str) -> bool:
    """Whether a name can be a folder in the output and a word in a table."""
    return _STUDENT_ID.fullmatch(name) is not None and ".." not in name


def safe_id(name: str) -> str:
    """A stand-in for an id that cannot be used: readable, another one for another name, and harmless."""
    if is_student_id(name):
        return name
    readable = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name)[:60]
    return f"unusable-{readable}-{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:8]}"
