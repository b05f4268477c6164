"""Where in a hand-in something happened: its line, the text of it, and through which of its own functions.

Runs in the worker, on objects that are the student's: only exact types are looked into.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, ModuleType, TracebackType
from typing import Any, cast

CELL = "#cell-"  # between the name of a notebook and the position of the cell that code was compiled from

_OF_COMPILING = (SyntaxError, IndentationError, TabError)
_LONGEST = 160  # characters of a line that are kept
_MOST = 40  # functions


def place_of(trouble: BaseException, filename: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Fields of an `Outcome`: the last line of the hand-in that an exception passed through, and what stands there."""
    name, line, column, passed = "", 0, 0, []
    if type(trouble) in _OF_COMPILING:
        error = cast("SyntaxError", trouble)
        if str(error.filename).startswith(filename) and type(error.lineno) is int:
            name, line = str(error.filename), error.lineno
            column = error.offset if type(error.offset) is int else 0
    else:
        for code, number in _steps(trouble.__traceback__):
            if code.co_filename.startswith(filename):
                name, line = code.co_filename, number
                passed.append(code.co_name)
    text = _line_of(texts.get(name, ""), line)
    return {
        "line": line,
        "cell": _cell(name),
        "column": max(0, column - (len(text) - len(text.lstrip()))) if text.strip() else 0,
        "text": text.strip()[:_LONGEST],
        "names": tuple(dict.fromkeys(each for each in passed if each.isidentifier()))[:_MOST],
    }


def _steps(step: TracebackType | None) -> Iterator[tuple[CodeType, int]]:
    while step is not None:
        yield step.tb_frame.f_code, step.tb_lineno
        step = step.tb_next


def _cell(name: str) -> int:
    position = name.rpartition(CELL)[2] if CELL in name else ""
    return int(position) if position.isdecimal() else 0


def _line_of(text: str, line: int) -> str:
    lines = text.splitlines()
    return lines[line - 1].encode(errors="replace").decode() if 0 < line <= len(lines) else ""


def own_calls(module: ModuleType) -> tuple[str, ...]:
    """`caller callee` for each of the module's functions that another one of them uses, itself or by way of others."""
    codes = {name: value.__code__ for name, value in vars(module).items() if type(value) is FunctionType}
    uses = {name: _names_in(code) & (codes.keys() - {name}) for name, code in codes.items() if name.isidentifier()}
    pairs = (f"{name} {other}" for name in uses for other in sorted(_reached(name, uses) - {name}))
    return tuple(dict.fromkeys(pairs))[: _MOST * _MOST // 8]


def _names_in(code: CodeType) -> set[str]:
    """Global names that code and what is defined inside of it use."""
    inner = (constant for constant in code.co_consts if type(constant) is CodeType)
    return set(code.co_names).union(*map(_names_in, inner))


def _reached(name: str, uses: Mapping[str, set[str]]) -> set[str]:
    found, waiting = set(), list(uses.get(name, ()))
    while waiting:
        if (other := waiting.pop()) not in found:
            found.add(other)
            waiting.extend(uses.get(other, ()))
    return found
