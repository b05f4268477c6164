"""Classes as learning platforms give them out: each file, or the folder around it, says whose it is.

A place is a pattern for a name, in a row of `PLACES`.  What matches none of a download's patterns is nobody's, and is
counted, so that nothing is lost without a word.  When something was handed in, a name may say; the times of the files
themselves are those of the download, and tell nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from grader.collect.names import common_prefix, is_nobodys
from grader.collect.places import Unfit
from grader.collect.students import Expected, Found, Student
from grader.collect.tree import Entry, Kind
from grader.records import TroubleKind

_MOST_AROUND = 2  # folders around what is named
_ENOUGH = 0.5  # of all files, and more than that
_LONGEST_NAME = 1000  # characters: archives allow 65,535 bytes


class Handed(msgspec.Struct, frozen=True):
    """What the name of a file or folder says: whose it is, and what lies within.

    `person` is the place's own id, `order` tells attempts of one person apart: the last is the newest.  Where a place
    numbers files and not attempts, the order is that of files of one name.
    """

    person: str
    name: str
    rest: tuple[str, ...]
    late: bool = False
    order: str = ""
    at: datetime | None = None
    typed: TroubleKind | None = None  # what it is, if that is no file


_HandedIn = Sequence[tuple[Handed, Entry]]  # by one person


class Place(msgspec.Struct, frozen=True):
    """A place that classes come from: what it is called, and how its names are read."""

    id: str
    title: str
    read: Callable[[Sequence[str]], Handed | None]
    numbers_files: bool = False
    has_groups: bool = False  # a name may be that of a group
    in_folders: bool = False  # a person's files lie in a folder of a name that no other folder bears
    by_name: bool = False  # its id stands in none of its class lists
    id_heading: str = ""  # the column of its class list in which its id stands
    # Where the whole class tells them: of each its id, and what it may be besides, the name as it stands first.
    ids_of: Callable[[Mapping[str, _HandedIn]], Mapping[str, tuple[str, ...]]] | None = None


# <sortable name>[_LATE]_<user>_<attachment>_<file>; a text that was typed in has no attachment.
_CANVAS = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<person>\d+)_(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<typed>text|link)\.html)"
)
_CANVAS_BLIND = re.compile(
    r"(?P<late>LATE_)?(?P<person>anon_\w+?)_(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<typed>text|link)\.html)"
)
_TYPED = {"text": TroubleKind.TYPED_TEXT, "link": TroubleKind.TYPED_LINK}
# <full name>_<participant>_assignsubmission_<plugin>[_]/<file>, or flat with the file behind it.
# A group stands in the place of a person, with a number of its own; who is in none is in one without a number.
_MOODLE = re.compile(
    r"(?P<name>[^_/]+)(?:_(?P<person>\d+))?_assignsubmission_(?P<plugin>file|onlinetext)(?:_(?P<file>.*))?"
)
# The first that fits is meant each time: what follows is a file's name, which is up to a student.
# <assignment>_<username>_attempt_<time>[_<file>]; without a file it is the text that tells of the attempt.
_BLACKBOARD = re.compile(r"(?P<whose>.+?_.+?)_attempt_(?P<time>\d{4}(?:-\d{2}){5})(?:_(?P<file>.+)|\.txt)")
# How that text begins, in the language of whoever downloaded it: `Name: Jane Doe (jdoe)`.
_WITH_USERNAME = re.compile(r"[^\W\d_][\w -]{0,40}: [^\r\n]*\((?P<username>[^()\r\n]+)\)\s*(?:\r|\n|$)")
_WITHOUT_TEXT = "There is no student submission text data"  # what it says of an attempt that is files, or nothing
LONGEST_TEXT = 256 << 10  # bytes of it
# <user>-<folder> - <full name> - <time>/<file>
_BRIGHTSPACE = re.compile(r"(?P<person>\d+)-\d+ ?- (?P<name>.+?) ?- (?P<time>\w{3,9} \d{1,2}, \d{4} \d{1,4} ?[AP]M)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _matching(pattern: re.Pattern[str], name: str) -> re.Match[str] | None:
    """The match of a whole name; none of one that is longer than any is: patterns look back and forth in it."""
    return pattern.fullmatch(name) if len(name) <= _LONGEST_NAME else None


def _canvas(parts: Sequence[str]) -> Handed | None:
    found = _matching(_CANVAS_BLIND, parts[-1]) or _matching(_CANVAS, parts[-1])
    if found is None or len(parts) > 1 + _MOST_AROUND:
        return None
    said = found.groupdict()
    rest = said["file"] or f"{said['typed']}.html"
    order = f"{int(said['attachment'] or 0):020}"
    name, late, typed = said.get("name") or "", said["late"] is not None, _TYPED.get(said["typed"])
    return Handed(said["person"], name, (rest,), late, order, typed=typed)


def _moodle(parts: Sequence[str]) -> Handed | None:
    for at, part in enumerate(parts[: 1 + _MOST_AROUND]):
        if found := _matching(_MOODLE, part):
            flat = (found["file"],) if found["file"] else ()
            typed = TroubleKind.TYPED_TEXT if found["plugin"] == "onlinetext" else None
            return Handed(found["person"] or found["name"], found["name"], (*flat, *parts[at + 1 :]), typed=typed)
    return None


def _blackboard(parts: Sequence[str]) -> Handed | None:
    found = _matching(_BLACKBOARD, parts[-1])
    if found is None or len(parts) > 1 + _MOST_AROUND:
        return None
    rest = (found["file"],) if found["file"] else ()
    typed = None if rest else TroubleKind.TYPED_TEXT
    return Handed(found["whose"], "", rest, order=found["time"], at=_on_a_clock(found["time"]), typed=typed)


def is_text_of_blackboard(parts: Sequence[str]) -> bool:
    """Whether a file tells of an attempt, and begins with who made it."""
    said = _blackboard(parts) if parts else None
    return said is not None and not said.rest


def _usernames(found: Mapping[str, _HandedIn]) -> dict[str, tuple[str, ...]]:
    """Assignment and username → username: both may hold `_`, so that a name alone does not say where one ends.

    The text that Blackboard adds says it.  Where there is none, all names begin with the same assignment: what they
    have in common is that, and no two people are taken for one.  What else it may be then stands behind it.
    """
    told = {whose: username for whose, handed in found.items() if (username := _told_username(whose, handed))}
    common = common_prefix(list(found), "_")
    rest = {whose: whose.removeprefix(common) if common else whose.rpartition("_")[2] for whose in found}
    unsure = {whose: (name, whose, *_ends(whose)) for whose, name in rest.items()}
    return unsure | {whose: (name,) for whose, name in told.items()}


def _ends(whose: str) -> list[str]:
    """What may be a username at the end of it: with a few `_` at most, where a name could have thousands."""
    words = whose.rsplit("_", _MOST_WORDS)
    return ["_".join(words[at:]) for at in range(1, len(words))]


_MOST_WORDS = 8


def _told_username(whose: str, handed: _HandedIn) -> str:
    for said, entry in handed:
        found = _WITH_USERNAME.match(_text_about(said, entry))
        if found and whose.endswith(f"_{found['username']}"):
            return found["username"]
    return ""


def _text_about(said: Handed, entry: Entry) -> str:
    """The text that Blackboard adds to an attempt; empty for any other file."""
    if said.rest or entry.kind is not Kind.FILE:
        return ""
    try:
        return entry.found_at().read(LONGEST_TEXT).decode("utf-8-sig", "replace")
    except Unfit:
        return ""


def _brightspace(parts: Sequence[str]) -> Handed | None:
    for at, part in enumerate(parts[: 1 + _MOST_AROUND]):
        if found := _matching(_BRIGHTSPACE, part):
            time = _sortable(found["time"])
            return Handed(found["person"], found["name"], tuple(parts[at + 1 :]), order=time, at=_on_a_clock(time))
    return None


def _sortable(said: str) -> str:
    """A time as Brightspace writes it, so that later ones come later: `Mar 3, 2026 1034 AM`."""
    month, day, year, clock, half = said.replace(",", " ").replace("AM", " AM").replace("PM", " PM").split()
    hour, minute = divmod(int(clock), 100) if len(clock) > 2 else (int(clock), 0)
    hour = hour % 12 + (12 if half == "PM" else 0)
    number = _MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else 0
    return f"{year}-{number:02}-{int(day):02}-{hour:02}-{minute:02}"


def _on_a_clock(time: str) -> datetime | None:
    """A time on a clock on a wall here, as years to minutes or seconds; None for what is none."""
    try:
        return datetime(*map(int, time.split("-"))).astimezone(UTC)  # type: ignore[arg-type] # years first
    except (ValueError, OverflowError, OSError):
        return None


CANVAS = Place("canvas", "a download from Canvas", _canvas, numbers_files=True, id_heading="ID")
PLACES = (
    CANVAS,
    Place("moodle", "a download from Moodle", _moodle, has_groups=True, in_folders=True),
    Place("blackboard", "a download from Blackboard", _blackboard, ids_of=_usernames),
    Place("brightspace", "a download from Brightspace", _brightspace, by_name=True, in_folders=True),
)


def read_anywhere(parts: Sequence[str]) -> Handed | None:
    """What a path says, wherever it may come from."""
    return next((said for place in PLACES if (said := place.read(parts)) is not None), None)


def recognised(entries: Sequence[Entry]) -> Place | None:
    """The place whose names most of what lies at the top bears; None where that is no place known here.

    Each folder counts once: how many files are in it, and what they are called, is up to one student.  The folder of a
    single person is that and none around the class, and beside such a file of another name is nobody.
    """
    files = [entry.parts for entry in entries if entry.kind is Kind.FILE and not any(map(is_nobodys, entry.parts))]
    for _ in range(_MOST_AROUND):
        tops = {parts[0] for parts in files}
        if len(tops) == 1 and all(len(parts) > 1 for parts in files) and not any(map(_is_a_persons_folder, tops)):
            files = [parts[1:] for parts in files]
    for place in PLACES:
        bears = _bears_names_of(place, files)
        if sum(bears.values()) > _ENOUGH * len(bears):
            return place
    return None


def _is_a_persons_folder(name: str) -> bool:
    return any(place.in_folders and place.read((name,)) is not None for place in PLACES)


def _bears_names_of(place: Place, files: Sequence[Sequence[str]]) -> dict[str, bool]:
    """Of what lies at the top, whether it bears the place's names."""
    bears: dict[str, bool] = {}
    for parts in files:
        said = place.read(parts)
        if said is not None or len(parts) > 1 or not place.in_folders:
            bears[parts[0]] = bears.get(parts[0], False) or said is not None
    return bears


