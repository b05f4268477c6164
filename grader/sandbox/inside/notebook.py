"""Code cells of a student's notebook, as cells to run one by one.  Runs in the worker: the text is untrusted.

Magics are taken out, not run: `%%time` and its like are unwrapped, cells in other languages dropped, and what
`%%writefile` would write to the hand-in's own name counts as code.  Python says itself which lines are magics: those
that it stumbles over, since `% 7` may as well continue the line before, and `ready?` end a line of a text.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath

_UNWRAPPED = frozenset({"time", "timeit", "capture", "prun"})
_TIMED = re.compile(r"%time\s+(.+)")
_ASSIGNED_MAGIC = re.compile(r"(\s*[\w, .\[\]]+=\s*)[!%]")


def looks_like_notebook(source: bytes) -> bool:
    """Whether a file called `.py` is really notebook JSON, as some editors save it."""
    return source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"cells"' in source


def code_cells(source: bytes, own_name: str) -> list[tuple[int, str]]:
    """Position (from 1) and text of each code cell, magics taken out.  `own_name` is the hand-in's `.py` name.

    Raises ValueError with a sentence for what is no notebook.
    """
    try:
        document = json.loads(source.decode("utf-8-sig"))
    except (ValueError, RecursionError) as trouble:
        raise ValueError(f"the notebook is not readable as JSON: {trouble}") from None
    match document:
        case {"cells": list(cells)}:
            return list(_code_cells(cells, own_name))
    raise ValueError("the notebook has no cells; save it again as a notebook of format 4")


def other_cells(source: bytes) -> list[tuple[int, str]]:
    """Position (from 1) and text of each cell that holds no code; none of what is no notebook."""
    try:
        cells = json.loads(source.decode("utf-8-sig"))["cells"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return []
    return [
        (position, "".join(map(str, cell.get("source", ""))))
        for position, cell in enumerate(cells if isinstance(cells, list) else [], 1)
        if isinstance(cell, dict) and cell.get("cell_type") != "code"
    ]


def _code_cells(cells: list[object], own_name: str) -> Iterator[tuple[int, str]]:
    for position, cell in enumerate(cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        text = "".join(map(str, source)) if isinstance(source, list) else str(source)
        yield position, without_magics(text, own_name)


def without_magics(text: str, own_name: str) -> str:
    """The cell as plain Python, with its line numbers kept; an empty string for a cell in another language."""
    lines = re.split(r"\r\n|\r|\n", text)  # not splitlines: a form feed may stand inside a string
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        if not _holds_python(lines[first], own_name):
            return ""
        lines[first] = ""
    while (number := _line_in_error(lines)) is not None and (plain := _plain_line(lines[number])) != lines[number]:
        lines[number] = plain
    return "\n".join(lines) + "\n"


def _holds_python(magic: str, own_name: str) -> bool:
    name, *options = magic[2:].split() or [""]
    if name in {"writefile", "file"}:
        return bool(options) and PurePosixPath(options[-1].strip("'\"")).name == own_name
    return name in _UNWRAPPED


def _line_in_error(lines: list[str]) -> int | None:
    """Index of the line that Python cannot read; None if it can read them all, or does not say."""
    try:
        with warnings.catch_warnings(action="ignore"):  # they come when the cell is run
            compile("\n".join(lines) + "\n", "cell", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.lineno - 1 if error.lineno and error.lineno <= len(lines) else None
    except (ValueError, RecursionError, MemoryError):  # null bytes, halves of characters, or too deep to read
        return None
    return None


def _plain_line(line: str) -> str:
    """The line without its magic, at the same indentation; the same line if there is none."""
    stripped = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if timed := _TIMED.fullmatch(stripped):
        return indent + timed[1]
    if stripped.startswith(("!", "%", "?")) or (stripped.endswith("?") and not stripped.startswith("#")):
        return f"{indent}pass"
    assigned = _ASSIGNED_MAGIC.match(line)
    return f"{assigned[1]}None" if assigned else line
