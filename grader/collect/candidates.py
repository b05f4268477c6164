"""Which of a student's files is the hand-in to an assignment: one rule for folders, archives and archives in them.

The very name that is asked for goes before all others, and a file before an archive.  Where there is none, a file that
can only be meant for it is taken, and said so; among several nothing is guessed.  Then comes an archive of files for
all assignments.  A stub as it was given out is no
candidate while there is another.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from grader.collect.archives.bounds import OF_A_STUDENT
from grader.collect.archives.reading import archive_entries
from grader.collect.hand_in import HandIn, listed, named, nothing, refused, take
from grader.collect.names import (
    ARCHIVES,
    OTHER_ARCHIVES,
    SUFFIXES,
    Reading,
    bundle_suffix,
    is_packed_otherwise,
    known_to,
    meant_for,
    most_bytes,
    reading,
    suffix_of,
)
from grader.collect.packed_students import is_of
from grader.collect.places import InMemory, Keep, Unfit, dated, written_at
from grader.collect.stubs import is_untouched
from grader.collect.tree import Entry, Kind
from grader.course.assignment import Assignment
from grader.records import Notice, NoticeKind, Status, Trouble, TroubleKind


class _Candidate(msgspec.Struct, frozen=True):
    """An entry that is meant for the assignment by its name."""

    entry: Entry
    says: Reading
    exact: bool  # its name and its place are those that are asked for

    @property
    def name(self) -> str:
        return "/".join(self.entry.parts)


class _Choice(msgspec.Struct, frozen=True):
    """For whom one of several is chosen, and where."""

    student: str
    assignment: Assignment
    entries: Sequence[Entry]
    keep: Keep
    known: Sequence[str]  # every assignment of the course: another one's file is no file of another name
    inside: str = ""  # the student's own archive that all of it lies in

    def refused(self, kind: TroubleKind, others: Sequence[str] = ()) -> HandIn:
        why = Trouble(kind, self.assignment.id, inside=self.inside, others=tuple(others))
        return listed(refused(self.student, self.assignment.id, why))

    def nothing(self, kind: TroubleKind, others: Sequence[str] = ()) -> HandIn:
        why = Trouble(kind, self.assignment.id, inside=self.inside, others=tuple(others))
        return listed(nothing(self.student, self.assignment.id, why))


def choose(student: str, assignment: Assignment, entries: Sequence[Entry], keep: Keep) -> HandIn:
    """The one hand-in among a student's entries.

    `keep` is asked to hold what is taken out of an archive of the student's own.
    """
    return _chosen(_Choice(student, assignment, entries, keep, known_to(assignment)))


def _chosen(choice: _Choice) -> HandIn:  # noqa: PLR0911 - a line for each rule
    candidates = list(_candidates(choice))
    stubs = [each for each in candidates if _is_stub(each, choice.assignment)]
    live = [each for each in candidates if each not in stubs]
    exact = [each for each in live if each.exact]
    plain = [each for each in exact if each.says.is_plain]
    near = [each for each in live if not each.exact]
    if len(plain) > 1:
        return _several(plain, choice)
    if len(exact) - len(plain) > 1 and not plain:
        return choice.refused(TroubleKind.TWO_ARCHIVES)
    if exact:
        taken = (plain or exact)[0]
        return _with_notice(_taken(taken, choice), _about_others(taken, live, choice))
    near = _different(near, choice.assignment)
    if len(near) > 1:
        return choice.refused(TroubleKind.SEVERAL_NEAR, [each.name for each in near])
    if near:
        return _with_notice(_taken(near[0], choice), _about_name(near[0], choice))
    bundles = [] if choice.inside else _different(list(_bundles(choice)), choice.assignment)
    if len(bundles) > 1:
        return choice.refused(TroubleKind.SEVERAL_NEAR, [each.name for each in bundles])
    if bundles:
        return _unpacked(bundles[0], choice)
    if stubs:
        return _taken(stubs[0], choice)
    return _absent(choice)


def _several(plain: Sequence[_Candidate], choice: _Choice) -> HandIn:
    """Several of the very name: a script and a notebook, one of them twice, or in a folder as well."""
    names = list(dict.fromkeys(each.name for each in plain))
    if len(names) == 1:
        why = Trouble(TroubleKind.ONE_FILE_TWICE, names[0], inside=choice.inside)
        return listed(refused(choice.student, choice.assignment.id, why))
    if len(names) == len({each.says.suffix for each in plain}):
        return choice.refused(TroubleKind.TWO_FILES)
    return choice.refused(TroubleKind.IN_SEVERAL_PLACES, names)


def _candidates(choice: _Choice) -> Iterable[_Candidate]:
    """What is meant for the assignment, in the student's folder and one folder down.

    In an archive of their own people pack the folder as well as the file: there both are the place that is asked for.
    """
    for entry in choice.entries:
        says = reading(entry.parts[-1], choice.known) if entry.parts else None
        if says is None or says.assignment != choice.assignment.id or len(entry.parts) > 2:
            continue
        if choice.inside and not says.is_plain:
            continue
        exact = says.exact and (len(entry.parts) == 1 or bool(choice.inside))
        if exact or entry.kind is Kind.FILE:
            yield _Candidate(entry, says, exact)


def _bundles(choice: _Choice) -> Iterable[_Candidate]:
    """Archives of the student's files for all assignments, which may hold one for this, or called after the student."""
    for entry in choice.entries:
        suffix = bundle_suffix(entry.parts[-1], choice.known) if entry.parts else ""
        if not suffix and len(entry.parts) == 1 and is_of(entry.parts[0], choice.student):
            suffix = suffix_of(entry.parts[0])
        if suffix and len(entry.parts) <= 2 and entry.kind is Kind.FILE:
            yield _Candidate(entry, Reading(choice.assignment.id, suffix, exact=False), exact=False)


