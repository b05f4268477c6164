"""The grader as a wheel, made from the package that runs: `pip install` from a pack needs no index of our own.

Holds `grader/` alone, whether it was installed from a wheel or stands editable in a repository.  A page beside it tells
its digest: pip and uv take that page for an index, look for it beside the requirements and not where they were started,
and refuse a wheel of another digest.  The version has a local part, which no public index takes: of two equal versions
pip prefers the one of the index, and that may be a stranger's.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipInfo

from wheel.wheelfile import WheelFile

import grader
from grader.errors import GraderError

DISTRIBUTION = "descent-grader"

_WHEEL = "Wheel-Version: 1.0\nGenerator: grader {version}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_WRITTEN = (2020, 1, 1, 0, 0, 0)  # one date for all: the same package gives the same bytes


PAGE = "index.html"

_FRAME = '<!DOCTYPE html>\n<html lang="en">\n<title>The grader of this course</title>\n{links}\n</html>\n'


def wheel_name() -> str:
    """Name of the file, after the version."""
    return f"{DISTRIBUTION.replace('-', '_')}-{wheel_version()}-py3-none-any.whl"


@lru_cache(maxsize=1)
def wheel_version() -> str:
    """The running version, with a local part that says which code it is."""
    digest = hashlib.sha256(_metadata_of(_installed()).encode())
    for name, data in package_files():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return f"{grader.__version__}+g{digest.hexdigest()[:12]}"


def write_page(folder: Path) -> None:
    """Write the page that tells the digest of every wheel in a folder."""
    wheels = sorted(folder.glob("*.whl"))
    links = (
        f'<a href="{quote(path.name)}#sha256={hashlib.sha256(path.read_bytes()).hexdigest()}">{path.name}</a>'
        for path in wheels
    )
    (folder / PAGE).write_text(_FRAME.format(links="\n".join(links)), encoding="utf-8")


def write_wheel(folder: Path) -> Path:
    """Write the wheel into a folder.  Raises `GraderError` when the running package is not an installed one."""
    installed = _installed()
    info = f"{DISTRIBUTION.replace('-', '_')}-{wheel_version()}.dist-info"
    path = folder / wheel_name()
    with _DatedWheel(path, "w") as archive:
        for name, data in package_files():
            archive.writestr(name, data)
        for name, data in _licenses(installed):
            archive.writestr(f"{info}/licenses/{name}", data)
        archive.writestr(f"{info}/METADATA", _metadata_of(installed, wheel_version()))
        archive.writestr(f"{info}/WHEEL", _WHEEL.format(version=grader.__version__))
        archive.writestr(f"{info}/entry_points.txt", installed.read_text("entry_points.txt") or "")
    return path


def package_files() -> Iterator[tuple[str, bytes]]:
    """Every file of the package, as `grader/…` with its bytes; neither byte code nor hidden files."""
    root = Path(grader.__file__).parent
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        passing = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not passing and path.suffix != ".pyc":
            yield f"{root.name}/{inside.as_posix()}", path.read_bytes()


def _metadata_of(installed: metadata.Distribution, version: str = "") -> str:
    text = installed.read_text("METADATA") or ""
    return re.sub(r"^Version: .*$", f"Version: {version}", text, count=1, flags=re.MULTILINE)


def _installed() -> metadata.Distribution:
    remedy = "install the grader first: python -m pip install -e . in its repository, or from a wheel"
    try:
        found = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        raise GraderError(
            f"{DISTRIBUTION} runs without being installed, so it has no metadata", remedy=remedy
        ) from None
    if found.version.partition("+")[0] != grader.__version__:
        raise GraderError(
            f"{DISTRIBUTION} {grader.__version__} runs, but version {found.version} is installed", remedy=remedy
        )
    return found


def _licenses(installed: metadata.Distribution) -> Iterator[tuple[str, bytes]]:
    for path in installed.files or ():
        if path.parent.name == "licenses" and path.parent.parent.suffix == ".dist-info":
            yield path.name, path.read_binary()


class _DatedWheel(WheelFile):  # type: ignore[misc]
    """Gives one date and mode to every file, also to the list of files that closing adds."""

    def writestr(self, name: str, data: bytes | str, compress_type: int | None = None) -> None:
        """Add one file."""
        entry = ZipInfo(name, _WRITTEN)
        entry.external_attr = (stat.S_IFREG | 0o644) << 16
        entry.compress_type = ZIP_DEFLATED
        super().writestr(entry, data, compress_type)
