"""Formulas as trees: read from Python's text, computed over many calls at once, written as text again.

Only arithmetic is read, and the functions below: what is computed here is never run as code.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2, "//": 2, "%": 2, "neg": 2, "**": 4}
BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "//": np.floor_divide,
    "%": np.mod,
    "**": np.power,
    "min": np.minimum,
    "max": np.maximum,
}
UNARY: dict[str, Callable[[Any], Any]] = {
    "neg": np.negative,
    "cos": np.cos,
    "sin": np.sin,
    "exp": np.exp,
    "log": np.log,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "floor": np.floor,
    "ceil": np.ceil,
    "round": np.round,
    "abs": np.abs,
    "radians": np.radians,
}
# What a formula may have once, but for what is asked for: more of these fit anything.
COARSE = frozenset({"floor", "ceil", "round", "exp", "sqrt", "%", "//"})

_PYTHON = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}


class Tree(msgspec.Struct, frozen=True):
    """A name, a number, or an operation on others."""

    op: str  # of BINARY or UNARY, or "name", or "number"
    parts: tuple[Tree, ...] = ()
    name: str = ""
    value: float = 0.0

    @property
    def cost(self) -> int:
        """How many names, numbers and operations there are."""
        return 1 + sum(part.cost for part in self.parts)

    @property
    def coarse(self) -> int:
        """How many of its operations lose most of what they are given."""
        return (self.op in COARSE) + sum(part.coarse for part in self.parts)

    @property
    def names(self) -> set[str]:
        """Those that stand in it."""
        return {each.name for each in self.nodes() if each.op == "name"}

    def nodes(self) -> Iterator[Tree]:
        """Itself and all that it is made of."""
        yield self
        for part in self.parts:
            yield from part.nodes()

    def __str__(self) -> str:
        """As Python would have it."""
        return _text(self)


def name(text: str) -> Tree:
    """A parameter, or something that is known of one."""
    return Tree("name", name=text)


def number(value: float) -> Tree:
    """A constant."""
    return Tree("number", value=float(value))


PI = name("pi")


def read(text: str) -> Tree | None:
    """The formula in a text; None where it is none."""
    try:
        return from_python(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError):
        return None


def from_python(node: ast.expr) -> Tree | None:
    """An expression of Python as a formula; None where there is anything else in it."""
    found: Tree | None = None
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            found = number(value)
        case ast.Name(id=text):
            found = name(text)
        case ast.Attribute(attr="pi"):
            found = PI
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            found = _of("neg", from_python(inner))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _PYTHON:
            found = _of(_PYTHON[type(op)], from_python(left), from_python(right))
        case ast.Call(func=ast.Attribute(attr=function) | ast.Name(id=function), args=arguments, keywords=[]):
            found = _of_call(function, [from_python(each) for each in arguments])
    return found


def _of_call(function: str, parts: list[Tree | None]) -> Tree | None:
    if function == "float" and len(parts) == 1:
        return parts[0]
    if function in UNARY and function != "neg" and len(parts) == 1:
        return _of(function, *parts)
    if function in {"min", "max", "minimum", "maximum"} and len(parts) == 2:
        return _of(function[:3], *parts)
    return None


def _of(op: str, *parts: Tree | None) -> Tree | None:
    whole = tuple(part for part in parts if part is not None)
    return Tree(op, whole) if len(whole) == len(parts) else None


def put(tree: Tree, known: Mapping[str, Tree]) -> Tree:
    """The formula with other formulas in the place of names."""
    if tree.op == "name":
        return known.get(tree.name, tree)
    return Tree(tree.op, tuple(put(part, known) for part in tree.parts), value=tree.value)


def compute(tree: Tree, given: Mapping[str, Array]) -> Array:
    """Its value in every call; NaN where it has none.  KeyError for a name that is not given."""
    if tree.op == "number":
        return np.full_like(next(iter(given.values())), tree.value)
    if tree.op == "name":
        return np.full_like(next(iter(given.values())), math.pi) if tree == PI else given[tree.name]
    parts = [compute(part, given) for part in tree.parts]
    with np.errstate(all="ignore"):
        found = BINARY[tree.op](*parts) if len(parts) == 2 else UNARY[tree.op](*parts)
    return np.asarray(found, dtype=np.float64)


def _text(tree: Tree) -> str:
    if tree.op == "number":
        return f"{tree.value:g}"
    if tree.op == "name":
        return tree.name
    if tree.op == "neg":
        return f"-{_inside(tree.parts[0], 2)}"
    if tree.op in _LEVEL:
        left, right = tree.parts
        level = _LEVEL[tree.op]
        if tree.op == "**":
            return f"{_inside(left, level + 1)} ** {_inside(right, level)}"
        closer = tree.op in {"-", "/", "//", "%"} or (tree.op == "*" and right.op in {"/", "//", "%"})
        return f"{_inside(left, level)} {tree.op} {_inside(right, level + closer)}"
    return f"{tree.op}({', '.join(map(_text, tree.parts))})"


def _inside(tree: Tree, level: int) -> str:
    text = _text(tree)
    negative = tree.op == "number" and tree.value < 0
    loose = _LEVEL.get(tree.op, 9) < level or (negative and level > 1)
    return f"({text})" if loose else text
