"""Random slips in right work, as students make them: what a self-test of names is made of.

These stand apart from the changes that a bank is searched by (`grader/diagnosis/bank/operators/`) and know nothing of
them; several are such as no bank holds.  A seed gives the same slips on every machine.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from random import Random

import msgspec

from grader.records import Submission

_Kind = Callable[[ast.AST, Random, Sequence[str]], ast.AST | None]

_TRIES = 60  # until a slip is one that leaves Python


class Slipped(msgspec.Struct, frozen=True):
    """Right work with slips in it."""

    submission: Submission
    of: str  # the variant that it was
    slips: tuple[tuple[str, str], ...]  # function, and kind of slip

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions in which something was changed."""
        return tuple(dict.fromkeys(function for function, _ in self.slips))


def slipped(
    right: Submission, functions: Sequence[str], slips: int, chance: Random, *, beyond: bool = False
) -> Slipped | None:
    """A right submission with so many slips in some of its functions; None where none could be made.

    With `beyond` such slips as no bank holds.
    """
    kinds = BEYOND if beyond else KINDS
    source = right.source.decode("utf-8-sig")
    tree = ast.parse(source)
    latest = {node.name: place for place, node in enumerate(tree.body) if isinstance(node, ast.FunctionDef)}
    names = [name for name in functions if name in latest]
    made: list[tuple[str, str]] = []
    for _ in range(_TRIES):
        if len(made) == slips or not names:
            break
        name = chance.choice(names)
        kind = chance.choice(sorted(kinds))
        changed = _changed(tree.body[latest[name]], kinds[kind], chance)
        if changed is not None:
            tree.body[latest[name]] = changed
            made.append((name, kind))
    if len(made) < slips:
        return None
    text = ast.unparse(ast.fix_missing_locations(tree))
    try:
        ast.parse(text)
    except SyntaxError:
        return None
    submission = msgspec.structs.replace(right, student=f"slip-{right.student}", source=text.encode())
    return Slipped(submission, right.student, tuple(made))


def _changed(function: ast.stmt, kind: _Kind, chance: Random) -> ast.stmt | None:
    """The function with one place of it changed; None where there is no place for it."""
    whole = copy.deepcopy(function)
    names = sorted({node.id for node in ast.walk(whole) if isinstance(node, ast.Name)} - _NO_VALUES)
    places = list(_places(whole))
    chance.shuffle(places)
    for node, parent, field, index in places:
        other = kind(node, chance, names)
        if other is None:
            continue
        if index is None:
            setattr(parent, field, other)
        else:
            getattr(parent, field)[index] = other
        return whole
    return None


_NO_VALUES = {"np", "math", "range", "len", "float", "int", "zip", "enumerate", "list", "tuple", "abs", "max", "min"}


def _places(function: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, str, int | None]]:
    """Every node with the place that it stands in, apart from what is said of it and what is assigned."""
    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            if isinstance(parent, ast.arg) or field in {
                "targets",
                "target",
                "decorator_list",
                "returns",
                "annotation",
                "func",
                "ctx",
            }:
                continue
            if isinstance(value, ast.AST):
                yield value, parent, field, None
            elif isinstance(value, list):
                yield from (
                    (each, parent, field, index) for index, each in enumerate(value) if isinstance(each, ast.AST)
                )


