"""Changes of arithmetic: another sign, operands exchanged, a term dropped, brackets elsewhere, another growth."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.bank.operators.base import Instead
from grader.diagnosis.bank.operators.looks import SIGNS
from grader.diagnosis.bank.written import Written
from grader.records import Family

SIGN, FACTOR, MEMORY, FORM = Family.SIGN, Family.FACTOR, Family.MEMORY, Family.FORM

_OTHER_OPERATOR: dict[type[ast.operator], tuple[tuple[type[ast.operator], Family], ...]] = {
    ast.Add: ((ast.Sub, SIGN), (ast.Mult, FORM)),
    ast.Sub: ((ast.Add, SIGN), (ast.Mult, FORM)),
    ast.Mult: ((ast.Div, FACTOR), (ast.Add, FORM), (ast.Pow, FORM), (ast.MatMult, FORM)),
    ast.Div: ((ast.Mult, FACTOR), (ast.FloorDiv, FORM), (ast.Mod, FORM)),
    ast.FloorDiv: ((ast.Div, FORM), (ast.Mod, FORM), (ast.Mult, FACTOR)),
    ast.Mod: ((ast.FloorDiv, FORM), (ast.Div, FORM)),
    ast.Pow: ((ast.Mult, FORM), (ast.Div, FORM)),
    ast.MatMult: ((ast.Mult, FORM),),
}
_IN_ORDER = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)


def other_operator(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Plus for minus, times for divided by."""
    if isinstance(node, ast.BinOp):
        for other, family in _OTHER_OPERATOR.get(type(node.op), ()):
            cost = 1 if family is not FORM else 2
            yield Instead(f"{of.of(node.left)} {SIGNS[other]} {of.of(node.right)}", family, cost)


def swapped_operands(node: ast.expr, of: Written) -> Iterator[Instead]:
    """The other way round, where that matters."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, _IN_ORDER):
        family = SIGN if isinstance(node.op, ast.Sub) else FACTOR if isinstance(node.op, ast.Div) else FORM
        yield Instead(f"{of.of(node.right)} {SIGNS[type(node.op)]} {of.of(node.left)}", family)


def other_growth(node: ast.expr, of: Written) -> Iterator[Instead]:
    """One over a number where a power is meant."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        for made in ("(1 / {0})", "(1 / ({0} + 1))", "(1 / (2 * {0}))", "({0} ** -2.0)"):
            yield Instead(made.format(of.of(node.right)), FORM, 4)


def term_dropped(node: ast.expr, of: Written) -> Iterator[Instead]:
    """One side of a sum or a product alone."""
    if isinstance(node, ast.BinOp):
        family = FACTOR if isinstance(node.op, ast.Mult | ast.Div | ast.Pow) else FORM
        yield Instead(of.of(node.left), family)
        right = of.of(node.right)
        if isinstance(node.op, ast.Sub):
            yield Instead(f"(-{right})", family)
        if isinstance(node.op, ast.Div):
            yield Instead(f"(1 / {right})", family)
        yield Instead(right, family)


