"""Where a formula can hold: conditions on the arguments, as the reference branches and as people write them."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.trees import Tree, compute, name, number, read

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_SIGNS: dict[str, Any] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_OTHERWISE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
_WHOLE = ("t", "total", "warmup", "every", "steps", "n")  # what is counted; only these are compared with each other


class Condition(msgspec.Struct, frozen=True):
    """One formula against another."""

    left: Tree
    sign: str
    right: Tree

    @property
    def names(self) -> set[str]:
        """Those that stand in it."""
        return self.left.names | self.right.names

    @property
    def otherwise(self) -> Condition:
        """What holds where it does not."""
        return Condition(self.left, _OTHERWISE[self.sign], self.right)

    def holds(self, given: Mapping[str, Array]) -> Mask:
        """In which calls; in none where one side is no number."""
        with np.errstate(all="ignore"):
            return np.asarray(_SIGNS[self.sign](compute(self.left, given), compute(self.right, given)), dtype=bool)

    def __str__(self) -> str:
        """As Python would have it."""
        return f"{self.left} {self.sign} {self.right}"


def condition(text: str) -> Condition | None:
    """The condition in a text; None where there is none."""
    for sign in _SIGNS:
        left, found, right = text.partition(f" {sign} ")
        if found:
            trees = read(left), read(right)
            return None if trees[0] is None or trees[1] is None else Condition(trees[0], sign, trees[1])
    return None


def plain(found: Condition) -> Condition:
    """`t - warmup > total - warmup` as `t > total`."""
    left, right = found.left, found.right
    same = left.op == right.op and left.op in {"+", "-"} and left.parts[1] == right.parts[1]
    return Condition(left.parts[0], found.sign, right.parts[0]) if same else found


def regions(given: Mapping[str, Array], told: Sequence[str]) -> Iterator[tuple[str, Mask]]:
    """Each part of the calls that a condition cuts out, under the first condition that does."""
    seen: set[bytes] = set()
    found = [each for each in _conditions(given, told) if each.names <= {*given, "pi"}]
    masks = [(str(each), each.holds(given)) for each in found]
    asked = masks[: 2 * len(told)]
    both = [(f"{one} and {other}", mask & also) for one, mask in asked for other, also in asked if one < other]
    for text, mask in (*asked, *both, *masks[2 * len(told) :]):
        if mask.any() and not mask.all() and mask.tobytes() not in seen:
            seen.add(mask.tobytes())
            yield text, mask


def _conditions(given: Mapping[str, Array], told: Sequence[str]) -> Iterator[Condition]:
    for text in told:
        if (found := condition(text)) is not None:
            yield plain(found)
            yield plain(found).otherwise
    counted = [each for each in _WHOLE if each in given]
    for one in counted:
        for other in counted:
            if one < other:
                yield from (Condition(name(one), sign, name(other)) for sign in ("==", "<", ">", "<=", ">=", "!="))
    for one in counted:
        yield from (Condition(name(one), sign, number(0)) for sign in ("==", "!="))
        yield from (Condition(name(one), sign, number(1)) for sign in ("==", "!="))
    if {"t", "every"} <= given.keys():
        remainder = Tree("%", (name("t"), name("every")))
        yield from (Condition(remainder, sign, number(0)) for sign in ("==", "!="))
    for one in given:
        if one not in counted and not one.endswith(")"):
            yield from (Condition(name(one), sign, number(0)) for sign in ("<", ">", "==", "!="))
