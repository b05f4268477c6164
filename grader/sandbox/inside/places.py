"""Where in a hand-in something happened: its line, the text of it, and through which of its own functions.

Runs in the worker, on objects that are the student's: only exact types are looked into.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import chain
from types import CodeType, FrameType, FunctionType, ModuleType, TracebackType
from typing import Any, cast

CELL = "#cell-"  # between the name of a notebook and the position of the cell that code was compiled from

_OF_COMPILING = (SyntaxError, IndentationError, TabError)
_LONGEST = 160  # characters of a line that are kept
_MOST = 40  # functions
_LONGEST_SEARCHED = 50_000  # characters of code in which a loop is looked for: there is little time left


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
    return _place(name, line, column, passed, texts)


def outermost_place_of(trouble: BaseException, filename: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The same for the first line of the hand-in that an exception passed: of a load, the one that was being run."""
    steps = [step for step in _steps(trouble.__traceback__) if step[0].co_filename.startswith(filename)]
    if not steps or type(trouble) in _OF_COMPILING:
        return place_of(trouble, filename, texts)
    code, line = steps[0]
    return _place(code.co_filename, line, 0, [], texts)


def place_in(frame: FrameType | None, filename: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Fields of an `Outcome`: the loop of the hand-in that a running frame is in, or else the line that it is at.

    It is the innermost function's with a `while`, and there the outermost one; where there is none, the outermost
    function's `for`: the same one, mostly, whenever it is asked.
    """
    steps: list[tuple[CodeType, int]] = []
    while frame is not None:
        if frame.f_code.co_filename.startswith(filename):
            steps.append((frame.f_code, frame.f_lineno))
        frame = frame.f_back
    if not steps:
        return _place("", 0, 0, [], texts)
    whiles = ((code, _loop_around(texts.get(code.co_filename, ""), code, line, ast.While)) for code, line in steps)
    fors = ((code, _loop_around(texts.get(code.co_filename, ""), code, line, ast.For)) for code, line in steps[::-1])
    code, line = next(((code, line) for code, line in chain(whiles, fors) if line), steps[0])
    return _place(code.co_filename, line, 0, [], texts)


def margin_of(frame: FrameType | None, filename: str) -> tuple[int, int]:
    """Cell and line of the statement at the left margin that a running frame is in; zeros for a call of the grader."""
    found = (0, 0)
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(filename) and code.co_name == "<module>":
            found = (cell_of(code.co_filename), frame.f_lineno)
        frame = frame.f_back
    return found


def _loop_around(text: str, code: CodeType, line: int, kind: type[ast.While | ast.For]) -> int:
    """The line of the outermost loop of a kind around a line of a function; 0 where there is none."""
    if len(text) > _LONGEST_SEARCHED:
        return 0
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0
    inside = [each for each in nodes if isinstance(each, ast.stmt) and each.lineno <= line <= (each.end_lineno or 0)]
    loops = [each.lineno for each in inside if isinstance(each, kind) and each.lineno >= code.co_firstlineno]
    return min(loops, default=0)


def _place(name: str, line: int, column: int, passed: list[str], texts: Mapping[str, str]) -> dict[str, Any]:
    text = line_of(texts.get(name, ""), line)
    return {
        "line": line,
        "cell": cell_of(name),
        "column": max(0, column - (len(text) - len(text.lstrip()))) if text.strip() else 0,
        "text": text.strip()[:_LONGEST],
        "names": tuple(dict.fromkeys(each for each in passed if each.isidentifier()))[:_MOST],
    }


def _steps(step: TracebackType | None) -> Iterator[tuple[CodeType, int]]:
    while step is not None:
        yield step.tb_frame.f_code, step.tb_lineno
        step = step.tb_next


def cell_of(name: str) -> int:
    """The position of the cell that code was compiled from; 0 for that of a file."""
    position = name.rpartition(CELL)[2] if CELL in name else ""
    return int(position) if position.isdecimal() else 0


def line_of(text: str, line: int) -> str:
    """A line of a text, counted from 1, as it can be sent; empty where there is none."""
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
