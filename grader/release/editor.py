"""The editor of the site: CodeMirror, bundled where npm is there, and else a plain text area."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import msgspec

from grader.files import make_private_folder, write_whole
from grader.web import ASSETS

_PACKAGES = {
    "@codemirror/commands": "6",
    "@codemirror/lang-python": "6",
    "@codemirror/language": "6",
    "@codemirror/search": "6",
    "@codemirror/state": "6",
    "@codemirror/view": "6",
    "@lezer/highlight": "1",
    "codemirror": "6",
    "esbuild": "0",
}
_SECONDS = 180  # for npm to install and bundle


class Editor(msgspec.Struct, frozen=True):
    """A script that offers `createEditor`; `why_plain` says in a clause why it is the plain one, if it is."""

    script: str
    why_plain: str = ""


def editor(cache: Path, *, plain: bool = False) -> Editor:
    """The best editor that can be had; what was bundled once is kept in the cache."""
    source = (ASSETS / "editor_codemirror.js").read_text(encoding="utf-8")
    wanted = hashlib.sha256(json.dumps([_PACKAGES, source]).encode()).hexdigest()[:16]
    kept = cache / f"editor-{wanted}.js"
    if plain:
        return _plain("it was asked for")
    try:
        return Editor(kept.read_text(encoding="utf-8"))
    except OSError:
        pass
    npm = shutil.which("npm")
    if npm is None:
        return _plain("npm is not installed")
    try:
        made = _bundled(npm, source)
    except (OSError, subprocess.SubprocessError) as trouble:
        return _plain(f"npm could not bundle CodeMirror ({type(trouble).__name__})")
    make_private_folder(cache)
    write_whole(kept, made.encode())
    return Editor(made)


def _plain(why: str) -> Editor:
    return Editor((ASSETS / "editor.js").read_text(encoding="utf-8"), why)


def _bundled(npm: str, source: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "package.json").write_text(json.dumps({"private": True, "dependencies": _PACKAGES}), encoding="utf-8")
        (place / "entry.js").write_text(source, encoding="utf-8")
        install = [npm, "install", "--silent", "--no-audit", "--no-fund"]
        bundle = [npm, "exec", "--no", "--", "esbuild", "entry.js", "--bundle", "--minify", "--format=esm"]
        bundle += ["--legal-comments=inline", "--outfile=bundle.js"]
        for command in (install, bundle):
            subprocess.run(  # noqa: S603 - npm, on names of ours
                command, cwd=place, check=True, capture_output=True, timeout=_SECONDS
            )
        return (place / "bundle.js").read_text(encoding="utf-8")
