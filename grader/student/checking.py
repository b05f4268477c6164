"""A student's own files, judged by the public criteria: what `check`, `hint` and `pack` look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.grading.grade import Graded, grade, with_searches
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Grade, Judgement, Submission
from grader.sandbox.tiers import Backends
from grader.student.memory import NOTHING_CHANGED, Progress, progress, recall
from grader.student.selection import Selection


class Checked(msgspec.Struct, frozen=True):
    """A file that was judged, with what of it was asked for, and what changed since the last check."""

    graded: Graded
    prepared: Prepared
    judgements: tuple[Judgement, ...]
    progress: Progress = NOTHING_CHANGED

    @property
    def asked_for(self) -> Grade:
        """The grade with those criteria alone that were asked for."""
        most = sum(each.max_points for each in self.judgements)
        return msgspec.structs.replace(self.graded.grade, judgements=self.judgements, max_score=most)


def check(
    course: Course, found: Sequence[tuple[Assignment, Submission]], asked: Selection, backends: Backends
) -> Iterator[Checked]:
    """Each file with what it comes to."""
    memory = recall(course)
    for assignment, submission in found:
        backend = backends.having(assignment.packages)
        prepared = prepare(course, assignment, backend, cache=course.cache).public
        graded = with_searches(grade(submission, prepared, backend), prepared)
        since = progress(graded.grade, memory.of(assignment.id))
        yield Checked(graded, prepared, asked.of(graded.grade), since)
