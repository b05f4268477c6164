"""Changes of which part is taken: of a row, a matrix, a slice or a tuple."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.bank.operators.base import Instead
from grader.diagnosis.bank.operators.looks import names_a_callable
from grader.diagnosis.bank.written import Written, stored
from grader.records import Family

SIGN, FACTOR, INDEX, FORM = Family.SIGN, Family.FACTOR, Family.INDEX, Family.FORM


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
    if names_a_callable(node, of) or not isinstance(node, ast.Name | ast.Call | ast.Attribute):
        return
    if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
        return
    text = of.of(node)
    for made in ("[1:]", "[:-1]", "[:1]", "[-1:]", "[0]", "[-1]"):
        yield Instead(f"{text}{made}", INDEX, 3)
    yield Instead(f"{text}[::-1]", FORM, 3)
