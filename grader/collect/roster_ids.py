"""From what a place calls people to the ids of the roster.  Who is not told for sure keeps the place's own id."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Self

import msgspec
from msgspec.structs import replace

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
    known, teams = _known(people), _Teams.of(people)
    prefixes = _shared_beginnings([student.name for student in students])
    settled = {student.name: own for student in students if (own := _by_column(student, known))}
    ids = {student.name: settled.get(student.name) or _id(student, known, prefixes) for student in students}
    # What a column of the place's own says goes before what another one may mean.
    taken = set(settled.values())
    ids = {name: name if each in taken and name not in settled else each for name, each in ids.items()}
    ids |= _by_name([each for each in students if each.by_name and ids[each.name] == each.name], people)
    of_group = {each.name: members for each in students if (members := _members(each, people, known, teams))}
    whose = [*chain.from_iterable(of_group.values()), *(each for name, each in ids.items() if name not in of_group)]
    twice = {each for each, times in Counter(whose).items() if times > 1}
    ids = {name: name if each in twice or name in of_group else each for name, each in ids.items()}
    found: list[Student] = []
    for student in students:
        members = of_group.get(student.name, ())
        sure = [each for each in members if each not in twice]
        found += [replace(student, name=each, group=student.called, members=tuple(members)) for each in sure]
        if not sure or len(sure) < len(members):  # a member who handed in alone as well is told under the place's ids
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
        if person.email:
            known[person.email.casefold()].add(person.student)
    return known


def _by_column(student: Student, known: _Known) -> str:
    """The one person who has the id in the column of the place's own; empty where that is nobody, or not sure."""
    found = known.get(_in_column(student.id_heading, student.name), set()) if student.id_heading else set()
    return next(iter(found)) if len(found) == 1 else ""


def _id(student: Student, known: _Known, prefixes: Sequence[str]) -> str:
    """The id of the one person whom the place knows by that name, or by the others that it has."""
    if student.may_be:  # where a longer end is another one's, the whole name stands for nobody
        ends = [each for each in student.may_be if len(each) >= len(student.name) and each in known]
        whose = {each for end in ends for each in known[end]}
        return student.may_be[0] if len(whose) > 1 else next(iter(whose), student.name)
    if student.name in known.get(student.name, ()):
        return student.name
    names = (student.name, *student.other_ids)
    meant = {each for name in names for each in known.get(name, known.get(name.casefold(), set()))}
    for prefix in [] if meant else prefixes:
        if student.name.startswith(prefix) and (meant := set(known.get(student.name.removeprefix(prefix), ()))):
            break
    return meant.pop() if len(meant) == 1 else student.name


def _in_column(heading: str, name: str) -> str:
    return f"{heading}\n{name}"


def _shared_beginnings(names: Sequence[str]) -> list[str]:
    """What most of several names begin with up to a `-`, the shortest first: of checkouts, as `hw1-ada`."""
    counts: Counter[str] = Counter()
    for name in names:
        words = name.split("-", _MOST_WORDS)
        counts.update("-".join(words[:end]) + "-" for end in range(1, len(words)))
    return sorted((each for each, count in counts.items() if count > 1 and 2 * count > len(names)), key=len)


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


class _Teams(msgspec.Struct, frozen=True):
    """The members of each team by the name of its folder; also by that without what no folder's name may hold."""

    by_name: Mapping[str, Sequence[str]]
    by_folder: Mapping[str, Sequence[Sequence[str]]]

    @classmethod
    def of(cls, people: Sequence[Person]) -> Self:
        """Those of a roster."""
        by_name = {team.replace("_", " "): members for team, members in members_of(people).items()}
        by_folder: dict[str, list[Sequence[str]]] = defaultdict(list)
        for team, members in by_name.items():
            by_folder[_as_folder(team)].append(members)
        return cls(by_name, by_folder)

    def called(self, folder: str) -> Sequence[str]:
        """The members of the one team that a folder is called after."""
        if folder in self.by_name:
            return self.by_name[folder]
        meant = self.by_folder.get(_as_folder(folder), ())
        return meant[0] if len(meant) == 1 else ()


def _members(student: Student, people: Sequence[Person], known: _Known, teams: _Teams) -> Sequence[str]:
    """The members of the team that a group's folder is called after; none where the name is a person's as well.

    Groups and people have numbers of their own, which may be alike: the name tells.
    """
    members = teams.called(student.called) if student.may_be_group else ()
    if not members:
        return ()
    named = {_as_folder(person.name) for person in people if person.student in known.get(student.name, ())}
    return () if _as_folder(student.called) in named else members


def _as_folder(name: str) -> str:
    """A name as Moodle calls a folder after it: without what no folder's name may hold anywhere."""
    return " ".join(_NO_FILE_NAME.sub("", name.replace("_", " ")).split())
