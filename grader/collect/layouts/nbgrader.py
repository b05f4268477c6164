"""What nbgrader collected: `submitted/<student>/<assignment>/`, with the time of it in `timestamp.txt`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from grader.collect.names import is_class, is_nobodys
from grader.collect.places import Unfit
from grader.collect.students import Expected, Found, in_folders
from grader.collect.tree import Entry, Kind
from grader.course.clocks import clock_of

TIMESTAMP = "timestamp.txt"
LONGEST = 200  # bytes of one
_AROUND = "submitted"
_ENOUGH = 0.5  # of the students, and more than that
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d+)? ?([A-Za-z][\w+/-]*|[+-]\d\d:?\d\d)?\s*")


def is_timestamp(parts: Sequence[str]) -> bool:
    """Whether a path is that of such a time."""
    return len(parts) > 2 and parts[-1] == TIMESTAMP


def recognised(entries: Sequence[Entry], where: Path) -> bool:
    """Whether most students have a time beside what they handed in."""
    within = _within(entries, where)
    students = {entry.parts[0] for entry in within if len(entry.parts) > 1}
    timed = {entry.parts[0] for entry in within if len(entry.parts) == 3 and entry.parts[-1] == TIMESTAMP}
    return len(timed) > _ENOUGH * len(students)


def found_in(entries: Sequence[Entry], expected: Expected) -> Found:
    """Each student, with the files of all assignments that were collected from them."""
    within = _within(entries, expected.where)
    students = in_folders(entry for entry in within if len(entry.parts) > 1 or entry.kind is not Kind.FILE)
    strangers = [entry for entry in within if len(entry.parts) == 1 and entry.kind is Kind.FILE]
    return Found([replace(each, entries=tuple(_files(each.entries, expected))) for each in students], strangers)


def _within(entries: Sequence[Entry], where: Path) -> list[Entry]:
    """What lies in the folder of students: that called `submitted`, or the folder around the class."""
    own = [entry for entry in entries if entry.parts and not any(map(is_nobodys, entry.parts))]
    for _ in range(2):
        tops = {entry.parts[0] for entry in own}
        alone = next(iter(tops)) if len(tops) == 1 else ""
        around = _AROUND if _AROUND in tops else alone
        if not around or not is_class(around, where):
            break
        own = [entry.below() for entry in own if entry.parts[0] == around and len(entry.parts) > 1]
    return own


def _files(own: Sequence[Entry], expected: Expected) -> list[Entry]:
    """The files of one student without the folder of the assignment, where that leaves no doubt."""
    times = {entry.parts[0]: _time(entry) for entry in own if len(entry.parts) == 2 and entry.parts[1] == TIMESTAMP}
    files = [entry for entry in own if len(entry.parts) > 1 and entry.parts[1] != TIMESTAMP]
    meant = {entry: expected.meant(entry.parts[-1]) for entry in files if len(entry.parts) == 2}
    often = Counter(filter(None, meant.values()))
    found = []
    for entry in files:
        asked = meant.get(entry, "")
        own_folder = asked.partition(".")[0] == entry.parts[0]
        parts = entry.parts if often[asked] > 1 and not own_folder else entry.parts[1:]
        found.append(entry.seen_as(parts).handed_in(times.get(entry.parts[0])))
    return [*found, *(entry for entry in own if not entry.parts)]


def _time(entry: Entry) -> datetime | None:
    """`2026-03-01 10:30:47.524219 UTC`, or with the name of a zone; None where it leaves open which moment is meant."""
    try:
        found = _TIME.fullmatch(entry.found_at().read(LONGEST).decode("ascii"))
        if found is None or not found[7]:
            return None
        *numbers, zone = found.groups()
        told = datetime(*map(int, numbers))  # type: ignore[arg-type] # years first
        if zone[0] in "+-":
            return datetime.strptime(f"{told:%Y-%m-%d %H:%M:%S} {zone}", "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
        clock = clock_of(zone)
        return None if clock is None else told.replace(tzinfo=clock).astimezone(UTC)
    except (Unfit, ValueError, OverflowError, OSError):
        return None
