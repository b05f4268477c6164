"""The zip that Gradescope runs, unpacked and run in a scratch root as its harness does."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.cli import main
from tests.conftest import SOLUTION, TOML, CourseWriter
from tests.exports.test_gradescope import SCHEMA

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Gradescope runs Linux")

WITH_LIMITS = f"{TOML}\n[limits]\ncall_cpu_seconds = 0.3\ncpu_seconds = 1.0\n"
MARKED = SOLUTION.replace("return 2 * x", "return 2 * x  # only the reference says this")
HOSTILE = """
import glob, os, sys

def tried(action):
    try:
        return repr(action())
    except BaseException as refused:
        return type(refused).__name__

def twice(x):
    places = {places}
    read = [tried(lambda: open(path, "rb").read()[:40]) for path in places]
    wrote = tried(lambda: bool(open({results!r}, "w").write('{{"score": 2}}')))
    removed = tried(lambda: os.remove({results!r}))
    shell = tried(lambda: not os.system("echo forged > {results}"))
    raise ValueError(" ".join([*read, wrote, removed, shell]))
"""


AS_IN_DOCKER = """
import errno, os, sys
import pyseccomp
refused = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for call in sys.argv[1].split(","):
    refused.add_rule(pyseccomp.ERRNO(errno.ENOSYS if call.startswith("landlock") else errno.EPERM), call)
