"""What the shape of a file's code tells of its functions: a `return` in a loop or on one branch, a second definition.

Runs in the worker: the text is untrusted, and what is found informs people and earns nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from grader.records import CodeRemark, Why
from grader.sandbox.inside.places import cell_of

_LONGEST = 200_000  # characters of code

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_NOT_FOLLOWED = (ast.Try, ast.TryStar, ast.Match, ast.While, ast.With, ast.AsyncFor, ast.AsyncWith)
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
        if len(places) > 1 and not any(each.decorator_list for each, _ in places):  # `@overload` means it
            found.append(CodeRemark(function, Why.DEFINED_AGAIN, node.lineno, cell=cell))
    return tuple(found)


def _parsed(text: str) -> list[ast.stmt]:
    if len(text) > _LONGEST:
        return []
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _returns(function: _Function) -> tuple[Why, int] | None:
    """Whether the one `return` stands in a `for` whatever it comes to, or all of them on branches.

    Nothing is said of functions with ways that are not followed here: `try`, `match`, a `while`.
    """
    if any(isinstance(node, _NOT_FOLLOWED) for node in ast.walk(function)):
        return None
    nested = list(_nested_returns(function.body, ()))
    if not nested or any(not around for _, around in nested):
        return None  # it has none, or one that every way comes to
    line, around = nested[0]
    if len(nested) == 1 and set(around) == {ast.For}:
        return Why.RETURN_IN_LOOP, line
    return (Why.RETURN_ON_BRANCH, line) if all(set(around) == {ast.If} for _, around in nested) else None


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
