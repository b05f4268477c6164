"""Recordings made side by side are those made one after the other."""

import os
import threading
from collections.abc import Iterator

import pytest

from grader.grading.prepare import prepare
from grader.grading.side_by_side import SideBySide
from grader.isolation import Isolation
from grader.sandbox.base import Backend
from grader.sandbox.tiers import open_backend
from tests.whole_course import COURSE


@pytest.fixture
def backend() -> Iterator[Backend]:
    with open_backend(Isolation.NONE, hidden=False) as opened:
        yield opened


def test_what_is_recorded_of_an_assignment_does_not_depend_on_the_cores(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for cores in (1, 4):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        found.append(prepare(COURSE, COURSE.assignment("cosine_annealing"), backend).recorded)

    assert found[0] == found[1]


def test_each_backend_is_lent_to_one_thread_at_a_time(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    together = threading.Barrier(3)  # it breaks unless three are at work at once
    lent: set[int] = set()

    def work(piece: int) -> int:
        with beside.backend() as mine:
            assert id(mine) not in lent
            lent.add(id(mine))
            together.wait(30)
            lent.remove(id(mine))
            together.wait(30)
        return 2 * piece

    with SideBySide(backend) as beside:
        assert beside.map(work, range(9)) == [2 * piece for piece in range(9)]


def test_an_error_is_raised_when_nobody_is_at_work_any_more(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    at_work: set[int] = set()
    begun = threading.Barrier(2)

    def work(piece: int) -> None:
        at_work.add(piece)
        if piece < 2:
            begun.wait(30)
        if piece == 0:
            at_work.remove(piece)
            raise ValueError("the first")
        threading.Event().wait(0.2)
        at_work.remove(piece)

    with SideBySide(backend) as beside, pytest.raises(ValueError, match="the first"):
        beside.map(work, range(50))

    assert not at_work


def test_what_is_interrupted_waits_for_nobody(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(piece: int) -> None:
        if piece == 0:
            begun.wait(30)
            raise KeyboardInterrupt
        begun.set()
        go_on.wait(5)
        ended.set()

    with SideBySide(backend) as beside, pytest.raises(KeyboardInterrupt):
        beside.map(work, range(2))

    assert begun.is_set()
    assert not ended.is_set()
    go_on.set()
