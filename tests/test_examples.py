"""The workflows that the documentation gives: what they run is run here, but for the installation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SOLUTION, CourseWriter

ROOT = Path(__file__).parents[1]
READERS = ROOT / ".venv" / "readers" / "bin" / "python"
AS_JSON = "import json, sys; from ruamel.yaml import YAML; json.dump(YAML(typ='safe').load(sys.stdin), sys.stdout)"

pytestmark = pytest.mark.skipif(not READERS.exists(), reason="there is no .venv/readers: `make tests` makes it")


def read(path: str) -> dict[str, Any]:
    text = (ROOT / path).read_text(encoding="utf-8").replace("\non:", "\n'on':")
    done = subprocess.run([READERS, "-c", AS_JSON], input=text, capture_output=True, text=True, check=True)
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def github() -> list[tuple[str, dict[str, str]]]:
    steps = read("docs/examples/github-class.yml")["jobs"]["grade"]["steps"]
    given = {"${{ secrets.GRADER_SEED }}": "5eed", "${{ inputs.submissions }}": "submissions"}
    runs = [each for each in steps if "run" in each and "if" not in each]
    return [(each["run"], {name: given[value] for name, value in each.get("env", {}).items()}) for each in runs]


def gitlab() -> list[tuple[str, dict[str, str]]]:
    pipeline = read("docs/examples/gitlab-class.gitlab-ci.yml")
    given = {"SUBMISSIONS": pipeline["variables"]["SUBMISSIONS"]["value"], "GRADER_SEED": "5eed"}
    return [(line, given) for line in pipeline["grade"]["script"]]


def test_github_and_gitlab_run_the_same():
    lines = [line for step, _ in github() for line in step.splitlines() if line.startswith("grader ")]

    assert lines == [line for line, _ in gitlab() if line.startswith("grader ")]


def test_a_class_is_graded_and_nothing_of_anybody_is_in_the_log(tmp_path):
    root = tmp_path / "course"
    CourseWriter(root).add()
    for student, text in (("zoe", SOLUTION), ("yann", "def twice(x):\n    return 3 * x\n")):
        (root / "submissions" / student).mkdir(parents=True)
        (root / "submissions" / student / "twice.py").write_text(text, encoding="utf-8")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    commands = [(line, given) for line, given in github() if "pip install" not in line]
    log = "".join(in_shell(line, root, {"PATH": path, "HOME": str(tmp_path), **given}) for line, given in commands)

    assert (root / "reference" / "seed").read_text(encoding="utf-8") == "5eed\n"
    assert (root / "out" / "grades.xlsx").is_file()
    assert "zoe" in (root / "out" / "grades.csv").read_text(encoding="utf-8")
    assert not [each for each in ("zoe", "yann", "5eed") if each in log]
    assert {each.name for each in root.iterdir() if not each.name.startswith(".")} == {
        *("assignments", "reference", "submissions", "out", "log.txt"),
    }


@pytest.mark.parametrize("place", [github, gitlab])
def test_without_its_secret_nothing_is_graded(place, tmp_path):
    (line,) = [line for line, _ in place() if "reference/seed" in line]

    done = subprocess.run(["bash", "-e", "-c", line], cwd=tmp_path, env={}, capture_output=True, check=False)

    assert done.returncode != 0


def test_the_artifact_is_for_few_and_for_a_week_and_nothing_is_written_elsewhere():
    workflow, pipeline = read("docs/examples/github-class.yml"), read("docs/examples/gitlab-class.gitlab-ci.yml")
    steps = workflow["jobs"]["grade"]["steps"]

    assert workflow["permissions"] == {"contents": "read"}
    assert [*workflow["on"]] == ["workflow_dispatch"]
    assert (steps[0]["if"], steps[0]["run"]) == ("${{ !github.event.repository.private }}", "exit 1")
    assert [each["uses"].partition("@")[0] for each in steps if "uses" in each] == [
        *("actions/checkout", "actions/setup-python", "actions/upload-artifact"),
    ]
    assert (steps[-1]["with"]["retention-days"], pipeline["grade"]["artifacts"]["expire_in"]) == (7, "1 week")
    assert pipeline["grade"]["artifacts"]["access"] == "maintainer"
    assert "pages" not in pipeline


def in_shell(line: str, root: Path, environment: dict[str, str]) -> str:
    """What a step prints."""
    done = subprocess.run(
        ["bash", "-e", "-c", line], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
