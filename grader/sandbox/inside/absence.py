"""Why a function that is asked for is not there, by what the file itself shows.

Runs in the worker: the text is untrusted, and what is found out informs people and earns nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from grader.records import Ending, Outcome, Why
from grader.sandbox.inside.places import cell_of

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ALIKE = 0.75  # of a name: `optimise_with_momentum` for `optimize_with_momentum`


def why_absent(
    name: str, defined: Iterable[str], texts: Mapping[str, str], prose: Sequence[tuple[int, str]]
) -> Outcome:
    """What to say of a function of that name; `why` is unsaid where the file shows no reason.

    `defined` are the functions that there are, `texts` the code that was read by file or cell, and `prose` the
    other cells of a notebook with their positions.
    """
    for place, text in texts.items():
        if (found := _in_code(name, text, cell_of(place))) is not None:
            return found
    commented = re.compile(rf"^[ \t]*#+[ \t]*def[ \t]+{re.escape(name)}\b", re.MULTILINE)
    for place, text in texts.items():
        if found_at := commented.search(text):
            line = text.count("\n", 0, found_at.start()) + 1
            return _missing(Why.COMMENTED_OUT, line=line, cell=cell_of(place))
    for cell, text in prose:
        if re.search(rf"^[ \t]*def[ \t]+{re.escape(name)}\b", text, re.MULTILINE):
            return _missing(Why.IN_PROSE, cell=cell)
    plain = {_plain(other): other for other in defined}
    near = get_close_matches(_plain(name), plain, n=1, cutoff=_ALIKE)
    return _missing(Why.OTHER_SPELLING, detail=plain[near[0]]) if near else _missing(Why.ABSENT)


def _in_code(name: str, text: str, cell: int) -> Outcome | None:
    """Whether it is defined inside of something: a class, another function, a block that was not run, a text."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for outer in ast.walk(tree):
        if isinstance(outer, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(outer):
                if node is not outer and isinstance(node, _DEFINITIONS) and node.name == name:
                    why = Why.METHOD if isinstance(outer, ast.ClassDef) else Why.NESTED
                    return _missing(why, detail=outer.name, line=node.lineno, cell=cell)
    for block in (each for each in tree.body if not isinstance(each, _DEFINITIONS)):  # it is not there: it was not run
        if any(isinstance(node, _DEFINITIONS) and node.name == name for node in ast.walk(block)):
            begins = text.splitlines()[block.lineno - 1].strip()
            return _missing(Why.GUARDED, line=block.lineno, cell=cell, text=begins)
    written = re.compile(rf"^[ \t]*def[ \t]+{re.escape(name)}\b", re.MULTILINE)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (at := written.search(node.value)):
            line = node.lineno + node.value.count("\n", 0, at.start())
            return _missing(Why.IN_TEXT, line=line, cell=cell)
    return None


def _missing(why: Why, *, detail: str = "", line: int = 0, cell: int = 0, text: str = "") -> Outcome:
    shown = text.encode(errors="replace").decode()[:160]
    return Outcome(Ending.MISSING, detail=detail[:80], line=line, why=why, cell=cell, text=shown)


def _plain(name: str) -> str:
    return name.replace("_", "").casefold()
