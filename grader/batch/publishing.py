"""Publishing: what students see is what was published last, whatever was graded since."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from grader.batch.book import existing_gradebook, require_gradebook
from grader.batch.outputs import Outputs, alone, storing, write_page
from grader.exports import results
from grader.gradebook.published import Published
from grader.gradebook.store import Gradebook
from grader.grading.changes import Change, change_between
from grader.records import Grade, Key
from grader.reports.pages import page_mark


class Publishing(msgspec.Struct, frozen=True):
    """What a publishing changed for students: grades they had not seen, grades that moved, and pages that say more."""

    new: tuple[Grade, ...]
    changes: tuple[Change, ...]
    other_pages: int  # of grades that did not move
    same: int
    without_page: tuple[Grade, ...]  # which were not published,
    behind: tuple[Grade, ...]  # nor were these: their pages show what was given before


def publish(outputs: Outputs, assignments: Collection[str], *, dry_run: bool = False) -> Publishing:
    """Have students see what is there now of some assignments; with `dry_run` only say what they would see.

    Pages are copied to where students get them, and the grades kept as published.  Interrupted, it can be done again.
    Raises `UsageError` while a run is writing there, or where nothing was graded.
    """
    require_gradebook(outputs)  # before a folder is made that was only misspelt
    with alone(outputs, dry_run=dry_run), existing_gradebook(outputs) as gradebook:
        latest = gradebook.latest()
        gone = results.gone_so_far(outputs.results)
        outputs = outputs.of_class(dict.fromkeys(student for student, _ in latest if student not in gone))
        grades = {
            key: entry.grade for key, entry in sorted(latest.items()) if key[0] not in gone and key[1] in assignments
        }
        with storing(outputs):
            pages = dict(_pages(grades, outputs))
        behind = [key for key in pages if not page_mark.shows(outputs.staff_page(*key), grades[key])]
        for key in behind:
            del pages[key]
        return _published(gradebook, outputs, grades, pages, behind, dry_run=dry_run)


def _pages(grades: Mapping[Key, Grade], outputs: Outputs) -> Iterator[tuple[Key, str]]:
    for key in grades:
        page = outputs.student_page(*key)
        if page.is_file() and not page.is_symlink():
            yield key, page.read_text(encoding="utf-8")


def _published(
    gradebook: Gradebook,
    outputs: Outputs,
    grades: Mapping[Key, Grade],
    pages: Mapping[Key, str],
    behind: Sequence[Key],
    *,
    dry_run: bool,
) -> Publishing:
    before = gradebook.published()
    now = datetime.now(UTC)
    new, changes, made = [], [], []
    same = 0
    for key, page in pages.items():
        old = before.get(key)
        seen = Published(grades[key], hashlib.sha256(page.encode()).hexdigest(), now)
        if old is None:
            new.append(seen.grade)
        elif (moved := change_between(old.grade, seen.grade)) is not None:
            changes.append(moved)
        is_there = outputs.published_page(*key).is_file()  # pages may have been handed out and taken away
        if is_there and old is not None and (old.grade, old.page_sha256) == (seen.grade, seen.page_sha256):
            same += 1
        else:
            made.append(seen)
    if not dry_run:
        with storing(outputs):
            for each in made:
                key = (each.grade.student, each.grade.assignment)
                write_page(outputs.published_page(*key), pages[key])
        gradebook.publish(made)
    without = tuple(grade for key, grade in grades.items() if key not in pages and key not in behind)
    other_pages = len(made) - len(new) - len(changes)
    return Publishing(tuple(new), tuple(changes), other_pages, same, without, tuple(grades[key] for key in behind))


def since_published(gradebook: Gradebook, assignments: Collection[str], student: str = "") -> list[Change]:
    """What moved since students saw it last."""
    latest = gradebook.latest()
    pairs = (
        (seen.grade, latest[key].grade)
        for key, seen in sorted(gradebook.published().items())
        if key in latest and key[1] in assignments and student in {"", key[0]}
    )
    moved = (change_between(before, after) for before, after in pairs)
    return [each for each in moved if each is not None]
