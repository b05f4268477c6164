"""A folder of hand-ins, `<student_id>/<assignment>.py|.ipynb`, as submissions: one for each student and assignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.collect.candidates import choose, names_of
from grader.collect.ids import NO_ID, is_student_id, safe_id
from grader.collect.source_file import refused, source_at
from grader.course.folder import Assignment
from grader.errors import UsageError
from grader.records import Submission


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
    return "" if is_student_id(path.name) else NO_ID


def _one(folder: Path, student: str, assignment: Assignment) -> Submission:
    files = [source_at(path) for name in names_of(assignment) if _lexists(path := folder / name)]
    return choose(student, assignment, files, ((path.name, path.is_dir()) for path in folder.iterdir()))


def _lexists(path: Path) -> bool:
    return path.is_symlink() or path.exists()
