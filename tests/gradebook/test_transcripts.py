"""Transcripts are kept as differences from the reference's: nothing is lost, and right work takes next to nothing."""

from __future__ import annotations

import secrets
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course import variants
from grader.gradebook.transcripts import MOST_KEPT, behaviour_sha256, difference_of, unpacked
from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Call, Ending, Outcome, Transcript
from tests.whole_course import COURSE

CALLS = [Call(name, bytes([number]), occurrence) for name in ("f", "g") for number in range(4) for occurrence in (0, 1)]
OUTCOMES = st.builds(
    Outcome,
    ending=st.sampled_from(Ending),
    value=st.binary(max_size=6),
    arguments_after=st.binary(max_size=2),
    detail=st.text(max_size=5),
    error=st.sampled_from(["", "ValueError"]),
    line=st.integers(0, 99),
    printed=st.text(max_size=5),
)
TRANSCRIPTS = st.builds(Transcript, OUTCOMES, st.dictionaries(st.sampled_from(CALLS), OUTCOMES))


@settings(max_examples=100)
@given(transcript=TRANSCRIPTS, reference=TRANSCRIPTS)
def test_what_is_unpacked_is_what_was_packed(transcript, reference):
    assert unpacked(difference_of(transcript, reference), reference) == transcript


@settings(max_examples=30)
@given(reference=TRANSCRIPTS)
def test_the_reference_itself_takes_no_more_than_its_loading(reference):
    assert len(difference_of(reference, reference)) <= len(msgspec.msgpack.encode(reference.load)) + 60


@pytest.mark.parametrize(("length", "is_kept"), [(MOST_KEPT // 2, True), (MOST_KEPT + 1, False)])
def test_what_is_too_long_is_not_kept(length, is_kept):
    transcript = Transcript(Outcome(Ending.VALUE), {CALLS[0]: Outcome(Ending.VALUE, secrets.token_bytes(length))})

    assert bool(difference_of(transcript, Transcript(Outcome(Ending.VALUE), {}))) is is_kept


@settings(max_examples=40)
@given(transcript=TRANSCRIPTS, data=st.data())
def test_behaviour_is_values_endings_and_arguments_in_any_order(transcript, data):
    order = data.draw(st.permutations(list(transcript.outcomes)))
    said = {call: msgspec.structs.replace(transcript.outcomes[call], printed="p", detail="d", line=7) for call in order}

    assert behaviour_sha256(Transcript(transcript.load, said)) == behaviour_sha256(transcript)


@pytest.mark.parametrize("change", [{"value": b"other"}, {"ending": Ending.RAISED}, {"arguments_after": b"other"}])
def test_another_answer_is_another_behaviour(change):
    before = Transcript(Outcome(Ending.VALUE), {CALLS[0]: Outcome(Ending.VALUE, b"one")})
    after = Transcript(before.load, {CALLS[0]: msgspec.structs.replace(before.outcomes[CALLS[0]], **change)})

    assert behaviour_sha256(before) != behaviour_sha256(after)


@pytest.fixture(scope="module")
def rolling(backend):
    """The real assignment `momentum_step`, prepared in the course that stands here."""
    return prepare(COURSE, COURSE.assignment("momentum_step"), backend, cache=COURSE.cache)


def test_a_right_hand_in_of_the_real_course_takes_less_than_200_bytes(rolling, backend, hand_in):
    right = right_submission(rolling, hand_in)

    transcript = grade(right, rolling, backend).transcript

    assert transcript is not None
    assert len(transcript.outcomes) > 100
    assert len(difference_of(transcript, rolling.key.reference)) < 200


def test_a_wrong_hand_in_of_the_real_course_comes_back_whole(rolling, backend):
    mistake = variants.mistakes(COURSE, rolling.assignment)[0]

    transcript = grade(mistake.submission, rolling, backend).transcript

    assert transcript is not None
    assert unpacked(difference_of(transcript, rolling.key.reference), rolling.key.reference) == transcript


def right_submission(prepared: Prepared, hand_in: Any) -> Any:
    solution = COURSE.reference / prepared.assignment.id / "solution.py"
    return hand_in(solution.read_text(encoding="utf-8"), assignment=prepared.assignment.id)
