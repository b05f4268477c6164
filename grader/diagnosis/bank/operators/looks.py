"""What an expression is by its looks, and how an operator is written."""

from __future__ import annotations

import ast

from grader.diagnosis.bank.written import Written

SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
}


def is_number(node: ast.expr) -> bool:
    """Whether an expression may be a number or an array, by its looks."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call | ast.Subscript | ast.Name | ast.Attribute)


def names_a_callable(node: ast.expr, of: Written) -> bool:
    """Whether a name is what is called somewhere, or a module, so that it is no number."""
    return isinstance(node, ast.Name) and (node.id in of.called or node.id in of.others or node.id in {"np", "math"})


def loop_of(node: ast.expr, of: Written) -> ast.For | ast.While | None:
    """The innermost loop that an expression stands in."""
    within = [loop for loop in of.loops if loop.lineno < node.lineno <= (loop.end_lineno or 0)]
    return within[-1] if within else None
