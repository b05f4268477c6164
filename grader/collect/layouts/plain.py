"""A folder for each student, named by the student's id, with the files in it: `ada/momentum_step.py`.

One folder around them all is passed over, and so are files and folders that no person made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from grader.collect.names import (
    ARCHIVES,
    OTHER_ARCHIVES,
    SUFFIXES,
    is_called_a_class,
    is_class,
    is_nobodys,
    may_be_somebodys,
)
from grader.collect.packed_students import in_their_folders, packed_students
from grader.collect.students import Expected, Found, in_folders
from grader.collect.tree import Entry, Kind
from grader.errors import UsageError
from grader.safe_text import visible

_DRIVE = re.compile(r"[A-Za-z]:")
_NO_FILES = {Kind.FOLDER, Kind.CLOSED, Kind.ASTRAY}
_NAMED = 3  # folders in a sentence
_TREES = {"class", "published", "reports", "reports-of-students-who-left", "staff"}
_OUTPUT = {"results.json", "index.html", "gradebook.sqlite3"}  # what a folder that was graded into holds


def found_in(entries: Sequence[Entry], expected: Expected) -> Found:
    """Each student in the order of their names; a stray file is nobody's."""
    people = [entry for entry in entries if entry.kind is Kind.ASTRAY or not any(map(is_nobodys, entry.parts))]
    people = _without_outputs(people)
    within = _with_packed_students(_without_folder_around(people, expected), expected)
    if any(entry.kind is Kind.ASTRAY and _is_nobodys_way_out(entry.parts) for entry in within):
        raise UsageError(
            f"{expected.where} holds a path that leads out of it",
            remedy="unpack it, look at what is in it, and name the folder",
        )
    own = (entry for entry in within if len(entry.parts) > 1 or entry.kind in {Kind.FOLDER, Kind.CLOSED, Kind.LINK})
    strangers = [entry for entry in within if len(entry.parts) == 1 and _may_be_handed_in(entry)]
    strangers += [
        entry
        for entry in entries
        if len(entry.parts) == 2 and may_be_somebodys(entry.parts[0]) and _may_be_handed_in(entry)
    ]
    return Found(in_folders(own), strangers)


def _may_be_handed_in(entry: Entry) -> bool:
    """Whether a file beside students' folders looks like somebody's, and is to be named."""
    return entry.kind is Kind.FILE and entry.parts[-1].casefold().endswith((*ARCHIVES, *OTHER_ARCHIVES, *SUFFIXES))


def _with_packed_students(entries: Sequence[Entry], expected: Expected) -> Sequence[Entry]:
    packed = packed_students(entries, expected)
    return in_their_folders(entries, packed) if packed else entries


def _is_nobodys_way_out(parts: Sequence[str]) -> bool:
    """Whether a path leads out before it comes to a student's folder; later on, it is that student's trouble."""
    return len(parts) < 2 or parts[0] in {"", ".."} or _DRIVE.fullmatch(parts[0]) is not None


def _without_outputs(entries: Sequence[Entry]) -> list[Entry]:
    """Without folders that an earlier run wrote its grades into."""
    files: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if len(entry.parts) > 1:
            files[entry.parts[0]].add(entry.parts[1])
    outputs = {name for name, inside in files.items() if inside >= _OUTPUT and "reports" in inside}
    if {entry.parts[0] for entry in entries if len(entry.parts) == 1} >= _OUTPUT and "reports" in files:
        outputs |= _TREES  # it was graded into the folder of the class itself
    return [entry for entry in entries if not entry.parts or entry.parts[0] not in outputs]


