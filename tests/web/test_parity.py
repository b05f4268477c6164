"""What is said at home is what is said officially: a sample of all known variants, in a browser and over pipes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.grading.prepared import Prepared
from grader.sandbox.tiers import INTERPRETER, STANDARD, open_tier, why_not_here

pytest.importorskip("websockets", reason="the browser is spoken to by the package websockets")

from tests.reports.browser import Browser, find_chromium
from tests.web.conftest import Bench, serving
from tests.web.parity import by, in_browser, sampled

PROGRAM = find_chromium()
EVERY = 31  # of some three hundred; `python -m tests.web.parity` takes all
pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium to look at pages with"),
    pytest.mark.skipif(bool(why_not_here(STANDARD)), reason="the official tier needs Linux"),
]


@pytest.fixture(scope="module")
def bench(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    assert PROGRAM is not None
    with serving(site) as server, Browser(PROGRAM, tmp_path_factory.mktemp("profile")) as browser:
        yield Bench(browser, server.address)


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
