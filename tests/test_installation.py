"""Two sizes of installation: the core is enough for a student, and what is missing for staff names its extra."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

import grader
from grader.installation import PACKAGES, missing_package

ROOT = Path(grader.__file__).parents[1]
CORE = ROOT / ".venv/core"
MOST_DISTRIBUTIONS = 18
MOST_MIB = 125

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def core() -> Run:
    """Runs Python with the core alone, and this repository's own grader."""
    python = CORE / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        pytest.skip("there is no .venv/core: `make tests` makes it")

    def run(*arguments: str | Path, here: Path | None = None) -> subprocess.CompletedProcess[str]:
        program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from grader.cli import main; main()"
        command = [str(python), "-c", program, *map(str, arguments)]
        environment = {**os.environ, "COLUMNS": "100"}
        return subprocess.run(command, cwd=here, capture_output=True, text=True, check=False, env=environment)

    return run


def imported_by_the_grader() -> set[str]:
    """Top-level names that modules of the grader import, late or not."""
    names: set[str] = set()
    for path in (ROOT / "grader").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
    return names


def test_nothing_is_installed_that_nothing_imports_and_nothing_imported_is_left_out():
    third_party = imported_by_the_grader() - set(sys.stdlib_module_names) - {"grader"}

    assert third_party - {"markupsafe"} == set(PACKAGES)  # which Jinja stands on


def test_the_sizes_are_those_of_the_project_file():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = metadata.packages_distributions()

    def distributions(extra: str) -> set[str]:
        return {packages[name][0].lower().replace("_", "-") for name, of in PACKAGES.items() if of == extra}

    def named(requirements: list[str]) -> set[str]:
        return {requirement.partition(">")[0] for requirement in requirements}

    assert distributions("") == named(project["dependencies"])
    assert distributions("staff") == named(project["optional-dependencies"]["staff"])


def test_a_package_that_is_missing_names_the_extra_that_brings_it():
    missing = missing_package("sqlalchemy.orm")

    assert missing is not None
    assert "sqlalchemy is not installed" in missing.problem
    assert missing.remedy.endswith('pip install "descent-grader[staff]"')
    assert missing_package("pandas") is None


@pytest.mark.parametrize("command", ["grade", "regrade", "release", "forget", "demo"])
def test_a_command_for_staff_says_what_to_install(core, command):
    said = core(command, "--help")

    assert (said.returncode, said.stdout) == (2, "")
    assert "is not installed, and this needs it" in said.stderr
    assert 'pip install "descent-grader[staff]"' in said.stderr
    assert "Traceback" not in said.stderr


def test_with_the_core_alone_a_student_checks_and_sees_the_page(core, courses, tmp_path, backend):
    from tests.packs import pack_of  # noqa: PLC0415 - needs what staff have

    pack = pack_of(courses, backend, tmp_path / "pack")
    (pack / "twice.py").write_text("def twice(x):\n    return 3 * x\n")

    said = core("check", "twice", "--report", "page.html", here=pack)

    assert said.returncode == 1
    assert "running as `none`" in said.stderr
    assert "Recognised: Triples." in said.stdout
    assert "<html" in (pack / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "said"), [("hint", "1 of 4, what is seen"), ("pack", "hand-in.zip holds")])
def test_with_the_core_alone_a_student_gets_hints_and_hands_in(core, courses, tmp_path, backend, command, said):
    from tests.packs import pack_of  # noqa: PLC0415 - needs what staff have

    pack = pack_of(courses, backend, tmp_path / "pack")
    (pack / "twice.py").write_text("def twice(x):\n    return 3 * x\n")

    ran = core(command, here=pack)

    assert (ran.returncode, said in ran.stdout) == (0, True), ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="its libraries are of another size")
def test_the_core_is_small(core):
    sizes = f"{CORE}/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    tools = {"pip", "setuptools", "wheel"}

    there = [found for found in metadata.distributions(path=[sizes]) if found.metadata["Name"] not in tools]
    bulk = sum(file.size or 0 for found in there for file in found.files or ())

    assert len(there) <= MOST_DISTRIBUTIONS
    assert bulk / 2**20 <= MOST_MIB
