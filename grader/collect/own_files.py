"""A student's own files, where they are being written: beside `assignments/`, in the working folder, or as named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from grader.collect import folder
from grader.collect.candidates import choose
from grader.collect.classroom import forbidden
from grader.collect.hand_in import with_names_as_text
from grader.collect.names import (
    SUFFIXES,
    bundle_suffix,
    is_nobodys,
    is_packed_otherwise,
    known_to,
    meant_for,
    reading,
)
from grader.collect.places import InMemory, Inodes, OnDisk
from grader.collect.tree import Entry, Kind
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.errors import UsageError, did_you_mean
from grader.records import Submission
from grader.safe_text import visible

STUDENT = "you"  # who hands in, where nobody keeps a list


def own_submissions(course: Course, named: Sequence[str], here: Path) -> list[tuple[Assignment, Submission]]:
    """Each assignment named, by its id or by a file, with the file as a submission; without names, all there are.

    Raises `UsageError` where there is no file.
    """
    if not named:
        found = [(each, own) for each in course.assignments() if (own := _nearest(each, course, here)) is not None]
        if found:
            return found
        raise _no_file(course, here)
    return list(dict(_named(course, name, here) for name in dict.fromkeys(named)).values())


def in_file(path: Path, assignment: Assignment, course: Course) -> Submission | None:
    """The submission in a file, whatever name it bears; None where there is no file."""
    if not (path.is_symlink() or path.exists()):
        return None
    kind = Kind.LINK if path.is_symlink() else Kind.FOLDER if path.is_dir() else Kind.FILE
    place = None if kind is Kind.FOLDER else OnDisk(path, _forbidden(course, assignment))
    return _chosen(assignment, [Entry((path.name,), kind, place)])


def in_folder(place: Path, assignment: Assignment, course: Course) -> Submission | None:
    """The submission among the files in a folder; None where none is meant for the assignment."""
    if not place.is_dir():
        return None
    found = folder.entries(place, forbidden=_forbidden(course, assignment), deep=1)
    ids = known_to(assignment)
    entries = [each for each in found if not bundle_suffix(each.parts[0], ids)]  # it was made of the files beside it
    return _chosen(assignment, entries) if any(_is_meant(entry.parts[0], assignment) for entry in entries) else None


def meant_by(name: str, course: Course) -> str:
    """The assignment that a file is for, by its name; its stem where the name says none."""
    ids = course.assignment_ids()
    says = reading(name, ids)
    packed = (each for each in ids if is_packed_otherwise(name, each))
    return says.assignment if says is not None else next(packed, Path(name).stem)


def is_path(name: str, here: Path) -> bool:
    """Whether a name is that of a file, and no assignment's."""
    return Path(name).suffix in SUFFIXES or os.path.isfile(here / name)  # noqa: PTH113 - Path's raises for long names


def _named(course: Course, name: str, here: Path) -> tuple[str, tuple[Assignment, Submission]]:
    by_path = is_path(name, here)
    if by_path and meant_by(Path(name).name, course) not in course.assignment_ids():
        raise _of_no_assignment(name, course, here)
    assignment = course.assignment(meant_by(Path(name).name, course) if by_path else name)
    found = in_file(here / name, assignment, course) if by_path else _nearest(assignment, course, here)
    if found is None and not by_path and (like := _like(assignment, course, here)):
        raise UsageError(
            f"there is no file {name}.py to check, but {', '.join(visible(each, 80) for each in like)}",
            remedy=f"if that is your code, name it {name}.py",
        )
    if found is None and by_path and (others := [each for each in _files(course, here) if _is_meant(each, assignment)]):
        raise UsageError(
            f"there is no file {name} to check, but {', '.join(visible(each, 80) for each in others[:_MOST_LIKE])}",
            remedy=f"`grader check {assignment.id}` looks for files that are meant for it",
        )
    if found is None:
        raise UsageError(
            f"there is no file {name if by_path else f'{name}.py'} to check",
            remedy=f"begin with a copy of {assignment.folder / 'stub.py'}, named {assignment.id}.py",
        )
    return assignment.id, (assignment, found)


def _of_no_assignment(name: str, course: Course, here: Path) -> UsageError:
    """That a file bears the name of no assignment, or is not there either."""
    names = [f"{each}.py" for each in course.assignment_ids()]
    if (here / name).exists():
        return UsageError(
            f"{visible(name, 80)} bears the name of no assignment",
            remedy=f"name your file after the one that it is for: {', '.join(names)}",
        )
    return UsageError(
        f"there is no file {visible(name, 80)}", remedy=did_you_mean(Path(name).stem, course.assignment_ids())
    )


def _nearest(assignment: Assignment, course: Course, here: Path) -> Submission | None:
    """From the nearer of the two folders that holds any file of an assignment."""
    found = in_folder(here, assignment, course)
    return found if found is not None or here == course.root else in_folder(course.root, assignment, course)


def _no_file(course: Course, here: Path) -> UsageError:
    """That there is nothing to check, and which file may be meant to be."""
    ids = course.assignment_ids()
    nothing = f"there is no file of an assignment in {here}" + (f" or {course.root}" if here != course.root else "")
    for assignment in course.assignments():
        if like := _like(assignment, course, here):
            said = f"{nothing}, but {', '.join(visible(each, 80) for each in like)}"
            return UsageError(said, remedy=f"if that is your code, name it {assignment.id}.py")
    return UsageError(nothing, remedy=f"write one of {', '.join(f'{name}.py' for name in ids)}")


def _like(assignment: Assignment, course: Course, here: Path) -> list[str]:
    """Files of which the name leaves open whether they are the hand-in: `momentum_step_final.py`."""
    ids = course.assignment_ids()
    meant = (name for name in _files(course, here) if not is_nobodys(name) and meant_for(name, ids) == assignment.id)
    return [name for name in meant if Path(name).suffix.lower() not in _SHOWN][:_MOST_LIKE]


def _files(course: Course, here: Path) -> list[str]:
    """Names of all files in the working folder, and beside `assignments/`."""
    return sorted({each.name for place in {here, course.root} for each in place.iterdir() if each.is_file()})


_MOST_LIKE = 5  # names in a sentence
_SHOWN = frozenset({".html", ".json", ".xml", ".pdf", ".png", ".svg"})  # what is made of a file to be looked at


def _is_meant(name: str, assignment: Assignment) -> bool:
    says = reading(name, known_to(assignment))
    return (says is not None and says.assignment == assignment.id) or is_packed_otherwise(name, assignment.id)


def _chosen(assignment: Assignment, entries: Sequence[Entry]) -> Submission:
    return with_names_as_text(choose(STUDENT, assignment, entries, InMemory)).submission()


def _forbidden(course: Course, assignment: Assignment) -> Inodes:
    """In a pack there is nothing to keep from a student."""
    return frozenset() if course.is_pack else forbidden([assignment])
