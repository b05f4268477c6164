"""What the shape of a file's code tells of its functions: a `return` in a loop or on one branch, a second definition.

Runs in the worker: the text is untrusted, and what is found informs people and earns nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from grader.records import CodeRemark, Why
from grader.sandbox.inside.places import cell_of

_LONGEST = 200_000  # characters of code
_MOST = 40  # remarks

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def code_remarks(texts: Mapping[str, str]) -> tuple[CodeRemark, ...]:
    """Remarks on the functions at the left margin, of which the last definition counts; `texts` by file and cell."""
    defined: dict[str, list[tuple[_Function, int]]] = {}
    for name, text in texts.items():
        for node in _parsed(text):
            if isinstance(node, _Function):
                defined.setdefault(node.name, []).append((node, cell_of(name)))
    found: list[CodeRemark] = []
    for function, places in defined.items():
        node, cell = places[-1]
        if (why := _returns(node)) is not None:
            found.append(CodeRemark(function, *why, cell=cell))
        if len(places) > 1:
            found.append(CodeRemark(function, Why.DEFINED_AGAIN, node.lineno, cell=cell))
    return tuple(found[:_MOST])


def _parsed(text: str) -> list[ast.stmt]:
    if len(text) > _LONGEST:
        return []
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _returns(function: _Function) -> tuple[Why, int] | None:
    """Whether all that a function returns is returned in a loop, or on a branch, so that it may end early or late."""
    nested = list(_nested_returns(function.body, ()))
    if not nested or any(not around for _, around in nested):
        return None  # it has none, or one that every way comes to
    line, around = nested[0]
    loop = any(issubclass(kind, ast.For | ast.While) for kind in around)
    return (Why.RETURN_IN_LOOP if loop else Why.RETURN_ON_BRANCH), line


def _nested_returns(
    body: list[ast.stmt], around: tuple[type[ast.stmt], ...]
) -> Iterator[tuple[int, tuple[type[ast.stmt], ...]]]:
    """Line of each `return` with a value, and the kinds of statements that it stands in; functions inside aside."""
    for statement in body:
        if isinstance(statement, ast.Return) and statement.value is not None:
            yield statement.lineno, around
        elif not isinstance(statement, _INNER):
            inside = (*around, type(statement)) if isinstance(statement, ast.If | ast.For | ast.While) else around
            if isinstance(statement, ast.If) and statement.orelse and _always_returns([statement]):
                inside = around  # each of its branches returns
            for part in ("body", "orelse", "finalbody"):
                yield from _nested_returns(getattr(statement, part, []), inside)


def _always_returns(body: list[ast.stmt]) -> bool:
    return any(
        isinstance(each, ast.Return | ast.Raise)
        or (isinstance(each, ast.If) and _always_returns(each.body) and _always_returns(each.orelse))
        for each in body
    )
