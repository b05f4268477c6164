"""What a new grade takes the place of: what was given stays, and what was given again and again is not piled up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.replaced import Given, given_sha256, replaced
from grader.grading.changes import change_between
from grader.records import Decision, Grade, Judgement, Status, Verdict, Visibility

BEGIN = datetime(2026, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(hour: float) -> datetime:
    return BEGIN + hour * HOUR


def keep(kept: list[Given], given: str, *, made: datetime, since: datetime) -> list[Given]:
    """What is kept once a grade is, that a command which began at `since` made."""
    gone = replaced(kept, given, since)
    return [each for each in kept if each not in gone] + [Given(made, given)]


def turns(given: list[str]) -> list[str]:
    """What was given, without what was given again at once."""
    return [each for each, _ in groupby(given)]


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3), max_size=12))
def test_what_each_command_gave_last_stays_and_no_more_than_two_rows_of_a_turn(commands: list[list[str]]) -> None:
    kept: list[Given] = []
    for number, made in enumerate(commands):
        for step, each in enumerate(made):
            kept = keep(kept, each, made=at(number + step / 10), since=at(number))

    last = [made[-1] for made in commands]
    assert turns([each.given_sha256 for each in sorted(kept)]) == turns(last)
    assert all(len(list(turn)) <= 2 for _, turn in groupby(sorted(kept), lambda each: each.given_sha256))


def test_what_an_older_version_kept_is_not_known_to_be_the_same() -> None:
    old = [Given(at(0), ""), Given(at(1), "")]

    assert replaced(old, "a", at(2)) == []


def judgement(**more: Any) -> Judgement:
    settings: dict[str, Any] = {"points": 1.0, "verdict": Verdict.FAILED, "id": "first", "max_points": 2.0} | more
    return Judgement(settings.pop("id"), "Title", ("adam",), public=False, visibility=Visibility.HIDDEN, **settings)


GRADE = Grade("ada", "adam", Status.GRADED, 2.0, judgements=(judgement(),), submission_sha256="a", rubric_sha256="b")


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"seconds": 3.0},
        {"decisions": (Decision("", None, "See me.", "eve", BEGIN, ""),)},
        {"judgements": (judgement(points=1.5),)},
        {"judgements": (judgement(verdict=Verdict.PASSED),)},
        {"judgements": (judgement(max_points=3.0),)},
        {"judgements": (judgement(id="second"),)},
        {"judgements": (judgement(), judgement(id="second", points=0.0))},
        {"judgements": ()},
        {"max_score": 3.0},
        {"status": Status.REGRADE_NEEDED},
    ],
)
def test_grades_give_the_same_exactly_where_nothing_moved_between_them(other: dict[str, Any]) -> None:
    after = msgspec.structs.replace(GRADE, **other)

    assert (given_sha256(GRADE) == given_sha256(after)) == (change_between(GRADE, after) is None)
