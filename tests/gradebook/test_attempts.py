"""What was handed in is kept with its time and its bytes, and what it was compared with as well."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from grader.gradebook.address import Address
from grader.gradebook.attempts import MOST_KEPT, Attempt
from grader.gradebook.entries import Entry
from grader.gradebook.store import Gradebook, open_gradebook
from grader.records import Call, Ending, Grade, Outcome, SourceKind, Status, Transcript

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def entry(
    student: str, digest: str, at: datetime | None = NOON, source: bytes = b"pass\n", transcript: bytes = b""
) -> Entry:
    grade = Grade(student, "adam", Status.GRADED, 1.0, submission_sha256=digest * 64, rubric_sha256="r" * 64)
    attempt = Attempt(student, "adam", digest * 64, "adam.py", SourceKind.PYTHON, at)
    return Entry(grade, transcript, attempt=attempt, source=source)


@pytest.fixture
def book(made: Address) -> Iterator[Gradebook]:
    opened = open_gradebook(made)
    yield opened
    opened.close()


def test_attempts_come_back_the_oldest_first_with_their_bytes(book: Gradebook) -> None:
    book.save([entry("ada", "b", NOON + timedelta(days=1), b"second"), entry("ada", "a", NOON, b"first")])
    book.save([entry("bob", "c", None)])

    ada = book.history("ada")

    assert [(each.submission_sha256[0], each.handed_in_at) for each in ada] == [
        ("a", NOON),
        ("b", NOON + timedelta(days=1)),
    ]
    assert [book.source(each.submission_sha256) for each in ada] == [b"first", b"second"]
    (bob,) = book.history("bob")
    assert bob.handed_in_at is None
    assert bob.at == bob.first_seen_at
    assert [each.student for each in book.history()] == ["ada", "ada", "bob"]
    assert book.history(assignment="other") == []


def test_what_is_seen_again_keeps_when_it_was_first_seen_and_learns_its_time(book: Gradebook) -> None:
    book.save([entry("ada", "a", None)])
    (before,) = book.history("ada")
    book.save([entry("ada", "a", NOON)])
    book.save([entry("ada", "a", None)])

    (after,) = book.history("ada")

    assert after.first_seen_at == before.first_seen_at
    assert after.handed_in_at == NOON


def test_the_same_bytes_at_a_later_time_keep_the_earlier_one_and_an_earlier_time_was_the_true_one(
    book: Gradebook,
) -> None:
    key = ("ada", "adam", "a" * 64)
    book.save([entry("ada", "a", NOON)])
    book.save([entry("ada", "a", NOON + timedelta(hours=1))])
    book.keep_times({key: NOON + timedelta(hours=2)})
    (again,) = book.history("ada")
    book.keep_times({key: NOON + timedelta(hours=2)})
    book.keep_times({key: NOON + timedelta(minutes=30)})
    (mended,) = book.history("ada")

    assert again.handed_in_at == NOON + timedelta(hours=2)
    assert again.earlier_times == (NOON, NOON + timedelta(hours=1))
    assert mended.handed_in_at == NOON + timedelta(minutes=30)
    assert mended.earlier_times == (NOON,)


def test_a_source_that_is_too_long_is_not_kept_and_its_attempt_is(book: Gradebook) -> None:
    book.save([entry("ada", "a", source=os.urandom(MOST_KEPT + 1)), entry("bob", "b", source=b" " * (10 * MOST_KEPT))])

    assert book.source("a" * 64) is None
    assert book.source("b" * 64) == b" " * (10 * MOST_KEPT)
    assert len(book.history()) == 2


def test_a_student_is_forgotten_with_what_nobody_else_handed_in(book: Gradebook) -> None:
    book.save([entry("ada", "a"), entry("ada", "s"), entry("bob", "s")])

    book.forget("ada")

    assert [each.student for each in book.history()] == ["bob"]
    assert book.source("a" * 64) is None
    assert book.source("s" * 64) == b"pass\n"


def test_expected_answers_are_kept_once_for_a_rubric(book: Gradebook) -> None:
    load = Outcome(Ending.VALUE)
    first = Transcript(load, {Call("adam", b"x"): Outcome(Ending.VALUE, value=b"1")})

    book.keep_expected("adam", "r" * 64, first)
    book.keep_expected("adam", "r" * 64, Transcript(load, {}))

    assert book.expected("r" * 64) == first
    assert book.expected("q" * 64) is None


def test_grades_are_found_with_what_they_were_judged_from_of_each_the_newest_first(book: Gradebook) -> None:
    book.save([entry("ada", "a", transcript=b"old"), entry("bob", "b")])
    book.save([entry("ada", "c", transcript=b"new")])

    found = [(kept.grade.student, kept.grade.submission_sha256[0], kept.difference) for kept in book.grades_of("adam")]

    assert found == [("ada", "c", b"new"), ("ada", "a", b"old"), ("bob", "b", b"")]
    assert list(book.grades_of("other")) == []
