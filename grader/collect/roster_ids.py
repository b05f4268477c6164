"""From what a place calls people to the ids of the roster.  Who is not told for sure keeps the place's own id."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from grader.collect.names import common_prefix
from grader.collect.students import Student
from grader.collect.teams import members_of
from grader.records import Person

_NO_FILE_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f&<>\"`|':\\/]|\.\.+")
_MOST_WORDS = 12  # before a student's own name, where a folder's could have thousands
_Known = Mapping[str, set[str]]  # what people are called, or a column and what stands there → their ids


def under_ids_of_roster(students: Sequence[Student], people: Sequence[Person]) -> tuple[list[Student], tuple[str, ...]]:
    """The students under the ids of the roster, and whom of it several hand-ins are of.

    A group that is a team of the roster becomes its members.  Several hand-ins of one person stand under the ids of the
    place: which of them counts is not guessed.
    """
    known = _known(people)
    teams = {_as_folder(team): members for team, members in members_of(people).items()}
    prefix = common_prefix([student.name for student in students], "-")  # of checkouts: `hw1-ada`
    ids = {student.name: _id(student, known, prefix) for student in students}
    ids |= _by_name([each for each in students if each.by_name and ids[each.name] == each.name], people)
    of_group = {each.name: members for each in students if (members := _members(each, people, known, teams))}
    whose = [*chain.from_iterable(of_group.values()), *(each for name, each in ids.items() if name not in of_group)]
    twice = {each for each, times in Counter(whose).items() if times > 1}
    ids = {name: name if each in twice else each for name, each in ids.items()}
    found: list[Student] = []
    for student in students:
        members = of_group.get(student.name, ())
        if members and not twice.intersection(members):
            found += [replace(student, name=each, group=student.called, members=tuple(members)) for each in members]
        else:
            renamed = tuple(ids.get(each, each) for each in student.members)
            found.append(replace(student, name=ids[student.name], members=renamed))
    return found, tuple(sorted(twice))


def _known(people: Sequence[Person]) -> _Known:
    known: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for name in (person.student, *person.other_ids.values()):
            known[name].add(person.student)
        for heading, name in person.other_ids.items():
            known[_in_column(heading, name)].add(person.student)
            known[_in_column(heading)].add(person.student)
        if person.email:
            known[person.email.casefold()].add(person.student)
    return known


def _id(student: Student, known: _Known, prefix: str) -> str:
    """The id of the one person whom the place knows by that name, or by the others that it has."""
    if student.id_heading and _in_column(student.id_heading) in known:  # a number in another column may be the same
        in_column = known.get(_in_column(student.id_heading, student.name), set())
        return next(iter(in_column)) if len(in_column) == 1 else student.name
    if student.may_be:  # where several of the roster could be meant, the whole name stands for nobody
        whose = {each for name in student.may_be for each in known.get(name, ())}
        return student.may_be[0] if len(whose) > 1 else next(iter(whose), student.name)
    if student.name in known.get(student.name, ()):
        return student.name
    names = (student.name, *student.other_ids)
    meant = {each for name in names for each in known.get(name, known.get(name.casefold(), set()))}
    for end in [] if meant else _ends(student.name, student.name if student.by_end else prefix):
        if meant := set(known.get(end, ())):
            break
    return meant.pop() if len(meant) == 1 else student.name


def _in_column(heading: str, name: str = "") -> str:
    return f"{heading}\n{name}"


def _ends(name: str, prefix: str) -> list[str]:
    """What is left of a name without one word after the other of what it begins with, the longest first."""
    words = name.split("-", _MOST_WORDS)
    ends = ["-".join(words[at:]) for at in range(1, len(words))]
    return [end for end in ends if len(name) - len(end) <= len(prefix)]


def _by_name(students: Sequence[Student], people: Sequence[Person]) -> dict[str, str]:
    """Name at the place → id of the one person of that full name, where nobody else bears it here or there."""
    called: dict[str, list[str]] = defaultdict(list)
    for person in people:
        called[_plainly(person.name)].append(person.student)
    often = Counter(_plainly(each.called) for each in students)
    return {
        each.name: called[_plainly(each.called)][0]
        for each in students
        if each.called and often[_plainly(each.called)] == 1 and len(called[_plainly(each.called)]) == 1
    }


def _plainly(name: str) -> str:
    """A name without the differences that two tables of one place have: blanks, capitals, and how accents are coded."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _members(
    student: Student, people: Sequence[Person], known: _Known, teams: Mapping[str, Sequence[str]]
) -> Sequence[str]:
    """The members of the team that a group's folder is called after; none where the name is a person's as well.

    Groups and people have numbers of their own, which may be alike: the name tells.
    """
    if not student.may_be_group or _as_folder(student.called) not in teams:
        return ()
    named = {_as_folder(person.name) for person in people if person.student in known.get(student.name, ())}
    called = _as_folder(student.called)
    return () if called in named else teams[called]


def _as_folder(name: str) -> str:
    """A name as Moodle calls a folder after it: without what no folder's name may hold anywhere."""
    return " ".join(_NO_FILE_NAME.sub("", name.replace("_", " ")).split())