def _of(text: str, **parts: ast.AST) -> ast.expr:
    """An expression by its text, with expressions in the place of names."""

    class Filled(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return parts.get(node.id, node)

    return ast.Expression(Filled().visit(ast.parse(text, mode="eval").body)).body


def _number(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp | ast.Name | ast.Subscript | ast.Call) and isinstance(
        getattr(node, "ctx", ast.Load()), ast.Load
    )


def _sign(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return ast.BinOp(node.left, ast.Sub() if isinstance(node.op, ast.Add) else ast.Add(), node.right)
    return None


def _times_for_over(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        return ast.BinOp(node.left, ast.Div() if isinstance(node.op, ast.Mult) else ast.Mult(), node.right)
    return None


def _forgotten(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    """A factor or a term that is left out."""
    return chance.choice((node.left, node.right)) if isinstance(node, ast.BinOp) else None


def _mistyped(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    """Another number: one more, one less, a digit more, a point elsewhere, a half forgotten."""
    value = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    others = [value + 1, value - 1, 2 * value, value / 2, 10 * value, value / 10, 1.1 * value, -value]
    return ast.Constant(chance.choice([each for each in others if each != value] or [1]))


def _another_name(node: ast.AST, chance: Random, names: Sequence[str]) -> ast.AST | None:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names and len(names) > 1:
        return ast.Name(chance.choice([name for name in names if name != node.id]), ast.Load())
    return None


def _border(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    """`<` for `<=`, and the like."""
    other = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in other:
        return ast.Compare(node.left, [other[type(node.ops[0])]()], node.comparators)
    return None


def _turned(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    """A condition the other way round."""
    return _of("not it", it=node) if isinstance(node, ast.Compare) else None


def _one_beside(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    """The row or entry before or after, or a range that is one longer or shorter."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and not isinstance(node.slice, ast.Slice):
        made = _of(chance.choice(("it[at - 1]", "it[at + 1]")), it=node.value, at=node.slice)
        return made if not isinstance(node.slice, ast.Tuple) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range" and node.args:
        made = _of(chance.choice(("it - 1", "it + 1")), it=node.args[-1])
        return ast.Call(node.func, [*node.args[:-1], made], [])
    return None


def _from_one(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    """A count from one instead of from zero."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "range"
        and len(node.args) == 1
    ):
        return _of("range(1, it)", it=node.args[0])
    return None


def _other_function(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    like = {
        "sqrt": ["square", "abs"],
        "cos": ["sin"],
        "sin": ["cos"],
        "max": ["min", "mean"],
        "min": ["max"],
        "mean": ["sum", "median"],
        "sum": ["mean", "max"],
        "zeros_like": ["ones_like"],
        "zeros": ["ones"],
        "maximum": ["minimum"],
        "norm": ["det"],
        "eigvalsh": ["eigvals"],
        "floor": ["ceil"],
    }
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in like:
        func = ast.Attribute(node.func.value, chance.choice(like[node.func.attr]), ast.Load())
        return ast.Call(func, node.args, node.keywords)
    return None


def _call_forgotten(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    return node.args[0] if isinstance(node, ast.Call) and node.args else None


def _arguments_exchanged(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    if isinstance(node, ast.Call) and len(node.args) > 1:
        place = chance.randrange(len(node.args) - 1)
        arguments = [*node.args]
        arguments[place], arguments[place + 1] = arguments[place + 1], arguments[place]
        return ast.Call(node.func, arguments, node.keywords)
    return None


def _option_forgotten(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    if isinstance(node, ast.Call) and node.keywords:
        place = chance.randrange(len(node.keywords))
        return ast.Call(node.func, node.args, [*node.keywords[:place], *node.keywords[place + 1 :]])
    return None


def _line_forgotten(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    return ast.Pass() if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr) else None


def _line_later(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    """Two lines of a loop in the other order."""
    if isinstance(node, ast.For | ast.While) and len(node.body) > 1:
        place = chance.randrange(len(node.body) - 1)
        body = [*node.body]
        body[place], body[place + 1] = body[place + 1], body[place]
        return _with_body(node, body)
    return None


def _with_body(loop: ast.For | ast.While, body: list[ast.stmt]) -> ast.AST:
    other = copy.copy(loop)
    other.body = body
    return other


def _reset(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    """What is carried from step to step begins anew in each."""
    if not isinstance(node, ast.For):
        return None
    carried = [each for each in node.body if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)]
    if not carried:
        return None
    target = chance.choice(carried).targets[0]
    line = ast.Assign([target], _of("0 * it", it=ast.Name(ast.unparse(target), ast.Load())))
    return _with_body(node, [line, *node.body])


def _written_over(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    """`x -= …` for `x = x - …`: an array that others know, too, is changed."""
    if (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.BinOp)
        and isinstance(node.value.left, ast.Name)
        and node.value.left.id == node.targets[0].id
    ):
        return ast.AugAssign(node.targets[0], node.value.op, node.value.right)
    return None


def _brackets_forgotten(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    """A / b * c for a / (b * c), a * b + c for a * (b + c)."""
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.BinOp):
        return ast.BinOp(ast.BinOp(node.left, node.op, node.right.left), node.right.op, node.right.right)
    return None


# What no bank of small changes holds.


def _rounded(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    """Rounded on the way, to one decimal."""
    return _of("np.round(it, 1)", it=node) if isinstance(node, ast.BinOp) else None


def _in_degrees(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("cos", "sin")) and node.args:
        return ast.Call(node.func, [_of("it * 180 / 3.141592653589793", it=node.args[0])], [])
    return None


def _a_little_off(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    """A factor that stands nowhere in the statement."""
    return _of(f"{chance.choice((0.95, 1.5, 3, 0.25, 4))} * it", it=node) if isinstance(node, ast.BinOp) else None


def _every_second(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    """A line of a loop that is only done at times."""
    if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and len(node.body) > 1:
        place = chance.randrange(len(node.body))
        if not isinstance(node.body[place], ast.Assign | ast.AugAssign):
            return None
        count = node.target.id
        line = ast.If(_of(chance.choice((f"{count} % 2 == 0", f"{count} > 0", f"{count} > 1"))), [node.body[place]], [])
        return _with_body(node, [*node.body[:place], line, *node.body[place + 1 :]])
    return None


def _stops_early(node: ast.AST, chance: Random, __: Sequence[str]) -> ast.AST | None:
    """A loop that is left after a few rounds."""
    if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
        line = ast.If(_of(f"{node.target.id} >= {chance.choice((2, 3))}"), [ast.Break()], [])
        return _with_body(node, [*node.body, line])
    return None


def _clipped(node: ast.AST, _: Random, __: Sequence[str]) -> ast.AST | None:
    return _of("np.clip(it, -0.5, 0.5)", it=node) if isinstance(node, ast.BinOp) else None


def _mixed(node: ast.AST, chance: Random, names: Sequence[str]) -> ast.AST | None:
    """The mean of what is meant and of something else."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names and len(names) > 1:
        other = ast.Name(chance.choice([name for name in names if name != node.id]), ast.Load())
        return _of("(it + other) / 2", it=node, other=other)
    return None


KINDS: dict[str, _Kind] = {
    "another name": _another_name,
    "another name again": _another_name,
    "arguments exchanged": _arguments_exchanged,
    "border": _border,
    "brackets forgotten": _brackets_forgotten,
    "call forgotten": _call_forgotten,
    "condition turned": _turned,
    "forgotten": _forgotten,
    "forgotten again": _forgotten,
    "from one": _from_one,
    "line forgotten": _line_forgotten,
    "lines exchanged": _line_later,
    "mistyped": _mistyped,
    "mistyped again": _mistyped,
    "one beside": _one_beside,
    "option forgotten": _option_forgotten,
    "other function": _other_function,
    "reset": _reset,
    "sign": _sign,
    "sign again": _sign,
    "times for over": _times_for_over,
    "written over": _written_over,
}
BEYOND: dict[str, _Kind] = {
    "a little off": _a_little_off,
    "clipped": _clipped,
    "every second": _every_second,
    "in degrees": _in_degrees,
    "mixed": _mixed,
    "rounded on the way": _rounded,
    "stops early": _stops_early,
}
