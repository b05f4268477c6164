"""What the shape of a file's code tells of its functions: what their `return`s come to, a second definition.

Runs in the worker: the text is untrusted, and what is found informs people and earns nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import cast

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
    may_yield = any("yield" in text for text in texts.values())
    mute = {function for function, places in defined.items() if not _gives_back(places[-1][0], may_yield)}
    found: list[CodeRemark] = []
    for function, places in defined.items():
        node, cell = places[-1]
        if (why := _why_nothing_came(node, mute)) is not None:
            found.append(CodeRemark(function, *why[:2], cell=cell, said=why[2]))
        if len(places) > 1 and not any(each.decorator_list for each, _ in places):  # `@overload` means it
            found.append(CodeRemark(function, Why.DEFINED_AGAIN, node.lineno, cell=cell))
    return tuple(found)


def ready_made(texts: Mapping[str, str], asked: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[CodeRemark, ...]:
    """Where functions, or those of the file that they call, use what is to be noticed: `numpy.linalg.cond`."""
    if not (noticed := dict(asked)):
        return ()
    parsed = [(statement, cell_of(name)) for name, text in texts.items() for statement in _parsed(text)]
    defined = {node.name: (node, cell) for node, cell in parsed if isinstance(node, _Function)}
    meant = _meant(statement for statement, _ in parsed)
    found: list[CodeRemark] = []
    for function, names in noticed.items():
        used: dict[str, CodeRemark] = {}
        for node, cell in _reached(function, defined):
            for part in ast.walk(node):
                if (name := _dotted(part, meant)) in names:
                    line = cast("ast.expr", part).lineno
                    used.setdefault(name, CodeRemark(function, Why.READY_MADE, line, cell=cell, said=name))
        found += used.values()
    return tuple(found)


def _reached(function: str, defined: Mapping[str, tuple[_Function, int]]) -> Iterator[tuple[_Function, int]]:
    """A function and all of the file that it comes to by name."""
    waiting, seen = [function], {function}
    while waiting:
        if (place := defined.get(waiting.pop())) is None:
            continue
        yield place
        called = {node.id for node in ast.walk(place[0]) if isinstance(node, ast.Name)}
        waiting += sorted(called & defined.keys() - seen)
        seen |= called


def _meant(statements: Iterable[ast.stmt]) -> dict[str, str]:
    """What names of the file stand for, as far as its imports and plain assignments tell: `np` for `numpy`."""
    meant: dict[str, str] = {}
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                meant |= {each.asname or each.name.partition(".")[0]: each.name if each.asname else
                          each.name.partition(".")[0] for each in node.names}  # fmt: skip
            elif isinstance(node, ast.ImportFrom) and node.module:
                meant |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = _dotted(node.value, meant)
                if "." in name and len(name) < _LONGEST_NAME:
                    meant[node.targets[0].id] = name
    return meant


def _dotted(node: ast.AST, meant: Mapping[str, str]) -> str:
    """The name of what an expression stands for, from its module on; empty where it is no such name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in meant or len(parts) > _MOST_DOTS:
        return ""
    return ".".join([meant[node.id], *reversed(parts)])


_MOST_DOTS = 8
_LONGEST_NAME = 200  # characters


def _parsed(text: str) -> list[ast.stmt]:
    if len(text) > _LONGEST:
        return []
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _why_nothing_came(function: _Function, mute: Collection[str]) -> tuple[Why, int, str] | None:
    """What to say of a function's `return`s where nothing, or too little, came back; None where it has none."""
    behind = _return_of_none(function, mute)
    called = behind is not None and behind[0] in {Why.RETURN_OF_NOTHING, Why.RETURN_OF_HELPER}
    return behind if called else _returns(function) or behind


def _returns(function: _Function) -> tuple[Why, int, str] | None:
    """Whether the one `return` stands in a `for` whatever it comes to, or all of them on branches.

    Nothing is said of functions with ways that are not followed here: `try`, `match`, a `while`.
    """
    if any(isinstance(statement, _NOT_FOLLOWED) for statement in _statements(function.body)):
        return None
    nested = list(_nested_returns(function.body, ()))
    if not nested or any(not around for _, around in nested):
        return None  # it has none, or one that every way comes to
    line, around = nested[0]
    if len(nested) == 1 and set(around) == {ast.For}:
        return Why.RETURN_IN_LOOP, line, ""
    return (Why.RETURN_ON_BRANCH, line, "") if all(set(around) == {ast.If} for _, around in nested) else None


def _return_of_none(function: _Function, mute: Collection[str]) -> tuple[Why, int, str] | None:
    """What there is of `return`s where nothing came back: the last one that plainly gives None, or just the last one.

    None where there is no `return`, so that one is missing.
    """
    found = [(*_behind(each, mute), each.lineno) for each in _own_returns(function.body)]
    plain = [each for each in found if each[0] is not Why.RETURN_THERE] or found
    if not plain:
        return None
    why, name, line = plain[-1]
    if why is Why.RETURN_NONE and plain == found:  # no other way gives anything
        why = Why.RETURN_BARE
    return why, line, name


def _behind(each: ast.Return, mute: Collection[str]) -> tuple[Why, str]:
    """What stands behind a `return`, and what it calls if that gives nothing back."""
    value = each.value
    if value is None:
        return Why.RETURN_BARE, ""
    if isinstance(value, ast.Constant) and value.value is None:
        return Why.RETURN_NONE, ""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _GIVE_NOTHING:
        of_module = isinstance(value.func.value, ast.Name) and value.func.value.id in {"np", "numpy"}
        return (Why.RETURN_THERE, "") if of_module else (Why.RETURN_OF_NOTHING, value.func.attr)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        if value.func.id in mute:
            return Why.RETURN_OF_HELPER, value.func.id
        if value.func.id == "print":
            return Why.RETURN_OF_NOTHING, "print"
    return Why.RETURN_THERE, ""


# Methods that change the thing that they are called on, and give nothing back; NumPy has functions of these names.
_GIVE_NOTHING = frozenset({"append", "extend", "insert", "sort", "reverse", "shuffle"})


def _gives_back(function: _Function, may_yield: bool) -> bool:
    """Whether a function may give something back: it has a `return` with a value, or is none of the ordinary kind."""
    if function.decorator_list or isinstance(function, ast.AsyncFunctionDef):
        return True
    yields = may_yield and any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))
    return yields or any(each.value is not None for each in _own_returns(function.body))


def _own_returns(body: list[ast.stmt]) -> Iterator[ast.Return]:
    """Each `return` of a function, in order; functions inside aside."""
    for statement in body:
        if isinstance(statement, ast.Return):
            yield statement
        elif not isinstance(statement, _INNER):
            for part in ("body", "orelse", "finalbody", "handlers", "cases"):
                for each in getattr(statement, part, []):
                    yield from _own_returns([each] if isinstance(each, ast.stmt) else each.body)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Each statement, and those inside it; what it is made of is not looked at, which takes most of the time."""
    for statement in body:
        yield statement
        for part in ("body", "orelse"):  # others have only those that stand in kinds that are not followed
            yield from _statements(getattr(statement, part, []))


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
