"""One process's share of a batch: read a hand-in and grade it, write its pages, hand back what the gradebook keeps."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from msgspec.structs import replace

from grader.batch.outputs import Outputs, renew_page, storing
from grader.cluster.asking import Came
from grader.cluster.units import GradedThere
from grader.collect.hand_in import HandIn
from grader.errors import SandboxError, StorageError
from grader.gradebook.attempts import Attempt
from grader.gradebook.entries import Entry
from grader.gradebook.rests_on import Packed
from grader.gradebook.transcripts import behaviour_sha256, difference_of, unpacked
from grader.grading.decisions import with_decisions
from grader.grading.grade import Graded, faulted, grade, judge_transcript, judged
from grader.grading.policy import lateness, with_time
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import Grade, Past, Submission, Transcript
from grader.reports.pages import student
from grader.reports.pages.criterion import Articles
from grader.sandbox.tiers import Backends

_NEWEST = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Shard:
    """Grades one hand-in after the other, with a zygote for each set of packages, or a share of one that is `warm`."""

    prepared: Mapping[str, Prepared]
    isolation: Isolation
    outputs: Outputs
    at: datetime  # the moment that pages are made for
    past: Mapping[tuple[str, str], Sequence[Past]] = field(default_factory=dict)  # what was given before, oldest first
    warm: Backends | None = None
    _backends: Backends = field(init=False)
    _articles: dict[str, Articles] = field(default_factory=dict)  # hand-ins that behave alike share what is drawn

    def __post_init__(self) -> None:
        self._backends = Backends(self.isolation, hidden=True, warm=self.warm)

    def do(self, hand_in: HandIn) -> Entry:
        """Read, grade and write pages.  Trouble of our own ends in a grade that says so; the others go on."""
        submission = hand_in.submission()
        try:
            prepared = self.prepared[submission.assignment]
            entry = self._finished(hand_in, submission, self._graded(submission, prepared))
        except StorageError:  # a full disk is no trouble of this hand-in, and ends the run
            raise
        except Exception as trouble:  # noqa: BLE001 - a page that cannot be made must not keep the class from its grades
            entry = self._faulted(submission, f"{type(trouble).__name__}: {trouble}")
        return entry if not submission.source else _with_attempt(entry, submission, hand_in.handed_in_at)

    def take(self, came: Came) -> Entry:
        """What another machine graded: what is wrong is diagnosed here, where banks and the reference are."""
        submission = came.submission
        try:
            graded = Graded(self._faulty(submission, came.why_not), None)
            if came.graded is not None:
                graded = self._read(came.graded, self.prepared[submission.assignment])
            if graded.transcript is not None and any(each.lost for each in graded.grade.judgements):
                graded = self._judged_here(submission, graded.grade, graded.transcript)
            entry = self._finished(came.hand_in, submission, graded)
        except StorageError:
            raise
        except Exception as trouble:  # noqa: BLE001 - as above
            entry = self._faulted(submission, f"{type(trouble).__name__}: {trouble}")
        return entry if not submission.source else _with_attempt(entry, submission, came.hand_in.handed_in_at)

    def _read(self, there: GradedThere, prepared: Prepared) -> Graded:
        transcript = unpacked(there.difference, prepared.key.reference) if there.difference else None
        return Graded(there.grade, transcript)

    def _judged_here(self, submission: Submission, there: Grade, transcript: Transcript) -> Graded:
        prepared = self.prepared[submission.assignment]
        backend = partial(self._backends.having, prepared.assignment.packages)
        judgements = judge_transcript(transcript, prepared)
        here = judged(submission, prepared, judgements, transcript, there.seconds, backend=backend)
        return replace(here, grade=replace(here.grade, conditions=there.conditions))

    def _finished(self, hand_in: HandIn, submission: Submission, graded: Graded) -> Entry:
        """With what time and a person made of it, and its pages written."""
        prepared = self.prepared[submission.assignment]
        late = lateness(prepared.assignment, hand_in.handed_in_at, hand_in.extended_until)
        return self.written(
            with_decisions(with_time(graded, late), hand_in.decisions), submission.source, hand_in.handed_in_at
        )

    def give_up(self, hand_in: HandIn, why: str) -> Entry:
        """The grade that says that the grader itself failed, with its pages."""
        return self._faulted(hand_in.submission(), why)

    def _faulted(self, submission: Submission, why: str) -> Entry:
        return self.written(Graded(self._faulty(submission, why), None), submission.source)

    def _faulty(self, submission: Submission, why: str) -> Grade:
        return faulted(submission, self.prepared[submission.assignment], why)

    def written(
        self, graded: Graded, source: bytes, handed_in_at: datetime | None = None, *, packed: Packed | None = None
    ) -> Entry:
        """Write the pages of a grade; what the gradebook keeps of it, with its `packed` transcript if that is known."""
        prepared = self.prepared[graded.grade.assignment]
        entry = _entry(graded, prepared, packed)
        student_id, assignment = graded.grade.student, graded.grade.assignment
        articles = self._articles.setdefault(assignment, Articles())
        history = self._history(graded.grade, handed_in_at)
        staff = student.ForStaff(self.outputs.around(student_id, assignment), source, history)
        for_student, for_staff = student.pages(graded, prepared, at=self.at, articles=articles, for_staff=staff)
        with storing(self.outputs):
            renew_page(self.outputs.student_page(student_id, assignment), for_student)
            renew_page(self.outputs.staff_page(student_id, assignment), for_staff)
        return entry

    def _history(self, grade: Grade, handed_in_at: datetime | None) -> tuple[Past, ...]:
        """Each hand-in with what it was given last, in their order: judged again to the same, it stays."""
        before = self.past.get((grade.student, grade.assignment), ())
        same = [each.handed_in_at for each in before if each.submission_sha256 == grade.submission_sha256]
        now = Past(
            grade.submission_sha256,
            grade.status,
            grade.score,
            grade.max_score,
            None,
            grade.filename,
            handed_in_at or next(iter(same), None),
        )
        last = {each.submission_sha256: each for each in before if each.submission_sha256 != now.submission_sha256}
        lines = (*last.values(), now)
        return tuple(sorted(lines, key=lambda each: each.handed_in_at or each.graded_at or _NEWEST))

    def close(self) -> None:
        """End the workers' processes."""
        self._backends.close()

    def _graded(self, submission: Submission, prepared: Prepared) -> Graded:
        packages = prepared.assignment.packages
        for last in (False, True):
            try:
                return grade(submission, prepared, self._backends.having(packages))
            except SandboxError as trouble:
                with contextlib.suppress(SandboxError):
                    self._backends.drop(packages)
                if last:
                    return Graded(faulted(submission, prepared, trouble.problem), None)
            except Exception as trouble:  # noqa: BLE001 - one hand-in must not keep the class from its grades
                return Graded(faulted(submission, prepared, f"{type(trouble).__name__}: {trouble}"), None)
        raise AssertionError("unreachable")


def _with_attempt(entry: Entry, submission: Submission, handed_in_at: datetime | None) -> Entry:
    attempt = Attempt(
        submission.student,
        submission.assignment,
        submission.sha256,
        submission.filename,
        submission.kind,
        handed_in_at,
    )
    return replace(entry, attempt=attempt, source=submission.source)


def _entry(graded: Graded, prepared: Prepared, packed: Packed | None) -> Entry:
    transcript = graded.transcript
    if transcript is None:
        return Entry(graded.grade, unsearched=False)
    if packed is None:
        packed = Packed(difference_of(transcript, prepared.key.reference))
    behaviour = packed.behaviour_sha256 or behaviour_sha256(transcript)
    return Entry(graded.grade, packed.difference, behaviour, unsearched=graded.unsearched)
