"""Where students' files lie in a tree: a module for each kind of it, and a row here for each place.

A layout takes the entries of a whole class and gives back each student's own.  It raises `UsageError` where it would
lose somebody: with what it saw, and what to name instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from grader.collect.layouts import downloads, git, gradescope, nbgrader, plain
from grader.collect.students import Expected, Found
from grader.collect.tree import Entry


class Layout(msgspec.Struct, frozen=True):
    """How a class lies, what that is called, and who is in it."""

    id: str
    title: str
    found_in: Callable[[Sequence[Entry], Expected], Found]


LAYOUTS = {
    "plain": Layout("plain", "a folder for each student", plain.found_in),
    **{place.id: Layout(place.id, place.title, partial(downloads.found_in, place)) for place in downloads.PLACES},
    "gradescope": Layout("gradescope", "an export from Gradescope", gradescope.found_in),
    "nbgrader": Layout("nbgrader", "what nbgrader collected", nbgrader.found_in),
    "git": Layout("git", "a folder of git checkouts", git.found_in),
}


def layout_of(entries: Sequence[Entry], where: Path) -> Layout:
    """The layout that names, and what lies beside them, speak of; a folder for each student where nothing does."""
    if git.recognised(entries, where):
        return LAYOUTS["git"]
    if gradescope.recognised(entries, where):
        return LAYOUTS["gradescope"]
    if nbgrader.recognised(entries, where):
        return LAYOUTS["nbgrader"]
    place = downloads.recognised(entries)
    return LAYOUTS["plain" if place is None else place.id]


def bytes_needed(parts: Sequence[str]) -> int | None:
    """The most bytes of a file that tells whose hand-ins are, or when they came; None for any other."""
    if parts and parts[-1] == gradescope.METADATA and len(parts) <= 2:
        return gradescope.LARGEST
    if downloads.is_text_of_blackboard(parts):
        return downloads.LONGEST_TEXT
    return nbgrader.LONGEST if nbgrader.is_timestamp(parts) else None
