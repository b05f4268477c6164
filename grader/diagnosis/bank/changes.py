"""Every small change of a function, in one order, each with its kind and a place that can be said without its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import msgspec

from grader.diagnosis.bank.operators.table import OF_EXPRESSIONS, OF_FUNCTIONS
from grader.diagnosis.bank.written import Edit, Written
from grader.records import Family, Place


class Change(msgspec.Struct, frozen=True):
    """One change of a function; of several that answer alike the one of the lowest cost is said."""

    of: str  # the function, or the value, whose lines are edited
    operator: str
    edits: tuple[Edit, ...]
    family: Family
    place: Place
    about: tuple[str, ...]  # parameters that stand in what is changed
    cost: int


def changes_of(function: Written) -> Iterator[Change]:
    """Every change of one function, each text once."""
    seen = {function.text}
    for change in _all(function):
        if _goes_through_its_own(change, function):
            continue
        text = function.edited(change.edits)
        key = _TWICE.sub(r"(\1)", text)
        if key in seen or not _is_python(text):
            continue
        seen.add(key)
        yield change


def _goes_through_its_own(change: Change, function: Written) -> bool:
    """Whether what a loop goes through is changed, and was made by the function: written another way it has none."""
    return change.place is Place.LOOP_HEAD and any(
        isinstance(node, ast.Name) and node.id in function.local
        for loop in function.loops
        if isinstance(loop, ast.For) and any(edit.first <= loop.lineno <= edit.end for edit in change.edits)
        for node in ast.walk(loop.iter)
    )


_TWICE = re.compile(r"\(\(([^()]*)\)\)")  # brackets around brackets


def _all(function: Written) -> Iterator[Change]:
    for name, of_expression in OF_EXPRESSIONS.items():
        for node, statement in _expressions(function):
            for made in of_expression(node, function):
                place, about = place_of(node, statement, function), _about(node, function)
                edit = (function.instead(node, made.text),)
                yield Change(function.name, name, edit, made.family, place, about, made.cost)
    if isinstance(function.tree, ast.Assign):
        return
    for name, of_function in OF_FUNCTIONS.items():
        for changed in of_function(function):
            place = Place.UNKNOWN if changed.at is None else place_of(changed.at, changed.at, function)
            about = () if changed.at is None else _about(changed.at, function)
            yield Change(function.name, name, changed.edits, changed.family, place, about, changed.cost)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _expressions(function: Written) -> Iterator[tuple[ast.expr, ast.stmt]]:
    """Expressions that a change may stand in the place of, each with its statement; not what is called or assigned."""

    def walk(node: ast.AST, statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.stmt]]:
        for name, value in ast.iter_fields(node):
            if isinstance(node, ast.Call) and name == "func" and not isinstance(value, ast.Name):
                continue
            if name in {"target", "targets"}:  # of what is assigned, where in an array it goes
                for target in value if isinstance(value, list) else [value]:
                    if isinstance(target, ast.Subscript):
                        yield from walk(ast.Tuple([target.slice], ast.Load()), statement)
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.expr) and child.lineno == child.end_lineno:
                    yield child, statement
                if isinstance(child, ast.AST):
                    yield from walk(child, child if isinstance(child, ast.stmt) else statement)

    tree = function.tree
    if isinstance(tree, ast.FunctionDef):
        for default in tree.args.defaults:
            yield default, tree
        for statement in tree.body:
            yield from walk(statement, statement)
    else:
        yield from walk(tree, tree)


def place_of(node: ast.AST, statement: ast.stmt, function: Written) -> Place:
    """Where something stands, as somebody sees it who has written the function another way."""
    if isinstance(statement, ast.FunctionDef):
        return Place.DEFAULT if statement is function.tree else Place.FORMULA
    loop = function.loop_around(statement)
    if isinstance(statement, ast.For | ast.While):
        return Place.LOOP_HEAD
    if isinstance(statement, ast.If) or _in_a_condition(node, statement):
        return Place.CONDITION
    if loop is not None:
        return Place.LOOP
    if not function.loops:
        return Place.FORMULA
    return Place.BEFORE_LOOP if statement.lineno < function.loops[0].lineno else Place.AFTER_LOOP


def _in_a_condition(node: ast.AST, statement: ast.stmt) -> bool:
    tests = [each.test for each in ast.walk(statement) if isinstance(each, ast.IfExp)]
    return isinstance(node, ast.Compare | ast.BoolOp) or any(node in ast.walk(test) for test in tests)


def _about(node: ast.AST, function: Written) -> tuple[str, ...]:
    """Parameters that stand in what is changed, two at most: more say nothing."""
    named = [each.id for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in function.parameters]
    found = tuple(dict.fromkeys(named))
    return found if len(found) <= 2 else ()
