"""When a student's files are saved, found out by looking: it works on every file system, however an editor saves.

Some write into the file, others put a new one in its place, for a moment with none there; so a change counts once two
looks agree on it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from grader.collect.own_files import is_path, meant_by
from grader.course.folder import Course
from grader.student.selection import Selection

State = frozenset[tuple[str, int, int, int]]  # of each file: its path, when it was changed, its size, its number

_SECONDS = 0.25  # between two looks


def state(course: Course, asked: Selection, here: Path) -> State:
    """How the files that are asked for are now; one that is not there, or cannot be looked at, is left out."""
    return frozenset(_stated(course, asked, here))


def wait_for_save(course: Course, asked: Selection, here: Path, known: State) -> Selection:
    """What is asked for of the files that are otherwise than they were known, once there are any."""
    before = known
    while True:
        time.sleep(_SECONDS)
        now = state(course, asked, here)
        if now == before and now != known:
            return _narrowed(asked, {Path(path) for path, *_ in now ^ known}, course, here)
        before = now


def _narrowed(asked: Selection, saved: Collection[Path], course: Course, here: Path) -> Selection:
    """The same for the assignments of some files alone."""
    assignments = {meant_by(path.name, course) for path in saved}
    names = asked.names or tuple(course.assignment_ids())
    own = (name for name in names if here / name in saved or name in assignments)
    return Selection(tuple(own), asked.parts)


def _stated(course: Course, asked: Selection, here: Path) -> Iterator[tuple[str, int, int, int]]:
    for path in _paths(course, asked, here):
        try:
            found = os.stat(path)  # noqa: PTH116 - as the entries of a folder are
        except OSError:
            continue
        yield str(path), found.st_mtime_ns, found.st_size, found.st_ino


def _paths(course: Course, asked: Selection, here: Path) -> Iterator[Path]:
    """Files by name, and whatever can be meant for an assignment in the two folders that are looked through."""
    named = {name for name in asked.names if is_path(name, here)}
    yield from (here / name for name in named)
    assignments = set(asked.names) - named or (set() if named else set(course.assignment_ids()))
    for folder in {here, course.root} if assignments else ():
        try:
            names = os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
        except OSError:
            continue
        yield from (folder / name for name in names if meant_by(name, course) in assignments)
