"""Whether a file is the stub as it was given out: nothing is written in it, and it competes with no hand-in."""

from __future__ import annotations

import msgspec

from grader.course.assignment import Assignment
from grader.course.notebook_cells import given_cells
from grader.records import SourceKind

_LARGEST = 4 << 20  # bytes: a notebook that was only run holds pages and pictures


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


def is_untouched(source: bytes, kind: SourceKind, assignment: Assignment) -> bool:
    """Whether a file is the stub, line endings and byte order mark aside, or a notebook of lines that are given out."""
    if len(source) > _LARGEST:
        return False
    stub = _normalised((assignment.folder / "stub.py").read_bytes())
    if _normalised(source) == stub:
        return True
    as_notebook = kind is SourceKind.NOTEBOOK or source.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    cells = code_cells(source) if as_notebook else None
    if cells is None:
        return False
    lines = _lines("\n".join(cells))
    return lines <= _given_out(assignment) if lines else b"def " not in source  # which may stand in a text cell


def code_cells(source: bytes) -> list[str] | None:
    """The code cells of a notebook; None for anything else, which a worker will look at."""
    try:
        # Nothing is built but texts of cells, and msgspec bounds how deep it goes.
        notebook = msgspec.json.decode(source.removeprefix(b"\xef\xbb\xbf"), type=_Notebook)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [cell if isinstance(cell, str) else "".join(cell) for cell in cells]


def _given_out(assignment: Assignment) -> set[str]:
    """Every line of the stub, and of the notebook that it is given out as."""
    stub = (assignment.folder / "stub.py").read_text(encoding="utf-8", errors="replace")
    return _lines("\n".join((stub, *given_cells(assignment))))


def _normalised(source: bytes) -> bytes:
    return source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").strip()


def _lines(text: str) -> set[str]:
    return {line.rstrip() for line in text.splitlines()} - {""}
