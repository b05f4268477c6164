"""Removes one student from an output folder: gradebook, roster, pages, results, class page.  No more is touched."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from grader.batch.behaviour import wrong_behaviour
from grader.batch.departures import student_folders
from grader.batch.in_order import InOrder
from grader.batch.outputs import Outputs, alone, storing, sweep, write_class_pages, write_page
from grader.batch.run import write_class
from grader.collect.ids import meant_by, spellings
from grader.course.assignment import Assignment
from grader.errors import UsageError, unknown_student
from grader.exports import results
from grader.gradebook.database import is_there
from grader.gradebook.entries import Entry
from grader.gradebook.mentions import without_mention
from grader.gradebook.published import Published
from grader.gradebook.store import Gradebook, open_gradebook
from grader.grading.behaviour import Behaviours
from grader.records import Grade, Person
from grader.reports import prose
from grader.safe_text import visible
from grader.words.hand_ins import notice_sentence


class Forgotten(msgspec.Struct, frozen=True):
    """How much was removed."""

    grades: int
    transcripts: int
    pages: int
    rows: int
    people: int  # on the roster


def forget(student: str, outputs: Outputs, assignments: Sequence[Assignment]) -> Forgotten:
    """Remove all that is kept about a student; what others have stays as it is.

    The gradebook is last, so that what was interrupted can be done again.  Raises `UsageError` for a student nothing
    is known of, and where a part of the output is a link.
    """
    _require_own(outputs)
    with alone(outputs) if outputs.root.is_dir() else nullcontext():
        gradebook = open_gradebook(outputs.gradebook) if is_there(outputs.gradebook) else None
        try:
            entries = _entries(outputs, gradebook)
            known = {name for name, _ in gradebook.latest()} if gradebook else set()
            known |= {person.student for person in gradebook.people()} if gradebook else set()
            known |= {entry.grade.student for entry in entries}
            names = _names(student, known)
            trees = (*outputs.trees, outputs.departed, outputs.published)
            folders = [folder for tree in trees for folder in student_folders(names, tree)]
            rows = sum(entry.grade.student in names for entry in entries)
            if not (folders or names & known):
                raise UsageError(
                    f"nothing is known of the student {visible(student, 120)!r} in {outputs.root}",
                    remedy=unknown_student(student, sorted(known)),
                )
            with storing(outputs):
                sweep(outputs)
                others = [entry for entry in entries if entry.grade.student not in names]
                remaining = [replace(each, grade=without_mention(each.grade, names)) for each in others]
                roster = gradebook.people() if gradebook else ()
                staying = [person for person in roster if person.student not in names]
                _remove_mentions(others, remaining, outputs)
                if gradebook:
                    gradebook.publish(_published_without(names, gradebook, entries, outputs))
                behaviours = wrong_behaviour(gradebook, (each.grade for each in others)) if gradebook else {}
                _rewrite(remaining, entries, assignments, outputs, staying, behaviours)
                pages = sum(map(_remove, folders))
                _remove_links({path.name for path in folders}, outputs)
            people = sum(map(gradebook.forget_person, sorted(names))) if gradebook else 0
            gone = [gradebook.forget(name) for name in sorted(names)] if gradebook else []
            if gradebook:
                gradebook.leave_no_trace()
        finally:
            if gradebook:
                gradebook.close()
    grades, transcripts = (sum(each[place] for each in gone) for place in (0, 1))
    return Forgotten(grades, transcripts, pages, rows, people)


def _require_own(outputs: Outputs) -> None:
    """A link would lead out of the folder."""
    folders = (outputs.root, *outputs.trees, outputs.class_pages, outputs.departed, outputs.published, outputs.cache)
    for path in (*folders, outputs.results, outputs.overview, *outputs.gradebook.files):
        if path.is_symlink():
            raise UsageError(f"{path} is a link, and nothing outside is touched", remedy="put the real thing there")
    if outputs.book is None and not outputs.root.is_dir():
        raise UsageError(f"there is no folder {outputs.root}", remedy="name the one that was graded into with --out")


def _entries(outputs: Outputs, gradebook: Gradebook | None) -> list[Entry]:
    """The rows of the results, with all their facts where the gradebook has the same grade."""
    if not outputs.results.exists():
        return []
    latest = gradebook.latest() if gradebook else {}
    rows = results.read(outputs.results)
    return [kept if (kept := _kept(grade, latest)) is not None else Entry(grade) for grade in rows]


def _kept(grade: Grade, latest: Mapping[tuple[str, str], Entry]) -> Entry | None:
    kept = latest.get((grade.student, grade.assignment))
    return kept if kept is not None and _same(kept.grade, grade) else None


def _same(one: Grade, other: Grade) -> bool:
    """Whether two grades are of the same bytes by the same rubric."""
    return (one.submission_sha256, one.rubric_sha256) == (other.submission_sha256, other.rubric_sha256)


def _names(typed: str, known: Iterable[str]) -> set[str]:
    """Every name that a student is kept under: accents are written in two ways, and escapes may be typed as shown."""
    return spellings(typed) | {*meant_by(typed, known)}


def _rewrite(
    remaining: Sequence[Entry],
    before: Sequence[Entry],
    assignments: Sequence[Assignment],
    outputs: Outputs,
    people: Sequence[Person],
    behaviours: Behaviours,
) -> None:
    if before:
        named = _as_before(before, outputs)
        gone = results.gone(outputs.results)
        grades = InOrder({each.key: each for each in remaining}, [each.key for each in remaining])
        write_class(grades, assignments, named, gone=gone, people=people, behaviours=behaviours)
    else:
        write_class_pages(outputs, {}, names=False)  # of a run that wrote no results; the next one writes them again
        outputs.overview.unlink(missing_ok=True)


def _as_before(before: Sequence[Entry], outputs: Outputs) -> Outputs:
    """Named as for the whole class: the pages of the others stay where they are."""
    gone = results.gone(outputs.results)
    return outputs.of_class(student for entry in before if (student := entry.grade.student) not in gone)


def _remove_mentions(before: Sequence[Entry], now: Sequence[Entry], outputs: Outputs) -> None:
    """Say “another member” on the pages of those for whom the student handed in."""
    changed = [pair for pair in zip(before, now, strict=True) if pair[0].grade != pair[1].grade]
    named = _as_before(before, outputs) if changed else outputs
    for old, new in changed:
        key = new.grade.student, new.grade.assignment
        departed = outputs.departed / named.folder_of(key[0]) / f"{key[1]}.html"
        for page in (named.student_page(*key), named.staff_page(*key), departed):
            _reword(page, old.grade, new.grade)


def _published_without(
    names: Collection[str], gradebook: Gradebook, before: Sequence[Entry], outputs: Outputs
) -> list[Published]:
    """What others were shown that names the student, and does not any more.

    It may be older than what is in the reports, and who has left is shown nothing newer.
    """
    named = _as_before(before, outputs) if before else outputs
    found = []
    for (student, assignment), each in gradebook.published().items():
        grade = without_mention(each.grade, names)
        if student not in names and grade != each.grade:
            page = named.published_page(student, assignment)
            _reword(page, each.grade, grade)
            sha256 = hashlib.sha256(page.read_bytes()).hexdigest() if page.is_file() else each.page_sha256
            found.append(replace(each, grade=grade, page_sha256=sha256))
    return found


def _reword(page: Path, before: Grade, now: Grade) -> None:
    """Have a page say of a hand-in what another grade says of it."""
    if not page.is_file() or page.is_symlink() or page.parent.is_symlink():
        return
    text = page.read_text(encoding="utf-8")
    for one, other in zip(before.notices, now.notices, strict=True):
        text = text.replace(prose.said(notice_sentence(one)), prose.said(notice_sentence(other)))
    write_page(page, text)


def _remove_links(folders: Collection[str], outputs: Outputs) -> None:
    """Remove what leads on to a student from the staff pages of those who stand beside."""
    if not folders:
        return
    names = "|".join(re.escape(quote(folder, safe="")) for folder in folders)
    link = re.compile(rf' <a rel="(?:prev|next)" href="\.\./(?:{names})/[^"]*">[^<]*</a>')
    for page in outputs.staff.glob("*/*.html"):
        if page.is_symlink() or page.parent.is_symlink():
            continue
        text = page.read_text(encoding="utf-8")
        without = link.sub("", text)
        if without != text:
            write_page(page, without)


def _remove(folder: Path) -> int:
    """Remove a folder, or the link in its place; the number of pages in it."""
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink()
        return 0
    pages = sum(path.suffix == ".html" for path in folder.iterdir())
    shutil.rmtree(folder)
    return pages
