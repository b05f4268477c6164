"""The doctor finds out by trying."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

from grader.commands.doctor import command
from grader.doctor import findings


@pytest.fixture(scope="module")
def found():
    return list(findings())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the tier `standard` needs Linux")
def test_auto_takes_the_strongest_tier_that_starts(found):
    started = [finding.group for finding in found if finding.name == "start" and finding.works]
    result = [finding for finding in found if finding.group == "result"]

    assert "tier standard" in started
    assert [(finding.works, finding.detail) for finding in result] == [(True, f"takes `{started[0][5:]}`")]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the tier `standard` needs Linux")
def test_every_attack_is_refused(found):
    attacks = [finding for finding in found if finding.attack]

    assert len(attacks) >= 9
    assert [finding.name for finding in attacks if not finding.works] == []


def test_a_missing_layer_says_why(found):
    missing = [finding for finding in found if finding.group == "isolation layers" and not finding.works]

    assert all(len(finding.detail) > 10 for finding in missing)


def test_json_is_one_document():
    printed = CliRunner().invoke(command, ["--json"], standalone_mode=False)

    assert {"group", "name", "works", "detail", "attack"} == set(json.loads(printed.output)[0])
