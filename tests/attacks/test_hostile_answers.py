"""Whatever a worker may answer ends in an ordinary grade and a page: never in trouble of the grader's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.grading.grade import judge_transcript, judged
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import Ending, Outcome, SourceKind, Status, Submission, Transcript
from grader.reports.pages import student
from grader.sandbox import values
from grader.sandbox.tiers import open_backend
from tests.whole_course import COURSE

EVE = Submission("eve", "momentum_step", "momentum_step.py", SourceKind.PYTHON, b"x")
LOADED = Outcome(Ending.VALUE, values.encode_value(None))


def encodable(value: object) -> bool:
    try:
        values.encode_value(value)
    except values.Refused:
        return False
    return True


arrays = npst.arrays(
    st.sampled_from(["i1", "u8", "f2", "f4", "f8"]), npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3)
)
numbers = st.floats(width=64) | st.integers(-(2**63), 2**64 - 1)
any_value = st.recursive(
    st.none() | numbers | arrays,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), inner, max_size=3)
    ),
    max_leaves=5,
).filter(encodable)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
outcomes = st.builds(
    Outcome,
    st.sampled_from([Ending.VALUE, Ending.VALUE, Ending.RAISED, Ending.MISSING, Ending.MALFORMED]),
    any_value.map(values.encode_value),
    st.just(b"") | any_value.map(lambda value: values.encode_value({"weight": value}) if encodable([[value]]) else b""),
    detail=texts,
    error=texts,
    line=st.integers(0, 10**6),
    printed=texts,
)


@pytest.fixture(scope="module")
def prepared() -> Iterator[Prepared]:
    backend = open_backend(Isolation.NONE, hidden=False)
    yield prepare(COURSE, COURSE.assignment("momentum_step"), backend, cache=COURSE.cache)
    backend.close()


@settings(max_examples=settings().max_examples // 4, deadline=None)  # `make fuzz` has more
@given(answers=st.lists(outcomes, min_size=1, max_size=4))
def test_any_answers_end_in_an_ordinary_grade_and_a_page(prepared, answers):
    calls = prepared.key.plan.calls
    transcript = Transcript(LOADED, {call: answers[number % len(answers)] for number, call in enumerate(calls)})

    graded = judged(EVE, prepared, judge_transcript(transcript, prepared), transcript)

    assert graded.grade.status is Status.GRADED
    assert "<html" in student.page(graded, prepared)
