"""Which rule the steps of a path follow, of all that `step_rules` has tables of.

Whatever was kept, what is left of each step must lie along one of the gradients, and its factor must be one formula in
all calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches import bank as banks
from grader.diagnosis.searches import bent_steps
from grader.diagnosis.searches.bank import Bank
from grader.diagnosis.searches.question import Ground, Question
from grader.diagnosis.searches.simpler import in_order, simpler
from grader.diagnosis.searches.step_rules import GRADIENTS, MEMORIES, Rule, numbers_of_steps
from grader.diagnosis.searches.trees import Tree, compute, name, number
from grader.diagnosis.searches.walks import Walk, are_walks, walks
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_EXACT = 1e-7  # of the largest coordinate of a path
_ALONG = 1e-6  # of the longest step
_FIRST = 5  # steps of a call that rules are told apart by
_ROWS, _NUMBERS = 60, 400
_FEWEST = 6
_FLAT = 1e-18  # of the largest gradient, squared
_DEAREST = 9  # of a factor, in names, numbers and operations
_MOST = 12_000  # formulas for a factor
_FOR_FACTORS = 50_000_000


def described(question: Question, work: Work) -> Described | None:
    """The rule of all steps, or of all from the second on; None where there is none."""
    own = walks(question) if are_walks(question.ground) else None
    if own is None:
        return None
    asked = _asked_rule(question.ground)
    whole = _rule(tuple(walk for walk in own if walk.count), work, first=0)
    if whole is not None and whole == asked:
        return _right_rule(own)
    later = None if whole is not None else _rule(tuple(walk for walk in own if walk.count > 1), work, first=1)
    found = whole or later
    if found is None:
        return None if asked is None else bent_steps.described(own, asked)
    if found == asked:
        return Described(Family.START, FoundBy.PATH_RULE, slot="first_step")
    slot = "step" if whole is not None else "step_from_second"
    return Described(_family(found, asked), FoundBy.PATH_RULE, rule=found.terms, slot=slot)


def _right_rule(own: Sequence[Walk]) -> Described | None:
    """Each step is right from where it begins: it is the start that is not."""
    if all(walk.starts_right for walk in own):
        return None
    return Described(Family.START, FoundBy.PATH_RULE, slot="starts_elsewhere")


def _family(found: Rule, asked: Rule | None) -> Family:
    if asked is None:
        return Family.FORM
    if (found.of, found.memory) == (asked.of, asked.memory):
        if simpler(Tree("neg", (found.factor,))) == asked.factor and found.kept == asked.kept:
            return Family.SIGN
        return Family.FACTOR
    return Family.FORM if found.of != asked.of else Family.MEMORY


@lru_cache(maxsize=16)
def _asked_rule(ground: Ground) -> Rule | None:
    """The rule that right answers follow, found like any other."""
    own = walks(Question(ground, tuple(each.right for each in ground.asked)))
    if own is None:
        return None
    return _rule(tuple(walk for walk in own if walk.count), Work(10**9), first=0)


def _rule(own: Sequence[Walk], work: Work, *, first: int) -> Rule | None:
    """The simplest rule of all steps from that number on."""
    rows = _rows(own, first)
    if len(rows) < _FEWEST:
        return None
    known = numbers_of_steps(own)
    some = {label: np.array([values[walk][step] for walk, step in rows]) for label, values in known.items()}
    bank, cost = _factors(tuple(some), np.array(list(some.values())).tobytes())
    work.spend(cost)
    best: Rule | None = None
    for rule in _rules(own, rows, some, bank, work):
        if best is not None and rule.cost >= best.cost:
            continue
        work.spend(sum(walk.moves.size for walk in own) * 8)
        if _holds(rule, own, known, first):
            best = rule
    return best


def _rows(own: Sequence[Walk], first: int) -> list[tuple[int, int]]:
    """Which steps of which walks tell rules apart: of each the first few, as long as there are not too many numbers."""
    found: list[tuple[int, int]] = []
    numbers = 0
    for step, (place, walk) in product(range(first, first + _FIRST), enumerate(own)):
        if step < walk.count and len(found) < _ROWS and numbers + walk.path.shape[1] <= _NUMBERS:
            found.append((place, step))
            numbers += walk.path.shape[1]
    return found


@lru_cache(maxsize=8)
def _factors(names: tuple[str, ...], given: bytes) -> tuple[Bank, int]:
    """What a factor can be, the same for a whole class, and what it cost."""
    work = Work(_FOR_FACTORS)
    table = dict(zip(names, np.frombuffer(given).reshape(len(names), -1), strict=True))
    plain = [*map(name, table), number(1), number(2), number(0.99), number(0.9)]
    others = [number(0.5), number(0.1), number(0.01), number(10), number(0)]
    leaves = {each: compute(each, table) for each in (*plain, *others)}
    made = banks.build(leaves, len(plain), frozenset({"sqrt"}), _MOST, work)
    return made, _FOR_FACTORS - work.left


def _rules(
    own: Sequence[Walk], rows: Sequence[tuple[int, int]], some: dict[str, Array], bank: Bank, work: Work
) -> Iterator[Rule]:
    """Rules that may hold in some rows, those without a memory first."""
    moves = np.concatenate([own[walk].moves[step] for walk, step in rows])  # coordinate after coordinate, shape (c,)
    widths = np.array([own[walk].path.shape[1] for walk, _ in rows])
    begins = np.concatenate([[0], np.cumsum(widths)[:-1]])
    sides = {label: table for label, of in GRADIENTS.items() if (table := _in_rows(of, own, rows)) is not None}
    few = [index for index in range(bank.levels[1]) if bank.tree(index).cost <= 3]
    work.spend(2 * len(few) * len(MEMORIES) * len(moves))
    kept: list[tuple[Tree | None, str, Array]] = [(None, "", moves)]
    for memory, of in MEMORIES.items():
        table = _in_rows(of, own, rows)
        if table is not None and table.any():
            for index in few:
                factors = np.repeat(bank.values[index], widths)
                kept.append((bank.tree(index), memory, moves - factors * table))
                kept.append((Tree("neg", (bank.tree(index),)), memory, moves + factors * table))
    left = np.array([each for _, _, each in kept])  # shape (k, c)
    size = float(np.abs(moves).max())
    if size == 0:
        return
    for of_gradient, side in sides.items():
        work.spend(left.size * 3)
        squares = np.add.reduceat(side**2, begins)
        tells = squares > _FLAT * float(squares.max())  # where a walk rests, any factor would do
        if tells.sum() < _FEWEST:
            continue
        factors = np.add.reduceat(left * side, begins, axis=1) * tells / np.where(tells, squares, 1)
        aside = np.abs(left - np.repeat(factors, widths, axis=1) * side).max(axis=1)
        close = np.flatnonzero((aside <= _ALONG * size) & np.isfinite(aside))
        for sign in (-1, 1):
            for query, index in bank.find(sign * factors[close], tells, work):
                tree = bank.tree(index)
                factor = simpler(Tree("neg", (tree,)) if sign < 0 else tree)
                beside, memory, _ = kept[int(close[query])]
                if factor.cost <= _DEAREST and factor != number(0):
                    plain = None if beside is None else simpler(beside)
                    yield Rule(in_order(factor, list(some)), of_gradient, plain, memory)


def _in_rows(of: Callable[[Walk], Array | None], own: Sequence[Walk], rows: Sequence[tuple[int, int]]) -> Array | None:
    with np.errstate(all="ignore"):
        tables = [of(walk) for walk in own]
    if any(table is None or not np.isfinite(table).all() for table in tables):
        return None
    return np.concatenate([table[step] for walk, step in rows if (table := tables[walk]) is not None])


def _holds(rule: Rule, own: Sequence[Walk], known: dict[str, list[Array]], first: int) -> bool:
    """Whether every step of every walk follows it."""
    for place, walk in enumerate(own):
        made = rule.moves(walk, {label: values[place] for label, values in known.items()})
        if made is None or not (np.abs(made - walk.moves)[first:] <= _EXACT * walk.size).all():
            return False
    return True
