"""What is known of a class, put on a shelf: it comes back as it was put there, and no more of it is in memory."""

from __future__ import annotations

import datetime as dt
import math
import os
import pickle
import tracemalloc

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import StorageError
from grader.gradebook.entries import Entry, shelf_of_entries
from grader.gradebook.shelf import Shelf
from grader.records import (
    Attempted,
    Attempts,
    Decision,
    Difference,
    DifferenceKind,
    Grade,
    Judgement,
    Lateness,
    Status,
    Verdict,
    Visibility,
)

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
keys = st.tuples(names, st.sampled_from(["walks", "adam"]))


def shelf_of_bytes() -> Shelf[bytes]:
    return Shelf(bytes, bytes)


@given(st.lists(st.tuples(keys, st.binary(max_size=60))))
def test_a_shelf_answers_as_a_dict_does(put):
    shelf = shelf_of_bytes()
    plain = {}
    for key, record in put:
        shelf[key] = plain[key] = record

    assert list(shelf.items()) == list(plain.items())
    assert len(shelf) == len(plain)


def test_a_copy_has_what_was_there_and_changes_alone():
    shelf = shelf_of_bytes()
    shelf["ada", "walks"] = b"first"

    other = shelf.copy()
    other["ada", "walks"] = b"second"
    other["bob", "walks"] = b"new"

    assert dict(shelf) == {("ada", "walks"): b"first"}
    assert dict(other) == {("ada", "walks"): b"second", ("bob", "walks"): b"new"}


def test_what_is_taken_away_is_there_no_more():
    shelf = shelf_of_bytes()
    shelf["ada", "walks"] = b"first"

    del shelf["ada", "walks"]

    assert ("ada", "walks") not in shelf
    assert shelf == {}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are forked")
def test_a_process_that_is_forked_reads_the_same():
    shelf = shelf_of_bytes()
    shelf["ada", "walks"] = b"first"
    shelf["bob", "walks"] = b"second"

    process = os.fork()
    if process == 0:
        os._exit(0 if dict(shelf) == {("ada", "walks"): b"first", ("bob", "walks"): b"second"} else 1)
    _, status = os.waitpid(process, 0)

    assert status == 0


def test_records_take_no_memory():
    record, count = os.urandom(20_000), 500
    shelf = shelf_of_bytes()
    shelf["", "walks"] = record

    tracemalloc.start()
    for number in range(count):
        shelf[str(number), "walks"] = record
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < 500 * count


def test_a_disk_without_room_is_said_with_a_remedy(monkeypatch):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    shelf = shelf_of_bytes()
    monkeypatch.setattr(os, "write", full)

    with pytest.raises(StorageError, match="No space left on device") as caught:
        shelf["ada", "walks"] = b"first"

    assert "TMPDIR" in caught.value.remedy


def test_a_grade_keeps_the_offset_of_the_clock_that_it_was_due_by():
    due = dt.datetime(2026, 3, 1, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    late = Lateness(due, due, due + dt.timedelta(hours=5), "day", 1, 10.0, 0.1)
    grade = Grade("ada", "walks", Status.GRADED, 2.0, late=late)
    shelf = shelf_of_entries()

    shelf["ada", "walks"] = Entry(grade, behaviour_sha256="c")

    assert shelf["ada", "walks"] == Entry(grade, behaviour_sha256="c")
    assert msgspec.json.encode(shelf["ada", "walks"].grade) == msgspec.json.encode(grade)


def test_a_grade_goes_to_another_process_with_the_offsets_of_all_its_times():
    at = dt.datetime(2026, 3, 1, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    far = Difference(DifferenceKind.VALUE, ratio=math.inf)
    lost = Judgement("one", "One", ("f",), 0.0, 1.0, Verdict.FAILED, Visibility.VISIBLE, public=True, difference=far)
    grade = Grade(
        "ada",
        "walks",
        Status.GRADED,
        2.0,
        judgements=(lost,),
        late=Lateness(at, at, at, "day", 1, 10.0, 0.1),
        decisions=(Decision("one", 1.0, "seen", "staff", at),),
        attempts=Attempts((Attempted("c", at, 1.0, None),), "best"),
    )

    again = pickle.loads(pickle.dumps(grade))  # as between the processes of a run

    assert again == grade
    assert [str(each) for each in (again.late.until, again.decisions[0].made_at, again.attempts.made[0].at)] == 3 * [
        "2026-03-01 23:59:00+02:00"
    ]
    assert again.judgements[0].difference.ratio == math.inf
