"""What the pages of a class know of a grade, and that it is no more than they need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import pytest

from grader.records import Decision, Grade, Lateness, Status
from grader.reports.pages.needs import needs
from grader.reports.pages.outline import Outlines
from grader.words.diagnoses import diagnosis_words
from tests.reports.large_class import large_class

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def grades() -> Sequence[Grade]:
    return large_class(400).grades


def test_an_outline_says_what_the_grade_says(grades):
    for grade in grades:
        outline = Outlines().of(grade, needs(grade))

        assert (outline.status, outline.score, outline.max_score) == (grade.status, grade.score, grade.max_score)
        assert [each.id for each in outline.lost] == [each.id for each in grade.judgements if each.lost]
        assert [each.points for each in outline.criteria] == [each.points for each in grade.judgements]
        assert [each.title for each in outline.mistakes] == [diagnosis_words(each).title for each in grade.diagnoses]
        assert set(needs(grade)) <= set(outline.states)


def test_who_says_the_same_has_the_same_outline(grades):
    outlines = Outlines()
    once = {id(outlines.of(grade, needs(grade))) for grade in grades}
    again = {id(outlines.of(msgspec.structs.replace(grade, student="x"), needs(grade))) for grade in grades}

    assert once == again
    assert len(once) < len(grades) / 2


def test_zeros_of_two_signs_are_two_outlines(grades):
    grade = next(each for each in grades if each.status is Status.GRADED)
    first, *others = grade.judgements
    outlines = Outlines()

    made = []
    for zero in (0.0, -0.0):
        judgements = (msgspec.structs.replace(first, points=zero), *others)
        made.append(outlines.of(msgspec.structs.replace(grade, judgements=judgements), {}))

    assert [str(each.criteria[0].points) for each in made] == ["0.0", "-0.0"]


def test_a_state_that_hangs_on_time_or_on_a_person_is_known():
    late = Lateness(NOW, NOW, NOW, "day", 1, 50.0, 0.5)
    given = Decision("criterion_1", 1.0, "", "prof", NOW)
    grade = Grade("ada", "walks", Status.GRADED, 2.0, late=late, decisions=(given,))

    assert Outlines().of(grade, {}).states == ("late", "decided")
