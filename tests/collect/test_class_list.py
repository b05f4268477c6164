"""A class as its roster has it: rows for everybody, near misses of ids, and files that a team shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.class_list import Unlisted, not_on_roster, with_everybody
from grader.collect.hand_in import HandIn, at_hand, listed, refused
from grader.collect.places import Dated, InMemory
from grader.course.assignment import Assignment
from grader.records import NoticeKind, Person, SourceKind, Status, Submission, Trouble, TroubleKind
from tests.conftest import CourseWriter

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
PAIR = [Person("ada", team="owls"), Person("bob", team="owls")]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return CourseWriter(tmp_path_factory.mktemp("course")).add()


def file(student: str, source: bytes, minutes: float | None = None) -> HandIn:
    """A hand-in, at a time where one is named."""
    submission = Submission(student, "twice", "twice.py", SourceKind.PYTHON, source)
    if minutes is None:
        return at_hand(submission)
    return listed(submission, Dated(InMemory(source), NOON + timedelta(minutes=minutes)))


def sources(rows: Sequence[HandIn]) -> dict[str, bytes]:
    return {row.student: row.submission().source for row in rows}


def kinds(row: HandIn) -> list[NoticeKind]:
    return [notice.kind for notice in row.notices]


# --- rows ------------------------------------------------------------------------------------------------------------


def test_without_a_roster_the_hand_ins_stay_as_they_are(twice):
    rows = [file("bob", b"1"), file("ada", b"2")]

    assert list(with_everybody(rows, [], [twice])) == rows


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("cdefgh"), min_size=1))
def test_everybody_who_handed_in_or_is_on_the_roster_has_one_row(twice, handed_in, on_roster):
    rows = with_everybody([file(each, b"1") for each in handed_in], [Person(each) for each in on_roster], [twice])

    assert [row.student for row in rows] == sorted(handed_in | on_roster)
    assert {row.student for row in rows if row.status is Status.MISSING} == on_roster - handed_in


# --- near misses -----------------------------------------------------------------------------------------------------

CLASS = [Person("zoë", "Zoe Quinn", "z.quinn@example.edu", {"ID": "4021"}), Person("lovelace"), Person("l0velace")]


@pytest.mark.parametrize(
    ("student", "near"),
    [
        ("ZOE", ("zoë",)),
        ("4021", ("zoë",)),
        ("z.quinn", ("zoë",)),
        ("Zoe Quinn", ("zoë",)),
        ("lovelac", ("lovelace",)),
        ("someone", ()),
    ],
)
def test_ids_that_may_be_meant_are_named(student, near):
    assert not_on_roster([student], CLASS, {"l0velace"}) == (Unlisted(student, near),)


def test_who_handed_in_is_not_taken_for_another_one_who_is_spelt_alike():
    assert not_on_roster(["lovelac"], CLASS, {"lovelace", "l0velace", "lovelac"}) == (Unlisted("lovelac"),)


def test_nobody_is_missing_from_a_roster_that_is_not_there():
    assert not_on_roster(["ada"], []) == ()


def test_where_a_whole_class_is_unknown_ids_are_not_compared_sign_by_sign():
    people = [Person(f"student{number}") for number in range(60)]

    found = not_on_roster([f"sudent{number}" for number in range(60)], people)

    assert len(found) == 60
    assert not any(each.near for each in found)


# --- teams -----------------------------------------------------------------------------------------------------------


def test_what_one_of_a_team_hands_in_is_everybodys(twice):
    rows = with_everybody([file("ada", b"1")], PAIR, [twice])

    assert sources(rows) == {"ada": b"1", "bob": b"1"}
    assert [kinds(row) for row in rows] == [[], [NoticeKind.FOR_TEAM]]


def test_the_same_file_twice_is_each_ones_own(twice):
    rows = with_everybody([file("ada", b"1"), file("bob", b"1")], PAIR, [twice])

    assert [kinds(row) for row in rows] == [[], []]


@pytest.mark.parametrize("minutes", [(0, 5), (5, 0), (None, 0)])
def test_the_same_file_twice_was_handed_in_when_the_first_was_whoever_did(twice, minutes):
    people = [*PAIR, Person("kim", team="owls")]
    rows = [file("ada", b"1", minutes[0]), file("bob", b"1", minutes[1])]

    found = with_everybody(rows, people, [twice])

    first = min(each.handed_in_at for each in rows if each.handed_in_at is not None)
    assert {row.handed_in_at for row in found} == {first}


def test_who_goes_back_to_the_first_file_of_a_team_hands_in_then(twice):
    people = [*PAIR, Person("kim", team="owls")]
    rows = [file("ada", b"1", 0), file("bob", b"2", 5), file("kim", b"1", 10)]

    found = with_everybody(rows, people, [twice])

    assert set(sources(found).values()) == {b"1"}
    assert {row.handed_in_at for row in found} == {rows[2].handed_in_at}


@pytest.mark.parametrize(("minutes", "taken"), [((0, 5), b"bob"), ((5, 0), b"ada")])
def test_the_newest_of_two_files_is_everybodys(twice, minutes, taken):
    rows = [file("ada", b"ada", minutes[0]), file("bob", b"bob", minutes[1])]

    assert set(sources(with_everybody(rows, PAIR, [twice])).values()) == {taken}


@pytest.mark.parametrize("minutes", [(0, 0), (0, 0.5), (0, None), (None, None)])
def test_where_no_time_tells_each_keeps_the_own_file_and_a_person_is_asked(twice, minutes):
    people = [*PAIR, Person("kim", team="owls")]
    rows = with_everybody([file("ada", b"1", minutes[0]), file("bob", b"2", minutes[1])], people, [twice])

    assert sources(rows) == {"ada": b"1", "bob": b"2", "kim": b""}
    assert [kinds(row) for row in rows[:2]] == [[NoticeKind.TEAM_DIFFERS]] * 2
    assert rows[2].trouble == Trouble(TroubleKind.TEAM_DIFFERS, "owls")


def test_a_refused_hand_in_stays_and_is_seen(twice):
    no = listed(refused("bob", "twice", Trouble(TroubleKind.LINK)))

    rows = with_everybody([file("ada", b"1"), no], PAIR, [twice])

    assert rows[1] == no


def test_an_untouched_stub_gives_nothing_to_a_team(twice):
    stub = (twice.folder / "stub.py").read_bytes()

    rows = with_everybody([file("ada", stub)], PAIR, [twice])

    assert [row.status for row in rows] == [Status.GRADED, Status.MISSING]


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([b"1", b"2"]), st.integers(0, 3)), max_size=4),
    st.lists(st.sampled_from(["", "owls", "cats"]), min_size=4, max_size=4),
)
def test_no_member_is_lost_and_no_file_comes_out_of_another_team(twice, made, teams):
    hand_ins = {student: file(student, source, minutes) for student, source, minutes in made}
    people = [Person(student, team=team) for student, team in zip("abcd", teams, strict=True)]

    rows = with_everybody(list(hand_ins.values()), people, [twice])

    assert [row.student for row in rows] == list("abcd")
    for row, team in zip(rows, teams, strict=True):
        mates = {"abcd"[place] for place in range(4) if teams[place] == team} if team else {row.student}
        own = {hand_ins[mate].sha256 for mate in mates if mate in hand_ins}
        assert row.sha256 in own | {""}
        assert row.sha256 or len(own) != 1
