"""Packages of Python alone, as archives for a browser: made of what is installed here, so that nothing is fetched."""

from __future__ import annotations

import io
from importlib import metadata
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from grader.errors import GraderError

NAMES = ("jinja2", "markupsafe", "latex2mathml")  # what pages are made with; markupsafe has a form without C

_WRITTEN = (2020, 1, 1, 0, 0, 0)  # one date for all: the same packages give the same bytes
_LEFT_OUT = (".so", ".pyd", ".dylib", ".pyc", ".c")


def archive() -> bytes:
    """One archive of all, with their licences.  Raises `GraderError` where one is not installed."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as out:
        for name in NAMES:
            for path, data in _files(name):
                entry = ZipInfo(path, _WRITTEN)
                entry.compress_type = ZIP_DEFLATED
                out.writestr(entry, data)
    return held.getvalue()


def _files(name: str) -> list[tuple[str, bytes]]:
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise GraderError(f"{name} is not installed", remedy="install the grader again, with all it needs") from None
    listed = {file.as_posix(): file for file in distribution.files or ()}
    return [(path, file.read_binary()) for path, file in sorted(listed.items()) if _travels(path)]


def _travels(path: str) -> bool:
    """Modules and data of the package, its metadata and licence; neither programs nor what is made for this machine."""
    own = not path.startswith((".", "/")) and "__pycache__" not in path
    return own and not path.endswith((*_LEFT_OUT, "RECORD", "INSTALLER", "REQUESTED", "direct_url.json"))
