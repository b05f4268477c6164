"""One process's share of a batch: read a hand-in and grade it, write its pages, hand back what the gradebook keeps."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.batch.outputs import Outputs, storing, write_whole
from grader.collect.hand_in import HandIn
from grader.errors import SandboxError, StorageError
from grader.gradebook.store import Entry
from grader.gradebook.transcripts import behaviour_sha256, packed
from grader.grading.grade import Graded, Prepared, faulted, grade
from grader.records import Isolation, Submission
from grader.reports.pages import student
from grader.reports.pages.criterion import Articles
from grader.sandbox.base import Backend
from grader.sandbox.tiers import open_backend


@dataclass(slots=True)
class Shard:
    """Grades one hand-in after the other, with a zygote for each set of packages."""

    prepared: Mapping[str, Prepared]
    isolation: Isolation
    outputs: Outputs
    _backends: dict[tuple[str, ...], Backend] = field(default_factory=dict)
    _articles: dict[str, Articles] = field(default_factory=dict)  # hand-ins that behave alike share what is drawn

    def grade(self, hand_in: HandIn) -> Entry:
        """Read, grade and write pages.  Trouble of our own ends in a grade that says so; the others go on."""
        submission = hand_in.submission()
        try:
            return self._written(self._graded(submission, self.prepared[submission.assignment]))
        except StorageError:  # a full disk is no trouble of this hand-in, and ends the run
            raise
        except Exception as trouble:  # noqa: BLE001 - a page that cannot be made must not keep the class from its grades
            return self.give_up(submission, f"{type(trouble).__name__}: {trouble}")

    def give_up(self, submission: Submission, why: str) -> Entry:
        """The grade that says that the grader itself failed, with its pages."""
        return self._written(Graded(faulted(submission, self.prepared[submission.assignment], why), None))

    def _written(self, graded: Graded) -> Entry:
        prepared = self.prepared[graded.grade.assignment]
        entry = _entry(graded, prepared)
        student_id, assignment = graded.grade.student, graded.grade.assignment
        articles = self._articles.setdefault(assignment, Articles())
        for_student, for_staff = student.pages(graded, prepared, articles=articles)
        with storing(self.outputs):
            write_whole(self.outputs.student_page(student_id, assignment), for_student)
            write_whole(self.outputs.staff_page(student_id, assignment), for_staff)
        return entry

    def close(self) -> None:
        """End the workers' processes."""
        for backend in self._backends.values():
            backend.close()
        self._backends.clear()

    def _graded(self, submission: Submission, prepared: Prepared) -> Graded:
        for last in (False, True):
            try:
                return grade(submission, prepared, self._backend(prepared))
            except SandboxError as trouble:
                self._drop_backend(prepared)
                if last:
                    return Graded(faulted(submission, prepared, trouble.problem), None)
            except Exception as trouble:  # noqa: BLE001 - one hand-in must not keep the class from its grades
                return Graded(faulted(submission, prepared, f"{type(trouble).__name__}: {trouble}"), None)
        raise AssertionError("unreachable")

    def _backend(self, prepared: Prepared) -> Backend:
        packages = prepared.assignment.packages
        if packages not in self._backends:
            self._backends[packages] = open_backend(self.isolation, packages=packages, hidden=True)
        return self._backends[packages]

    def _drop_backend(self, prepared: Prepared) -> None:
        backend = self._backends.pop(prepared.assignment.packages, None)
        if backend is not None:
            with contextlib.suppress(SandboxError):
                backend.close()


def _entry(graded: Graded, prepared: Prepared) -> Entry:
    if graded.transcript is None:
        return Entry(graded.grade)
    difference = packed(graded.transcript, prepared.key.reference)
    return Entry(graded.grade, difference, behaviour_sha256(graded.transcript))
