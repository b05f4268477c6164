"""Zygotes that were forked from another one: warm at once, and as far apart as if each had been started."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from grader.errors import IsolationError, SandboxError
from grader.isolation import Isolation
from grader.records import Call, Ending, Limits, SourceKind, Submission
from grader.sandbox import values
from grader.sandbox.base import Backend, Tier
from grader.sandbox.lockdown.privileges import MOST_SHARES
from grader.sandbox.recording import Recording, record
from grader.sandbox.tiers import TIERS, Backends, open_tier, why_not_here
from grader.sandbox.zygote_client import ForkedWorker, StartedZygote, ZygoteClient
from tests.waiting import until

FORKED = [tier for tier in TIERS if tier.cpu_clock and not why_not_here(tier)]
LIMITS = Limits()
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

SOURCE = b"""
import os

def one():
    return 1.0

def open_descriptors():
    found = []
    for number in range(64):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(float(number))
    return found
"""


@pytest.fixture(scope="module", params=FORKED, ids=str)
def whole(request: pytest.FixtureRequest) -> Iterator[StartedZygote]:
    with started(request.param) as opened:
        yield opened


def started(tier: Tier) -> StartedZygote:
    return cast("StartedZygote", open_tier(tier))


def answer(backend: Backend, function: str = "one") -> Any:
    call = Call(function, values.encode_arguments([], {}))
    submission = Submission("ada", "twice", "twice.py", SourceKind.PYTHON, SOURCE)
    outcome = record(submission, [call], backend=backend, limits=LIMITS).outcomes[call]
    assert outcome.ending is Ending.VALUE, outcome
    return values.decode_value(outcome.value)


def test_a_share_holds_its_workers_by_what_the_whole_does(whole: StartedZygote) -> None:
    with whole.share() as share:
        assert (share.tier, share.layers) == (whole.tier, whole.layers)
        assert [answer(share), answer(whole), answer(share)] == [1.0, 1.0, 1.0]


def test_a_share_can_be_shared(whole: StartedZygote) -> None:
    with whole.share() as share, share.share() as second:
        assert answer(second) == answer(share) == 1.0


def test_a_worker_has_no_descriptor_of_another_share(whole: StartedZygote) -> None:
    alone = answer(whole, "open_descriptors")
    with whole.share() as share, whole.share() as other, at_work(other):
        assert len(answer(share, "open_descriptors")) == len(alone)
        assert len(answer(whole, "open_descriptors")) == len(alone)


@contextmanager
def at_work(backend: ZygoteClient) -> Iterator[ForkedWorker]:
    """A worker that is locked down, and waits for its hand-in."""
    worker = backend.conversation(LIMITS)
    worker.receive(10)
    yield worker
    worker.end()


@pytest.mark.skipif(not ROOT, reason="only root gives each worker a uid of its own, and sees what it was put into")
@pytest.mark.parametrize("tier", [tier for tier in FORKED if tier.locked_down], ids=str)
def test_workers_of_two_shares_are_two_users_in_two_worlds(tier: Tier) -> None:
    with ExitStack() as open_ones:
        whole = open_ones.enter_context(started(tier))
        zygotes = [whole, *(open_ones.enter_context(whole.share()) for _ in range(2))]
        places = [Path(f"/proc/{open_ones.enter_context(at_work(zygote)).pid}") for zygote in zygotes]
        users = {row_of(place, "Uid") for place in places}
        worlds = [{(place / "ns" / name).readlink() for place in places} for name in ("net", "ipc", "uts", "pid")]

    assert len(users) == 3
    assert [len(each) for each in worlds] == 4 * [3 if tier.names_hidden else 1]


def row_of(place: Path, name: str) -> str:
    rows = (place / "status").read_text().splitlines()
    return next(row.partition(":")[2] for row in rows if row.startswith(f"{name}:"))


def test_a_share_that_goes_takes_its_worker_along_and_leaves_the_others(whole: StartedZygote) -> None:
    with whole.share() as share, whole.share() as other:
        recording = Recording(Submission("ada", "twice", "twice.py", SourceKind.PYTHON, SOURCE), LIMITS, share)
        recording.ask(Call("one", values.encode_arguments([], {})))
        assert share._last is not None
        os.kill(parent_of(share._last), signal.SIGKILL)

        with pytest.raises(SandboxError, match="is gone"), recording:
            recording.ask(Call("one", values.encode_arguments([], {}), 1))
        assert answer(other) == answer(whole) == 1.0


def parent_of(worker: ForkedWorker) -> int:
    return int(row_of(Path(f"/proc/{worker.pid}"), "PPid"))


def test_a_share_outlives_the_whole_where_no_world_ends_with_it() -> None:
    for tier in FORKED:
        with started(tier) as whole, whole.share() as share:
            os.kill(whole._process.pid, signal.SIGKILL)
            whole._process.wait()

            if tier.names_hidden:
                with pytest.raises(SandboxError, match="is gone"):
                    answer(share)
            else:
                assert answer(share) == 1.0


def test_nothing_of_a_share_is_left_when_it_is_closed(whole: StartedZygote) -> None:
    share = whole.share()
    zygote = parent_of(share.conversation(LIMITS))

    share.close()

    until(lambda: not is_running(zygote))


def is_running(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def test_a_share_too_many_is_refused_and_a_zygote_started_instead() -> None:
    tier = FORKED[0]
    with Backends(tier.isolation or Isolation.NONE, hidden=False) as warm, ExitStack() as shares:
        whole = cast("StartedZygote", warm.having(()))
        for _ in range(MOST_SHARES):
            shares.enter_context(whole.share())

        with pytest.raises(IsolationError, match="ended at once"):
            whole.share()
        with Backends(warm.isolation, hidden=False, warm=warm) as others:
            assert isinstance(others.having(()), StartedZygote)
            assert answer(others.having(())) == 1.0


def test_what_failed_once_is_not_shared_again() -> None:
    with Backends(Isolation.NONE, hidden=False) as warm:
        warm.having(())
        with Backends(Isolation.NONE, hidden=False, warm=warm) as backends:
            assert not isinstance(backends.having(()), StartedZygote)
            backends.drop(())
            assert isinstance(backends.having(()), StartedZygote)
