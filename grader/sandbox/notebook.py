"""Code cells of a student's notebook, as cells to run one by one.  Runs in the worker: the text is untrusted.

Magics are taken out, not run: `%%time` and its like are unwrapped, cells in other languages dropped, and what
`%%writefile` would write to the hand-in's own name counts as code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

_UNWRAPPED = frozenset({"time", "timeit", "capture", "prun"})
_ASSIGNED_MAGIC = re.compile(r"^(\s*[\w, .\[\]]+=\s*)[!%].*$")


def looks_like_notebook(source: bytes) -> bool:
    """Whether a file called `.py` is really notebook JSON, as some editors save it."""
    return source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"cells"' in source


def code_cells(source: bytes, own_name: str) -> list[tuple[int, str]]:
    """Position (from 1) and text of each code cell, magics taken out.  `own_name` is the hand-in's `.py` name.

    Raises ValueError with a sentence for what is no notebook.
    """
    try:
        document = json.loads(source.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as trouble:
        raise ValueError(f"the notebook is not readable as JSON: {trouble}") from None
    cells = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(cells, list):
        raise ValueError("the notebook has no cells; save it again as a notebook of format 4")
    return list(_code_cells(cells, own_name))


def _code_cells(cells: list[object], own_name: str) -> Iterator[tuple[int, str]]:
    for position, cell in enumerate(cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        text = "".join(map(str, source)) if isinstance(source, list) else str(source)
        yield position, without_magics(text, own_name)


def without_magics(text: str, own_name: str) -> str:
    """The cell as plain Python, with its line numbers kept; an empty string for a cell in another language."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        if not _holds_python(lines[first], own_name):
            return ""
        lines[first] = ""
    if _compiles("\n".join(lines)):  # a line may begin with % or end with ? inside a string or a long expression
        return "\n".join(lines) + "\n"
    return "\n".join(map(_plain_line, lines)) + "\n"


def _holds_python(magic: str, own_name: str) -> bool:
    name, _, rest = magic[2:].partition(" ")
    if name in {"writefile", "file"}:
        return PurePosixPath(rest.split()[-1] if rest.split() else "").name == own_name
    return name in _UNWRAPPED


def _plain_line(line: str) -> str:
    stripped = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if stripped.startswith(("!", "%", "?")) or (stripped.endswith("?") and not stripped.startswith("#")):
        return f"{indent}pass"
    assigned = _ASSIGNED_MAGIC.match(line)
    return f"{assigned[1]}None" if assigned else line


def _compiles(text: str) -> bool:
    try:
        compile(text, "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True
