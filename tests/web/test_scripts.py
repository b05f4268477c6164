"""Our own scripts, of the site and of the class's pages: typed by comments, small, without anything from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from grader.release.site import SCRIPTS as OF_SITE
from grader.reports.pages.rendering import TEMPLATES
from grader.web import ASSETS

TSC = Path(__file__).resolve().parents[2] / ".venv" / "axe" / "node_modules" / "typescript" / "bin" / "tsc"
OPTIONS = "--noEmit --allowJs --checkJs --strict --target es2023 --module es2022 --moduleResolution bundler"
MODULES = sorted({*OF_SITE, "editor.js"})
OF_PAGES = ("class_page.js",)  # scripts that stand in a page, and are no modules
SCRIPTS = sorted([*ASSETS.glob("*.js"), *(TEMPLATES / name for name in OF_PAGES)])


def test_types_hold(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not TSC.exists():
        pytest.skip("TypeScript could not be had from npm")
    for name in MODULES:
        shutil.copyfile(ASSETS / name, tmp_path / name)
    for name in OF_PAGES:
        shutil.copyfile(TEMPLATES / name, tmp_path / name)
    (tmp_path / "steps.js").write_text("export const steps = (/** @type {ParentNode} */ root) => root;\n")

    checked = subprocess.run(
        [node, TSC, *OPTIONS.split(), "--lib", "es2023,dom,dom.iterable", *MODULES, *OF_PAGES],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.stdout, checked.returncode) == ("", 0)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_one_subject_and_says_which(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 300
    assert any(re.match(r"// [A-Z].+\.", line) for line in lines[:3])


def test_no_script_runs_text_or_writes_html() -> None:
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)
