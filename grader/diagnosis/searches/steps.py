"""Which rule the steps of a path follow: a factor times a gradient, and a factor times what was kept.

    step = a · G + b · H

Of G and H there are tables, a row each; a and b are formulas in the names of the arguments.  Whatever b and H are, what
is left of each step must lie along G, and its factor must be one formula in all calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches import bank as banks
from grader.diagnosis.searches.bank import Bank
from grader.diagnosis.searches.question import Ground, Question
from grader.diagnosis.searches.simpler import in_order, simpler
from grader.diagnosis.searches.trees import Tree, compute, name, number
from grader.diagnosis.searches.walks import Walk, are_walks, walks
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy, Term

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_EXACT = 1e-7  # of the largest coordinate of a path
_ALONG = 1e-6  # of the longest step
_FIRST = 5  # steps of a call that rules are told apart by
_ROWS, _NUMBERS = 60, 400
_FEWEST = 6
_DEAREST = 9  # of a factor, in names, numbers and operations
_MOST = 12_000  # formulas for a factor
_FOR_FACTORS = 50_000_000
_KEPT = ("alpha", "momentum")


# --- what a step is made of -----------------------------------------------------------------------------------------


def _alpha(walk: Walk) -> float | None:
    return next((walk.numbers[each] for each in _KEPT if each in walk.numbers), None)


def _ahead(share: Callable[[Walk], float | None]) -> Callable[[Walk], Array | None]:
    def of(walk: Walk) -> Array | None:
        by = share(walk)
        return None if by is None else walk.along(walk.path[:-1] + by * walk.before)

    return of


def _behind_alpha(walk: Walk) -> float | None:
    alpha = _alpha(walk)
    return None if alpha is None else -alpha


def _each(order: int) -> Callable[[Walk], Array]:
    """The gradient taken anew after each coordinate has moved, from the first one on or from the last."""

    def of(walk: Walk) -> Array:
        found = np.empty_like(walk.moves)
        places = list(range(walk.path.shape[1]))[::order]
        point = walk.path[:-1].copy()
        for place in places:
            found[:, place] = walk.along(point)[:, place]
            point[:, place] = walk.path[1:, place]
        return found

    return of


def _unit(walk: Walk) -> Array:
    return np.asarray(walk.gradients / np.linalg.norm(walk.gradients, axis=1, keepdims=True))


def _clipped(walk: Walk) -> Array:
    return np.asarray(walk.gradients / np.maximum(1, np.linalg.norm(walk.gradients, axis=1, keepdims=True)))


def _numbered(walk: Walk) -> Array:
    return np.arange(1, walk.count + 1, dtype=np.float64)[:, None]


def _noisy(sign: int) -> Callable[[Walk], Array | None]:
    return lambda walk: None if walk.noise is None else walk.gradients + sign * walk.noise


def _with_noise(walk: Walk, of: Callable[[Array], Array]) -> Array | None:
    return None if walk.noise is None else walk.gradients + of(walk.noise)


def _at_start(walk: Walk) -> Array:
    return np.repeat(walk.gradients[:1], walk.count, axis=0)


def _before(walk: Walk) -> Array:
    return np.vstack([walk.gradients[:1], walk.gradients[:-1]])


# Simplest first; names of `grader.words.descriptions.TERMS`.
GRADIENTS: dict[str, Callable[[Walk], Array | None]] = {
    "gradient": lambda walk: walk.gradients,
    "gradient_alpha_ahead": _ahead(_alpha),
    "gradient_ahead": _ahead(lambda _: 1.0),
    "gradient_at_start": _at_start,
    "gradient_before": _before,
    "sign": lambda walk: np.sign(walk.gradients),
    "unit": _unit,
    "gradient_noisy": _noisy(1),
    "gradient_noisy_less": _noisy(-1),
    "gradient_noisy_late": lambda walk: _with_noise(walk, lambda noise: np.vstack([noise[-1:], noise[:-1]])),
    "gradient_noisy_first": lambda walk: _with_noise(walk, lambda noise: np.repeat(noise[:1], len(noise), axis=0)),
    "gradient_noisy_sum": lambda walk: _with_noise(walk, lambda noise: np.cumsum(noise, axis=0)),
    "gradient_noisy_one": lambda walk: _with_noise(walk, lambda noise: np.repeat(noise[:, :1], noise.shape[1], axis=1)),
    "gradient_times_noise": lambda walk: None if walk.noise is None else walk.gradients * walk.noise,
    "gradient_at_noise": lambda walk: None if walk.noise is None else walk.along(walk.path[:-1] + walk.noise),
    "noise": lambda walk: walk.noise,
    "gradient_each": _each(1),
    "gradient_each_backwards": _each(-1),
    "gradient_mean": lambda walk: np.cumsum(walk.gradients, axis=0) / _numbered(walk),
    "gradient_sum": lambda walk: np.cumsum(walk.gradients, axis=0),
    "gradient_squared": lambda walk: walk.gradients**2,
    "gradient_root": lambda walk: np.sign(walk.gradients) * np.sqrt(np.abs(walk.gradients)),
    "gradient_clipped": _clipped,
    "gradient_behind": _ahead(_behind_alpha),
    "gradient_halfway": _ahead(lambda _: 0.5),
    "gradient_after": lambda walk: walk.along(walk.path[1:]),
    "gradient_reversed": lambda walk: walk.gradients[:, ::-1],
    "gradient_size": lambda walk: np.abs(walk.gradients),
}
MEMORIES: dict[str, Callable[[Walk], Array | None]] = {
    "last_step": lambda walk: walk.before,
    "position": lambda walk: walk.path[:-1],
    "from_start": lambda walk: walk.path[:-1] - walk.path[:1],
    "first_step": lambda walk: np.vstack([np.zeros_like(walk.moves[:1]), np.repeat(walk.moves[:1], walk.count - 1, 0)]),
    "last_step_but_one": lambda walk: np.vstack([np.zeros_like(walk.before[:1]), walk.before[:-1]]),
    "gradient_before": lambda walk: np.vstack([np.zeros_like(walk.gradients[:1]), walk.gradients[:-1]]),
    "noise": lambda walk: walk.noise,
}


# --- the search -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """A factor of a gradient, and of what was kept, if anything was."""

    factor: Tree
    of: str
    kept: Tree | None = None
    memory: str = ""

    @property
    def cost(self) -> int:
        """What it costs a reader."""
        beside = 0 if self.kept is None else 2 + self.kept.cost + list(MEMORIES).index(self.memory)
        return self.factor.cost + list(GRADIENTS).index(self.of) // 3 + beside

    @property
    def terms(self) -> tuple[Term, ...]:
        """As it is kept."""
        first = Term(str(self.factor), self.of)
        return (first,) if self.kept is None else (first, Term(str(self.kept), self.memory))


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
        return None
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
    known = _known(own)
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


def _known(own: Sequence[Walk]) -> dict[str, list[Array]]:
    """What a factor may be made of: numbers that each walk was given, and of each step its number."""
    names = [label for label in own[0].numbers if all(label in walk.numbers for walk in own)]
    known = {label: [np.full(walk.count, walk.numbers[label]) for walk in own] for label in names if label != "steps"}
    known |= {"n": [np.arange(1.0, walk.count + 1) for walk in own], "t": [np.arange(walk.count) + 0.0 for walk in own]}
    if len({walk.path.shape[1] for walk in own}) > 1:
        known |= {"d": [np.full(walk.count, float(walk.path.shape[1])) for walk in own]}
    if own[0].schedule is not None:
        known |= {label: [_asked_of(walk, at) for walk in own] for label, at in _SCHEDULES.items()}
    return known


_SCHEDULES: dict[str, Callable[[int, int], float]] = {
    "schedule(t)": lambda t, _: t,
    "schedule(t + 1)": lambda t, _: t + 1,
    "schedule(t - 1)": lambda t, _: max(t - 1, 0),
    "schedule(0)": lambda *_: 0,
    "schedule(steps - t)": lambda t, steps: steps - t,
    "schedule(steps - 1 - t)": lambda t, steps: steps - 1 - t,
    "schedule(t / steps)": lambda t, steps: t / steps,
    "schedule(steps)": lambda _, steps: steps,
}


def _asked_of(walk: Walk, at: Callable[[int, int], float]) -> Array:
    schedule = walk.schedule
    if schedule is None:
        return np.full(walk.count, np.nan)
    return np.array([schedule(at(t, walk.count)) for t in range(walk.count)], dtype=np.float64)  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def _factors(names: tuple[str, ...], given: bytes) -> tuple[Bank, int]:
    """What a factor can be, the same for a whole class, and what it cost."""
    work = Work(_FOR_FACTORS)
    table = dict(zip(names, np.frombuffer(given).reshape(len(names), -1), strict=True))
    plain = [*map(name, table), number(1), number(2), number(0.99), number(0.9)]
    others = [number(0.5), number(0.1), number(10), number(0)]
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
    everywhere = np.ones(len(rows), dtype=bool)
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
        if (squares <= 1e-18 * max(float(squares.max()), 1e-300)).any():
            continue
        factors = np.add.reduceat(left * side, begins, axis=1) / squares
        aside = np.abs(left - np.repeat(factors, widths, axis=1) * side).max(axis=1)
        close = np.flatnonzero((aside <= _ALONG * size) & np.isfinite(aside))
        for sign in (-1, 1):
            for query, index in bank.find(sign * factors[close], everywhere, work):
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
        given = {label: values[place] for label, values in known.items()}
        side = GRADIENTS[rule.of](walk)
        if side is None:
            return False
        with np.errstate(all="ignore"):
            made = compute(rule.factor, given)[:, None] * side
            if rule.kept is not None and (table := MEMORIES[rule.memory](walk)) is not None:
                made = made + compute(rule.kept, given)[:, None] * table
        off = np.abs(made - walk.moves)[first:]
        if not (off <= _EXACT * walk.size).all():
            return False
    return True
