"""Backends that are started before they are needed."""

from __future__ import annotations

import sys
from typing import cast

import pytest

from grader.errors import SandboxError
from grader.isolation import Isolation
from grader.records import Limits
from grader.sandbox.tiers import TIERS, Backends
from grader.sandbox.zygote_client import StartedZygote

LINUX = sys.platform.startswith("linux")
pytestmark = pytest.mark.skipif(not LINUX, reason="elsewhere nothing takes time to start but what a call starts")


@pytest.mark.parametrize("isolation", Isolation)
def test_what_was_begun_is_what_is_had(isolation: Isolation) -> None:
    with Backends(isolation, hidden=False) as backends:
        backends.begin(())
        begun = backends._begun[()]

        had = backends.having(())

        assert had is begun
        assert had.tier in TIERS
        had.conversation(Limits()).end()
        assert backends._begun == {}


def test_what_was_begun_and_is_not_needed_is_ended_at_once() -> None:
    with Backends(Isolation.NONE, hidden=False) as backends:
        backends.begin(())
        process = cast("StartedZygote", backends._begun[()])._process

    assert process.returncode is not None


def test_what_cannot_be_begun_is_said_when_it_is_needed() -> None:
    with Backends(Isolation.NONE, hidden=False) as backends:
        backends.begin(("there_is_no_such_package",))

        with pytest.raises(SandboxError, match="there_is_no_such_package"):
            backends.having(("there_is_no_such_package",))


def test_nothing_is_begun_twice() -> None:
    with Backends(Isolation.NONE, hidden=False) as backends:
        backends.having(())
        backends.begin(())

        assert backends._begun == {}
