"""Numbers that are made of the right ones: twice them, their square, times an argument, or no more than a bound.

It tells what is done too much or too little at the end, whatever a function is given: matrices, paths, other functions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.formulas import FEWEST, formula_of
from grader.diagnosis.searches.numbers import Columns, numbers_of, parts_of
from grader.diagnosis.searches.one_number import formula_with_one_number
from grader.diagnosis.searches.question import Ground, Question
from grader.diagnosis.searches.trees import Tree, compute, name, number, read
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy, Piece
from grader.tolerance import Tolerance

Array = NDArray[np.float64]

ASKED = "asked"  # what the right answer is called in a formula
_DEAREST = 7  # names, numbers and operations
_MOST = 2000  # rows
_EXACT = 1e-7
_SMOOTH = ("sqrt", "exp", "log", "log10", "abs")  # what cuts or rounds makes anything of a right answer


def described(question: Question, work: Work) -> Described | None:
    """A formula of the right answer for each part that is another one; None where one has none."""
    laid = _laid(question)
    if laid is None or len(laid[0].own[0]) < FEWEST:
        return None
    pieces: list[Piece] = []
    explained: list[Array] = []  # how far off the parts are that have a formula
    without: list[Array] = []
    for part, columns in enumerate(laid):
        (own,), (right,) = columns.own, columns.right
        if np.abs(own - right).max() <= _EXACT * max(float(np.abs(right).max()), 1e-9):
            continue
        formula = _formula(question.ground, columns, work)
        if not formula and not _is_table(question, part):  # of a path one row makes the next
            formula = formula_with_one_number(own, right, ASKED)
        if formula:
            pieces.append(Piece(_shown(formula), part=_part_name(question.ground, part, len(laid))))
            explained.append(own - right)
        else:
            without.append(own - right)
    if not pieces or not all(any(_is_as_far_off(each, other) for other in explained) for each in without):
        return None
    family = Family.SIGN if {piece.formula for piece in pieces} == {f"-{ASKED}"} else Family.FACTOR
    return Described(family, FoundBy.FORMULA, tuple(pieces), slot="beside")


def holds(found: Described, question: Question) -> bool:
    """Whether the answers to other calls are what was said of them, in each part that something was said of."""
    laid = _laid(question)
    if laid is None:
        return False
    told = {piece.part: piece.formula for piece in found.pieces}
    for part, columns in enumerate(laid):
        (own,), (right,) = columns.own, columns.right
        tree = _read(told.get(_part_name(question.ground, part, len(laid)), ""))
        if tree is None:
            continue
        made = compute(tree, {ASKED: right, **columns.given})
        if not Tolerance.of_values(made).holds(own, made).all():
            return False
    return True


def _is_as_far_off(surplus: Array, other: Array) -> bool:
    """Whether a part is off by just as much as another one, which it is made of: a weight, by its velocity."""
    return surplus.shape == other.shape and bool(
        (np.abs(np.abs(surplus) - np.abs(other)) <= _EXACT * np.abs(other).max()).all()
    )


def _is_table(question: Question, part: int) -> bool:
    asked = (parts_of(each.answer) for each in question.ground.asked)
    return any(parts is not None and parts[part].ndim > 1 for parts in asked)


def _formula(ground: Ground, laid: Columns, work: Work) -> str:
    (own,), (right,) = laid.own, laid.right
    if len(np.unique(right)) < FEWEST:
        return ""
    given = {ASKED: right, **laid.given}
    bare = Ground(ground.function, tuple(given), (), functions=_SMOOTH)
    formula = formula_of(bare, Columns(given, (own,), (right,)), work)
    tree = read(formula) if formula else None
    if tree is None or name(ASKED) not in tree.nodes() or tree.cost > _DEAREST or tree == number(0):
        return ""
    return formula


def _laid(question: Question) -> tuple[Columns, ...] | None:
    """Of each part own and right numbers in columns, beside arguments that are numbers, and the lengths of others."""
    pairs: list[tuple[Mapping[str, float], tuple[Array, ...], tuple[Array, ...]]] = []
    for each, answer in zip(question.ground.asked, question.answers, strict=True):
        theirs, asked = parts_of(answer), parts_of(each.answer)
        if theirs is None or asked is None or [part.shape for part in theirs] != [part.shape for part in asked]:
            return None
        pairs.append((_single(each.given), theirs, asked))
    if not pairs or len({len(own) for _, own, _ in pairs}) != 1:
        return None
    labels = _labels([given for given, _, _ in pairs])
    laid = []
    for part in range(len(pairs[0][1])):
        own = np.concatenate([theirs[part].ravel() for _, theirs, _ in pairs])
        right = np.concatenate([asked[part].ravel() for _, _, asked in pairs])
        sizes = [each[1][part].size for each in pairs]
        given = {label: np.repeat([each[0][label] for each in pairs], sizes) for label in labels}
        if len(own) > _MOST or not all(np.isfinite(each).all() for each in (own, right, *given.values())):
            return None
        laid.append(Columns(given, (own,), (right,)))
    return tuple(laid)


def _labels(given: Sequence[Mapping[str, float]]) -> list[str]:
    """What every call has; of lengths those that differ between calls, and the first of several that are the same."""
    shared = [label for label in given[0] if all(label in each for each in given)]
    lengths: dict[tuple[float, ...], str] = {}
    for label in shared:
        if label.startswith(_LENGTH):
            lengths.setdefault(tuple(each[label] for each in given), label)
    return [label for label in shared if not label.startswith(_LENGTH)] + [
        label for numbers, label in lengths.items() if len(set(numbers)) > 1
    ]


def _single(given: Mapping[str, Any]) -> dict[str, float]:
    found = {label: array for label, value in given.items() if (array := numbers_of(value)) is not None}
    numbers = {label: float(array) for label, array in found.items() if array.ndim == 0}
    return numbers | {f"{_LENGTH}{label}": float(len(array)) for label, array in found.items() if array.ndim}


_LENGTH = "len_of_"  # in a formula a length is a name


def _shown(formula: str) -> str:
    return re.sub(rf"\b{_LENGTH}(\w+)", r"len(\1)", formula)


def _read(shown: str) -> Tree | None:
    return read(re.sub(r"\blen\((\w+)\)", rf"{_LENGTH}\1", shown))


def _part_name(ground: Ground, part: int, parts: int) -> str:
    if parts == 1:
        return ""
    told = ground.parts[part] if part < len(ground.parts) else ""
    return told.replace("_", " ") or f"part {part + 1}"
