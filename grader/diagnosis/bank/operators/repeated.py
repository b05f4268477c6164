"""One change of an expression made wherever it stands alike, or in one use of a name alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from grader.diagnosis.bank.operators.arithmetic import brackets, other_operator, swapped_operands, term_dropped
from grader.diagnosis.bank.operators.base import Rewritten
from grader.diagnosis.bank.operators.calls import other_call
from grader.diagnosis.bank.operators.lines import replaced
from grader.diagnosis.bank.operators.scaling import scaled, scaled_by_a_parameter
from grader.diagnosis.bank.operators.values import condition, other_constant, other_name
from grader.diagnosis.bank.written import Written
from grader.records import Family

FORM = Family.FORM

_EVERYWHERE = (
    other_operator,
    swapped_operands,
    term_dropped,
    scaled,
    other_name,
    other_call,
    condition,
    scaled_by_a_parameter,
)


def everywhere(of: Written) -> Iterator[Rewritten]:
    """One change wherever the same is written: in every place, or in every place of one statement."""
    alike: dict[tuple[str, int], list[ast.expr]] = {}
    for node in ast.walk(of.tree):
        if isinstance(node, ast.expr) and node.lineno == node.end_lineno and _may_be_another(node, of):
            alike.setdefault((of.bare(node), 0), []).append(node)
            alike.setdefault((of.bare(node), node.lineno), []).append(node)
    for (_, line), nodes in alike.items():
        spread = len({node.lineno for node in nodes}) > 1
        if len(nodes) < 2 or (line == 0 and not spread):
            continue
        first = nodes[0]
        for operator in _EVERYWHERE:
            for made in operator(first, of):
                yield Rewritten(of.instead_of_all(nodes, f"({made.text})"), made.family, None, made.cost + 2)
        if isinstance(first, ast.Name):
            for text in ("np.diff({}, axis=0)", "np.abs({})", "np.cumsum({}, axis=0)", "np.real({})"):
                yield Rewritten(of.instead_of_all(nodes, text.format(first.id)), FORM, None, 4)


def in_one_use(of: Written) -> Iterator[Rewritten]:
    """A change of what a name stands for that reaches one of its uses alone, where it is written out."""
    if of.loops:
        return
    for statement in of.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            continue
        name, whole = statement.targets[0].id, of.bare(statement.value).encode()
        uses = [
            each
            for each in ast.walk(of.tree)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and each.id == name
        ]
        if len(uses) < 2 or statement.lineno != statement.end_lineno:
            continue
        for node in ast.walk(statement.value):
            if not isinstance(node, ast.expr) or (isinstance(node, ast.Name) and not _may_be_another(node, of)):
                continue
            begin, end = (place - statement.value.col_offset for place in (node.col_offset, node.end_col_offset or 0))
            for operator in (*_EVERYWHERE, other_constant):
                for made in operator(node, of):
                    text = (whole[:begin] + made.text.encode() + whole[end:]).decode()
                    for use in uses:
                        yield Rewritten((of.instead(use, f"({text})"),), made.family, statement, made.cost + 2)


def in_lines_alike(of: Written) -> Iterator[Rewritten]:
    """The same change in two lines that are written alike: both corrections left out, both averages wrong."""
    for body in of.bodies:
        lines = [
            each
            for each in body
            if isinstance(each, ast.Assign) and each.lineno == each.end_lineno and isinstance(each.value, ast.BinOp)
        ]
        for one, other in pairwise(lines):
            for first, second in _alike(one.value, other.value):
                for operator in (*_EVERYWHERE, brackets, other_constant):
                    for here, there in zip(operator(first, of), operator(second, of), strict=False):
                        edits = (of.instead(first, f"({here.text})"), of.instead(second, f"({there.text})"))
                        yield Rewritten(edits, here.family, one, here.cost + 1)


def _alike(one: ast.expr, other: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Expressions in the same place of two, as far as both are of one kind."""
    if type(one) is not type(other):
        return
    yield one, other
    if isinstance(one, ast.BinOp) and isinstance(other, ast.BinOp) and type(one.op) is type(other.op):
        yield from _alike(one.left, other.left)
        yield from _alike(one.right, other.right)


def _may_be_another(node: ast.expr, of: Written) -> bool:
    if isinstance(node, ast.Name):
        return isinstance(node.ctx, ast.Load) and node.id not in of.called and node.id not in {*of.others, "np", "math"}
    return isinstance(node, ast.BinOp | ast.Call | ast.Subscript | ast.Compare)


def one_target_left_out(of: Written) -> Iterator[Rewritten]:
    """A value that is given to one place, where it is due in two."""
    for statement in ast.walk(of.tree):
        if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
            for left_out in statement.targets:
                kept = [of.bare(each) for each in statement.targets if each is not left_out]
                line = " = ".join([*kept, of.bare(statement.value)])
                yield Rewritten((replaced(statement, line),), FORM, statement, 1)
