"""What the formulas of a function are made of, as its source has it: wholes, terms, and where it branches.

Read from the reference's text when an assignment is prepared.  What is found here stays on the instructor's machine: it
only says what a search may put together, and a search's words describe the student's own answers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace

from grader.diagnosis.searches.regions import Condition
from grader.diagnosis.searches.trees import Tree, from_python, put

FUNCTIONS = ("floor", "ceil", "round", "sqrt", "exp", "log", "log10", "cos", "sin", "abs", "min", "max", "//", "%")
_DEEPEST = 3  # calls of other functions of the file, one in the other
_MOST = 60  # terms


class Terms(msgspec.Struct, frozen=True):
    """Formulas as texts, in the names of a function's parameters.

    `wholes` are what it gives back, `parts` the names of the parts of a tuple that it gives back, and `functions` those
    of mathematics that may stand in a formula.
    """

    wholes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    functions: tuple[str, ...] = FUNCTIONS
    curves: tuple[tuple[str, str], ...] = ()  # name of the number, and formula, of what it calls


NO_TERMS = Terms()


@dataclass(slots=True)
class _Found:
    wholes: list[Tree] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    parts: tuple[str, ...] = ()


def terms_of_statement(text: str, functions: Sequence[str]) -> dict[str, Terms]:
    """What students may read of each function: which of mathematics a statement names, and parts of a tuple.

    A statement has its formulas in mathematics, of which nothing is taken apart.
    """
    printed = {word for word in re.findall(r"\\?([A-Za-z]+)", text) if word in FUNCTIONS}
    stairs = {"floor", "ceil", "//"} if "lfloor" in text or "lceil" in text else set()
    allowed = tuple(each for each in FUNCTIONS if each in printed | stairs)
    found = {}
    for function in functions:
        line = next((line for line in text.splitlines() if f"`{function}(" in line), "")
        named = re.search(r"`\((\w+(?:, \w+)+)\)`", line.partition(f"`{function}(")[2])
        parts = tuple(named[1].split(", ")) if named is not None else ()
        found[function] = Terms(parts=parts if all(each.isidentifier() for each in parts) else (), functions=allowed)
    return found


def terms_of(source: str) -> dict[str, Terms]:
    """Of each function at the top of a file."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    found = {name: _of(node, functions) for name, node in functions.items()}
    return {name: replace(each, curves=_curves(functions[name], found, functions)) for name, each in found.items()}


def _curves(
    node: ast.FunctionDef, found: Mapping[str, Terms], functions: Mapping[str, ast.FunctionDef]
) -> tuple[tuple[str, str], ...]:
    """Functions of one number that it uses, each with its formula: a loss, and its slope."""
    called = {each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}
    return tuple(
        (functions[name].args.args[0].arg, found[name].wholes[0])
        for name in sorted(called & found.keys())
        if len(functions[name].args.args) == 1 == len(found[name].wholes)
    )


def _of(node: ast.FunctionDef, functions: Mapping[str, ast.FunctionDef]) -> Terms:
    parameters = [each.arg for each in node.args.args]
    found = _Found()
    _walk(node.body, {name: Tree("name", name=name) for name in parameters}, functions, found, _DEEPEST)
    known = {*parameters, "pi"}
    wholes = [tree for tree in dict.fromkeys(found.wholes) if tree.names <= known]
    terms = [each for whole in wholes for each in whole.nodes() if each.parts and each not in wholes]
    return Terms(
        tuple(map(str, wholes)),
        tuple(dict.fromkeys(map(str, terms)))[:_MOST],
        tuple(dict.fromkeys(str(each) for each in found.conditions if each.names <= known)),
        found.parts,
    )


def _walk(
    body: Sequence[ast.stmt],
    known: dict[str, Tree],
    functions: Mapping[str, ast.FunctionDef],
    found: _Found,
    depth: int,
) -> None:
    """Follow the statements; what a loop changes is known no more."""
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                trees = list(_formulas(value, known, functions, found, depth))
                if len(trees) == 1:
                    known[name] = trees[0]
                else:
                    known.pop(name, None)
            case ast.AugAssign(target=ast.Name(id=name)):
                known.pop(name, None)
            case ast.If(test=test, body=then, orelse=other):
                _condition(test, known, found)
                _walk(then, dict(known), functions, found, depth)
                _walk(other, dict(known), functions, found, depth)
            case ast.For(body=inside) | ast.While(body=inside):
                for name in {each.id for part in inside for each in ast.walk(part) if isinstance(each, ast.Name)}:
                    if any(_assigns(part, name) for part in inside):
                        known.pop(name, None)
                _walk(inside, dict(known), functions, found, depth)
            case ast.Return(value=ast.Tuple(elts=parts)) if depth == _DEEPEST:
                found.parts = tuple(part.id if isinstance(part, ast.Name) else "" for part in parts)
                for part in parts:
                    found.wholes += _formulas(part, known, functions, found, depth)
            case ast.Return(value=ast.expr() as value):
                found.wholes += _formulas(value, known, functions, found, depth)


def _assigns(statement: ast.stmt, name: str) -> bool:
    return any(
        isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id == name
        for each in ast.walk(statement)
    )


def _condition(test: ast.expr, known: Mapping[str, Tree], found: _Found) -> None:
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = from_python(test.left), from_python(test.comparators[0])
        sign = _SIGNS.get(type(test.ops[0]))
        if left is not None and right is not None and sign:
            found.conditions.append(Condition(put(left, known), sign, put(right, known)))


_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def _formulas(
    value: ast.expr,
    known: Mapping[str, Tree],
    functions: Mapping[str, ast.FunctionDef],
    found: _Found,
    depth: int,
) -> Iterator[Tree]:
    """The formula of an expression; of a call of another function of the file, each that it gives back."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in functions and depth:
        callee = functions[value.func.id]
        arguments = [from_python(each) for each in value.args]
        if all(each is not None for each in arguments) and not value.keywords:
            inside = {
                parameter.arg: put(argument, known)
                for parameter, argument in zip(callee.args.args, arguments, strict=False)
                if argument is not None
            }
            within = _Found()
            _walk(callee.body, inside, functions, within, depth - 1)
            found.conditions += within.conditions
            yield from within.wholes
        return
    tree = from_python(value)
    if tree is not None:
        yield put(tree, known)
