"""Which of a student's files is the hand-in to an assignment: one rule for folders, archives and archives in them."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from grader.collect import archive
from grader.collect.archive import ARCHIVES, OF_A_STUDENT
from grader.collect.hand_in import SUFFIXES, HandIn, listed, most_bytes, named, nothing, refused, take
from grader.collect.places import InMemory, Keep, Unfit
from grader.collect.tree import Entry, Kind
from grader.course.folder import Assignment
from grader.records import Trouble, TroubleKind


def names_of(assignment: Assignment) -> dict[str, int]:
    """Every name that a hand-in to an assignment may have, with the most bytes each may hold."""
    suffixes = (*SUFFIXES, *ARCHIVES)
    return {f"{assignment.id}{suffix}": most_bytes(suffix, assignment.limits) for suffix in suffixes}


def choose(student: str, assignment: Assignment, entries: Sequence[Entry], keep: Keep) -> HandIn:
    """The one hand-in among a student's entries; a plain file goes before an archive.

    `keep` is asked to hold what is taken out of an archive of the student's own.
    """
    names = names_of(assignment)
    files = [entry for entry in entries if len(entry.parts) == 1 and entry.parts[0] in names]
    plain = [entry for entry in files if _is_plain(entry.parts[0])]
    packed = [entry for entry in files if entry not in plain]
    if len(plain) > 1:
        return listed(refused(student, assignment.id, Trouble(TroubleKind.TWO_FILES, assignment.id)))
    if plain:
        return _taken(plain[0], student, assignment)
    if len(packed) > 1:
        return listed(refused(student, assignment.id, Trouble(TroubleKind.TWO_ARCHIVES, assignment.id)))
    if packed:
        return _unpacked(packed[0], student, assignment, keep)
    return listed(nothing(student, assignment.id, Trouble(_absent(entries), assignment.id)))


def _is_plain(name: str) -> bool:
    return PurePosixPath(name).suffix in SUFFIXES


def _taken(entry: Entry, student: str, assignment: Assignment) -> HandIn:
    name = entry.parts[-1]
    try:
        place = entry.found_at()
    except Unfit as unfit:
        return listed(refused(student, assignment.id, named(unfit, name), filename=name))
    return listed(take(name, place, student=student, assignment=assignment.id, limits=assignment.limits), place)


def _absent(entries: Iterable[Entry]) -> TroubleKind:
    """What there is instead, by kind alone: names of files are the student's text."""
    shown = [each for each in entries if each.parts and not each.parts[0].startswith((".", "__"))]
    names = [each.parts[0].lower() for each in shown]
    if any(name.endswith((*SUFFIXES, *ARCHIVES)) for name in names):
        return TroubleKind.ABSENT_OTHER_NAME
    if any(name.endswith((".7z", ".rar", ".tar", ".tar.bz2", ".tar.xz")) for name in names):
        return TroubleKind.ABSENT_OTHER_ARCHIVE
    if any(len(each.parts) > 1 or each.kind is Kind.FOLDER for each in shown):
        return TroubleKind.ABSENT_IN_FOLDER
    return TroubleKind.ABSENT


# --- an archive of the student's own -----------------------------------------------------------------------------


def _unpacked(packed: Entry, student: str, assignment: Assignment, keep: Keep) -> HandIn:
    """The hand-in from a student's own archive: at its top or in a folder, among files of other names."""
    name = packed.parts[-1]
    wanted = {each: most for each, most in names_of(assignment).items() if _is_plain(each)}

    def most(parts: tuple[str, ...]) -> int | None:
        return wanted.get(parts[-1]) if 0 < len(parts) <= 2 else None

    try:
        data = packed.found_at().read(most_bytes("", assignment.limits))
        held = archive.entries(io.BytesIO(data), name, most, OF_A_STUDENT, InMemory)
        _require_plain(held)
    except Unfit as unfit:
        return listed(refused(student, assignment.id, named(unfit, name), filename=name))
    found = [entry for entry in held if most(entry.parts) is not None]
    if len(found) > 1:
        return listed(refused(student, assignment.id, Trouble(TroubleKind.TWO_FILES, assignment.id, inside=name)))
    if not found:
        return listed(nothing(student, assignment.id, Trouble(_absent_inside(held), assignment.id, inside=name)))
    return _kept(_taken(found[0], student, assignment), keep)


def _kept(hand_in: HandIn, keep: Keep) -> HandIn:
    """The same, its bytes no longer in memory."""
    if hand_in.place is None:
        return hand_in
    return dataclasses.replace(hand_in, place=keep(hand_in.place.read(hand_in.size)))


def _require_plain(held: Sequence[Entry]) -> None:
    """Refuse what no archive of a hand-in needs: it was made to deceive whoever unpacks it, or by an odd tool."""
    kinds = {entry.kind for entry in held}
    if Kind.ASTRAY in kinds:
        raise Unfit(TroubleKind.HOLDS_WAY_OUT)
    if kinds & {Kind.LINK, Kind.SPECIAL}:
        raise Unfit(TroubleKind.HOLDS_LINK)
    paths = [entry.parts for entry in held if entry.kind is Kind.FILE]
    if len(paths) != len(set(paths)):
        raise Unfit(TroubleKind.HOLDS_ONE_NAME_TWICE)


def _absent_inside(held: Iterable[Entry]) -> TroubleKind:
    names = [entry.parts[-1].lower() for entry in held if entry.kind is not Kind.FOLDER]
    if any(name.endswith(ARCHIVES) for name in names):
        return TroubleKind.ABSENT_ARCHIVE_INSIDE
    if any(name.endswith(tuple(SUFFIXES)) for name in names):
        return TroubleKind.ABSENT_DEEP
    return TroubleKind.ABSENT
