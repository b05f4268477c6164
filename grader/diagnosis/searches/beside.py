"""Numbers that are made of the right ones: twice them, their square, their root, times an argument.

It tells what is done too much or too little at the end, whatever a function is given: matrices, paths, other functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.formulas import FEWEST, formula_of
from grader.diagnosis.searches.numbers import Columns, numbers_of, parts_of
from grader.diagnosis.searches.question import Ground, Question
from grader.diagnosis.searches.trees import name, number, read
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy, Piece

Array = NDArray[np.float64]

ASKED = "asked"  # what the right answer is called in a formula
_DEAREST = 7  # names, numbers and operations
_MOST = 2000  # rows
_EXACT = 1e-7
_SMOOTH = ("sqrt", "exp", "log", "log10", "abs")  # what cuts or rounds makes anything of a right answer


def described(question: Question, work: Work) -> Described | None:
    """A formula of the right answer for each part that is another one; None where one has none."""
    laid = _laid(question)
    if laid is None or len(laid.own[0]) < FEWEST:
        return None
    pieces = []
    for part, (own, right) in enumerate(zip(laid.own, laid.right, strict=True)):
        if np.abs(own - right).max() <= _EXACT * max(float(np.abs(right).max()), 1e-9):
            continue
        formula = _formula(question.ground, Columns({ASKED: right, **laid.given}, (own,), (right,)), work)
        if not formula:
            return None
        pieces.append(Piece(formula, part=_part_name(question.ground, part, len(laid.own))))
    if not pieces:
        return None
    family = Family.SIGN if {piece.formula for piece in pieces} == {f"-{ASKED}"} else Family.FACTOR
    return Described(family, FoundBy.FORMULA, tuple(pieces), slot="beside")


def _formula(ground: Ground, laid: Columns, work: Work) -> str:
    if len(np.unique(laid.right[0])) < FEWEST:
        return ""
    bare = Ground(ground.function, tuple(laid.given), (), functions=_SMOOTH)
    formula = formula_of(bare, laid, work)
    tree = read(formula) if formula else None
    if tree is None or name(ASKED) not in tree.nodes() or tree.cost > _DEAREST or tree == number(0):
        return ""
    return formula


def _laid(question: Question) -> Columns | None:
    """Own and right numbers in columns, with those arguments beside that are single numbers."""
    given: dict[str, list[Array]] = {}
    own: list[list[Array]] = []
    right: list[list[Array]] = []
    for each, answer in zip(question.ground.asked, question.answers, strict=True):
        theirs, asked = parts_of(answer), parts_of(each.answer)
        if theirs is None or asked is None or [part.shape for part in theirs] != [part.shape for part in asked]:
            return None
        if len({part.size for part in asked}) > 1:
            return None
        own.append([part.ravel() for part in theirs])
        right.append([part.ravel() for part in asked])
        for label, value in _single(each.given).items():
            given.setdefault(label, []).append(np.full(asked[0].size, value))
    if not own or len({len(parts) for parts in own}) != 1:
        return None
    whole = {label: np.concatenate(values) for label, values in given.items() if len(values) == len(own)}
    parts = range(len(own[0]))
    laid = Columns(
        whole,
        tuple(np.concatenate([row[part] for row in own]) for part in parts),
        tuple(np.concatenate([row[part] for row in right]) for part in parts),
    )
    finite = all(np.isfinite(each).all() for each in (*whole.values(), *laid.own, *laid.right))
    return laid if finite and len(laid.own[0]) <= _MOST else None


def _single(given: Mapping[str, Any]) -> dict[str, float]:
    found = {label: numbers_of(value) for label, value in given.items()}
    return {label: float(value) for label, value in found.items() if value is not None and value.ndim == 0}


def _part_name(ground: Ground, part: int, parts: int) -> str:
    if parts == 1:
        return ""
    told = ground.parts[part] if part < len(ground.parts) else ""
    return told.replace("_", " ") or f"part {part + 1}"
