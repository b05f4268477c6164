"""The `landscapes.py` of a course and of an assignment: read once, and held to what such a file may do.

It is the instructor's and is run as it stands, by the grader and beside students' code.  What it may import and call is
bounded all the same, so that nothing hidden, no chance and no file of one machine gets into what a landscape answers.
"""

from __future__ import annotations

import ast
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from grader.errors import AssignmentError

FILE = "landscapes.py"

_MAY_IMPORT = frozenset({"__future__", "math", "numpy"})
_MAY_NOT_CALL = frozenset(
    {"open", "exec", "eval", "compile", "__import__", "input", "print", "globals", "vars", "getattr", "setattr"}
)
_MAY_NOT_USE = frozenset(
    {
        "random",
        "load",
        "save",
        "savez",
        "loadtxt",
        "savetxt",
        "genfromtxt",
        "fromfile",
        "tofile",
        "memmap",
        "DataSource",
    }
)  # of NumPy
_SLOW = 0.5  # seconds of computing to import
_LARGEST = 256 * 1024  # bytes


def read(folder: Path) -> tuple[bytes, ...]:
    """The landscapes of a course, then those of the assignment in `folder`, each checked and taken in.

    Raises `AssignmentError` with file and line.
    """
    found: dict[str, Path] = {}
    sources = []
    for path in (folder.parent / FILE, folder / FILE):
        if not path.is_file():
            continue
        source = path.read_bytes()
        for name in _names(path, source):
            if name in found:
                raise _wrong(path, 1, f"defines {name}, which {_shown(found[name])} defines as well", "rename one")
            found[name] = path
        sources.append(source)
    return tuple(sources)


def _names(path: Path, source: bytes) -> Iterator[str]:
    """The landscapes that a file defines, once it was seen to be one that may be run, and was run."""
    from grader.landscapes.own_file import classes, take_in  # noqa: PLC0415 - it needs NumPy, and few courses have such a file

    _require_harmless(path, source)
    began = time.process_time()
    try:
        digest = take_in(source, str(path))
    except Exception as trouble:  # noqa: BLE001 - whatever the instructor's file does is told as its own
        steps = [step for step in traceback.extract_tb(trouble.__traceback__) if step.filename == str(path)]
        line, said = (steps[-1].lineno or 1) if steps else 1, f"{type(trouble).__name__}: {trouble}"
        raise _wrong(path, line, f"stops while it is imported: {said}", "mend it") from None
    if (used := time.process_time() - began) > _SLOW:
        raise _wrong(
            path, 1, f"takes {used:.1f} s to import", "compute what takes long once, and write the numbers down"
        )
    if not classes(digest):
        raise _wrong(path, 1, "defines no landscape", "write a class with `dimension`, `value(self, x)` and `gradient`")
    yield from classes(digest)


def _require_harmless(path: Path, source: bytes) -> None:
    if len(source) > _LARGEST:
        raise _wrong(path, 1, f"has more than {_LARGEST >> 10} KiB", "hand data to a landscape as parameters")
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as trouble:
        line = getattr(trouble, "lineno", None) or 1
        raise _wrong(path, line, f"is not valid Python: {trouble}", "mend it") from None
    for node in ast.walk(tree):
        if told := _forbidden(node):
            raise _wrong(path, getattr(node, "lineno", 1), told, "let a landscape be numbers that follow from x alone")


def _forbidden(node: ast.AST) -> str:
    """What a file of landscapes does here that it may not; empty where it may."""
    match node:
        case ast.Import():
            asked = [alias.name for alias in node.names]
        case ast.ImportFrom():
            asked = [node.module or "."]
            if used := _MAY_NOT_USE & {alias.name for alias in node.names}:
                return f"uses {min(used)} of NumPy"
        case ast.Call(func=ast.Name(id=name)) if name in _MAY_NOT_CALL:
            return f"calls {name}"
        case ast.Attribute(attr=name) if name in _MAY_NOT_USE:
            return f"uses {name}"
        case ast.Attribute(attr=name) if name.startswith("__") and name != "__init__":
            return f"uses {name}"
        case _:
            return ""
    others = [name for name in asked if name.partition(".")[0] not in _MAY_IMPORT or "random" in name]
    return f"imports {others[0]}" if others else ""


def _wrong(path: Path, line: int, what: str, remedy: str) -> AssignmentError:
    return AssignmentError(f"{_shown(path)}, line {line}, {what}", remedy=remedy)


def _shown(path: Path) -> str:
    """A file as its course knows it: `assignments/quartics/landscapes.py`."""
    parts = path.parts
    at = len(parts) - 1 - parts[::-1].index("assignments") if "assignments" in parts else -2
    return "/".join(parts[at:])
