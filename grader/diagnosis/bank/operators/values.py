"""Changes of what is taken: another name, another constant, another comparison, the value of the next round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.bank.operators.base import Instead
from grader.diagnosis.bank.operators.looks import loop_of, names_a_callable
from grader.diagnosis.bank.written import Written
from grader.records import Family

SIGN, FACTOR, INDEX, MEMORY, FORM = Family.SIGN, Family.FACTOR, Family.INDEX, Family.MEMORY, Family.FORM


def other_name(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Another name of the same scope: an old value, the start, another parameter."""
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    if node.id in of.called or node.id in of.others:
        if node.id in of.others:
            yield from (Instead(name, FORM, 2) for name in of.others if name != node.id)
        return
    for name in dict.fromkeys((*of.parameters, *of.local)):
        if name not in {node.id, "_"} and name not in of.called:
            known = node.id in of.parameters and name in of.parameters
            yield Instead(name, MEMORY if of.loops and not known else FACTOR, 2)


def other_constant(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Another number, another label."""
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield Instead(str(not value), FORM)
    elif isinstance(value, int | float):
        others = [0, 1, 2, 0.5, 3, 4, 10, -1, 0.1, value * 10, value / 10]
        others += [0.9, 0.99, 0.999, 0.95, 0.8, 1e-6, 1e-4, 1e-3] if 0 < value < 1 else []
        for other in dict.fromkeys(others):
            if other != value:
                yield Instead(repr(other), FACTOR, 2)
    elif isinstance(value, str):
        labels = (each.value for each in ast.walk(of.tree) if isinstance(each, ast.Constant))
        for label in dict.fromkeys(each for each in labels if isinstance(each, str)):
            if label != value:
                yield Instead(repr(label), FORM)
    elif value is None:
        yield from (Instead(text, FORM) for text in ("0", "-1", "float('inf')", "1", "float('nan')", "10**9"))
        for name in of.parameters:
            yield Instead(f"len({name})", FORM, 2)
            yield Instead(f"(len({name}) - 1)", FORM, 2)
            yield Instead(name, FORM, 2)
            yield Instead(f"np.zeros(len({name}))", FORM, 3)
        yield Instead("(0.0, 0.0)", FORM, 2)
        yield Instead("(0.0, float('inf'))", FORM, 3)


_COMPARED: dict[type[ast.cmpop], tuple[tuple[str, Family], ...]] = {
    ast.Lt: (("<=", INDEX), (">", FORM), (">=", FORM)),
    ast.LtE: (("<", INDEX), (">=", FORM), (">", FORM)),
    ast.Gt: ((">=", INDEX), ("<", FORM), ("<=", FORM)),
    ast.GtE: ((">", INDEX), ("<=", FORM), ("<", FORM)),
    ast.Eq: (("!=", FORM), ("<=", FORM), (">=", FORM)),
    ast.NotEq: (("==", FORM),),
}


def condition(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Another comparison, a condition that always or never holds, a branch that is always taken."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = of.of(node.left), of.of(node.comparators[0])
        for sign, family in _COMPARED.get(type(node.ops[0]), ()):
            yield Instead(f"({left} {sign} {right})", family)
        yield Instead("True", FORM, 2)
        yield Instead("False", FORM, 2)
        yield Instead(f"(abs({left}) > abs({right}))", FORM, 3)
        yield Instead(f"(abs({left}) < abs({right}))", FORM, 3)
    elif isinstance(node, ast.BoolOp):
        joined = " or " if isinstance(node.op, ast.And) else " and "
        yield Instead(f"({joined.join(map(of.of, node.values))})", FORM)
        yield from (Instead(of.of(value), FORM) for value in node.values)
    elif isinstance(node, ast.IfExp):
        yield Instead(of.of(node.body), FORM)
        yield Instead(of.of(node.orelse), FORM)
        yield Instead(f"({of.bare(node.orelse)} if {of.bare(node.test)} else {of.bare(node.body)})", FORM)
    elif isinstance(node, ast.UnaryOp):
        yield Instead(of.of(node.operand), SIGN)


def one_for_all(node: ast.expr, of: Written) -> Iterator[Instead]:
    """One number for all coordinates, where each has its own."""
    if not isinstance(node, ast.Name | ast.Call | ast.BinOp) or not of.loops or names_a_callable(node, of):
        return
    text = of.of(node)
    for made, cost in (
        (f"np.linalg.norm({text})", 3),
        (f"np.mean({text})", 3),
        (f"np.max({text})", 4),
        (f"np.max(np.abs({text}))", 4),
        (f"np.sum({text})", 3),
        (f"({text} / np.linalg.norm({text}))", 4),
        (f"({text} / len(np.atleast_1d({text})))", 4),
        (f"({text} / np.sqrt(len(np.atleast_1d({text}))))", 4),
        (f"np.clip({text}, -1, 1)", 5),
        (f"np.round({text})", 5),
        (f"np.trunc({text})", 5),
        (f"np.minimum({text}, 0)", 5),
        (f"np.maximum({text}, 0)", 5),
    ):
        yield Instead(made, FORM, cost)


def moved_on(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Another point than the one that is meant: a part of what is kept further on, or a step of the gradient."""
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or node.id not in of.carried:
        return
    if loop_of(node, of) is None:
        return
    numbers = [name for name in of.parameters if name in {"lr", "alpha", "momentum", "beta1", "gamma"}]
    for name in sorted(of.carried - {node.id}):
        yield Instead(f"({node.id} + {name})", MEMORY, 3)
        yield Instead(f"({node.id} - {name})", MEMORY, 3)
        for share in numbers:
            yield Instead(f"({node.id} + {share} * {name})", MEMORY, 3)
            yield Instead(f"({node.id} - {share} * {name})", MEMORY, 3)
    for call in sorted(of.called & set(of.parameters)):
        for share in numbers:
            yield Instead(f"({node.id} - {share} * {call}({node.id}))", MEMORY, 4)
    loop = loop_of(node, of)
    if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
        for share in (name for name in numbers if name != "lr"):  # a correction for the start, as of a moving average
            yield Instead(f"({node.id} / (1 - {share} ** ({loop.target.id} + 1)))", MEMORY, 4)


def whole_numbers(node: ast.expr, of: Written) -> Iterator[Instead]:
    """A number of steps, or an answer, that is cut, rounded, or counted from the other end."""
    if names_a_callable(node, of) or not isinstance(node, ast.Name | ast.BinOp | ast.Subscript | ast.Call):
        return
    text = of.of(node)
    for made in (f"int({text})", f"round({text})", f"np.ceil({text})", f"np.floor({text})"):
        yield Instead(made, FORM, 4)
