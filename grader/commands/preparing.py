"""Assignments made ready to grade by, as several commands need them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial

from grader.batch.outputs import Outputs
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.errors import UsageError
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.grading.selftest import require_no_survivor
from grader.isolation import Isolation
from grader.sandbox.tiers import Backends


def others_of(course: Course, assignments: Sequence[Assignment]) -> Iterator[Assignment]:
    """The rest of the course, whose grades of earlier runs are shown; one that is broken keeps nobody from anything."""
    chosen = {each.id for each in assignments}
    for name in course.assignment_ids():
        if name not in chosen:
            with contextlib.suppress(UsageError):
                yield course.assignment(name)


def prepare_all(
    course: Course, assignments: Sequence[Assignment], outputs: Outputs, isolation: Isolation
) -> tuple[dict[str, Prepared], Isolation]:
    """Every assignment ready to grade by, and what `auto` came to, which the run holds to.

    Raises `RubricError` where a known mistake would earn everything.
    """
    with Backends(isolation, hidden=True) as backends:
        prepared = prepared_with(course, assignments, outputs, backends)
        return prepared, backends.opened(each.packages for each in assignments)


def prepared_with(
    course: Course, assignments: Sequence[Assignment], outputs: Outputs, backends: Backends
) -> dict[str, Prepared]:
    """The same, with backends that the run may go on with; those that something has to be run for are opened."""
    prepared = {}
    for assignment in assignments:
        backend = partial(backends.having, assignment.packages)
        prepared[assignment.id] = prepare(course, assignment, backend, cache=outputs.cache)
        require_no_survivor(prepared[assignment.id])
    return prepared