def _bytes_of(candidate: _Candidate, assignment: Assignment) -> bytes | None:
    try:
        return candidate.entry.found_at().read(most_bytes(candidate.says.suffix, assignment.limits))
    except Unfit:
        return None


def _is_stub(candidate: _Candidate, assignment: Assignment) -> bool:
    """Whether nothing is written in a file: it is empty, or the stub."""
    if not candidate.says.is_plain or candidate.entry.kind is not Kind.FILE:
        return False
    source = _bytes_of(candidate, assignment)
    if source is None:
        return False
    return not source.strip() or is_untouched(source, SUFFIXES[candidate.says.suffix], assignment)


def _different(candidates: Sequence[_Candidate], assignment: Assignment) -> list[_Candidate]:
    """One of each content: a copy of a copy leaves no choice."""
    if len(candidates) < 2:
        return list(candidates)
    by_content: dict[tuple[str, str], _Candidate] = {}
    for each in candidates:
        source = _bytes_of(each, assignment)
        by_content.setdefault((each.says.suffix, hashlib.sha256(source).hexdigest() if source else each.name), each)
    return list(by_content.values())


def _taken(candidate: _Candidate, choice: _Choice) -> HandIn:
    if not candidate.says.is_plain:
        return _unpacked(candidate, choice)
    student, assignment = choice.student, choice.assignment
    meant = sys.intern(f"{assignment.id}{candidate.says.suffix}")  # one text for a whole class
    try:
        place = candidate.entry.found_at()
    except Unfit as unfit:
        return listed(refused(student, assignment.id, named(unfit, candidate.name), filename=meant))
    taken = take(
        candidate.name, place, student=student, assignment=assignment.id, limits=assignment.limits, filename=meant
    )
    return listed(taken, place)


def _about_name(candidate: _Candidate, choice: _Choice) -> Notice:
    kind = NoticeKind.IN_FOLDER if candidate.says.exact else NoticeKind.NEAR_NAME
    return Notice(kind, candidate.name, f"{choice.assignment.id}{candidate.says.suffix}", inside=choice.inside)


def _about_others(taken: _Candidate, live: Sequence[_Candidate], choice: _Choice) -> Notice | None:
    others = tuple(each.name for each in live if each is not taken)
    meant = f"{choice.assignment.id}{taken.says.suffix}"
    return Notice(NoticeKind.OTHERS, taken.name, meant, inside=choice.inside, others=others) if others else None


