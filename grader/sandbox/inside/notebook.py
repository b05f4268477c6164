"""Code cells of a student's notebook, as cells to run one by one.  Runs in the worker: the text is untrusted.

Magics are taken out, not run: `%%time` and its like are unwrapped, cells in other languages dropped, and what
`%%writefile` would write to the hand-in's own name counts as code.  Python says itself which lines are magics: those
that it stumbles over, since `% 7` may as well continue the line before, and `ready?` end a line of a text.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from grader.sandbox.inside.source_text import wide_encoding

AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # how a cell is compiled: Jupyter awaits outside of functions, too

_PYTHON = re.compile(r"i?python[\d.]*|xpython|pyodide|sage", re.IGNORECASE)  # names of the language, or of a kernel
_UNWRAPPED = frozenset({"time", "timeit", "capture", "prun"})
_TIMED = re.compile(r"%time\s+(.+)")
_DRAWS = "%%grader"  # the magic of our own: what stands below it draws what the functions give, and is no part of them
_DEFINES = re.compile(r"^\s*(async\s+def|def|class)\s", re.MULTILINE)
_IS_MAGIC = re.compile(r"\s*[!%]|\s*[\w, .\[\]]+=\s*[!%]")
_ASSIGNED_MAGIC = re.compile(r"(\s*[\w, .\[\]]+=\s*)[!%]")


def looks_like_notebook(source: bytes) -> bool:
    """Whether a file called `.py` is really notebook JSON, as some editors save it."""
    return source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"cells"' in source


class OtherLanguage(ValueError):  # noqa: N818 - a fact about the file, told as an outcome
    """The notebook says of itself that its code is in `language`."""

    def __init__(self, language: str) -> None:
        super().__init__(f"the code of this notebook is {language}, not Python")
        self.language = language


class CodeCell(NamedTuple):
    """One cell of code: its position, counted from 1, and its text as plain Python.

    `magic` is the one that says that the cell holds none, or nothing for this file; there is no text then.
    """

    position: int
    text: str
    magic: str = ""


def code_cells(source: bytes, own_name: str) -> list[CodeCell]:
    """Each code cell, magics taken out.  `own_name` is the hand-in's `.py` name.

    Raises ValueError with a sentence for what is no notebook, and `OtherLanguage` for one that is not of Python.
    """
    if (wide := wide_encoding(source)) is not None:
        raise ValueError(f"the notebook is saved as {wide}; save it as UTF-8")
    try:
        document = json.loads(source.decode("utf-8-sig"))
    except UnicodeDecodeError as trouble:
        line = source[: trouble.start].count(b"\n") + 1
        raise ValueError(f"the notebook is not UTF-8, see line {line} of the file; save it as UTF-8") from None
    except (ValueError, RecursionError) as trouble:
        raise ValueError(f"the notebook is not readable as JSON: {trouble}") from None
    cells = _cells(document)
    if cells is None:
        raise ValueError("the notebook has no cells; save it again as a notebook of format 4")
    if language := _other_language(document, cells):
        raise OtherLanguage(language)
    return list(_code_cells(cells, own_name))


def other_cells(source: bytes) -> list[tuple[int, str]]:
    """Position (from 1) and text of each cell that holds no code; none of what is no notebook."""
    try:
        cells = _cells(json.loads(source.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return []
    return [
        (position, _text(cell))
        for position, cell in enumerate(cells or [], 1)
        if isinstance(cell, dict) and cell.get("cell_type") != "code"
    ]


def _cells(document: object) -> list[Any] | None:
    """All cells in order, of any version of the format: those before 4 had worksheets.  None if there are none."""
    match document:
        case {"cells": list(cells)}:
            return cells
        case {"worksheets": list(sheets)}:
            return [cell for sheet in sheets if isinstance(sheet, dict) for cell in _cells(sheet) or []]
    return None


def _text(cell: dict[str, Any]) -> str:
    """What stands in a cell, in whichever version of the format."""
    source = cell.get("source", cell.get("input", ""))
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _other_language(document: dict[str, Any], cells: list[Any]) -> str:
    """The language that a notebook says it is in, if that is not Python; empty where it does not say."""
    metadata = document.get("metadata")
    match metadata:
        case {"language_info": {"name": str(name)}}:
            named = [name]
        case {"kernelspec": {"language": str(name)}}:
            named = [name]
        case _:  # formats before 4 say it of each cell
            code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
            named = [str(cell["language"]) for cell in code if "language" in cell]
    return named[0] if named and not any(map(_PYTHON.fullmatch, map(str.strip, named))) else ""


def _code_cells(cells: list[Any], own_name: str) -> Iterator[CodeCell]:
    for position, cell in enumerate(cells, 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            text = _text(cell)
            magic = _magic_of_other_text(text, own_name)
            if magic == _DRAWS and not _DEFINES.search(text):
                text = magic = ""
            yield CodeCell(position, "" if magic else without_magics(text, own_name), magic)


def _magic_of_other_text(text: str, own_name: str) -> str:
    """The magic of a cell that holds something else than this file's Python; empty where there is none."""
    first = text.lstrip().partition("\n")[0].strip()
    return first.split()[0] if first.startswith("%%") and not _holds_python(first, own_name) else ""


def without_magics(text: str, own_name: str) -> str:
    """The cell as plain Python, with its line numbers kept; an empty string for a cell in another language."""
    lines = re.split(r"\r\n|\r|\n", text)  # not splitlines: a form feed may stand inside a string
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        if not _holds_python(lines[first], own_name):
            return ""
        lines[first] = ""
    while (number := _line_in_error(lines)) is not None and (plain := _plain_line(lines[number])) != lines[number]:
        continued = _continued(lines, number)
        lines[number:continued] = [plain, *[""] * (continued - number - 1)]
    return "\n".join(lines) + "\n"


def stands_in_a_file(text: str) -> bool:
    """Whether Python reads a text without magics as a file: what only a cell may hold, as an `await`, it does not."""
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(f"{text}\n", "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _continued(lines: list[str], number: int) -> int:
    """Index behind a magic that begins in a line, and goes on where a line ends with a backslash."""
    if not _IS_MAGIC.match(lines[number]):
        return number + 1
    while number < len(lines) - 1 and lines[number].rstrip().endswith("\\"):
        number += 1
    return number + 1


def _holds_python(magic: str, own_name: str) -> bool:
    name, *options = magic[2:].split() or [""]
    if name in {"writefile", "file"}:
        written = options[-1].strip("'\"").replace("\\", "/") if options else ""
        return PurePosixPath(written).name == own_name
    return name in _UNWRAPPED


def _line_in_error(lines: list[str]) -> int | None:
    """Index of the line that Python cannot read; None if it can read them all, or does not say."""
    try:
        with warnings.catch_warnings(action="ignore"):  # they come when the cell is run
            compile("\n".join(lines) + "\n", "cell", "exec", AWAITS, dont_inherit=True)
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
