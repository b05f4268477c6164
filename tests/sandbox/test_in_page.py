"""A page that ended a worker says so to the next one: what was answered comes again, and then that end."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.records import Call, Ending, Limits, Outcome, SourceKind, Submission, Why
from grader.sandbox import frames, values
from grader.sandbox.in_page import InPage, Past
from grader.sandbox.recording import record

LIMITS = Limits(call_cpu_seconds=2.0, call_wall_seconds=4.0)
LOADED = frames.frame(frames.Answer(0, Outcome(Ending.VALUE, values.encode_value(None))))
RIGHT = Submission("ada", "walk", "walk.py", SourceKind.PYTHON, b"def f(): return 1\ndef g(): return 2\n")
F, G = (Call(name, values.encode_arguments([], {})) for name in "fg")


class Nobody:
    """A page that looks at no clock."""

    def opened(self) -> None: ...
    def turn(self, seconds: float) -> None: ...
    def said(self, data: bytes) -> None: ...
    def done(self) -> None: ...


@pytest.mark.parametrize(
    ("seconds", "ending", "why"),
    [
        (2.0, Ending.TIMED_OUT, Why.COMPUTING),
        (1.9, Ending.TIMED_OUT, Why.COMPUTING),  # a slow machine had used up some before the turn began
        (0.0, Ending.CRASHED, Why.BROKE_PYTHON),
    ],
)
def test_a_worker_that_a_page_ended_for_its_time_was_too_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, ending: Ending, why: Why
) -> None:
    monkeypatch.chdir(tmp_path)  # student code runs in this process, from where no reference may be in reach
    past = Past((frames.READY, LOADED), seconds)
    page = InPage(tmp_path, Nobody(), [past])

    outcomes = record(RIGHT, [F, G], backend=page, limits=LIMITS).outcomes
    page.close()

    assert (outcomes[F].ending, outcomes[F].why) == (ending, why)
    assert outcomes[G].ending is Ending.VALUE


def test_a_function_that_never_ends_costs_few_workers_since_who_waits_sees_each_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    calls = [Call("f", values.encode_arguments([], {"number": number})) for number in range(6)]
    page = InPage(tmp_path, Nobody(), [Past((frames.READY, LOADED), seconds) for seconds in (2.0, 2.0, 0.1, 0.1)])

    outcomes = record(RIGHT, calls, backend=page, limits=LIMITS).outcomes
    page.close()

    assert [outcomes[call].ending for call in calls[:4]] == [Ending.TIMED_OUT] * 4
    assert {(outcomes[call].ending, outcomes[call].why) for call in calls[4:]} == {
        (Ending.NOT_RUN, Why.TIMED_OUT_BEFORE)
    }
