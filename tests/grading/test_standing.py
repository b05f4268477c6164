"""Which attempt counts, and whose late days are free: by hand, and by laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from grader.course.assignment import Assignment
from grader.course.policies import AttemptPolicy, LatePolicy
from grader.grading.policy import longest
from grader.grading.standing import AtAssignment, Made, standings
from grader.records import Choice, Grade, Judgement, Limits, Status, Uncounted, Verdict, Visibility

DUE = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TEN_A_DAY = LatePolicy(10.0)


def assignment(
    name: str = "momentum",
    due: datetime | None = DUE,
    attempts: AttemptPolicy | None = None,
    late: LatePolicy | None = None,
) -> Assignment:
    return Assignment(
        name, Path(), "T", "S", "L", 1, ("f",), 10.0, (), None, Limits(), due, None, late=late, attempts=attempts
    )  # fmt: skip


def made(digest: str, points: float, at: datetime | None) -> Made:
    judged = Judgement("c", "C", ("f",), points, 10.0, Verdict.FAILED, Visibility.VISIBLE, public=True)
    return Made(Grade("bob", "momentum", Status.GRADED, 10.0, (judged,), submission_sha256=digest), at, at)


def counted(policy: AttemptPolicy | None, *attempts: Made, choice: Choice | None = None) -> str:
    work = AtAssignment(assignment(attempts=policy), attempts, choice=choice)
    return standings([work])["momentum"].which.grade.submission_sha256


A, B, C = made("a", 4.0, DUE - 3 * DAY), made("b", 9.0, DUE - 2 * DAY), made("c", 5.0, DUE - DAY)


def test_the_last_counts_or_the_best_as_the_assignment_says() -> None:
    assert counted(None, B, C, A) == "c"
    assert counted(AttemptPolicy("last"), B, A, C) == "c"
    assert counted(AttemptPolicy("best"), C, B, A) == "b"


def test_of_equals_the_first_counts() -> None:
    assert counted(AttemptPolicy("best"), A, B, made("d", 9.0, DUE)) == "b"


def test_only_so_many_count() -> None:
    assert counted(AttemptPolicy("last", most=2), A, B, C) == "b"
    assert counted(AttemptPolicy("best", most=1), A, B, C) == "a"


def test_an_attempt_that_came_too_soon_does_not_count_and_does_not_begin_a_pause() -> None:
    policy = AttemptPolicy("last", pause_minutes=60)
    first, soon = made("a", 1.0, DUE), made("b", 2.0, DUE + timedelta(minutes=40))
    later = made("c", 3.0, DUE + timedelta(minutes=60))

    assert counted(policy, first, soon) == "a"
    assert counted(policy, first, soon, later) == "c"
    (told,) = standings([AtAssignment(assignment(attempts=policy), (first, soon, later))]).values()
    assert told.attempts is not None
    assert [each.uncounted for each in told.attempts.made] == [None, Uncounted.TOO_SOON, None]


def test_a_choice_of_a_person_goes_before_every_rule() -> None:
    choice = Choice("a", "agreed", "eve", DUE)

    assert counted(AttemptPolicy("best", most=1), B, C, A, choice=choice) == "a"
    assert counted(None, A, B, choice=msgspec.structs.replace(choice, submission_sha256="gone")) == "b"


def test_the_best_is_the_best_after_its_lateness() -> None:
    late = made("d", 10.0, DUE + 7 * DAY)  # 30 % are left
    work = AtAssignment(assignment(attempts=AttemptPolicy("best"), late=TEN_A_DAY), (A, late))

    (found,) = standings([work]).values()

    assert found.which.grade.submission_sha256 == "a"
    assert found.attempts is not None
    assert [each.points for each in found.attempts.made] == [4.0, 3.0]


def test_the_same_handed_in_again_is_an_attempt_of_its_own() -> None:
    again = made("b", 9.0, DUE + 2 * DAY)  # what `B` was, two days late
    best = AtAssignment(assignment(attempts=AttemptPolicy("best"), late=TEN_A_DAY), (B, again))
    last = AtAssignment(assignment(attempts=AttemptPolicy("last"), late=TEN_A_DAY), (B, again))

    ((by_best,), (by_last,)) = (standings([each]).values() for each in (best, last))

    assert by_best.late is None
    assert by_last.late is not None
    assert by_last.late.begun == 2
    assert by_best.attempts is not None
    assert [each.points for each in by_best.attempts.made] == [9.0, 7.2]
    assert counted(AttemptPolicy("last", most=2), A, B, C, again) == "b"


def test_a_form_that_is_sent_twice_uses_up_one_attempt() -> None:
    twice = [made("a", 4.0, DUE - 3 * DAY + timedelta(seconds=each)) for each in (30, 3600)]

    assert counted(AttemptPolicy("best", most=2), A, *twice, B) == "b"
    assert counted(AttemptPolicy("best", most=2), A, *twice, B, made("d", 10.0, DUE)) == "b"
    assert counted(AttemptPolicy("last", most=1, pause_minutes=10), A, *twice, B) == "a"


def test_what_counted_once_uses_up_nothing_whenever_it_comes_again() -> None:
    back = made("a", 4.0, DUE - DAY - timedelta(hours=1))

    assert counted(AttemptPolicy("best", most=3), A, B, back, made("d", 10.0, DUE)) == "d"
    assert counted(AttemptPolicy("last", most=3), A, B, back, C) == "c"
    assert counted(AttemptPolicy("last", most=2), A, B, back) == "a"


def test_what_comes_again_begins_no_pause() -> None:
    policy = AttemptPolicy("last", pause_minutes=30)
    first, again, other = (
        made(digest, 1.0, DUE + timedelta(minutes=at)) for digest, at in (("a", 0), ("a", 31), ("b", 59))
    )

    assert counted(policy, first, again, other) == "b"


def test_a_single_attempt_needs_no_telling() -> None:
    (found,) = standings([AtAssignment(assignment(attempts=AttemptPolicy("best")), (A,))]).values()

    assert found.attempts is None


def test_free_days_go_to_what_is_due_first() -> None:
    first = AtAssignment(assignment("first", late=TEN_A_DAY), (made("a", 8.0, DUE + 1.5 * DAY),))
    second = AtAssignment(assignment("second", DUE + 7 * DAY, late=TEN_A_DAY), (made("b", 10.0, DUE + 9.5 * DAY),))

    found = standings([second, first], free_late_days=3)

    one, two = found["first"].late, found["second"].late
    assert one is not None
    assert two is not None
    assert (one.begun, one.free, one.free_left, one.share) == (2, 2, 1, 0.0)
    assert (two.begun, two.free, two.free_left, two.share) == (3, 1, 0, 0.2)
    assert two.taken(10.0) == 2.0


def test_what_has_no_due_date_comes_last_and_hours_are_never_free() -> None:
    hourly = LatePolicy(1.0, per="hour")
    work = AtAssignment(assignment(late=hourly), (made("a", 10.0, DUE + timedelta(hours=3)),))
    undated = AtAssignment(assignment("any", None), (made("b", 10.0, DUE),))

    found = standings([undated, work], free_late_days=5)

    assert found["momentum"].late is not None
    assert (found["momentum"].late.free, found["momentum"].late.share) == (0, 0.03)
    assert found["any"].late is None


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20)), min_size=1, max_size=6), st.integers(0, 12))
def test_no_more_days_are_free_than_there_are_and_none_is_wasted(late: list[tuple[int, int]], free: int) -> None:
    work = [
        AtAssignment(
            assignment(f"n{number}", DUE + order * DAY, late=TEN_A_DAY), (made("a", 10.0, DUE + (order + days) * DAY),)
        )
        for number, (order, days) in enumerate(late)
    ]

    found = [each.late for each in standings(work, free).values()]

    used = sum(each.free for each in found if each is not None)
    assert used == min(free, sum(days for _, days in late))


@given(st.lists(st.floats(0, 10), min_size=1, max_size=6))
def test_the_best_is_never_worse_than_the_last(earned: list[float]) -> None:
    attempts = [made(str(number), points, DUE + number * DAY) for number, points in enumerate(earned)]

    best, last = (counted(AttemptPolicy(rule), *attempts) for rule in ("best", "last"))

    assert last == str(len(earned) - 1)
    assert earned[int(best)] == max(earned)


def test_extra_time_for_one_person_is_the_later_of_both() -> None:
    work = assignment(due=DUE)

    assert longest(work, None, "extra time in exams") is None
    assert longest(work, None, "+2 days, quiet room") == DUE + 2 * DAY
    assert longest(work, None, "+1 week") == DUE + 7 * DAY
    assert longest(work, None, "\uff0b2 days") == DUE + 2 * DAY
    assert longest(work, None, "+2.5 days") == longest(work, None, "+2,5 d") == DUE + 2.5 * DAY
    assert longest(work, DUE + 3 * DAY, "+48 hours") == DUE + 3 * DAY
    assert longest(work, DUE + DAY, "+48 h") == DUE + 2 * DAY
    assert longest(assignment(due=None), None, "+2 days") is None
