"""Changes of a size: a factor too many or too few, a parameter or the count multiplied in."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.bank.operators.base import Instead
from grader.diagnosis.bank.operators.looks import is_number, loop_of, names_a_callable
from grader.diagnosis.bank.written import Written
from grader.records import Family

SIGN, FACTOR, INDEX, FORM = Family.SIGN, Family.FACTOR, Family.INDEX, Family.FORM


def scaled(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Twice, half, the square, the root, the other sign, one more and one less."""
    if not is_number(node) or names_a_callable(node, of):
        return
    text = of.of(node)
    small = isinstance(node, ast.Name | ast.Constant | ast.Subscript)
    yield Instead(f"(-{text})", SIGN)
    yield Instead(f"({text} - 1)", INDEX, 1 if small else 2)
    yield Instead(f"({text} + 1)", INDEX, 1 if small else 2)
    yield Instead(f"(2 * {text})", FACTOR)
    yield Instead(f"({text} / 2)", FACTOR)
    yield Instead(f"({text} ** 2)", FACTOR)
    yield Instead(f"({text} ** 3)", FACTOR, 3)
    yield Instead(f"np.sqrt({text})", FACTOR, 2)
    yield Instead(f"(1 - {text})", FORM, 2)
    yield Instead(f"(1 / {text})", FACTOR, 2)
    yield Instead(f"abs({text})", SIGN, 2)
    yield Instead(f"np.sign({text})", FORM, 3)
    yield Instead(f"np.log({text})", FORM, 4)
    yield Instead(f"np.exp({text})", FORM, 4)
    yield Instead("0", FORM, 3)
    yield Instead("1", FACTOR, 3)


_MANY = 6  # parameters, above which fewer ways to use them are tried


def scaled_by_a_parameter(node: ast.expr, of: Written) -> Iterator[Instead]:
    """A factor of the statement too many: times or over a parameter, or what is left of one to one."""
    if not is_number(node) or names_a_callable(node, of):
        return
    text = of.of(node)
    for name in of.parameters:
        if name in of.called or name == of.bare(node):
            continue
        yield Instead(f"({text} * {name})", FACTOR, 2)
        yield Instead(f"((1 - {name}) * {text})", FACTOR, 2)
        if len(of.parameters) > _MANY:
            continue
        yield Instead(f"({text} / {name})", FACTOR, 3)
        yield Instead(f"({text} / (1 - {name}))", FACTOR, 4)
        yield Instead(f"({text} + {name})", FORM, 4)
        yield Instead(f"({text} - {name})", FORM, 4)


def scaled_by_the_count(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Over the number of the step, or its root: a rate that shrinks by itself."""
    loop = loop_of(node, of)
    if loop is None or not is_number(node) or not isinstance(loop, ast.For) or names_a_callable(node, of):
        return
    if not isinstance(loop.target, ast.Name) or loop.target.id == "_":
        return
    text, count = of.of(node), loop.target.id
    for made, cost in (
        (f"({text} / {count})", 3),
        (f"({text} / ({count} + 1))", 3),
        (f"({text} * {count})", 3),
        (f"({text} / np.sqrt({count}))", 4),
        (f"({text} / np.sqrt({count} + 1))", 4),
    ):
        yield Instead(made, FACTOR, cost)
    if text == count:
        for name in of.parameters:
            if name not in of.called:
                yield Instead(f"({name} - {count})", INDEX, 2)
                yield Instead(f"({name} - 1 - {count})", INDEX, 2)
                yield Instead(f"({count} / {name})", FACTOR, 2)
        if isinstance(loop.iter, ast.Name):
            yield Instead(f"{loop.iter.id}[0]", INDEX, 2)
            yield Instead(f"{loop.iter.id}[-1]", INDEX, 2)
