"""A class, from a folder or an archive: one walk over either makes a row for each student and assignment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from grader.collect import folder
from grader.collect.archives.bounds import OF_A_CLASS, OF_A_FOLDER
from grader.collect.archives.reading import archive_entries
from grader.collect.candidates import choose
from grader.collect.hand_in import HandIn, listed, refused, with_names_as_text
from grader.collect.layouts import LAYOUTS, Layout, bytes_needed, downloads, layout_of
from grader.collect.listing import HandIns
from grader.collect.names import ARCHIVES, bundle_suffix, known_to, most_bytes, reading
from grader.collect.packed_students import LARGEST, stem_of
from grader.collect.places import Inodes, Keep, Unfit, inodes_below, kept_in
from grader.collect.roster_ids import under_ids_of_roster
from grader.collect.students import Expected, Student
from grader.collect.tree import Entry
from grader.course.assignment import Assignment
from grader.errors import UsageError
from grader.records import Notice, NoticeKind, Person, Status, TroubleKind
from grader.spool import Spool
from grader.words.hand_ins import trouble_sentence

_Wanted = Callable[[str], int | None]  # the most bytes of a file that may be a hand-in by its name; None for any other
_MARKED_LATE = Notice(NoticeKind.MARKED_LATE, "", "")
_FROM_ARCHIVE = "the files of the archive"
_UNPACK = "download it again, or unpack it, look at what is in it, and name the folder"


class Classroom(msgspec.Struct, frozen=True):
    """A class as it was found: how it lies, a hand-in for each student and assignment, and what people are called.

    `passed_over` are files that say of nobody whose they are; `doubled` are ids of the roster that several hand-ins are
    of, which stand under the ids of the place.
    """

    layout: Layout
    hand_ins: HandIns
    names: Mapping[str, str]
    passed_over: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()


def collect(where: Path, assignments: Sequence[Assignment], *, without: Sequence[Path] = ()) -> list[HandIn]:
    """A hand-in for each student and assignment, in the order of the students' ids; `missing` where there is none.

    What lies in the folders of `without` is nobody's.  Raises `UsageError` where no class is to be found.
    """
    return list(classroom(where, assignments, without=without).hand_ins)


def classroom(
    where: Path,
    assignments: Sequence[Assignment],
    *,
    layout: str = "",
    people: Sequence[Person] = (),
    without: Sequence[Path] = (),
) -> Classroom:
    """The class in a folder or an archive, as `collect` says, its layout recognised if none is named.

    Of `people`, the roster, those are meant who have the id that a place knows them by.
    """
    keep = kept_in(Spool(_FROM_ARCHIVE))
    wanted = _wanted_by(assignments)
    known = known_to(assignments[0])
    expected = Expected(
        where, f"ada/{assignments[0].id}.py", lambda name: wanted(name) is not None, lambda name: _meant(name, known)
    )
    entries = _entries(where, lambda: forbidden(assignments), wanted, keep, without)
    lies = LAYOUTS[layout] if layout else layout_of(entries, where)
    found = lies.found_in(entries, expected)
    students, doubled = under_ids_of_roster(found.students, people)
    if not students:
        raise UsageError(
            f"{where} holds no hand-ins",
            remedy=f"it should hold a folder for each student with files named after assignments: {expected.example}",
        )
    rows = HandIns(row for student in students for row in _rows(student, assignments, keep))
    over = tuple("/".join(each.parts) for each in found.strangers)
    return Classroom(lies, rows, {each.id: each.called for each in students if each.called}, over, doubled)


def entries_in(where: Path) -> list[Entry]:
    """What lies in a class's folder or archive, nobody's hand-in among what is kept.

    Raises `UsageError` as `collect` does.
    """
    return _entries(where, frozenset, lambda _: None, kept_in(Spool(_FROM_ARCHIVE)), ())


def _meant(name: str, known: Sequence[str]) -> str:
    says = reading(name, known)
    return "" if says is None else f"{says.assignment}{says.suffix}"


def _wanted_by(assignments: Sequence[Assignment]) -> _Wanted:
    """What knows the names of hand-ins to some assignments."""
    known = known_to(assignments[0])
    limits = {assignment.id: assignment.limits for assignment in assignments}

    def most(name: str) -> int | None:
        if suffix := bundle_suffix(name, known):
            return max(most_bytes(suffix, each) for each in limits.values())
        says = reading(name, known)
        return most_bytes(says.suffix, limits[says.assignment]) if says and says.assignment in limits else None

    return most


def _rows(student: Student, assignments: Sequence[Assignment], keep: Keep) -> Iterator[HandIn]:
    for assignment in assignments:
        if student.trouble is not None:
            yield with_names_as_text(listed(refused(student.id, assignment.id, student.trouble)))
        else:
            row = _as_it_lies(choose(student.id, assignment, student.entries, keep), student)
            row = _with_earlier(row, tuple(_earlier(row, student, assignment, keep)))
            told = _told_by_place(row, student, assignment)
            yield with_names_as_text(
                replace(row, notices=(*row.notices, *told)) if row.status is Status.GRADED else row
            )


def _as_it_lies(row: HandIn, student: Student) -> HandIn:
    """The row with what the layout alone knows: what there is that is no file, or that there are two folders."""
    if row.trouble is None:
        return row
    if row.trouble.kind is TroubleKind.ABSENT and student.typed is not None:
        return replace(row, trouble=replace(row.trouble, kind=student.typed))
    if row.trouble.kind is TroubleKind.ONE_FILE_TWICE and student.in_two_folders:
        return replace(row, trouble=replace(row.trouble, kind=TroubleKind.IN_TWO_FOLDERS))
    return row


def _earlier(row: HandIn, student: Student, assignment: Assignment, keep: Keep) -> Iterator[HandIn]:
    """What was handed in before, where its time is known: without one it has no place in order.

    The same content at another time is one of these: a second click takes nothing from the first.
    """
    seen = {(row.sha256, row.handed_in_at)}
    for entries in student.earlier:
        before = choose(student.id, assignment, entries, keep)
        told = before.sha256, before.handed_in_at
        if before.status is Status.GRADED and told not in seen and before.handed_in_at is not None:
            seen.add(told)
            yield before


def _with_earlier(row: HandIn, earlier: tuple[HandIn, ...]) -> HandIn:
    """The last attempt with those before it; the one before it where it brought no file for the assignment."""
    if not earlier or row.trouble is None or row.trouble.kind not in _NO_FILE:
        return replace(row, earlier=earlier)
    *before, last = earlier
    notice = Notice(NoticeKind.BEFORE_LAST, last.filename, last.filename)
    return replace(last, notices=(*last.notices, notice), earlier=tuple(before))


_NO_FILE = frozenset({TroubleKind.ABSENT, TroubleKind.TYPED_TEXT, TroubleKind.TYPED_LINK, TroubleKind.NOTHING})


def _told_by_place(row: HandIn, student: Student, assignment: Assignment) -> Iterator[Notice]:
    older = [name for name in student.older if _meant(name, [assignment.id])]
    if older:
        yield Notice(NoticeKind.NEWEST, row.filename, row.filename, others=tuple(older))
    if student.group:
        yield Notice(NoticeKind.AS_GROUP, "", student.group, others=student.members)
    if student.late:
        yield _MARKED_LATE


def forbidden(assignments: Sequence[Assignment]) -> Inodes:
    """The files of the course, none of which is a hand-in by a second name."""
    root = assignments[0].folder.parents[1]
    return inodes_below(root / "reference", root / "assignments")


def _entries(
    where: Path,
    of_course: Callable[[], Inodes],
    wanted: Callable[[str], int | None],
    keep: Keep,
    without: Sequence[Path],
) -> list[Entry]:
    if where.is_dir():
        try:
            return folder.entries(where, forbidden=of_course(), without=without)
        except OSError as closed:
            raise UsageError(f"{where} cannot be read: {closed.strerror}", remedy="name another folder") from None
    if not where.exists():
        raise UsageError(f"there is no {where}", remedy="name the folder of hand-ins, or an archive of one")
    if where.is_file() and where.name.lower().endswith(ARCHIVES):
        return _in_archive(where, wanted, keep)
    raise UsageError(
        f"{where} is neither a folder of hand-ins nor an archive that can be read",
        remedy=f"name the folder that holds a folder per student, or a file that ends in {', '.join(ARCHIVES)}",
    )


def _in_archive(path: Path, wanted: _Wanted, keep: Keep) -> list[Entry]:
    def most(parts: tuple[str, ...]) -> int | None:
        if (needed := bytes_needed(parts)) is not None:
            return needed
        handed = downloads.read_anywhere(parts)
        if handed is not None and handed.rest and (inside := wanted(handed.rest[-1])) is not None:
            return inside
        named = wanted(parts[-1]) if 2 <= len(parts) <= 5 else None
        return LARGEST if named is None and _is_a_students_archive(parts) else named

    try:
        with path.open("rb") as file:
            held = archive_entries(file, path.name, most, OF_A_CLASS, keep, folders=OF_A_FOLDER)
        _require_all_open(held)
    except OSError as trouble:
        raise UsageError(f"{path} cannot be read: {trouble.strerror}", remedy="name another file") from None
    except Unfit as unfit:
        said = trouble_sentence(unfit.trouble).strip().partition(".")[0]
        raise UsageError(f"{path} {said}", remedy=_UNPACK) from None
    return held


def _is_a_students_archive(parts: tuple[str, ...]) -> bool:
    """Whether a file may be an archive that is called after a student: it lies at the top, or beside its name."""
    if not parts or not parts[-1].casefold().endswith(ARCHIVES):
        return False
    return len(parts) <= 2 or (len(parts) == 3 and stem_of(parts[-1]) == parts[-2])


def _require_all_open(held: Sequence[Entry]) -> None:
    """A password is one for the whole archive; of one file it is that student's trouble."""
    troubles = [entry.unfit.trouble.kind for entry in held if entry.unfit is not None]
    if TroubleKind.ENCRYPTED in troubles and not any(entry.place for entry in held):
        raise Unfit(TroubleKind.ENCRYPTED)
