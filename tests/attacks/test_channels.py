"""A quick look at each channel; `make soak` looks three times."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from grader.sandbox.base import Backend
from grader.sandbox.tiers import NONE, TIERS, open_tier, why_not_here
from grader.sandbox.zygote_client import StartedZygote
from tests.attacks.channels import BITS, CHANCE, FILES, Way, access_times, heard_twice, speak, woken

if not sys.platform.startswith("linux"):
    pytest.skip("nothing is locked down here", allow_module_level=True)

LOCKED = [tier for tier in TIERS if tier.locked_down and not why_not_here(tier)]


@pytest.fixture(scope="module", params=LOCKED, ids=str)
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    with open_tier(request.param) as opened:
        yield opened


def test_there_is_a_channel_where_nothing_is_locked_down():
    with open_tier(NONE) as opened:
        assert len(FILES) == BITS
        assert max(heard_twice(Way.WORKER_TO_WORKER, opened, opened, warm=True)) > CHANCE[-1]


def test_a_worker_that_is_not_locked_down_waits_where_others_see_it():
    with open_tier(NONE) as opened:
        assert woken(opened)


def test_nobody_outside_sees_that_a_worker_waits(backend):
    assert not woken(backend)


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
@pytest.mark.parametrize("way", Way)
def test_nothing_is_heard_beyond_chance(backend, way, warm):
    assert heard_twice(way, backend, backend, warm=warm) == []


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_nothing_is_heard_from_share_to_share(backend, warm):
    with backend.share() as one, backend.share() as other:
        assert heard_twice(Way.WORKER_TO_WORKER, one, other, warm=warm) == []


def test_no_file_is_read_by_a_worker_as_far_as_the_file_system_can_tell(backend):
    for path in FILES:
        with contextlib.suppress(PermissionError):  # an access that is older than the last change is one to be noted
            changed = Path(path).stat().st_mtime_ns
            os.utime(path, ns=(changed - 10**9, changed))
    before = access_times()

    speak(backend, [1] * BITS)

    assert access_times() == before


def test_every_page_of_a_library_is_in_memory_before_a_worker_asks(backend):
    zygote = cast("StartedZygote", backend)._process.pid
    children = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
    left = []
    for process in [*children, str(zygote)][:1]:
        try:
            rows = Path(f"/proc/{process}/smaps").read_text().splitlines()
        except PermissionError:
            pytest.skip("a zygote's memory is closed to its own user, and only root sees what of it is in memory")
        name, size = "", 0
        for row in rows:
            first, *rest = row.split()
            if not first.endswith(":"):
                name = rest[-1] if len(rest) == 5 and rest[0].startswith("r") and rest[3] != "0" else ""
            elif first == "Size:":
                size = int(rest[0])
            elif first == "Rss:" and name and int(rest[0]) < size:
                left.append((name, size, int(rest[0])))

    assert left == []
