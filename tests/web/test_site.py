"""The site as files: what is in it, what it may load, and what `release --web` says when something is missing."""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from grader.errors import UsageError
from grader.explore.recorded import Recorded
from grader.grading.prepared import Prepared
from grader.release import pyodide as pinned
from grader.release.editor import Editor, editor
from grader.release.pack import release
from grader.release.site import Web
from tests.whole_course import COURSE

PLAIN = editor(Path(), plain=True)


def data(page: Path) -> dict[str, Any]:
    """What the scripts of a page are told."""
    found = re.search(
        r'<script type="application/json" id="site">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


def policy(page: Path) -> dict[str, str]:
    """Its Content-Security-Policy, by directive."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.read_text(encoding="utf-8"))
    assert found is not None
    rules = (rule.strip().partition(" ") for rule in html.unescape(found[1]).split(";"))
    return {name: what for name, _, what in rules}


def test_every_part_of_python_is_there_with_its_digest(site: Path) -> None:
    parts = data(site / "momentum_step.html")["parts"]

    assert {part["name"] for part in parts} >= {"pyodide.asm.wasm", "python_stdlib.zip", "course.zip", "worker.js"}
    for part in parts:
        held = (site / part["url"]).read_bytes()
        assert (hashlib.sha256(held).hexdigest(), len(held)) == (part["sha256"], part["size"])


def test_no_page_may_load_from_elsewhere_where_the_site_holds_python(site: Path) -> None:
    for page in site.glob("*.html"):
        rules = policy(page)
        assert rules["default-src"] == "'none'"
        assert "unsafe-inline" not in str(rules)
        assert "unsafe-eval" not in str(rules).replace("wasm-unsafe-eval", "")
        assert "http" not in str(rules)


def test_the_frame_may_load_nothing(site: Path) -> None:
    rules = policy(site / "frame.html")

    assert set(rules) == {"default-src", "script-src", "worker-src", "base-uri", "form-action"}
    assert "'self'" not in str(rules)
    frame = (site / "frame.html").read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|iframe)[^>]*", frame) == [
        found for found in re.findall(r"<iframe[^>]*", frame) if 'sandbox="allow-scripts" srcdoc=' in found
    ]


def test_without_a_copy_python_comes_from_its_public_address_and_from_nowhere_else(
    prepared: list[Prepared], tmp_path: Path
) -> None:
    release(COURSE, prepared[:1], tmp_path / "pack", web=Web(PLAIN))
    page = tmp_path / "pack" / "web" / f"{prepared[0].assignment.id}.html"

    outside = [part for part in data(page)["parts"] if part["url"].startswith("https:")]
    assert [part["sha256"] for part in outside] == [part.sha256 for part in pinned.public_parts()]
    assert policy(page)["connect-src"] == "'self' https://cdn.jsdelivr.net"
    assert not list((tmp_path / "pack" / "web" / "python").glob("*.wasm"))


def test_a_second_release_is_the_first_byte_for_byte(
    site: Path, prepared: list[Prepared], pyodide: Path, best_editor: Editor, recorded: Recorded, tmp_path: Path
) -> None:
    release(COURSE, prepared, tmp_path / "pack", web=Web(best_editor, pyodide, recorded))

    first, second = (
        {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (site.parent, tmp_path / "pack")
    )
    assert first == second


def test_all_that_is_kept_for_offline_is_there(site: Path) -> None:
    found = re.search(r"const FILES = (\[.*?\]);", (site / "offline.js").read_text(encoding="utf-8"))
    assert found is not None
    kept = json.loads(found[1])

    assert {"index.html", "frame.html", "momentum_step.html", "assets/bench.js", "assets/site.css"} <= set(kept)
    assert [name for name in kept if not (site / name).is_file()] == []


def test_a_file_of_another_pyodide_is_refused(pyodide: Path, tmp_path: Path) -> None:
    shutil.copytree(pyodide, tmp_path / "copy")
    with (tmp_path / "copy" / "pyodide.mjs").open("a") as out:
        out.write("// more")

    with pytest.raises(UsageError, match=r"pyodide\.mjs is not that of Pyodide") as refused:
        pinned.parts_in(tmp_path / "copy")
    assert f"pyodide@{pinned.VERSION}" in refused.value.remedy


@pytest.mark.parametrize(
    ("missing", "said"), [("pyodide.asm.wasm", "holds no pyodide.asm.wasm"), ("numpy-*", "numpy-")]
)
def test_a_missing_file_is_named_with_where_to_get_it(pyodide: Path, tmp_path: Path, missing: str, said: str) -> None:
    shutil.copytree(pyodide, tmp_path / "copy")
    for path in (tmp_path / "copy").glob(missing):
        path.unlink()

    with pytest.raises(UsageError, match=said) as refused:
        pinned.parts_in(tmp_path / "copy")
    assert refused.value.remedy


def test_without_npm_the_editor_is_a_plain_one_and_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    made = editor(tmp_path / "cache")

    assert made.why_plain == "npm is not installed"
    assert "textarea" in made.script


def test_a_site_says_which_python_grades(site: Path) -> None:
    with ZipFile(site / "python" / "course.zip") as course:
        said = course.read(".python-version").decode()

    assert said == "{}.{}\n".format(*sys.version_info[:2])


def test_a_site_does_not_go_without_a_word_when_its_pack_is_renewed(site: Path, prepared: list[Prepared]) -> None:
    with pytest.raises(UsageError, match="holds a web site, which would be gone"):
        release(COURSE, prepared, site.parent, force=True)

    assert (site / "index.html").is_file()
