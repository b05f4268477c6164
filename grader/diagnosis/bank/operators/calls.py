"""Changes of what is called: another function, method or measure, another keyword."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.bank.operators.base import Instead
from grader.diagnosis.bank.written import Written
from grader.records import Family

FACTOR, INDEX, FORM = Family.FACTOR, Family.INDEX, Family.FORM


def other_measure(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Any or all where a share is meant, a length for a product, a real part for a number."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = of.of(node.left), of.of(node.comparators[0])
        inner = of.bare(node.left.args[0]) if isinstance(node.left, ast.Call) and node.left.args else left
        yield Instead(f"np.any({inner})", FORM, 3)
        yield Instead(f"np.all({inner})", FORM, 3)
        yield Instead(f"np.isfinite({left})", FORM, 3)
        if isinstance(node.left, ast.Subscript):
            each = f"{of.of(node.left.value)} {_SIGN_OF[type(node.ops[0])]} {right}"
            for measure in ("np.mean", "np.sum", "np.any", "np.all"):
                yield Instead(f"{measure}({each})", FORM, 3)
        yield Instead(f"(not np.isfinite({left}))", FORM, 3)
        for name in (*of.parameters, *of.local):
            if name not in of.called and name not in {left, right}:
                yield Instead(f"({left} < {name})", FORM, 4)
                yield Instead(f"({left} <= {name})", FORM, 4)
                yield Instead(f"({left} {_SIGN_OF[type(node.ops[0])]} {right} * {name})", FACTOR, 3)
                yield Instead(f"({left} {_SIGN_OF[type(node.ops[0])]} {right} + {name})", FORM, 4)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Compare):
        compared = node.operand
        other = {ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<"}.get(type(compared.ops[0]))
        if other:
            yield Instead(f"({of.of(compared.left)} {other} {of.of(compared.comparators[0])})", INDEX, 2)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        one, other_one = of.of(node.left), of.of(node.right)
        for made in (
            f"np.linalg.norm({other_one})",
            f"np.linalg.norm({one})",
            f"np.sum({other_one})",
            f"({other_one} / {one})[0]",
            f"np.mean({other_one} / {one})",
            f"np.max(np.abs({other_one}))",
            f"np.abs({one} @ {other_one})",
            f"({other_one} @ {one})",
            f"({one}.T @ {other_one})",
        ):
            yield Instead(made, FORM, 3)
    elif isinstance(node, ast.Call) and of.bare(node.func).endswith(("abs", "norm")) and node.args:
        inner = of.bare(node.args[0])
        yield Instead(f"np.real({inner})", FORM, 3)
        yield Instead(f"np.abs(np.real({inner}))", FORM, 3)
        yield Instead(f"np.abs(np.imag({inner}))", FORM, 4)


_SIGN_OF: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
_LIKE = (
    ("max", "min", "sum", "mean", "median", "prod", "std", "var", "any", "all"),
    ("maximum", "minimum", "add"),
    ("zeros_like", "ones_like", "array"),
    ("zeros", "ones", "empty"),
    ("sin", "cos", "tan"),
    ("sqrt", "square", "abs", "exp", "log"),
    ("floor", "ceil", "round", "trunc"),
    ("argmax", "argmin"),
    ("eigvalsh", "eigvals"),
    ("eigh", "eig"),
    ("standard_normal", "random"),
    ("default_rng", "RandomState"),
    ("norm", "det"),
    ("trace", "sum", "max", "mean", "prod"),
)
_OPPOSITE = ({"max", "min"}, {"maximum", "minimum"}, {"argmax", "argmin"})
_OF_A_MATRIX = (
    "np.linalg.eigvals({0})",
    "np.diag({0})",
    "np.sort(np.diag({0}))",
    "np.abs(np.linalg.eigvalsh({0}))",
    "np.sort(np.abs(np.linalg.eigvalsh({0})))",
    "np.linalg.eigvalsh({0})[::-1]",
    "np.linalg.svd({0})[1]",
    "np.asarray({0}, dtype=float).ravel()",
    "np.sort(np.asarray({0}, dtype=float).ravel())",
    "np.linalg.eig({0})[0]",
    "np.linalg.eig({0})[0][::-1]",
    "np.asarray({0}, dtype=float).sum(axis=1)",
    "np.abs({0}).sum(axis=1)",
    "np.linalg.norm({0}, axis=1)",
    "np.linalg.eigvalsh(np.diag(np.diag({0})))",
    "np.linalg.eigvalsh(np.linalg.inv({0}))",
)
_OF_ROWS = (
    "np.abs({0}).max(axis=1)",
    "np.abs({0}).sum(axis=1)",
    "np.asarray({0}).sum(axis=1)",
    "(np.asarray({0}) ** 2).sum(axis=1)",
    "np.asarray({0})[:, 0]",
    "np.abs(np.asarray({0})[:, 0])",
    "np.asarray({0})[:, -1]",
)
_OF_A_ROW = (
    "np.max(np.abs({0}))",
    "np.sum(np.abs({0}))",
    "np.sum({0})",
    "abs(np.sum({0}))",
    "np.sum(({0}) ** 2)",
    "({0})[0]",
    "abs(({0})[0])",
    "np.mean(np.abs({0}))",
)


def other_call(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Another function for the one that is called, no call at all, or another argument left out or exchanged."""
    if not isinstance(node, ast.Call):
        return
    called, arguments = of.bare(node.func), [of.bare(each) for each in node.args]
    named = [f"{each.arg}={of.bare(each.value)}" for each in node.keywords if each.arg]
    name = called.rpartition(".")[2]
    for group in _LIKE:
        if name in group:
            for other in group:
                if other != name:  # the one for the other is a slip of its own, and no sign in an argument
                    cost = 0 if {name, other} in _OPPOSITE else 2
                    yield Instead(f"{called.removesuffix(name)}{other}({', '.join((*arguments, *named))})", FORM, cost)
    if len(node.args) == 1 and not named:
        yield Instead(of.of(node.args[0]), FORM, 2)
    elif node.args:
        yield Instead(of.of(node.args[0]), FORM, 3)
    if isinstance(node.func, ast.Attribute) and not called.startswith(("np.", "math.")):
        yield Instead(of.of(node.func.value), FORM, 2)
    if len(node.args) > 1:
        for place in range(len(node.args) - 1):
            swapped = [*arguments]
            swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
            yield Instead(f"{called}({', '.join((*swapped, *named))})", FORM, 2)
    yield from _other_keyword(node, of, called, arguments, named)
    if name in {"eigvalsh", "eigh", "eigvals"} and arguments:
        first = "{0}" if name != "eigh" else ""
        yield from (Instead(made.format(arguments[0]), FORM, 3) for made in _OF_A_MATRIX if first)
    if name == "norm" and arguments:
        by_row = any(each.startswith("axis") for each in named)
        yield from (Instead(made.format(arguments[0]), FORM, 3) for made in (_OF_ROWS if by_row else _OF_A_ROW))


def _other_keyword(
    node: ast.Call, of: Written, called: str, arguments: list[str], named: list[str]
) -> Iterator[Instead]:
    for place, keyword in enumerate(node.keywords):
        rest = [*named[:place], *named[place + 1 :]]
        yield Instead(f"{called}({', '.join((*arguments, *rest))})", FORM, 2)
        if keyword.arg == "axis":
            other = "0" if of.bare(keyword.value) != "0" else "1"
            yield Instead(f"{called}({', '.join((*arguments, *rest, f'axis={other}'))})", INDEX, 2)
            first = arguments[0] if arguments else "0"
            for made in ("[:, 0]", "[:, -1]", ".any(axis=1)", ".all(axis=1)", ".max(axis=1)", "[0]", "[-1]"):
                yield Instead(f"({first}){made}", FORM, 3)
        if keyword.arg == "dtype":
            yield Instead(f"{called}({', '.join((*arguments, *rest, 'dtype=int'))})", FORM, 2)