def _without_folder_around(entries: Sequence[Entry], expected: Expected) -> Sequence[Entry]:
    """The entries seen from the folder around the class, where there is one.  Raises `UsageError` for two of them."""
    tops = {entry.parts[0] for entry in entries if len(entry.parts) > 1 or entry.kind is Kind.FOLDER}
    at = _depths(entries, expected)
    if any(1 in depths for depths in at.values()):  # students' folders are where their files are
        mixed = [top for top, depths in at.items() if 1 not in depths and len(depths[2]) > 1 and is_called_a_class(top)]
        if mixed:
            raise _too_high(expected, sorted(mixed), others=sorted(set(at) - set(mixed)))
        return entries
    around = {top: depths[2] for top, depths in at.items() if 2 in depths}
    if not around:
        if not at and (top := _around_packed_students(entries, tops, expected)):
            return [entry.below() for entry in entries if entry.parts[0] == top and len(entry.parts) > 1]
        _require_not_below(entries, at, expected)
        return (
            entries if not _is_empty_class(entries, tops) else [entry.below() for entry in entries if entry.parts[1:]]
        )
    several = [top for top, inside in around.items() if len(inside) > 1]
    if not several and (len(around) > 1 or not is_class(next(iter(around)), expected.where)):
        return entries  # each with a single folder in it, as people unpack things
    if several and 2 * len(several) < len(around):
        return entries
    if len(tops) > 1:
        raise _too_high(expected, sorted(around), others=sorted(tops - set(around)))
    return [entry.below() for entry in entries if len(entry.parts) > 1]


def _depths(entries: Sequence[Entry], expected: Expected) -> dict[str, dict[int, set[str]]]:
    """Of each folder at the top: how deep in it hand-ins lie, and the folders they lie in there.

    Where no file has a name that is asked for, any code will do.
    """
    files = [entry for entry in entries if len(entry.parts) > 1 and entry.kind not in _NO_FILES]
    named = [entry for entry in files if expected.is_hand_in(entry.parts[-1])]
    code = [entry for entry in files if entry.parts[-1].casefold().endswith(tuple(SUFFIXES))]
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry in named or code:
        found[entry.parts[0]][len(entry.parts) - 1].add(entry.parts[1])
    return found


def _around_packed_students(entries: Sequence[Entry], tops: set[str], expected: Expected) -> str:
    """The folder around students' archives; empty where there is none.  Raises `UsageError` where that is a guess.

    Somebody's folder with an archive of another name in it looks the same, but for its name.
    """
    packed: dict[str, set[str]] = {}
    for top in tops:
        below = [entry.below() for entry in entries if entry.parts[0] == top and len(entry.parts) > 1]
        if names := {entry.parts[0] for entry in packed_students(below, expected)}:
            packed[top] = names
    if len(tops) == 1 and packed and is_class(next(iter(tops)), expected.where):
        return next(iter(tops))
    if packed and len(packed) == len(tops) and all(len(names) > 1 for names in packed.values()):
        raise _too_high(expected, sorted(packed), others=[])
    return ""


def _is_empty_class(entries: Sequence[Entry], tops: set[str]) -> bool:
    """Whether a single folder holds several, and no file at all."""
    below = {entry.parts[1] for entry in entries if len(entry.parts) > 1}
    files = any(len(entry.parts) > 1 and entry.kind not in _NO_FILES for entry in entries)
    return len(tops) == 1 and len(below) > 1 and not files


def _require_not_below(entries: Sequence[Entry], at: dict[str, dict[int, set[str]]], expected: Expected) -> None:
    """Raise `UsageError` where hand-ins lie deeper than anybody's, or beside the folders."""
    if at:
        raise _too_high(expected, sorted(at), others=[])
    stray = [entry.parts[0] for entry in entries if len(entry.parts) == 1 and expected.is_hand_in(entry.parts[0])]
    if stray and any(len(entry.parts) > 1 or entry.kind is Kind.FOLDER for entry in entries):
        raise UsageError(
            f"{expected.where} holds {_shown(stray)} itself, and in its folders no hand-in",
            remedy=f"name the folder that holds a folder for each student: {expected.example}",
        )


def _too_high(expected: Expected, around: Sequence[str], *, others: Sequence[str]) -> UsageError:
    beside = f", and beside that {_shown(others)}" if others else ""
    packed = expected.where.name.casefold().endswith(ARCHIVES)  # of which no part can be named
    inside = visible(around[0], 60) if packed else visible(str(expected.where / around[0]), 200)
    remedy = f"name the folder that holds a folder for each student, as {inside}"
    return UsageError(
        f"{expected.where} is no folder of students' folders: hand-ins lie deeper, in {_shown(around)}{beside}",
        remedy=f"unpack it, and {remedy}" if packed else remedy,
    )


def _shown(names: Sequence[str]) -> str:
    shown = ", ".join(visible(name, 60) for name in names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
