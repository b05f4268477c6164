"""Byte code of what a worker has loaded, for the next worker: half of a start is making it anew.

A browser's Python comes as text.  The first worker that has nobody's file to run hands out what it made of it, and the
page gives that to the next ones, and keeps it for the next visit.
"""

from __future__ import annotations

import io
import py_compile
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import grader
from grader.reports.pages.rendering import TEMPLATES

_LIBRARY = "python_stdlib.zip"
_REST = "byte_code.zip"
_UNCHECKED = b"\1\0\0\0" + bytes(8)  # never held against its text, which is of the same site (PEP 552)
_NEVER_CHECKED = PycInvalidationMode.UNCHECKED_HASH
_HEADER = 16  # bytes
_FAST = 1  # of zlib's levels
_BEGINNINGS = ("grader.web.workbench", "grader.explore.explorer")  # of an assignment's page, and of the explore page


def gather() -> dict[str, bytes]:
    """Two archives: the standard library with byte code beside its text, and byte code for the folder of packages.

    With the second come the compiled templates.  What another page of the site loads is among them.
    """
    for name in _BEGINNINGS:
        import_module(name)
    library = next(each for each in sys.path if each.endswith(".zip"))
    return {_LIBRARY: _library_with_byte_code(Path(library)), _REST: _byte_code_of(Path(grader.__file__).parents[1])}


def _library_with_byte_code(archive: Path) -> bytes:
    held = io.BytesIO(archive.read_bytes())
    with ZipFile(held, "a", ZIP_DEFLATED, compresslevel=_FAST) as out, TemporaryDirectory() as folder:
        known = set(out.namelist())
        text, made = Path(folder) / "text", Path(folder) / "made"
        for file in _loaded_from(archive):
            within = file.relative_to(archive).as_posix()
            if f"{within}c" not in known:
                text.write_bytes(out.read(within))
                py_compile.compile(
                    str(text), str(made), str(file), invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
                )
                out.write(made, f"{within}c")
    return held.getvalue()


def _byte_code_of(packages: Path) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED, compresslevel=_FAST) as out:
        for file in _loaded_from(packages):
            written = Path(cache_from_source(str(file)))
            if written.is_file():  # as the import left it
                made = written.read_bytes()
                out.writestr(written.relative_to(packages).as_posix(), MAGIC_NUMBER + _UNCHECKED + made[_HEADER:])
        for template in sorted(TEMPLATES.glob("*.j2")):
            compiled = Path(cache_from_source(str(template)))
            if compiled.is_file():
                out.write(compiled, compiled.relative_to(packages).as_posix())
    return held.getvalue()


def _loaded_from(place: Path) -> Iterator[Path]:
    """The files of modules that were loaded as text from a folder or an archive."""
    for module in list(sys.modules.values()):
        origin = None if module.__spec__ is None else module.__spec__.origin
        if origin is not None and origin.endswith(".py") and Path(origin).is_relative_to(place):
            yield Path(origin)
