"""What being late costs: counted by hand, on the clock on the wall, and never more than is said."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.assignment import Assignment
from grader.course.policies import LatePolicy
from grader.errors import AssignmentError
from grader.grading.policy import lateness
from grader.records import Lateness, Limits
from grader.words.lateness import lateness_sentences
from tests.conftest import TOML, CourseWriter

BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 11, 20, 23, 59, tzinfo=BERLIN)


TEN_A_DAY = LatePolicy(10.0)


def assignment(due: datetime | None = DUE, policy: LatePolicy | None = TEN_A_DAY) -> Assignment:
    return Assignment(
        id="twice",
        folder=Path(),
        title="Twice",
        source="",
        level="",
        minutes=5,
        functions=("twice",),
        points=2.0,
        packages=(),
        landscape=None,
        limits=Limits(),
        due=due,
        published=None,
        late=policy,
    )


def late(after: timedelta, policy: LatePolicy, due: datetime = DUE) -> Lateness | None:
    return lateness(assignment(due, policy), (due.astimezone(UTC) + after), None)


@pytest.mark.parametrize(
    ("after", "begun"),
    [
        (timedelta(minutes=-1), 0),
        (timedelta(0), 0),
        (timedelta(seconds=1), 1),
        (timedelta(hours=24), 1),
        (timedelta(hours=24, seconds=1), 2),
        (timedelta(days=6, hours=23), 7),
    ],
)
def test_each_day_that_has_begun_counts(after: timedelta, begun: int) -> None:
    found = late(after, LatePolicy(10.0))

    assert (0 if found is None else found.begun) == begun
    assert (0.0 if found is None else found.taken(8.0)) == pytest.approx(min(0.8 * begun, 8.0))


def test_hours_count_from_when_it_was_due_once_the_grace_is_over() -> None:
    policy = LatePolicy(2.0, per="hour", grace_minutes=15)

    assert late(timedelta(minutes=15), policy) is None
    found = late(timedelta(minutes=16), policy)
    assert found is not None
    assert (found.begun, found.share) == (1, 0.02)
    found = late(timedelta(hours=3, minutes=1), policy)
    assert found is not None
    assert (found.begun, found.taken(7.5)) == (4, 0.6)


def test_no_more_is_taken_than_the_most() -> None:
    found = late(timedelta(days=30), LatePolicy(10.0, most_percent=50))

    assert found is not None
    assert (found.begun, found.share, found.taken(9.0)) == (31, 0.5, 4.5) or (found.begun, found.share) == (30, 0.5)
    said = lateness_sentences(found, 9.0)
    assert said[0].endswith("9 − 4.5 = 4.5.")
    assert said[1] == "No more than 50 % is taken off in all."


@pytest.mark.parametrize(
    ("due", "hours"),
    [
        (datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN), 25),  # that night clocks go back
        (datetime(2026, 3, 28, 12, 0, tzinfo=BERLIN), 23),  # and here they go ahead
        (datetime(2026, 11, 20, 12, 0, tzinfo=BERLIN), 24),
    ],
)
def test_a_day_ends_at_the_same_time_on_the_wall(due: datetime, hours: int) -> None:
    ends = late(timedelta(hours=hours), LatePolicy(10.0), due)
    after = late(timedelta(hours=hours, seconds=1), LatePolicy(10.0), due)

    assert ends is not None
    assert after is not None
    assert (ends.begun, after.begun) == (1, 2)


def test_an_extension_moves_when_it_counts_from_and_never_back() -> None:
    longer, shorter = DUE + timedelta(days=3), DUE - timedelta(days=3)
    at = DUE + timedelta(days=4)

    given = lateness(assignment(), at, longer)
    earlier = lateness(assignment(), at, shorter)

    assert given is not None
    assert earlier is not None
    assert (given.begun, given.extended) == (1, True)
    assert (earlier.begun, earlier.extended) == (4, False)
    assert lateness(assignment(), longer, longer) is None
    assert "you had until 2026-11-23 23:59 instead of 2026-11-20 23:59" in lateness_sentences(given, 2.0)[0]


def test_without_a_time_a_policy_or_a_due_date_nothing_is_taken() -> None:
    assert lateness(assignment(), None, None) is None
    assert lateness(assignment(policy=None), DUE + timedelta(days=9), None) is None
    assert lateness(assignment(due=None, policy=None), DUE, None) is None
    assert late(timedelta(days=9), LatePolicy(0.0)) is None


@given(
    st.floats(0, 100),
    st.floats(0, 100),
    st.sampled_from(["day", "hour"]),
    st.integers(0, 10**7),
    st.integers(0, 10**6),
    st.floats(0, 100),
)
def test_who_is_later_never_has_more_and_nobody_less_than_nothing(
    percent: float, most: float, per: str, seconds: int, more: int, earned: float
) -> None:
    policy = LatePolicy(percent, per=per, most_percent=most)  # type: ignore[arg-type]
    first, second = (late(timedelta(seconds=after), policy) for after in (seconds, seconds + more))

    taken = [0.0 if each is None else each.taken(earned) for each in (first, second)]

    assert taken[0] <= taken[1] + 1e-9
    assert all(0 <= each <= earned * most / 100 + 0.0051 for each in taken)


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("grace", [0, 15])
@pytest.mark.parametrize("per", ["day", "hour"])
@pytest.mark.parametrize("extended", [False, True])
def test_of_two_hours_that_clocks_show_alike_the_one_that_is_meant_counts(
    fold: int, grace: int, per: Literal["day", "hour"], extended: bool
) -> None:
    meant = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold)
    due = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN) if extended else meant
    given = assignment(due, LatePolicy(10.0, per, grace_minutes=grace))
    over = meant.astimezone(UTC) + timedelta(minutes=grace)

    in_time, too_late = (lateness(given, at, meant if extended else None) for at in (over, over + timedelta(seconds=1)))

    assert in_time is None
    assert too_late is not None
    assert (too_late.begun, too_late.until) == (1, over)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("late = { percent = 10 }", "not when it is due"),
        ("due = 2026-12-01T23:59:00+01:00\nlate = { percent = 101 }", "percent = 101, which is to be from 0 to 100"),
        ("due = 2026-12-01T23:59:00+01:00\nlate = { percent = -1 }", "percent = -1, which is to be from 0 to 100"),
        ('due = 2026-12-01T23:59:00+01:00\nlate = { percent = 1, per = "week" }', "wrong value for 'per'"),
        ("due = 2026-12-01T23:59:00+01:00\nlate = { precent = 1 }", "precent"),
        ("due = 2026-12-01T23:59:00", "without an offset"),
        (
            'due = 2027-03-28T02:30:00\nzone = "Europe/Berlin"',
            "gives 'due' in line 7 a time that clocks in Europe/Berlin skip on that day",
        ),
        (
            'published = 2026-10-25T02:30:00\nzone = "Europe/Berlin"',
            "show twice on that day: write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00",
        ),
        ('zone = "Mars/Olympus"', "names a time zone 'Mars/Olympus' in line"),
        ('zone = "../../etc/passwd"', "that is not known here"),
    ],
)
def test_a_policy_that_cannot_be_is_said(courses: CourseWriter, more: str, said: str) -> None:
    with pytest.raises(AssignmentError, match=re.escape(said)):
        courses.add("twice", toml=TOML + more + "\n")


def test_a_time_without_an_offset_is_one_on_the_clocks_of_the_zone(courses: CourseWriter) -> None:
    summer = courses.add("twice", toml=TOML + 'due = 2026-07-01T23:59:00\nzone = "Europe/Berlin"\n')
    winter = courses.add("thrice", toml=TOML + 'due = 2026-12-01T23:59:00\nzone = "Europe/Berlin"\n')

    assert summer.due == datetime(2026, 7, 1, 21, 59, tzinfo=UTC)
    assert winter.due == datetime(2026, 12, 1, 22, 59, tzinfo=UTC)


def test_where_a_zone_is_not_known_a_pack_opens_all_the_same(courses: CourseWriter) -> None:
    folder = courses.add("twice", toml=TOML + 'due = 2026-07-01T23:59:00\nzone = "Europe/Berlin"\n').folder
    toml = folder / "assignment.toml"
    toml.write_text(toml.read_text().replace("Europe/Berlin", "Known/Elsewhere"))
    (folder / "test_hidden.py").unlink()
    shutil.rmtree(courses.root / "reference")

    assert courses.course.is_pack
    assert courses.course.assignment("twice").due == datetime(2026, 7, 1, 23, 59, tzinfo=UTC)
