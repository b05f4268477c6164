"""A class as its roster has it: a row for everybody on it, and who handed in without being on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

import msgspec

from grader.collect.hand_in import HandIn, listed, nothing
from grader.collect.listing import HandIns
from grader.collect.roster import plainly
from grader.collect.teams import for_teams
from grader.course.assignment import Assignment
from grader.records import Person, Trouble, TroubleKind

_MOST_COMPARED = 50  # ids that are compared sign by sign: where more are unknown, another column was meant
_ALIKE = 0.8
_MOST_NEAR = 3


class Unlisted(msgspec.Struct, frozen=True):
    """Who handed in and is not on the roster; `near` are ids on it that may be meant."""

    student: str
    near: tuple[str, ...] = ()


def with_everybody(hand_ins: Sequence[HandIn], people: Sequence[Person], assignments: Sequence[Assignment]) -> HandIns:
    """A row for each person and assignment, in the order of the ids; without a roster, the hand-ins as they are."""
    if not people:
        return hand_ins if isinstance(hand_ins, HandIns) else HandIns(hand_ins)
    rows = {(each.student, each.assignment): each for each in hand_ins}
    for person in people:
        for assignment in assignments:
            absent = nothing(person.student, assignment.id, Trouble(TroubleKind.NOTHING))
            rows.setdefault((person.student, assignment.id), listed(absent))
    places = {assignment.id: place for place, assignment in enumerate(assignments)}
    everybody = for_teams(rows, people, assignments)
    return HandIns(everybody[key] for key in sorted(everybody, key=lambda key: (key[0], places[key[1]])))


def unlisted_among(hand_ins: Iterable[HandIn], people: Sequence[Person]) -> tuple[Unlisted, ...]:
    """Those of a class, before anything is graded, who are not on the roster."""
    students = dict.fromkeys(each.student for each in hand_ins)
    return not_on_roster(students, people, students)


def not_on_roster(
    students: Iterable[str], people: Sequence[Person], handed_in: Collection[str] = ()
) -> tuple[Unlisted, ...]:
    """Students who are not on the roster, with those on it who may be meant; none where there is no roster.

    An id that is only spelt like one is a near miss while its person is not among those who `handed_in`.
    """
    on_it = {person.student for person in people}
    unlisted = [student for student in dict.fromkeys(students) if student not in on_it] if people else []
    waiting = [person.student for person in people if person.student not in handed_in]
    compared = waiting if len(unlisted) <= _MOST_COMPARED else []
    known = _known_as(people)
    return tuple(Unlisted(student, _near(student, known, compared)) for student in unlisted)


def _known_as(people: Iterable[Person]) -> dict[str, list[str]]:
    """What people are called elsewhere → their ids."""
    known: dict[str, list[str]] = {}
    for person in people:
        mail = [person.email, person.email.partition("@")[0]]
        for name in dict.fromkeys(map(plainly, (person.student, person.name, *mail, *person.other_ids.values()))):
            if name:
                known.setdefault(name, []).append(person.student)
    return known


def _near(student: str, known: dict[str, list[str]], waiting: Sequence[str]) -> tuple[str, ...]:
    same = known.get(plainly(student), [])
    return tuple((same or get_close_matches(student, waiting, _MOST_NEAR, _ALIKE))[:_MOST_NEAR])
