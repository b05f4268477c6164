"""Changes of one expression: signs, factors, indices, names, calls, conditions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.bank.operators.base import Instead, OfExpression
from grader.diagnosis.bank.written import Written, stored
from grader.records import Family

SIGN, FACTOR, INDEX, MEMORY, FORM = Family.SIGN, Family.FACTOR, Family.INDEX, Family.MEMORY, Family.FORM

_SIGNS: dict[type[ast.operator], str] = {
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


def _is_number(node: ast.expr) -> bool:
    """Whether an expression may be a number or an array, by its looks."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call | ast.Subscript | ast.Name | ast.Attribute)


def other_operator(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Plus for minus, times for divided by."""
    if isinstance(node, ast.BinOp):
        for other, family in _OTHER_OPERATOR.get(type(node.op), ()):
            cost = 1 if family is not FORM else 2
            yield Instead(f"{of.of(node.left)} {_SIGNS[other]} {of.of(node.right)}", family, cost)


def swapped_operands(node: ast.expr, of: Written) -> Iterator[Instead]:
    """The other way round, where that matters."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, _IN_ORDER):
        family = SIGN if isinstance(node.op, ast.Sub) else FACTOR if isinstance(node.op, ast.Div) else FORM
        yield Instead(f"{of.of(node.right)} {_SIGNS[type(node.op)]} {of.of(node.left)}", family)


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
    outer = _SIGNS[type(node.op)]
    if isinstance(node.left, ast.BinOp):
        inner, left, right = _SIGNS[type(node.left.op)], of.of(node.left.left), of.of(node.left.right)
        yield Instead(f"({left} {inner} ({right} {outer} {of.of(node.right)}))", FORM)
    if isinstance(node.right, ast.BinOp):
        inner, left, right = _SIGNS[type(node.right.op)], of.of(node.right.left), of.of(node.right.right)
        yield Instead(f"(({of.of(node.left)} {outer} {left}) {inner} {right})", FORM)
        yield Instead(f"{of.of(node.left)} {outer} {left} {inner} {right}", FORM)  # the sign may be another one there
    if isinstance(node.left, ast.BinOp) and isinstance(node.right, ast.BinOp) and isinstance(node.op, ast.Div):
        factor, rest = of.of(node.left.left), of.of(node.left.right)
        below, more = of.of(node.right.left), of.of(node.right.right)
        if isinstance(node.left.op, ast.Mult):
            yield Instead(f"({factor} * ({rest} / {below} {_SIGNS[type(node.right.op)]} {more}))", FORM)


def scaled(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Twice, half, the square, the root, the other sign, one more and one less."""
    if not _is_number(node) or _names_a_callable(node, of):
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
    if not _is_number(node) or _names_a_callable(node, of):
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
    loop = _loop_of(node, of)
    if loop is None or not _is_number(node) or not isinstance(loop, ast.For) or _names_a_callable(node, of):
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
            yield Instead(name, FACTOR if known else MEMORY, 2)


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


def index(node: ast.expr, of: Written) -> Iterator[Instead]:
    """A row or an entry beside the one that is meant; a slice that begins or ends elsewhere."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return
    whole, inside = of.of(node.value), of.bare(node.slice)
    if isinstance(node.slice, ast.Slice):
        lower = "" if node.slice.lower is None else of.bare(node.slice.lower)
        upper = "" if node.slice.upper is None else of.bare(node.slice.upper)
        for made in (f"{lower or 0} + 1:{upper}", f"{lower}:{upper or -1} - 1" if upper else f"{lower}:-1"):
            yield Instead(f"{whole}[{made}]", INDEX)
        return
    if isinstance(node.slice, ast.Tuple):
        yield from _of_several(node, node.slice, of)
        return
    for other in ("0", "-1", "1", "-2"):
        if other != inside:
            yield Instead(f"{whole}[{other}]", INDEX)
    yield Instead(whole, INDEX, 2)
    if matrix := _matrix_of(node.value, of):
        for number in _NUMBERS_OF_A_MATRIX:
            yield Instead(number.format(matrix), FORM, 3)


def _of_several(node: ast.Subscript, several: ast.Tuple, of: Written) -> Iterator[Instead]:
    """Another row or column."""
    whole = of.of(node.value)
    for place, part in enumerate(several.elts):
        parts = [of.bare(each) for each in several.elts]
        for other in ("0", "-1", "1", ":"):
            if other != of.bare(part):
                yield Instead(f"{whole}[{', '.join([*parts[:place], other, *parts[place + 1 :]])}]", INDEX)
    parts_of_it = [of.bare(each) for each in several.elts]
    yield Instead(f"{whole}[{', '.join(reversed(parts_of_it))}]", INDEX)
    for name in of.local:
        yield Instead(f"float({name}[0])", FORM, 4)
        yield Instead(f"({name}[0] * {of.bare(node)})", FACTOR, 4)
        for made in (f"np.argmax(np.abs({name}))", f"np.argmax({name})", f"np.argmin(np.abs({name}))"):
            yield Instead(f"{whole}[{', '.join([*parts_of_it[:-1], made])}]", INDEX, 4)


def _matrix_of(node: ast.expr, of: Written) -> str:
    """The text of the matrix whose eigenvalues a call gives, or a name holds; empty where it is something else."""
    if isinstance(node, ast.Name):
        for statement in of.body:
            if isinstance(statement, ast.Assign) and node.id in set(stored(statement)):
                return _matrix_of(statement.value, of)
    if isinstance(node, ast.Call) and of.bare(node.func).rpartition(".")[2] in {"eigvalsh", "eigh", "eigvals"}:
        return of.bare(node.args[0]) if node.args else ""
    return ""


_NUMBERS_OF_A_MATRIX = (
    "np.linalg.det({0})",
    "np.trace({0})",
    "np.linalg.norm({0})",
    "np.linalg.norm({0}, 1)",
    "np.linalg.norm({0}, 2)",
    "np.max(np.diag({0}))",
    "np.min(np.diag({0}))",
    "np.asarray({0})[0][0]",
    "np.asarray({0})[-1][-1]",
    "np.sum({0})",
    "np.max({0})",
    "np.min({0})",
    "np.mean(np.linalg.eigvalsh({0}))",
    "np.max(np.abs(np.linalg.eigvalsh({0})))",
    "np.min(np.abs(np.linalg.eigvalsh({0})))",
    "np.linalg.eigvals({0})[0]",
    "np.linalg.eigvals({0})[-1]",
    "np.median(np.linalg.eigvalsh({0}))",
    "np.sum(np.abs(np.linalg.eigvalsh({0})))",
)


def parts(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Parts of an answer in another order, one of them alone, or one in the place of another."""
    if not isinstance(node, ast.Tuple | ast.List) or not isinstance(node.ctx, ast.Load) or len(node.elts) < 2:
        return
    texts = [of.bare(each) for each in node.elts]
    brackets_of = ("(", ")") if isinstance(node, ast.Tuple) else ("[", "]")

    def made(those: list[str]) -> str:
        comma = "," if len(those) == 1 and isinstance(node, ast.Tuple) else ""
        return f"{brackets_of[0]}{', '.join(those)}{comma}{brackets_of[1]}"

    yield Instead(made(texts[::-1]), FORM)
    for place, text in enumerate(texts):
        yield Instead(f"({text})", FORM, 2)
        yield Instead(made([*texts[:place], *texts[place + 1 :]]), FORM, 2)
        for other in texts:
            if other != text:
                yield Instead(made([*texts[:place], other, *texts[place + 1 :]]), FORM, 2)
                yield Instead(made([*texts[:place], f"-({other})", *texts[place + 1 :]]), SIGN, 3)
        yield Instead(made([*texts[:place], f"({text})", *texts[place:]]), FORM, 3)
    yield Instead(f"sum({made(texts)})", FORM, 3)


def slices(node: ast.expr, of: Written) -> Iterator[Instead]:
    """A part of what is meant: without the first or the last, one of them alone, the other way round."""
    if _names_a_callable(node, of) or not isinstance(node, ast.Name | ast.Call | ast.Attribute):
        return
    if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
        return
    text = of.of(node)
    for made in ("[1:]", "[:-1]", "[:1]", "[-1:]", "[0]", "[-1]"):
        yield Instead(f"{text}{made}", INDEX, 3)
    yield Instead(f"{text}[::-1]", FORM, 3)


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


def across(node: ast.expr, of: Written) -> Iterator[Instead]:
    """What stands beside a call taken into it, and what stands in it taken out: sqrt(a) + b and sqrt(a + b)."""
    if isinstance(node, ast.BinOp):
        sign = _SIGNS[type(node.op)]
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
            called, sign = of.bare(node.func), _SIGNS[type(within.op)]
            one, other = of.of(within.left), of.of(within.right)
            yield Instead(f"({called}({one}) {sign} {other})", FORM)
            yield Instead(f"({one} {sign} {called}({other}))", FORM)
            yield Instead(f"({called}({one}) {sign} {called}({other}))", FORM, 2)


def linear(node: ast.expr, of: Written) -> Iterator[Instead]:
    """What is the same to first order, and one more for what is added: exp(-a) for 1 - a, a * (1 + b) for a + b."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return
    left, right, sign = of.of(node.left), of.of(node.right), _SIGNS[type(node.op)]
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
    sign, left, right = _SIGNS[type(node.op)], of.of(node.left), of.of(node.right)
    for product, other, first in ((node.left, right, True), (node.right, left, False)):
        if isinstance(product, ast.BinOp) and isinstance(product.op, ast.Mult | ast.Div):
            of_it = _SIGNS[type(product.op)]
            for factor, rest in ((product.left, product.right), (product.right, product.left)):
                inner = f"({of.of(rest)} {sign} {other})" if first else f"({other} {sign} {of.of(rest)})"
                made = f"{inner} {of_it} {of.of(factor)}" if of_it == "/" else f"{of.of(factor)} * {inner}"
                yield Instead(f"({made})", FORM, 2)


def one_for_all(node: ast.expr, of: Written) -> Iterator[Instead]:
    """One number for all coordinates, where each has its own."""
    if not isinstance(node, ast.Name | ast.Call | ast.BinOp) or not of.loops or _names_a_callable(node, of):
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


def averaged(node: ast.expr, of: Written) -> Iterator[Instead]:
    """A sum that is weighted: a moving average for a sum, a sum that fades."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub) or not of.loops:
        return
    sign, left, right = _SIGNS[type(node.op)], of.of(node.left), of.of(node.right)
    for share in ("0.9", "0.5", "0.99", *(name for name in of.parameters if name not in of.called)):
        yield Instead(f"({share} * {left} {sign} (1 - {share}) * {right})", MEMORY, 3)
        yield Instead(f"({share} * {left} {sign} {right})", MEMORY, 3)
    yield Instead(f"(({left} {sign} {right}) / 2)", FACTOR, 3)


def moved_on(node: ast.expr, of: Written) -> Iterator[Instead]:
    """Another point than the one that is meant: a part of what is kept further on, or a step of the gradient."""
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or node.id not in of.carried:
        return
    if _loop_of(node, of) is None:
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
    loop = _loop_of(node, of)
    if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
        for share in (name for name in numbers if name != "lr"):  # a correction for the start, as of a moving average
            yield Instead(f"({node.id} / (1 - {share} ** ({loop.target.id} + 1)))", MEMORY, 4)


def whole_numbers(node: ast.expr, of: Written) -> Iterator[Instead]:
    """A number of steps, or an answer, that is cut, rounded, or counted from the other end."""
    if _names_a_callable(node, of) or not isinstance(node, ast.Name | ast.BinOp | ast.Subscript | ast.Call):
        return
    text = of.of(node)
    for made in (f"int({text})", f"round({text})", f"np.ceil({text})", f"np.floor({text})"):
        yield Instead(made, FORM, 4)


def _names_a_callable(node: ast.expr, of: Written) -> bool:
    return isinstance(node, ast.Name) and (node.id in of.called or node.id in of.others or node.id in {"np", "math"})


def _loop_of(node: ast.expr, of: Written) -> ast.For | ast.While | None:
    within = [loop for loop in of.loops if loop.lineno < node.lineno <= (loop.end_lineno or 0)]
    return within[-1] if within else None


OPERATORS: dict[str, OfExpression] = {
    "other operator": other_operator,
    "swapped operands": swapped_operands,
    "term dropped": term_dropped,
    "brackets": brackets,
    "condition": condition,
    "index": index,
    "other constant": other_constant,
    "scaled": scaled,
    "other name": other_name,
    "across": across,
    "distributed": distributed,
    "linear": linear,
    "other growth": other_growth,
    "other call": other_call,
    "scaled by a parameter": scaled_by_a_parameter,
    "scaled by the count": scaled_by_the_count,
    "averaged": averaged,
    "moved on": moved_on,
    "one for all": one_for_all,
    "parts": parts,
    "slices": slices,
    "other measure": other_measure,
    "whole numbers": whole_numbers,
}
