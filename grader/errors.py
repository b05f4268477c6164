"""What can go wrong that is not the student's doing.

    GraderError                exit code 3: our own fault
    ├── UsageError             2: the command line, or a folder it names, is not usable
    │   ├── CourseError        2: the course folder
    │   └── AssignmentError    2: one assignment of it
    ├── RubricError            2: a rubric file breaks its contract
    ├── SandboxError           3: a worker cannot be had
    │   └── IsolationError     3: an isolation layer that was asked for is not to be had here
    └── StorageError           3: a gradebook or cache cannot be read or written

Each says what is wrong, with the name of the thing, and carries a remedy: what to do next.
Student trouble is never an exception; it is data in a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def did_you_mean(given: str, names: Iterable[str]) -> str:
    """The remedy for a name that does not exist: the one that is most like it, and all there are."""
    known = list(dict.fromkeys(names))
    meant = _nearest(given, known)
    listed = f"choose one of: {', '.join(known)}"
    return f"did you mean {meant!r}? Else {listed}" if meant and len(known) > 1 else listed


def unknown_student(given: str, ids: Iterable[str]) -> str:
    """The remedy for an id that nobody has; a class is too large to be listed."""
    near = _nearest(given, list(ids))
    meant = f"did you mean {near!r}? Else " if near else ""
    return f"{meant}write the id as results.json does, capitals too; --out names the folder"


def _nearest(given: str, known: Sequence[str]) -> str:
    """The name that is most like another one; none where nothing is."""
    near = get_close_matches(given.casefold(), [name.casefold() for name in known], n=1, cutoff=0.6)
    return next((name for name in known if name.casefold() in near), "")


class GraderError(Exception):
    """Base of all; `exit_code` is what a command ends with."""

    exit_code = 3

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class UsageError(GraderError):
    """The command line, or a folder it names, is not usable."""

    exit_code = 2


class CourseError(UsageError):
    """The course folder is not to be found, or lacks something."""


class AssignmentError(UsageError):
    """One assignment is broken or unknown."""


class RubricError(GraderError):
    """A rubric file breaks its contract; grading with it would not be sound."""

    exit_code = 2


class SandboxError(GraderError):
    """A worker cannot be had; no student is to blame."""


class IsolationError(SandboxError):
    """An isolation layer that was asked for is not to be had on this machine."""


class StorageError(GraderError):
    """A gradebook or a cache cannot be read or written."""