def found_in(place: Place, entries: Sequence[Entry], expected: Expected) -> Found:
    """Each student under the place's own id; of several attempts the newest, with those before it."""
    found: dict[str, list[tuple[Handed, Entry]]] = defaultdict(list)
    strangers = []
    for entry in entries:
        said = place.read(entry.parts) if entry.parts else None
        if entry.kind is not Kind.ASTRAY and any(map(is_nobodys, entry.parts)):
            continue
        if said is not None:
            found[said.person].append((said, entry.seen_as(said.rest).handed_in(said.at)))
        elif entry.kind in {Kind.FILE, Kind.ASTRAY}:
            strangers.append(entry)
    ids = place.ids_of(found) if place.ids_of is not None else {}
    people = sorted(
        ((ids.get(person, (person,)), handed) for person, handed in found.items()), key=lambda pair: pair[0]
    )
    return Found(
        [
            replace(_student(person, handed, place, expected), may_be=tuple(others))
            for (person, *others), handed in people
        ],
        strangers,
    )


def _student(person: str, handed: _HandedIn, place: Place, expected: Expected) -> Student:
    told = next((said for said, _ in handed if said.late), handed[0][0])
    files = [(said, entry) for said, entry in handed if not _is_no_file(said, entry, expected)]
    if place.numbers_files:
        entries, older = _newest_of_each_name(files, expected)
        return Student(
            person,
            entries,
            told.name,
            late=told.late,
            older=older,
            typed=_typed(handed),
            id_heading=place.id_heading,
        )
    attempts: dict[str, list[Entry]] = {said.order: [] for said, _ in handed}
    for said, entry in files:
        attempts[said.order].append(entry)
    *earlier, newest = (tuple(attempts[order]) for order in sorted(attempts))
    return Student(
        person,
        newest,
        told.name,
        late=told.late,
        may_be_group=place.has_groups,
        by_name=place.by_name,
        earlier=tuple(earlier),
        typed=_typed([(said, entry) for said, entry in handed if said.order == max(attempts)]),
    )


