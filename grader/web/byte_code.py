"""Byte code of what a worker has loaded, for the next worker: half of a start is making it anew.

A browser's Python comes as text.  The first worker that has nobody's file to run hands out what it made of it, and the
page gives that to the next ones, and keeps it for the next visit.
"""

from __future__ import annotations

import io
import marshal
import sys
from collections.abc import Iterator
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import grader

_LIBRARY = "python_stdlib.zip"
_REST = "byte_code.zip"
_UNCHECKED = b"\1\0\0\0" + bytes(8)  # never held against its text, which is of the same site (PEP 552)
_HEADER = 16  # bytes
_FAST = 1  # of zlib's levels


def gather() -> dict[str, bytes]:
    """Two archives: the standard library with byte code beside its text, and byte code for the folder of packages."""
    library = next(each for each in sys.path if each.endswith(".zip"))
    return {_LIBRARY: _library_with_byte_code(Path(library)), _REST: _byte_code_of(Path(grader.__file__).parents[1])}


def _library_with_byte_code(archive: Path) -> bytes:
    held = io.BytesIO(archive.read_bytes())
    with ZipFile(held, "a", ZIP_DEFLATED, compresslevel=_FAST) as out:
        known = set(out.namelist())
        for name, file, loader in _loaded_from(archive):
            within = f"{file.relative_to(archive).as_posix()}c"
            if within not in known:
                out.writestr(within, MAGIC_NUMBER + _UNCHECKED + marshal.dumps(loader.get_code(name)))
    return held.getvalue()


def _byte_code_of(packages: Path) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED, compresslevel=_FAST) as out:
        for _, file, _ in _loaded_from(packages):
            written = Path(cache_from_source(str(file)))
            if written.is_file():  # as the import left it
                made = written.read_bytes()
                out.writestr(written.relative_to(packages).as_posix(), MAGIC_NUMBER + _UNCHECKED + made[_HEADER:])
    return held.getvalue()


def _loaded_from(place: Path) -> Iterator[tuple[str, Path, Any]]:
    """Modules that were loaded as text from a folder or an archive: name, file and loader."""
    for module in list(sys.modules.values()):
        spec = module.__spec__
        if spec is None or spec.loader is None or spec.origin is None:
            continue
        file = Path(spec.origin)
        if file.suffix == ".py" and file.is_relative_to(place):
            yield spec.name, file, spec.loader
