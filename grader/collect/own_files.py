"""A student's own files, where they are being written: beside `assignments/`, in the working folder, or as named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.collect.hand_in import SUFFIXES, refused, take_file
from grader.course.folder import Assignment, Course, find_course
from grader.errors import CourseError, UsageError
from grader.records import Submission, Trouble, TroubleKind

STUDENT = "you"  # who hands in, where nobody keeps a list


def course_of(named: Sequence[str], folder: Path | None, here: Path) -> Course:
    """The course folder that is named, or else the one around the working folder or around the first file named."""
    try:
        return find_course(folder, start=here)
    except CourseError:
        files = [here / name for name in named if _is_path(name)]
        if folder is not None or not files:
            raise
        return find_course(start=files[0].parent)


def own_submissions(course: Course, named: Sequence[str], here: Path) -> list[tuple[Assignment, Submission]]:
    """Each assignment named, by its id or by a file, with the file as a submission; without names, all there are.

    Raises `UsageError` where there is no file.
    """
    if not named:
        found = [(each, paths) for each in course.assignments() if (paths := _files_of(each, course, here))]
        if not found:
            raise UsageError(
                f"there is no file of an assignment in {here}" + (f" or {course.root}" if here != course.root else ""),
                remedy=f"write one of {', '.join(f'{name}.py' for name in course.assignment_ids())}",
            )
        return [(assignment, _taken(assignment, paths)) for assignment, paths in found]
    return list(dict(_named(course, name, here) for name in dict.fromkeys(named)).values())


def _named(course: Course, name: str, here: Path) -> tuple[str, tuple[Assignment, Submission]]:
    path = here / name
    assignment = course.assignment(path.stem if _is_path(name) else name)
    paths = [path] if _is_path(name) else list(_files_of(assignment, course, here))
    if not any(path.is_symlink() or path.exists() for path in paths):
        raise UsageError(
            f"there is no file {name if _is_path(name) else f'{name}.py'} to check",
            remedy=f"begin with a copy of {assignment.folder / 'stub.py'}, named {assignment.id}.py",
        )
    return assignment.id, (assignment, _taken(assignment, paths))


def _is_path(name: str) -> bool:
    return Path(name).suffix in SUFFIXES


def _files_of(assignment: Assignment, course: Course, here: Path) -> list[Path]:
    """The files of an assignment in the nearest of the two folders that holds any."""
    for folder in (here, course.root):
        if paths := list(_files_in(folder, assignment)):
            return paths
    return []


def _files_in(folder: Path, assignment: Assignment) -> Iterator[Path]:
    for suffix in SUFFIXES:
        path = folder / f"{assignment.id}{suffix}"
        if path.is_symlink() or path.exists():
            yield path


def _taken(assignment: Assignment, paths: Sequence[Path]) -> Submission:
    if len(paths) > 1:
        return refused(STUDENT, assignment.id, Trouble(TroubleKind.TWO_FILES, assignment.id))
    return take_file(paths[0], student=STUDENT, assignment=assignment.id, limits=assignment.limits)
