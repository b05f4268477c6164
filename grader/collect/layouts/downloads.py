"""Classes as learning platforms give them out: each file, or the folder around it, says whose it is.

A place is a pattern for a name, in a row of `PLACES`.  What matches none of a download's patterns is nobody's, and is
counted, so that nothing is lost without a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from grader.collect.names import is_nobodys
from grader.collect.students import Expected, Student
from grader.collect.tree import Entry, Kind

_MOST_AROUND = 2  # folders around what is named
_ENOUGH = 0.5  # of all files, and more than that


@dataclass(frozen=True, slots=True)
class Handed:
    """What the name of a file or folder says: whose it is, and what lies within.

    `person` is the place's own id, `order` tells attempts of one person apart: the last is the newest.
    """

    person: str
    name: str
    rest: tuple[str, ...]
    late: bool = False
    order: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that classes come from: what it is called, and how its names are read."""

    id: str
    title: str
    read: Callable[[Sequence[str]], Handed | None]


# <sortable name>[_LATE]_<user>_<attachment>_<file>; a text that was typed in has no attachment.
_CANVAS = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<person>\d+)_(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<typed>text|link)\.html)"
)
_CANVAS_BLIND = re.compile(r"(?P<late>LATE_)?(?P<person>anon_\w+?)_(?P<attachment>\d+)_(?P<file>.+)")
# <full name>_<participant>_assignsubmission_<plugin>[_]/<file>, or flat with the file behind it.
_MOODLE = re.compile(r"(?P<name>[^_/]+)_(?P<person>\d+)_assignsubmission_(?P<plugin>file|onlinetext)(?:_(?P<file>.*))?")
# The first that fits is meant each time: what follows is a file's name, which is up to a student.
# <assignment>_<username>_attempt_<time>[_<file>]; without a file it is the text that tells of the attempt.
_BLACKBOARD = re.compile(r"(?P<item>.+?)_(?P<person>[^_]+)_attempt_(?P<time>\d{4}(?:-\d{2}){5})(?:_(?P<file>.+)|\.txt)")
# <user>-<folder> - <full name> - <time>/<file>
_BRIGHTSPACE = re.compile(r"(?P<person>\d+)-\d+ ?- (?P<name>.+?) ?- (?P<time>\w{3,9} \d{1,2}, \d{4} \d{1,4} ?[AP]M)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _canvas(parts: Sequence[str]) -> Handed | None:
    found = _CANVAS_BLIND.fullmatch(parts[-1]) or _CANVAS.fullmatch(parts[-1])
    if found is None or len(parts) > 1 + _MOST_AROUND:
        return None
    said = found.groupdict()
    rest = said["file"] or f"{said.get('typed')}.html"
    return Handed(said["person"], said.get("name") or "", (rest,), said["late"] is not None)


def _moodle(parts: Sequence[str]) -> Handed | None:
    for at, part in enumerate(parts[: 1 + _MOST_AROUND]):
        if found := _MOODLE.fullmatch(part):
            flat = (found["file"],) if found["file"] else ()
            return Handed(found["person"], found["name"], (*flat, *parts[at + 1 :]))
    return None


def _blackboard(parts: Sequence[str]) -> Handed | None:
    found = _BLACKBOARD.fullmatch(parts[-1])
    if found is None or len(parts) > 1 + _MOST_AROUND:
        return None
    return Handed(found["person"], "", (found["file"],) if found["file"] else (), order=found["time"])


def _brightspace(parts: Sequence[str]) -> Handed | None:
    for at, part in enumerate(parts[: 1 + _MOST_AROUND]):
        if found := _BRIGHTSPACE.fullmatch(part):
            return Handed(found["person"], found["name"], tuple(parts[at + 1 :]), order=_sortable(found["time"]))
    return None


def _sortable(said: str) -> str:
    """A time as Brightspace writes it, so that later ones come later: `Mar 3, 2026 1034 AM`."""
    month, day, year, clock, half = said.replace(",", " ").replace("AM", " AM").replace("PM", " PM").split()
    hour, minute = divmod(int(clock), 100) if len(clock) > 2 else (int(clock), 0)
    hour = hour % 12 + (12 if half == "PM" else 0)
    number = _MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else 0
    return f"{year}-{number:02}-{int(day):02}-{hour:02}-{minute:02}"


PLACES = (
    Place("canvas", "a download from Canvas", _canvas),
    Place("moodle", "a download from Moodle", _moodle),
    Place("blackboard", "a download from Blackboard", _blackboard),
    Place("brightspace", "a download from Brightspace", _brightspace),
)


def read_anywhere(parts: Sequence[str]) -> Handed | None:
    """What a path says, wherever it may come from."""
    return next((said for place in PLACES if (said := place.read(parts)) is not None), None)


def recognised(entries: Sequence[Entry]) -> Place | None:
    """The place whose names most of what lies at the top bears; None where that is no place known here.

    Each folder counts once: how many files are in it, and what they are called, is up to one student.
    """
    files = [entry.parts for entry in entries if entry.kind is Kind.FILE and not any(map(is_nobodys, entry.parts))]
    for _ in range(_MOST_AROUND):
        if len({parts[0] for parts in files}) == 1 and all(len(parts) > 1 for parts in files):
            files = [parts[1:] for parts in files]
    for place in PLACES:
        tops: dict[str, bool] = {}
        for parts in files:
            tops[parts[0]] = tops.get(parts[0], False) or place.read(parts) is not None
        if sum(tops.values()) > _ENOUGH * len(tops):
            return place
    return None


def students_of(place: Place, entries: Sequence[Entry], expected: Expected) -> list[Student]:  # noqa: ARG001 - a layout
    """Each student under the place's own id; of several attempts the newest."""
    found: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    told: dict[str, Handed] = {}
    for entry in entries:
        said = place.read(entry.parts) if entry.parts else None
        if said is not None and not any(map(is_nobodys, entry.parts)):
            told[said.person] = said if said.late or said.person not in told else told[said.person]
            if said.rest or entry.kind is not Kind.FILE:
                found[said.person][said.order].append(replace(entry, parts=said.rest))
            else:
                found[said.person].setdefault(said.order, [])
    return [
        Student(person, tuple(attempts[max(attempts)]), told[person].name, late=told[person].late)
        for person, attempts in sorted(found.items())
    ]


def strangers(place: Place, entries: Sequence[Entry]) -> list[Entry]:
    """Files that are not named as the others are: nobody's."""
    return [
        entry
        for entry in entries
        if entry.kind is Kind.FILE and not any(map(is_nobodys, entry.parts)) and place.read(entry.parts) is None
    ]
