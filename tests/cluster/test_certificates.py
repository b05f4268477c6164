"""A cluster whose certificates are made and named as the how-to says: it grades, and talks to nobody else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from grader.cluster import asking
from grader.cluster.asking import Cluster, ClusterError
from grader.course import variants
from grader.exports import results
from tests.cluster.conftest import Dask
from tests.whole_course import COURSE

pytest.importorskip("distributed", reason="the package distributed is not installed")
if not sys.platform.startswith("linux"):
    pytest.skip("the official tier needs Linux", allow_module_level=True)
if shutil.which("openssl") is None:
    pytest.skip("there is no openssl to make certificates with", allow_module_level=True)

import dask

HOW_TO = (COURSE.root / "docs" / "how-to" / "grade-on-a-cluster.md").read_text(encoding="utf-8")
ASSIGNMENT = COURSE.assignment("momentum_step")


def configured(folder: Path) -> dict[str, str]:
    """A CA, a certificate and Dask's configuration, made by the how-to's own lines."""
    (commands,) = re.findall(r"```sh\n(.*?)```", HOW_TO, re.DOTALL)
    (configuration,) = re.findall(r"```yaml\n(.*?)```", HOW_TO, re.DOTALL)
    folder.mkdir()
    subprocess.run(["bash", "-e"], input=commands, cwd=folder, text=True, check=True, capture_output=True)
    (folder / "grader.yaml").write_text(configuration.replace("/etc/grader", str(folder)), encoding="utf-8")
    return {"DASK_CONFIG": str(folder)}


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dask, dict[str, str]]]:
    """A cluster, and the environment of those who belong to it."""
    folder = tmp_path_factory.mktemp("certified")
    environment = configured(folder / "certificates")
    with closing(Dask(folder / "dask", protocol="tls", environment=environment)) as started:
        yield started, environment


@pytest.fixture
def class_(tmp_path: Path) -> Path:
    for student, source in (
        ("ada", variants.solution(COURSE, ASSIGNMENT).source),
        ("bob", variants.mistakes(COURSE, ASSIGNMENT)[0].submission.source),
    ):
        path = tmp_path / "class" / student / "momentum_step.py"
        path.parent.mkdir(parents=True)
        path.write_bytes(source)
    return tmp_path / "class"


def graded(class_: Path, address: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    arguments = ["--cluster", address, "--course", str(COURSE.root), "--out", str(class_.parent / "out"), "--quiet"]
    return subprocess.run(
        [sys.executable, "-m", "grader", "grade", str(class_), "--assignment", "momentum_step", *arguments],
        env=os.environ | {"PYTHONPATH": str(COURSE.root)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_who_has_a_certificate_of_its_authority_has_a_class_graded(
    certified: tuple[Dask, dict[str, str]], class_: Path
) -> None:
    machines, environment = certified

    ran = graded(class_, machines.address, environment)

    assert machines.address.startswith("tls://")
    assert ran.returncode == 0, ran.stderr
    scores = {each.student: each.score for each in results.read(class_.parent / "out" / "results.json")}
    assert scores["ada"] == ASSIGNMENT.points > scores["bob"]


def answers(address: str, configuration: Path) -> str:
    """What is said to who asks for a cluster with a configuration."""
    told = yaml.safe_load((configuration / "grader.yaml").read_text(encoding="utf-8"))
    with (
        dask.config.set(dask.config.merge(dask.config.config, told)),
        pytest.raises(ClusterError) as refused,
    ):
        Cluster(address, "standard")
    return str(refused.value.problem)


def test_a_certificate_of_another_authority_opens_nothing(
    certified: tuple[Dask, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines, environment = certified
    monkeypatch.setattr(asking, "_PATIENCE", 2.0)
    configured(tmp_path / "elsewhere")
    ours = Path(environment["DASK_CONFIG"]) / "ca.pem"
    shutil.copy2(ours, tmp_path / "elsewhere" / "ca.pem")  # who knows the authority, and has no paper of it

    assert "no scheduler answers" in answers(machines.address, tmp_path / "elsewhere")


def test_a_scheduler_with_certificates_is_not_talked_with_openly(
    certified: tuple[Dask, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    machines, environment = certified
    monkeypatch.setattr(asking, "_PATIENCE", 2.0)

    said = answers(machines.address.replace("tls://", "tcp://"), Path(environment["DASK_CONFIG"]))

    assert "no scheduler answers" in said