refused.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
new_user = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, 0x10000000, 0x10000000)
refused.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", new_user)
refused.load()
os.execv(sys.argv[2], sys.argv[2:])
"""
NO_NAMESPACES = ("unshare", "setns", "mount", "pivot_root")


@dataclass(frozen=True)
class Container:
    """A scratch root as Gradescope's harness lays it: the zip in `source`, a copy of its script beside it."""

    root: Path

    @property
    def autograder(self) -> Path:
        return self.root / "autograder"

    @property
    def environment(self) -> dict[str, str]:
        """A fresh one, with where this scratch root is and how this machine reaches a package index."""
        index = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        own = {"AUTOGRADER_ROOT": str(self.autograder), "GRADER_HOME": str(self.root / "opt")}
        return {"PATH": os.defpath.lstrip(":") + ":/usr/local/bin:/usr/sbin:/sbin", "HOME": "/", **index, **own}

    @property
    def results(self) -> Path:
        return self.autograder / "results" / "results.json"

    def lay(self, files: dict[str, str]) -> None:
        """Put a hand-in in the place of the last one, in the folders that the harness makes for each."""
        for name in ("submission", "results"):
            shutil.rmtree(self.autograder / name, ignore_errors=True)
            (self.autograder / name).mkdir()
        for name, text in files.items():
            (self.autograder / "submission" / name).write_text(text, encoding="utf-8")

    def start(self, *without: str) -> subprocess.Popen[str]:
        """Begin to grade, where the kernel refuses the calls `without` as container engines do."""
        wrapped = [sys.executable, "-c", AS_IN_DOCKER, ",".join(without)] if without else []
        return subprocess.Popen(
            [*wrapped, self.autograder / "run_autograder"],
            cwd=self.autograder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def grade(self, files: dict[str, str], *without: str) -> dict[str, Any]:
        """The result of a hand-in, as its reader takes it."""
        self.lay(files)
        run = self.start(*without)
        said, _ = run.communicate(timeout=60)
        assert run.returncode == 0, said
        return self.read()

    def read(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.results.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(SCHEMA).validate(document)
        return document


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    CourseWriter(folder).add(toml=WITH_LIMITS, solution=MARKED)
    target = folder / "autograder.zip"
    with pytest.raises(SystemExit) as ended:
        main(["export", "gradescope-autograder", "--course", str(folder), "--assignment", "twice", "--to", str(target)])
    assert ended.value.code == 0
    return target


@pytest.fixture(scope="module")
def container(archive: Path) -> Iterator[Container]:
    """The image, built by the zip's own `setup.sh`."""
    root = Path(tempfile.mkdtemp(prefix="gradescope-"))
    root.chmod(0o755)  # student code runs as a user of its own, which must reach Python
    made = Container(root)
    source = made.autograder / "source"
    source.mkdir(parents=True)
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            path = Path(packed.extract(entry, source))
            path.chmod(stat.S_IMODE(entry.external_attr >> 16))
    built = subprocess.run(
        ["bash", source / "setup.sh"], env=made.environment, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    assert "2 criteria; student code is isolated as" in built.stdout
    shutil.copy(source / "run_autograder", made.autograder / "run_autograder")
    yield made
    shutil.rmtree(root)


def test_the_scripts_lie_at_the_root_executable_and_with_line_ends_of_linux(archive):
    with zipfile.ZipFile(archive) as packed:
        for name in ("setup.sh", "run_autograder"):
            assert stat.S_IMODE(packed.getinfo(name).external_attr >> 16) == 0o755
            assert packed.read(name).startswith(b"#!/usr/bin/env bash\n")
            assert b"\r" not in packed.read(name)


def test_neither_the_reference_nor_the_seed_is_in_it(archive):
    seed = (archive.parent / "reference" / "seed").read_bytes().strip()

    with zipfile.ZipFile(archive) as packed:
        everything = {name: packed.read(name) for name in packed.namelist()}

    assert "course/assignments/twice/answers.msgpack" in everything
    assert not [name for name in everything if "reference" in name or "solution" in name]
    assert not [name for name, data in everything.items() if b"only the reference says this" in data or seed in data]


def test_the_same_course_makes_the_same_zip(archive, tmp_path):
    again = tmp_path / "again.zip"
    course = ("--course", str(archive.parent))
    with pytest.raises(SystemExit):
        main(["export", "gradescope-autograder", *course, "--assignment", "twice", "--to", str(again)])

    assert again.read_bytes() == archive.read_bytes()


def test_right_work_gets_all_points(container):
    graded = container.grade({"twice.py": SOLUTION})

    assert graded["score"] == 2
    assert [each["status"] for each in graded["tests"]] == ["passed", "passed"]


def test_wrong_work_is_told_what_is_wrong_and_nothing_of_hidden_inputs(container):
    graded = container.grade({"twice.py": "def twice(x):\n    return 3 * x\n"})

    assert graded["score"] == 0
    assert "Triples." in graded["output"]
    assert "9" in graded["tests"][0]["output"]
    assert not set("0123456789") & set(graded["tests"][1]["output"])


@pytest.mark.parametrize(
    "without",
    [(), NO_NAMESPACES, (*NO_NAMESPACES, "landlock_create_ruleset")],
    ids=["where all is allowed", "without namespaces", "without Landlock"],
)
def test_hostile_work_reads_nothing_of_the_course_and_writes_no_result(container, without):
    course = container.autograder / "source" / "course" / "assignments" / "twice"
    places = [str(course / name) for name in ("answers.msgpack", "test_hidden.py", "test_public.py")]
    places += [str(container.results), "/etc/shadow"]

    graded = container.grade({"twice.py": HOSTILE.format(places=places, results=str(container.results))}, *without)

    said = graded["tests"][0]["output"]
    assert graded["score"] == 0
    assert "ValueError" in said
    assert said.count("Error") + said.count("False") >= len(places) + 3 + said.count("ValueError")
    assert not [each for each in ("b'", "True", "None") if each in said]


def test_work_that_hangs_is_ended_and_what_stands_there_meanwhile_says_that_it_is_no_grade(container):
    container.lay({"twice.py": "def twice(x):\n    while True:\n        pass\n"})
    run = container.start()
    while not container.results.exists() and run.poll() is None:
        time.sleep(0.01)
    meanwhile = container.read()
    run.communicate(timeout=60)

    assert (meanwhile["score"], meanwhile["tests"]) == (0, [])
    assert "no grade yet" in meanwhile["output"]
    assert container.read()["tests"][0]["output"].startswith("[timed out]")


def test_no_work_is_a_zero_that_says_so(container):
    graded = container.grade({"notes.txt": "I will do it tomorrow."})

    assert graded["score"] == 0
    assert "There is no twice.py" in graded["output"]


def test_where_the_grader_fails_there_is_no_result_at_all(container):
    key = container.autograder / "source" / "course" / "assignments" / "twice" / "answers.msgpack"
    kept = key.read_bytes()
    key.write_bytes(b"broken")
    container.lay({"twice.py": SOLUTION})

    run = container.start()
    said, _ = run.communicate(timeout=60)

    key.write_bytes(kept)
    assert run.returncode != 0
    assert "cannot be read" in said
    assert list(container.results.parent.iterdir()) == []


def test_nobody_else_may_look_into_what_was_unpacked(container):
    assert not [
        path for path in (container.autograder / "source").rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]


def test_an_image_without_the_right_python_and_without_a_network_fails_and_says_so(archive, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "cat", "dirname", "mkdir"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    for name in ("python3", "apt-get"):
        (tools / name).write_text("#!/bin/sh\nexit 1\n")
        (tools / name).chmod(0o755)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "source")

    built = subprocess.run(
        ["bash", tmp_path / "source" / "setup.sh"],
        env={"PATH": str(tools), "GRADER_HOME": str(tmp_path / "opt")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 1
    kind = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"this image has no Python {kind}" in built.stdout
    assert f"so Python {kind}." in built.stderr
