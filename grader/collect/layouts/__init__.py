"""Where students' files lie in a tree: a module for each kind of it, and a row here for each place.

A layout takes the entries of a whole class and gives back each student's own.  It raises `UsageError` where it would
lose somebody: with what it saw, and what to name instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from grader.collect.layouts import downloads, plain
from grader.collect.students import Expected, Student
from grader.collect.tree import Entry

Students = Callable[[Sequence[Entry], Expected], list[Student]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a class lies, what that is called, and who is in it."""

    id: str
    title: str
    students: Students


LAYOUTS = {
    "plain": Layout("plain", "a folder for each student", plain.students),
    **{place.id: Layout(place.id, place.title, partial(downloads.students_of, place)) for place in downloads.PLACES},
}


def layout_of(entries: Sequence[Entry]) -> Layout:
    """The layout that the names speak of; a folder for each student where they speak of none."""
    place = downloads.recognised(entries)
    return LAYOUTS["plain" if place is None else place.id]
