"""Why a function that is asked for is not there, by what the file itself shows.

Runs in the worker: the text is untrusted, and what is found out informs people and earns nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from grader.records import Ending, Outcome, Why

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ALIKE = 0.75  # of a name: `optimise_with_momentum` for `optimize_with_momentum`


def why_absent(name: str, defined: Iterable[str], texts: Sequence[str], prose: Sequence[tuple[int, str]]) -> Outcome:
    """What to say of a function of that name; `why` is unsaid where the file shows no reason.

    `defined` are the functions that there are, `texts` the code that was read, a part for each cell, and `prose` the
    other cells of a notebook with their positions.
    """
    for text in texts:
        if (found := _in_code(name, text)) is not None:
            return found
    commented = re.compile(rf"^[ \t]*#+[ \t]*def[ \t]+{re.escape(name)}\b", re.MULTILINE)
    for text in texts:
        if place := commented.search(text):
            return _missing(Why.COMMENTED_OUT, line=text.count("\n", 0, place.start()) + 1)
    for cell, text in prose:
        if re.search(rf"^[ \t]*def[ \t]+{re.escape(name)}\b", text, re.MULTILINE):
            return _missing(Why.IN_PROSE, cell=cell)
    plain = {_plain(other): other for other in defined}
    near = get_close_matches(_plain(name), plain, n=1, cutoff=_ALIKE)
    return _missing(Why.OTHER_SPELLING, detail=plain[near[0]]) if near else _missing(Why.ABSENT)


def _in_code(name: str, text: str) -> Outcome | None:
    """Whether it is defined inside of something: a class, or another function."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for outer in ast.walk(tree):
        if isinstance(outer, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(outer):
                if node is not outer and isinstance(node, _DEFINITIONS) and node.name == name:
                    why = Why.METHOD if isinstance(outer, ast.ClassDef) else Why.NESTED
                    return _missing(why, detail=outer.name, line=node.lineno)
    return None


def _missing(why: Why, *, detail: str = "", line: int = 0, cell: int = 0) -> Outcome:
    return Outcome(Ending.MISSING, detail=detail[:80], line=line, why=why, cell=cell)


def _plain(name: str) -> str:
    return name.replace("_", "").casefold()
