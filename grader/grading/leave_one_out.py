"""What would be said of each known mistake if its file were not there: how well unknown ones are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from grader.course import variants
from grader.course.folder import Course
from grader.diagnosis.known_mistakes import KnownMistake, LookUp
from grader.grading.describe import with_answers
from grader.grading.grade import judge_transcript, judged, without_a_name
from grader.grading.prepared import Prepared
from grader.records import Call, Outcome, Transcript


class _Without(msgspec.Struct, frozen=True):
    """A bank without whatever was made of one known mistake."""

    bank: LookUp
    mistake: KnownMistake

    def fitting(
        self,
        function: str,
        theirs: Mapping[Call, Outcome],
        reference: Mapping[Call, Outcome],
        *,
        own: bool = True,
        calls: Sequence[Call] = (),
    ) -> Iterator[KnownMistake]:
        """What fits and is not made of it."""
        for found in self.bank.fitting(function, theirs, reference, own=own, calls=calls):
            if found.described is None or self.mistake.words not in found.described.mistakes:
                yield found


class LeftOut(msgspec.Struct, frozen=True):
    """One known mistake, and what the others say of it."""

    function: str
    mistake: str
    said: tuple[str, ...]  # `function/name` of each


def leave_one_out(course: Course, prepared: Prepared) -> Iterator[LeftOut]:
    """Every known mistake of an assignment in turn, diagnosed without itself and without what is the same as it.

    From what is recorded: nobody's code is run.
    """
    submissions = {(each.function, each.id): each.submission for each in variants.mistakes(course, prepared.assignment)}
    reference = prepared.key.reference
    for mistake in prepared.mistakes:
        if mistake.same_as:
            continue
        others = tuple(
            each
            for each in prepared.mistakes
            if (each.function, each.id) != (mistake.function, mistake.id) and each.same_as != mistake.id
        )
        without = replace(
            prepared,
            recorded=replace(prepared.recorded, mistakes=others),
            bank=None if prepared.bank is None else _Without(prepared.bank, mistake),
        )
        transcript = Transcript(reference.load, reference.outcomes | mistake.outcomes)
        submission = submissions[mistake.function, mistake.id]
        judgements = judge_transcript(transcript, without)
        graded = judged(submission, without, judgements, transcript)
        if graded.unsearched:
            questions = without_a_name(graded.grade, transcript, without).values()
            graded = judged(submission, with_answers(without, questions), judgements, transcript)
        said = tuple(f"{each.function}/{each.mistake}" for each in graded.grade.diagnoses)
        yield LeftOut(mistake.function, mistake.id, said)