def _with_notice(hand_in: HandIn, notice: Notice | None) -> HandIn:
    """The same with what is to be said of it, if it is graded at all."""
    if notice is None or hand_in.status is not Status.GRADED:
        return hand_in
    return replace(hand_in, notices=(notice, *hand_in.notices))


def _absent(choice: _Choice) -> HandIn:
    """What there is instead, by kind alone where a name says nothing: names of files are the student's text."""
    inside = bool(choice.inside)
    shown = [each for each in choice.entries if each.parts and not each.parts[0].startswith((".", "__"))]
    names = [each.parts[-1] for each in shown if each.kind is not Kind.FOLDER and (inside or len(each.parts) == 1)]
    packed = [name for name in names if is_packed_otherwise(name, choice.assignment.id)]
    if packed:
        return choice.nothing(TroubleKind.PACKED_OTHERWISE, packed)
    like = ["/".join(each.parts) for each in shown if _speaks_of(each, choice)]
    if like:
        return choice.nothing(TroubleKind.ABSENT_LIKE, like)
    return choice.nothing(_kind_of_others(choice, shown, names))


def _kind_of_others(choice: _Choice, shown: Sequence[Entry], names: Sequence[str]) -> TroubleKind:
    """What there is that no name says anything of."""
    inside = bool(choice.inside)
    lowered = [
        name.casefold()
        for name in names
        if (reading(name, choice.known) is None and not meant_for(name, choice.known)) or (inside and _is_packed(name))
    ]
    if inside and any(map(_is_packed, lowered)):
        return TroubleKind.ABSENT_ARCHIVE_INSIDE
    if any(name.endswith((*SUFFIXES, *ARCHIVES)) for name in lowered) or (
        inside and any(_is_deep(each, choice) for each in shown)
    ):
        return TroubleKind.ABSENT_DEEP if inside else TroubleKind.ABSENT_OTHER_NAME
    if any(name.endswith(OTHER_ARCHIVES) for name in lowered) and not inside:
        return TroubleKind.ABSENT_OTHER_ARCHIVE
    if not inside and any(len(each.parts) > 1 or each.kind is Kind.FOLDER for each in shown):
        return TroubleKind.ABSENT_IN_FOLDER
    return TroubleKind.ABSENT


def _is_packed(name: str) -> bool:
    return name.casefold().endswith(ARCHIVES)


def _is_deep(entry: Entry, choice: _Choice) -> bool:
    """Whether it is the file in a folder too deep to be looked at."""
    return len(entry.parts) > 2 and reading(entry.parts[-1], [choice.assignment.id]) is not None


def _speaks_of(entry: Entry, choice: _Choice) -> bool:
    """Whether a file is called after the assignment in a way that leaves open whether it is the hand-in."""
    if entry.kind is Kind.FOLDER or len(entry.parts) > 2 or reading(entry.parts[-1], choice.known) is not None:
        return False
    return meant_for(entry.parts[-1], choice.known) == choice.assignment.id


# --- an archive of the student's own -----------------------------------------------------------------------------


def _unpacked(packed: _Candidate, choice: _Choice) -> HandIn:
    """The hand-in from a student's own archive: at its top or in a folder, among files of other names."""
    assignment, name = choice.assignment, packed.name

    def most(parts: tuple[str, ...]) -> int | None:
        says = reading(parts[-1], choice.known) if 0 < len(parts) <= 2 else None
        wanted = says is not None and says.assignment == assignment.id and says.is_plain
        return most_bytes(says.suffix, assignment.limits) if says is not None and wanted else None

    try:
        data = packed.entry.found_at().read(most_bytes("", assignment.limits))
        held = archive_entries(io.BytesIO(data), f"x{packed.says.suffix}", most, OF_A_STUDENT, InMemory)
        _require_plain(held)
    except Unfit as unfit:
        return listed(refused(choice.student, assignment.id, named(unfit, name), filename=name))
    found = _chosen(replace(choice, entries=held, inside=name))
    if found.place is None:
        return found
    handed_in = written_at(packed.entry.place)  # what is in it was written before
    return replace(found, place=dated(choice.keep(found.place.read(found.size)), handed_in))


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
