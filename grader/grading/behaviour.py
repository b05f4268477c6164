"""Wrong behaviour under a name: what hand-ins share whose answers of a function are not right, and alike byte for byte.

Two that are right are alike for that reason alone; of those that are not, equal bytes are a mistake made alike, one
file handed in twice, or chance.  What is alike says no more than that.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from grader.records import Call, Diagnosis, Ending, Grade, Key, NoticeKind, Outcome, Person, Status, Verdict

_DIGITS = 12  # of a key: 48 bits, enough to tell the behaviour of a class apart, and short enough to be typed
_UNJUDGED = {Verdict.PASSED, Verdict.NOT_RUN, Verdict.GRADER_FAULT}

_FOR_SEVERAL = {NoticeKind.FOR_TEAM, NoticeKind.AS_GROUP}


class WrongAnswers(msgspec.Struct, frozen=True):
    """What one hand-in answers in a function that lost something, where it is not the expected answer byte for byte."""

    key: str  # the same for the same answers to the last bit, and for no others
    answers: int
    distinct: int  # values among them: one value for whatever is asked is no behaviour of its own


Behaviours = Mapping[Key, Mapping[str, WrongAnswers]]  # by student and assignment, then by function


class Shared(msgspec.Struct, frozen=True):
    """Hand-ins that are wrong alike in one function.  Those of one team count as one."""

    assignment: str
    function: str
    key: str
    answers: int
    distinct: int
    students: tuple[str, ...]
    hand_ins: int
    lost: int  # hand-ins that lost something in this function, these included
    diagnoses: tuple[Diagnosis, ...]  # known mistakes that explain all of it


def lost_functions(grade: Grade) -> tuple[str, ...]:
    """Functions in which something was lost, apart from those that only follow from another one's mistake."""
    if grade.status is not Status.GRADED or not grade.was_run:
        return ()
    lost = [
        name
        for judgement in grade.judgements
        if judgement.verdict not in _UNJUDGED
        for name in judgement.functions
        if not judgement.follows_from or name in judgement.follows_from
    ]
    return tuple(dict.fromkeys(lost))


def wrong_answers(rubric_sha256: str, function: str, difference: Mapping[Call, Outcome]) -> WrongAnswers | None:
    """What a function answers otherwise than expected, by the difference of a transcript; None where it does not."""
    answers = sorted(
        (call.arguments, call.occurrence, outcome.counts_as, outcome.value, outcome.arguments_after, outcome.error)
        for call, outcome in difference.items()
        if call.function == function
    )
    if not answers:
        return None
    digest = hashlib.sha256(msgspec.msgpack.encode((rubric_sha256, function, answers))).hexdigest()
    values = {value for _, _, ending, value, _, _ in answers if ending is Ending.VALUE}
    return WrongAnswers(digest[:_DIGITS], len(answers), len(values))


@dataclass(slots=True)
class _Group:
    """Those who are wrong alike in one function, as they are found."""

    diagnoses: tuple[Diagnosis, ...]  # of the first
    students: list[str] = field(default_factory=list)
    parties: set[str] = field(default_factory=set)


def shared_behaviour(
    grades: Iterable[Grade], behaviours: Behaviours, people: Iterable[Person] = ()
) -> tuple[Shared, ...]:
    """What at least two hand-ins share that are not of one team, the most shared first; grades are read once."""
    teams = {person.student: person.team for person in people if person.team}
    often = Counter(wrong.key for wrongs in behaviours.values() for wrong in wrongs.values())
    groups: dict[tuple[str, str, str], _Group] = {}
    lost: dict[tuple[str, str], set[str]] = defaultdict(set)
    for grade in grades:
        party = _party(grade, teams.get(grade.student, ""))
        for function in lost_functions(grade):
            lost[grade.assignment, function].add(party)
        for function, wrong in behaviours.get((grade.student, grade.assignment), {}).items():
            if often[wrong.key] > 1:
                made = tuple(each for each in grade.diagnoses if each.function == function)
                group = groups.setdefault((grade.assignment, function, wrong.key), _Group(made))
                group.students.append(grade.student)
                group.parties.add(party)
    found = []
    for (assignment, function, key), group in groups.items():
        if len(group.parties) < 2:
            continue
        wrong = behaviours[group.students[0], assignment][function]
        found.append(
            Shared(
                assignment=assignment,
                function=function,
                key=key,
                answers=wrong.answers,
                distinct=wrong.distinct,
                students=tuple(group.students),
                hand_ins=len(group.parties),
                lost=len(lost[assignment, function] | group.parties),
                diagnoses=group.diagnoses,
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.hand_ins, each.assignment, each.function, each.key)))


def _party(grade: Grade, team: str) -> str:
    told = next((each.meant for each in grade.notices if each.kind in _FOR_SEVERAL and each.meant), team)
    return f"team {told}" if told else f"student {grade.student}"
