"""The hand-ins of a class as they are listed: in a file, and as they were put there."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from operator import attrgetter
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.collect.hand_in import HandIn, at_hand, listed, nothing
from grader.collect.listing import HandIns
from grader.collect.places import Dated, OnDisk, Undated, inodes_below, kept_in
from grader.records import Notice, NoticeKind, SourceKind, Submission, Trouble, TroubleKind
from grader.spool import Spool

# Forking a process with threads (those of a parallel test run, not of the grader) is warned of by newer Pythons.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

BERLIN = timezone(timedelta(hours=2))
UNTIL = datetime(2026, 9, 2, 12, tzinfo=BERLIN)
TOLD = (Notice(NoticeKind.MARKED_LATE, "", ""),)


def submission(student: str, source: bytes = b"x = 1\n", assignment: str = "twice") -> Submission:
    return Submission(student, assignment, "twice.py", SourceKind.PYTHON, source, notices=TOLD)


@pytest.fixture
def some(tmp_path: Path) -> list[HandIn]:
    """Hand-ins as they come from folders, archives and nowhere, two of them with the same files of a course."""
    course = tmp_path / "course"
    course.mkdir()
    (course / "solution.py").write_bytes(b"")
    no_text = os.fsencode(tmp_path) + b"/caf\xe9.py"
    Path(os.fsdecode(no_text)).write_bytes(b"x = 1\n")
    own, keep = tmp_path / "twice.py", kept_in(Spool("files"))
    own.write_bytes(b"x = 1\n")
    files = inodes_below(course)
    spooled = Dated(keep(b"x = 1\n"), datetime(2026, 9, 1, 23, 59, tzinfo=BERLIN))
    before = listed(submission("bob", b"x = 0\n"), keep(b"x = 0\n"))
    return [
        listed(submission("ada"), OnDisk(str(own), files)),
        replace(listed(submission("bob"), spooled), earlier=(before,), extended_until=UNTIL),
        listed(submission("eve"), OnDisk(str(own), files)),
        listed(nothing("dan", "twice", Trouble(TroubleKind.NOTHING))),
        at_hand(submission("cam", assignment="thrice")),
        listed(submission("fay"), OnDisk(os.fsdecode(no_text))),
        listed(submission("gil"), Undated(_Elsewhere("twice.py"))),
    ]


@dataclass(frozen=True)
class _Elsewhere:
    """A place of a kind that listings do not know."""

    name: str

    def read(self, _: int) -> bytes:
        """What its name tells."""
        return b"x = 1\n" if self.name == "twice.py" else b""


def test_hand_ins_are_listed_as_they_came(some):
    listing = HandIns(some)
    submissions, keys = [each.submission() for each in some], [(each.student, each.assignment) for each in some]

    assert len(listing) == len(some)
    assert listing[-1].student == "gil"
    assert [each.student for each in listing[1:3]] == ["bob", "eve"]
    assert [each.submission() for each in listing] == submissions
    assert [str(each.handed_in_at) for each in listing] == [str(each.handed_in_at) for each in some]
    assert (str(listing[1].handed_in_at), str(listing[1].extended_until)) == (
        "2026-09-01 23:59:00+02:00",
        "2026-09-02 12:00:00+02:00",
    )
    assert [each.submission().source for each in listing[1].earlier] == [b"x = 0\n"]
    assert listing.whose() == keys


def test_a_change_that_concerns_nobody_leaves_the_listing_and_others_make_one(some):
    listing = HandIns(some)

    later = listing.changed(lambda each: replace(each, extended_until=UNTIL) if each.student == "eve" else each)

    assert listing.changed(lambda each: each) is listing
    assert listing.where(lambda _: True) is listing
    assert [each.extended_until for each in later] == [None, UNTIL, UNTIL, None, None, None, None]
    assert [each.extended_until for each in listing] == [None, UNTIL, None, None, None, None, None]
    assert [each.submission() for each in later] == [each.submission() for each in listing]
    assert later.whose() == listing.whose()


def test_what_many_have_in_common_is_there_once(some):
    places = [each.place for each in HandIns([some[0], some[2]])]

    assert len({id(each.forbidden) for each in places if isinstance(each, OnDisk)}) == 1
    assert all(isinstance(each, OnDisk) and each.forbidden for each in places)


def test_files_of_an_archive_are_held_as_long_as_the_list_of_them():
    listing = HandIns([listed(submission("ada"), kept_in(Spool("files"))(b"x = 1\n"))])
    gc.collect()

    assert listing[0].submission().source == b"x = 1\n"


def test_some_of_them_are_chosen_by_whose_they_are(some):
    listing = HandIns(some)

    chosen = listing.where(lambda key: key in {("ada", "twice"), ("dan", "twice")})

    assert list(map(attrgetter("student"), chosen)) == ["ada", "dan"]
    assert chosen.whose() == [("ada", "twice"), ("dan", "twice")]
    assert list(listing.where(lambda _: False)) == []


def test_processes_that_were_forked_read_the_same(some):
    listing: Sequence[HandIn] = HandIns(some)

    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        read = list(pool.map(_source, listing))

    assert read == [each.submission().source for each in some]


def _source(hand_in: HandIn) -> bytes:
    return hand_in.submission().source
