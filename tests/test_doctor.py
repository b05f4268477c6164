"""The doctor finds out by trying."""

from __future__ import annotations

import importlib.util
import json
import sys

import pytest
from click.testing import CliRunner

from grader import doctor
from grader.cli import grader as program
from grader.doctor import findings


@pytest.fixture(scope="module")
def found():
    return list(findings())


def test_every_package_that_can_be_imported_is_found(found):
    named = {finding.name: finding.works for finding in found if finding.group == "packages"}

    assert "yaml" in named
    assert named == {name: importlib.util.find_spec(name) is not None for name in named}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the tier `standard` needs Linux")
def test_auto_takes_the_strongest_tier_that_starts(found):
    started = [finding.group for finding in found if finding.name == "start" and finding.works]
    result = [finding for finding in found if finding.name == doctor.HIDDEN_CRITERIA]

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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="layers are Linux's")
def test_a_missing_layer_says_whether_it_matters(monkeypatch):
    from grader.sandbox.lockdown import layers, namespaces  # noqa: PLC0415 - Linux alone

    monkeypatch.setattr(layers, "probe", lambda _: dict.fromkeys(layers.Layer, "not here"))
    monkeypatch.setattr(namespaces, "probe", lambda _: dict.fromkeys(namespaces.Namespace, "not here"))

    looked_at = list(doctor._layers())

    assert len(looked_at) == len(layers.Layer) + len(namespaces.Namespace)
    for finding in looked_at:
        assert finding.detail.startswith("not here; this matters: " if finding.matters else "not here; this does not")
    lost = [finding.name for finding in looked_at if finding.matters]
    assert lost == [
        layers.LAYER_NAMES[layers.Layer(name)]
        for name in ("no_capabilities", "rlimits", "no_new_privs", "no_open", "seccomp")
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="layers are Linux's")
def test_a_layer_that_does_not_matter_is_one_that_workers_do_without(monkeypatch):
    from grader.sandbox.lockdown import in_child, landlock, layers, privileges  # noqa: PLC0415 - Linux alone

    def refuses(*_: object) -> object:
        raise OSError(38, "not here")

    monkeypatch.setattr(privileges, "why_no_own_uid", lambda _: "not here")
    monkeypatch.setattr(landlock, "version", refuses)

    def prepared() -> str:
        lockdown = layers.prepare([])
        return "" if {layers.Layer.OWN_UID, layers.Layer.LANDLOCK}.isdisjoint(lockdown.layers) else "it was there"

    assert in_child.outcome(prepared) == ""


def test_json_is_one_document():
    printed = CliRunner().invoke(program, ["doctor", "--json"], standalone_mode=False)

    assert {"group", "name", "works", "detail", "attack", "matters"} == set(json.loads(printed.output)[0])