def brackets(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Brackets that close elsewhere: (a + b) * c and a + b * c."""
    if not isinstance(node, ast.BinOp):
        return
    outer = SIGNS[type(node.op)]
    if isinstance(node.left, ast.BinOp):
        inner, left, right = SIGNS[type(node.left.op)], of.of(node.left.left), of.of(node.left.right)
        yield Instead(f"({left} {inner} ({right} {outer} {of.of(node.right)}))", FORM)
    if isinstance(node.right, ast.BinOp):
        inner, left, right = SIGNS[type(node.right.op)], of.of(node.right.left), of.of(node.right.right)
        yield Instead(f"(({of.of(node.left)} {outer} {left}) {inner} {right})", FORM)
        yield Instead(f"{of.of(node.left)} {outer} {left} {inner} {right}", FORM)  # the sign may be another one there
    if isinstance(node.left, ast.BinOp) and isinstance(node.right, ast.BinOp) and isinstance(node.op, ast.Div):
        factor, rest = of.of(node.left.left), of.of(node.left.right)
        below, more = of.of(node.right.left), of.of(node.right.right)
        if isinstance(node.left.op, ast.Mult):
            yield Instead(f"({factor} * ({rest} / {below} {SIGNS[type(node.right.op)]} {more}))", FORM)


def across(node: ast.expr, of: Written) -> Iterator[Instead]:
    """What stands beside a call taken into it, and what stands in it taken out: sqrt(a) + b and sqrt(a + b)."""
    if isinstance(node, ast.BinOp):
        sign = SIGNS[type(node.op)]
        if isinstance(node.left, ast.Call) and len(node.left.args) == 1 and not node.left.keywords:
            inside = of.of(node.left.args[0])
            yield Instead(f"{of.bare(node.left.func)}({inside} {sign} {of.of(node.right)})", FORM)
            yield Instead(f"{of.bare(node.left.func)}({inside} {sign} {of.of(node.right)} ** 2)", FORM, 2)
        if isinstance(node.right, ast.Call) and len(node.right.args) == 1 and not node.right.keywords:
            inside = of.of(node.right.args[0])
            yield Instead(f"{of.bare(node.right.func)}({of.of(node.left)} {sign} {inside})", FORM)
    elif isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.args[0], ast.BinOp):
        within = node.args[0]
        if isinstance(within, ast.BinOp):
            called, sign = of.bare(node.func), SIGNS[type(within.op)]
            one, other = of.of(within.left), of.of(within.right)
            yield Instead(f"({called}({one}) {sign} {other})", FORM)
            yield Instead(f"({one} {sign} {called}({other}))", FORM)
            yield Instead(f"({called}({one}) {sign} {called}({other}))", FORM, 2)


def linear(node: ast.expr, of: Written) -> Iterator[Instead]:
    """What is the same to first order, and one more for what is added: exp(-a) for 1 - a, a * (1 + b) for a + b."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return
    left, right, sign = of.of(node.left), of.of(node.right), SIGNS[type(node.op)]
    if isinstance(node.left, ast.Constant) and node.left.value == 1:
        yield Instead(f"np.exp({sign}{right})", FORM, 3)
        yield Instead(f"(1 / (1 {'-' if sign == '+' else '+'} {right}))", FORM, 3)
        yield Instead(f"(1 {sign} {right} ** 2)", FORM, 3)
    yield Instead(f"({left} * (1 {sign} {right}))", FORM, 3)
    yield Instead(f"({right} * (1 {sign} {left}))", FORM, 3)


def distributed(node: ast.expr, of: Written) -> Iterator[Instead]:
    """A factor or a divisor that reaches a term more, or one less."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return
    sign, left, right = SIGNS[type(node.op)], of.of(node.left), of.of(node.right)
    for product, other, first in ((node.left, right, True), (node.right, left, False)):
        if isinstance(product, ast.BinOp) and isinstance(product.op, ast.Mult | ast.Div):
            of_it = SIGNS[type(product.op)]
            for factor, rest in ((product.left, product.right), (product.right, product.left)):
                inner = f"({of.of(rest)} {sign} {other})" if first else f"({other} {sign} {of.of(rest)})"
                made = f"{inner} {of_it} {of.of(factor)}" if of_it == "/" else f"{of.of(factor)} * {inner}"
                yield Instead(f"({made})", FORM, 2)


def averaged(node: ast.expr, of: Written) -> Iterator[Instead]:
    """A sum that is weighted: a moving average for a sum, a sum that fades."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub) or not of.loops:
        return
    sign, left, right = SIGNS[type(node.op)], of.of(node.left), of.of(node.right)
    for share in ("0.9", "0.5", "0.99", *(name for name in of.parameters if name not in of.called)):
        yield Instead(f"({share} * {left} {sign} (1 - {share}) * {right})", MEMORY, 3)
        yield Instead(f"({share} * {left} {sign} {right})", MEMORY, 3)
    yield Instead(f"(({left} {sign} {right}) / 2)", FACTOR, 3)
