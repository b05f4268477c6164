"""What is said at home is what is said officially: a sample of all known variants, in a browser and over pipes."""

from __future__ import annotations

from typing import Any

import pytest

from grader.grading.prepared import Prepared
from grader.sandbox.tiers import INTERPRETER, STANDARD, open_tier, why_not_here

pytest.importorskip("websockets", reason="the browser is spoken to by the package websockets")

from tests.web.conftest import Bench
from tests.web.parity import by, in_browser, sampled

EVERY = 31  # of some three hundred; `python -m tests.web.parity` takes all
pytestmark = pytest.mark.skipif(bool(why_not_here(STANDARD)), reason="the official tier needs Linux")


@pytest.fixture(scope="module")
def bench(browser: Any, address: str) -> Bench:
    return Bench(browser, address)


def test_the_browser_and_pipes_say_what_the_official_tier_says(bench: Bench, prepared: list[Prepared]) -> None:
    diagnosed = 0
    with open_tier(STANDARD) as standard, open_tier(INTERPRETER) as pipes:
        for each, variants in sampled(prepared, EVERY):
            bench.open(each.assignment.id)
            for submission in variants:
                official = by(standard, submission, each)
                diagnosed += len(official["diagnoses"])
                assert in_browser(bench, submission) == official
                assert by(pipes, submission, each) == official
    assert diagnosed >= 5
