"""The pack as a web site: a folder that any static host serves, in which students check their work in the browser.

It holds what the pack holds: statements, stubs, public criteria and recorded answers, and the grader's wheel.  A page
loads each part of Python from the site, or from Pyodide's public address, and takes none of another digest.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from grader.course.assignment import ANSWER_KEY
from grader.explore.page import explore_page, recorded_scene
from grader.explore.preset_files import FILE as PRESETS
from grader.explore.preset_files import presets_of
from grader.explore.presets import Preset
from grader.explore.recorded import NAME as RECORDED_PATHS
from grader.explore.recorded import Recorded
from grader.grading.prepared import Prepared
from grader.release import pure_packages, pyodide
from grader.release.editor import Editor
from grader.release.pyodide import Part
from grader.release.wheel import wheel_name
from grader.reports.pages import site
from grader.reports.pages.rendering import TEMPLATES
from grader.sandbox.in_page import PYTHON_VERSION
from grader.web import ASSETS

FOLDER = "web"

SCRIPTS = (
    "bench.js",
    "explore.js",
    "files.js",
    "knobs.js",
    "link.js",
    "official.js",
    "own_files.js",
    "parts.js",
    "python.js",
    "scene.js",
    "status.js",
    "work.js",
)
_WRITTEN = (2020, 1, 1, 0, 0, 0)  # one date for all: a second release is the first byte for byte
_PROGRAM = "pyodide.asm.wasm"


class Web(msgspec.Struct, frozen=True):
    """What a site is made with: its editor, the recorded paths of its demonstrations, and a copy of Pyodide's files.

    Without a copy, pages load Python from its public address.
    """

    editor: Editor
    pyodide: Path | None = None
    recorded: Recorded = {}


def write_site(folder: Path, prepared: Sequence[Prepared], wheel: Path, web: Web) -> None:
    """Write the site into a folder that does not exist.  Raises `UsageError` where the copy of Pyodide lacks a file."""
    outside = pyodide.public_parts() if web.pyodide is None else pyodide.parts_in(web.pyodide)
    assignments = sorted((each.assignment for each in prepared), key=lambda each: each.minutes)  # as one would begin
    presets = presets_of(assignments)
    (folder / "python").mkdir(parents=True)
    (folder / "assets").mkdir()
    for part in outside:
        if part.source is not None:
            (folder / part.url).write_bytes(part.source.read_bytes())
    own = {
        wheel_name(): wheel.read_bytes(),
        "packages.zip": pure_packages.archive(),
        "course.zip": _course(prepared, web.recorded),
        "worker.js": (ASSETS / "worker.js").read_bytes(),
    }
    parts = [*outside, *(_written(folder, name, data) for name, data in own.items())]
    _write_assets(folder / "assets", web.editor)
    sources = sorted({f"{url.scheme}://{url.netloc}" for part in outside if (url := urlsplit(part.url)).scheme})
    version = hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
    data = {
        "parts": [{"name": each.name, "url": each.url, "sha256": each.sha256, "size": each.size} for each in parts],
        "program": _PROGRAM,
        "cache": "grader-python",
    }
    for each in prepared:
        first = _first(presets, each.assignment.id)
        page = site.assignment_page(each.assignment, assignments, data, sources, explore=first)
        (folder / f"{each.assignment.id}.html").write_text(page, encoding="utf-8")
    (folder / "index.html").write_text(site.contents(assignments, explore=bool(presets)), encoding="utf-8")
    if presets:
        page = explore_page(presets, assignments, data, sources)
        (folder / "explore.html").write_text(page, encoding="utf-8")
        scenes = {each.id: recorded_scene(each, web.recorded, assignments) for each in presets}
        told = {name: {"html": scene.html, "frame": scene.frame} for name, scene in scenes.items()}
        (folder / "explore.json").write_bytes(msgspec.json.encode(told))
    (folder / "frame.html").write_text(site.frame(_text("frame.js")), encoding="utf-8")
    _write_offline(folder, version)


def _first(presets: Sequence[Preset], assignment: str) -> str:
    """The demonstration to lead to from an assignment: its own, if it has one."""
    own = [each.id for each in presets if each.assignment == assignment]
    return next(iter([*own, *(each.id for each in presets)]), "")


def _written(folder: Path, name: str, data: bytes) -> Part:
    url = f"python/{name}"
    (folder / url).write_bytes(data)
    return Part(name, url, hashlib.sha256(data).hexdigest(), len(data))


def _course(prepared: Sequence[Prepared], recorded: Recorded) -> bytes:
    """The public part of each assignment, as a worker finds it in `/course`."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as out:
        written: dict[str, bytes] = {}
        for each in prepared:
            place = each.assignment.id
            files = {name: path.read_bytes() for name, path in each.assignment.public_files.items()}
            files[f"{place}/{ANSWER_KEY}"] = msgspec.msgpack.encode(each.public.recorded)
            if (presets := each.assignment.folder / PRESETS).is_file():
                files[f"{place}/{PRESETS}"] = presets.read_bytes()
            written |= files
        for name, data in written.items():
            out.writestr(_entry(f"assignments/{name}"), data)
        out.writestr(_entry(RECORDED_PATHS), msgspec.msgpack.encode(recorded))
        out.writestr(_entry(PYTHON_VERSION), "{}.{}\n".format(*sys.version_info[:2]))
    return held.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _WRITTEN)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _write_assets(folder: Path, editor: Editor) -> None:
    for name in SCRIPTS:
        (folder / name).write_text(_text(name), encoding="utf-8")
    (folder / "editor.js").write_text(editor.script, encoding="utf-8")
    stepping = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    (folder / "steps.js").write_text(f"export const steps = (document) => {{\n{stepping}}};\n", encoding="utf-8")
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    (folder / "site.css").write_text(style + _text("site.css"), encoding="utf-8")


def _write_offline(folder: Path, version: str) -> None:
    """The script that keeps the site for when there is no network, with the list of what is in it."""
    kept = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "python"
    )
    digest = hashlib.sha256(version.encode())
    for name in kept:
        digest.update(f"{name}\0".encode() + (folder / name).read_bytes())
    named = f"const VERSION = {json.dumps(digest.hexdigest()[:16])};\nconst FILES = {json.dumps(kept)};"
    (folder / "offline.js").write_text(_text("offline.js").replace("/* SITE */", named), encoding="utf-8")


def _text(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