def _is_no_file(said: Handed, entry: Entry, expected: Expected) -> bool:
    """Whether it is what was typed, or tells of an attempt; a file that is asked for is one all the same."""
    if entry.kind is not Kind.FILE:
        return False
    return not said.rest or (said.typed is not None and not expected.is_hand_in(said.rest[-1]))


def _typed(attempt: _HandedIn) -> TroubleKind | None:
    """What an attempt is, if it is no file at all."""
    files = [(said, entry) for said, entry in attempt if entry.kind is Kind.FILE]
    if not files or any(said.typed is None or _WITHOUT_TEXT in _text_about(said, entry) for said, entry in files):
        return None
    return files[-1][0].typed


def _without_number(name: str, meant: str, *, told_apart: bool) -> str:
    stem, dot, suffix = meant.partition(".")
    is_numbered = re.fullmatch(rf"{re.escape(stem)}-\d{{1,3}}{re.escape(dot + suffix)}", name)
    return meant if told_apart or is_numbered else name


def _newest_of_each_name(handed: _HandedIn, expected: Expected) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Of files that are meant for the same, as a place calls them after another attempt, the newest; names of the rest.

    The newest goes on under the name that is asked for: a number like `-1` in it is the place's, of another attempt.
    """
    by_name: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
    for said, entry in handed:
        by_name[expected.meant(said.rest[-1]) or said.rest[-1]].append((said.order, entry))
    entries, older = [], []
    for meant, numbered in by_name.items():
        *before, (_, newest) = sorted(numbered, key=lambda pair: pair[0])
        entries.append(newest.seen_as((_without_number(newest.parts[-1], meant, told_apart=bool(before)),)))
        older += [entry.parts[-1] for _, entry in before]
    return tuple(entries), tuple(older)
