"""Which part of an adaptive method is another one: the moments, how they are corrected, the root, eps, the decay.

    step · D = factor · N

N is a first moment over its correction, D the root of a second moment over its own, and eps.  Each part is a slot with
a table of choices; all are computed along the student's own rows, and the choice that was asked for comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.diagnosis.searches.question import Ground, Question
from grader.diagnosis.searches.walks import Walk, are_walks, walks
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy

Array = NDArray[np.float64]

_EXACT = 1e-7  # of the largest coordinate of a path
_CLOSE = 1e-6
_FIRST, _WALKS = 4, 10  # steps of so many walks tell choices apart
_FEWEST = 6
_SECOND = ("beta2", "gamma")  # how the share that a second moment keeps may be called


# --- choices --------------------------------------------------------------------------------------------------------


def _one_by_one(values: Array, kept_of: Callable[[Array, Array, int], Array]) -> Array:
    """What is kept after each row, made of what was kept before, the new value, and the number of the step."""
    found, kept = np.empty_like(values), np.zeros_like(values[0])
    for row, value in enumerate(values):
        kept = found[row] = kept_of(kept, value, row + 1)
    return found


def _average(values: Array, share: float, new: float | None = None) -> Array:
    """What is kept of the average before, and the new value."""
    of_new = (1 - share) if new is None else new
    return _one_by_one(values, lambda kept, value, _: share * kept + of_new * value)


def _corrected_and_kept(values: Array, share: float) -> Array:
    """An average that goes on from its corrected value, before the correction of its row."""

    def corrected(kept: Array, step: int) -> Array:
        return kept / (1 - share**step) if step else kept  # nothing is kept before the first

    return _one_by_one(values, lambda kept, value, n: share * corrected(kept, n - 1) + (1 - share) * value)


def _with_powers(values: Array, share: float) -> Array:
    """An average whose shares are raised to the number of the step."""
    return _one_by_one(values, lambda kept, value, n: share**n * kept + (1 - share**n) * value)


def _larger_of_shares(values: Array, share: float) -> Array:
    """The larger one of what is kept and of the new share."""
    return _one_by_one(values, lambda kept, value, _: np.maximum(share * kept, (1 - share) * value))


def _late(values: Array) -> Array:
    return np.vstack([np.zeros_like(values[:1]), values[:-1]])


def _beta1(walk: Walk) -> float:
    return walk.numbers.get("beta1", 0.9)


def _beta2(walk: Walk) -> float:
    return next((walk.numbers[each] for each in _SECOND if each in walk.numbers), 0.999)


def _eps(walk: Walk) -> float:
    return walk.numbers.get("eps", 1e-8)


def _late_but_first(values: Array) -> Array:
    return np.vstack([values[:1], values[:-1]])


def _counted(walk: Walk) -> Array:
    return np.arange(1.0, walk.count + 1)[:, None]


def _steps(walk: Walk) -> float:
    """How many were asked for, of which the path may be the first few."""
    return walk.numbers.get("steps", float(walk.count))


def _begun(values: Array, share: float) -> Array:
    found = values.copy()
    for row in range(1, len(values)):
        found[row] = share * found[row - 1] + (1 - share) * values[row]
    return found


BETAS: Mapping[str, Callable[[Walk], Mapping[str, Any]]] = {
    "right": lambda walk: walk.given,
    "swapped": lambda walk: {**walk.given, "beta1": _beta2(walk), "beta2": _beta1(walk)},
    "fixed": lambda walk: {**walk.given, "beta1": 0.9, "beta2": 0.999, "gamma": 0.9},
}
GRADIENTS: Mapping[str, Callable[[Walk], Array]] = {
    "right": lambda walk: walk.gradients,
    "at_start": lambda walk: np.repeat(walk.gradients[:1], walk.count, axis=0),
    "with_decay": lambda walk: walk.gradients + walk.numbers.get("weight_decay", 0.0) * walk.path[:-1],
}
FIRST: Mapping[str, Callable[[Walk, Array], Array]] = {
    "average": lambda walk, g: _average(g, _beta1(walk)),
    "gradient": lambda _, g: g,
    "whole_gradient": lambda walk, g: _average(g, _beta1(walk), 1.0),
    "swapped": lambda walk, g: _average(g, 1 - _beta1(walk)),
    "other_beta": lambda walk, g: _average(g, _beta2(walk)),
    "fixed": lambda _, g: _average(g, 0.9),
    "ahead": lambda walk, g: _beta1(walk) * _average(g, _beta1(walk)) + (1 - _beta1(walk)) * g,
    "before": lambda walk, g: _late(_average(g, _beta1(walk))),
    "largest": lambda walk, g: np.maximum.accumulate(_average(g, _beta1(walk)), axis=0),
    "from_one": lambda walk, g: _average(g, _beta1(walk)) + _beta1(walk) ** _counted(walk),
    "corrected_and_kept": lambda walk, g: _corrected_and_kept(g, _beta1(walk)),
    "with_powers": lambda walk, g: _with_powers(g, _beta1(walk)),
    "begun": lambda walk, g: _begun(g, _beta1(walk)),
    "of_squares": lambda walk, g: _average(g**2, _beta1(walk)),
    "share_of_second": lambda walk, g: _average(g, _beta1(walk), 1 - _beta2(walk)),
}
SECOND: Mapping[str, Callable[[Walk, Array], Array]] = {
    "average": lambda walk, g: _average(g**2, _beta2(walk)),
    "sum": lambda _, g: np.cumsum(g**2, axis=0),
    "largest_average": lambda walk, g: np.maximum.accumulate(_average(g**2, _beta2(walk)), axis=0),
    "whole_square": lambda walk, g: _average(g**2, _beta2(walk), 1.0),
    "square": lambda _, g: g**2,
    "size": lambda walk, g: _average(np.abs(g), _beta2(walk)),
    "swapped": lambda walk, g: _average(g**2, 1 - _beta2(walk)),
    "other_beta": lambda walk, g: _average(g**2, _beta1(walk)),
    "fixed": lambda _, g: _average(g**2, 0.999),
    "fixed_99": lambda _, g: _average(g**2, 0.99),
    "fixed_9": lambda _, g: _average(g**2, 0.9),
    "one_for_all": lambda walk, g: np.broadcast_to(
        np.mean(_average(g**2, _beta2(walk)), axis=1, keepdims=True), g.shape
    ),
    "one_sum_for_all": lambda walk, g: np.broadcast_to(
        np.sum(_average(g**2, _beta2(walk)), axis=1, keepdims=True), g.shape
    ),
    "sum_for_all": lambda _, g: np.broadcast_to(np.cumsum(np.sum(g**2, axis=1))[:, None], g.shape),
    "mean": lambda walk, g: np.cumsum(g**2, axis=0) / _counted(walk),
    "sizes": lambda _, g: np.cumsum(np.abs(g), axis=0),
    "square_of_sum": lambda _, g: np.cumsum(g, axis=0) ** 2,
    "before": lambda walk, g: _late(_average(g**2, _beta2(walk))),
    "sum_before": lambda _, g: _late(np.cumsum(g**2, axis=0)),
    "begun": lambda walk, g: _begun(g**2, _beta2(walk)),
    "sum_from_a_tenth": lambda _, g: 0.1 + np.cumsum(g**2, axis=0),
    "largest_square": lambda _, g: np.maximum.accumulate(g**2, axis=0),
    "smallest_average": lambda walk, g: np.minimum.accumulate(_average(g**2, _beta2(walk)), axis=0),
    "largest_corrected": lambda walk, g: np.maximum.accumulate(
        _average(g**2, _beta2(walk)) / (1 - _beta2(walk) ** _counted(walk)), axis=0
    ),
    "variance": lambda walk, g: _average(g**2, _beta2(walk)) - _average(g, _beta2(walk)) ** 2,
    "from_average": lambda walk, g: _average((g - _average(g, _beta1(walk))) ** 2, _beta2(walk)),
    "larger_of_two": lambda walk, g: np.maximum(_average(g**2, _beta2(walk)), _late(_average(g**2, _beta2(walk)))),
    "before_but_first": lambda walk, g: _late_but_first(_average(g**2, _beta2(walk))),
    "sum_before_but_first": lambda _, g: _late_but_first(np.cumsum(g**2, axis=0)),
    "from_one": lambda walk, g: _average(g**2, _beta2(walk)) + _beta2(walk) ** _counted(walk),
    "sum_from_one": lambda _, g: 1 + np.cumsum(g**2, axis=0),
    "largest_from_one": lambda walk, g: np.maximum(1, np.maximum.accumulate(_average(g**2, _beta2(walk)), axis=0)),
    "largest_share": lambda walk, g: np.maximum.accumulate((1 - _beta2(walk)) * g**2, axis=0),
    "sums_pile_up": lambda walk, g: np.square(
        np.cumprod(np.sqrt(np.cumsum(g**2, axis=0)) + _eps(walk), axis=0, dtype=np.float64) - _eps(walk)
    ),
    "last_three": lambda _, g: np.cumsum(g**2, axis=0) - _late(_late(_late(np.cumsum(g**2, axis=0)))),
    "corrected_and_kept": lambda walk, g: _corrected_and_kept(g**2, _beta2(walk)),
    "with_powers": lambda walk, g: _with_powers(g**2, _beta2(walk)),
    "larger_of_shares": lambda walk, g: _larger_of_shares(g**2, _beta2(walk)),
    "first_twice": lambda walk, g: (
        _average(g**2, _beta2(walk)) + _beta2(walk) ** _counted(walk) * (1 - _beta2(walk)) * g[:1] ** 2
    ),
    "share_of_first": lambda walk, g: _average(g**2, _beta2(walk), 1 - _beta1(walk)),
    "of_first": lambda walk, g: _average(_average(g, _beta1(walk)) ** 2, _beta2(walk)),
    "sum_fading": lambda _, g: _average(g**2, 0.9, 1.0),
    "times_first": lambda walk, g: _average(g * _average(g, _beta1(walk)), _beta2(walk)),
}
# Of the share that a moment keeps, the other moment's share, the number of the step from 1 on, and that of all steps.
CORRECTIONS: Mapping[str, Callable[[Array, Array, Array, Array], Array]] = {
    "right": lambda own, _, n, __: 1 - own**n,
    "none": lambda _, __, n, ___: np.ones_like(n),
    "none_at_first": lambda own, _, n, __: np.where(n > 1, 1 - own ** (n - 1), 1.0),
    "from_two": lambda own, _, n, __: 1 - own ** (n + 1),
    "first_alone": lambda own, *_: 1 - own,
    "of_difference": lambda own, _, n, __: (1 - own) ** n,
    "times_count": lambda own, _, n, __: 1 - own * n,
    "other_beta": lambda _, other, n, __: 1 - other**n,
    "one_behind": lambda own, _, n, __: 1 - own ** np.maximum(n - 1, 1),
    "of_last_step": lambda own, _, __, steps: 1 - own**steps,
}
ROOTS: Mapping[str, Callable[[Array, Array, Array], Array]] = {
    "right": lambda v, c, eps: np.sqrt(v / c) + eps,
    "inside": lambda v, c, eps: np.sqrt(v / c + eps),
    "left_out": lambda v, c, _: np.sqrt(v / c),
    "no_root": lambda v, c, eps: v / c + eps,
    "before_correction": lambda v, c, eps: (np.sqrt(v) + eps) / np.sqrt(c),
    "squared_inside": lambda v, c, eps: np.sqrt(v / c + eps**2),
    "fixed": lambda v, c, _: np.sqrt(v / c) + 1e-8,
    "larger": lambda v, c, eps: np.maximum(np.sqrt(v / c), eps),
    "correction_outside": lambda v, c, eps: np.sqrt(v) / c + eps,
}
FACTORS: Mapping[str, Callable[[Any, Array], Any]] = {
    "right": lambda lr, _: -lr,
    "uphill": lambda lr, _: lr,
    "squared": lambda lr, _: -lr * lr,
    "twice": lambda lr, _: -2 * lr,
    "half": lambda lr, _: -lr / 2,
    "left_out": lambda *_: -1.0,
    "fixed": lambda *_: -0.01,
    "fixed_tenth": lambda *_: -0.1,
    "fixed_thousandth": lambda *_: -0.001,
    "over_root_of_count": lambda lr, n: -lr / np.sqrt(n),
    "over_count": lambda lr, n: -lr / n,
}
DECAYS: Mapping[str, Callable[[Walk, float, float], Array]] = {
    "right": lambda walk, lr, decay: -lr * decay * walk.path[:-1],
    "none": lambda walk, _, __: np.zeros_like(walk.moves),
    "grows": lambda walk, lr, decay: lr * decay * walk.path[:-1],
    "without_rate": lambda walk, _, decay: -decay * walk.path[:-1],
    "to_start": lambda walk, lr, decay: -lr * decay * (walk.path[:-1] - walk.path[:1]),
    "afterwards": lambda walk, lr, decay: walk.path[1:] - walk.path[1:] / (1 - lr * decay),
    "by_sign": lambda walk, lr, decay: -lr * decay * np.sign(walk.path[:-1]),
    "positive_alone": lambda walk, lr, decay: -lr * decay * np.maximum(walk.path[:-1], 0),
    "of_one_length": lambda walk, lr, decay: (
        -lr * decay * walk.path[:-1] / np.linalg.norm(walk.path[:-1], axis=1, keepdims=True)
    ),
    "twice": lambda walk, lr, decay: -2 * lr * decay * walk.path[:-1],
    "half": lambda walk, lr, decay: -lr * decay / 2 * walk.path[:-1],
    "over_count": lambda walk, lr, decay: -lr * decay * walk.path[:-1] / _counted(walk),
    "of_size": lambda walk, lr, decay: -lr * decay * np.abs(walk.path[:-1]),
    "squared": lambda walk, lr, decay: -lr * decay * decay * walk.path[:-1],
    "rate_squared": lambda walk, lr, decay: -lr * lr * decay * walk.path[:-1],
    "of_squares": lambda walk, lr, decay: -lr * decay * walk.path[:-1] ** 2,
    "first_alone": lambda walk, lr, decay: -lr * decay * walk.path[:-1] * (_counted(walk) == 1),
}
SLOTS = ("betas", "gradient", "first", "first_correction", "second", "second_correction", "root", "factor", "decay")
TABLES: Mapping[str, Mapping[str, object]] = {
    "betas": BETAS,
    "gradient": GRADIENTS,
    "first": FIRST,
    "first_correction": CORRECTIONS,
    "second": SECOND,
    "second_correction": CORRECTIONS,
    "root": ROOTS,
    "factor": FACTORS,
    "decay": DECAYS,
}
_KINDS = {
    "betas": Family.FACTOR,
    "gradient": Family.MEMORY,
    "first": Family.MEMORY,
    "first_correction": Family.INDEX,
    "second": Family.MEMORY,
    "second_correction": Family.INDEX,
    "root": Family.FORM,
    "factor": Family.FACTOR,
    "decay": Family.FORM,
}


class Choice(msgspec.Struct, frozen=True):
    """One choice for each slot."""

    betas: str
    gradient: str
    first: str
    first_correction: str
    second: str
    second_correction: str
    root: str
    factor: str
    decay: str

    def others(self, asked: Choice) -> int:
        """How many slots that are filled have another choice."""
        return sum(1 for slot, choice in self.apart(asked) if choice)

    def apart(self, other: Choice) -> tuple[tuple[str, str], ...]:
        """The slots whose choice is another one, with it."""
        return tuple((slot, getattr(self, slot)) for slot in SLOTS if getattr(self, slot) != getattr(other, slot))


METHODS = (
    Choice("right", "right", "average", "right", "average", "right", "right", "right", "none"),  # Adam
    Choice("right", "right", "average", "right", "average", "right", "right", "right", "right"),  # AdamW
    Choice("right", "right", "average", "right", "largest_average", "right", "right", "right", "none"),  # AMSGrad
    Choice("right", "right", "gradient", "none", "average", "none", "right", "right", "none"),  # RMSProp
    Choice("right", "right", "gradient", "none", "sum", "none", "right", "right", "none"),  # AdaGrad
)

# --- the search -----------------------------------------------------------------------------------------------------


def described(question: Question, work: Work) -> Described | None:
    """The slots of the method that was asked for whose choice is another one; None where none or too many are."""
    if not (are_walks(question.ground) and {"eps", "lr"} <= set(question.ground.parameters)):
        return None
    asked = _asked(question.ground)
    own = walks(question)
    if asked is None or own is None:
        return None
    moving = tuple(walk for walk in own if walk.count)
    found = sorted(_choices(moving, asked, work), key=lambda each: _price(each, asked))
    if not found:
        return None
    slots = found[0].apart(asked)
    if not slots:
        starts = all(walk.starts_right for walk in own)
        return None if starts else Described(Family.START, FoundBy.PATH_RULE, slot="starts_elsewhere")
    family = _KINDS[slots[0][0]] if len(slots) == 1 else Family.TWO
    if slots == (("factor", "uphill"),):
        family = Family.SIGN
    others = sum(len(each.apart(asked)) == len(slots) for each in found[1:])
    if "beta2" not in question.ground.parameters:
        slots = tuple((slot, _BY_GAMMA.get((slot, choice), choice)) for slot, choice in slots)
    return Described(family, FoundBy.PATH_RULE, slot="method", slots=slots, others=others)


# Where there is one share alone, a first moment that keeps it is the student's own invention, and no other's share.
_BY_GAMMA = {("first", "other_beta"): "gamma", ("first_correction", "other_beta"): "gamma"}


@lru_cache(maxsize=16)
def _asked(ground: Ground) -> Choice | None:
    """The method that right answers are made by; None where it is none of those that are known."""
    own = walks(Question(ground, tuple(each.right for each in ground.asked)))
    moving = () if own is None else tuple(walk for walk in own if walk.count)
    if not moving:
        return None
    with np.errstate(all="ignore"):
        return next((method for method in METHODS if _walks_all(method, moving, Work(10**9))), None)


def _price(choice: Choice, asked: Choice) -> tuple[int, int]:
    """How many slots are others, and how far from the first their choices stand."""
    apart = choice.apart(asked)
    return len(apart), sum(list(TABLES[slot]).index(each) for slot, each in apart)


_MOST_APART = 3


def _choices(own: Sequence[Walk], asked: Choice, work: Work) -> Iterator[Choice]:
    """Every choice for all slots that walks every path, if no more than a few are others than asked."""
    shown = [replace(walk, path=walk.path[: _FIRST + 1]) for walk in own[:_WALKS]]
    if sum(walk.count for walk in shown) < _FEWEST:
        return
    decays = DECAYS if any("weight_decay" in walk.numbers for walk in own) else {"none": DECAYS["none"]}
    gradients = {each: of for each, of in GRADIENTS.items() if each != "with_decay" or len(decays) > 1}
    with np.errstate(all="ignore"):
        left = {decay: _rows([walk.moves - _decay(walk, decay) for walk in shown]) for decay in decays}
        lr = _rows([np.full_like(walk.moves, walk.numbers["lr"]) for walk in shown])
        counted = _rows([np.broadcast_to(_counted(walk), walk.moves.shape) for walk in shown])
        for betas, gradient in product(_betas(own), gradients):
            below, above = _sides([replace(walk, given=BETAS[betas](walk)) for walk in shown], gradient)
            divisors = _by_room(below, asked)
            for (first, correction), decay, factor in product(above, decays, FACTORS):
                chosen = Choice(betas, gradient, first, correction, "", "", "", factor, decay)
                room = _MOST_APART - chosen.others(asked)
                if room < 0:
                    continue
                table, names = divisors[room]
                wanted = FACTORS[factor](lr, counted) * above[first, correction]
                if not np.isfinite(wanted).all():
                    continue
                work.spend(table.size)
                close = (np.abs(left[decay] * table - wanted) <= _CLOSE * np.abs(wanted).max()).all(axis=1)
                for place in np.flatnonzero(close).tolist():
                    second, other, root = names[place]
                    found = replace(chosen, second=second, second_correction=other, root=root)
                    if _walks_all(found, own, work):
                        yield found


def _by_room(
    below: Mapping[tuple[str, str, str], Array], asked: Choice
) -> list[tuple[Array, list[tuple[str, str, str]]]]:
    """What is divided by, one row for each choice of its three slots, of which none, one, … at most are others."""
    wanted = (asked.second, asked.second_correction, asked.root)
    others = {names: sum(one != other for one, other in zip(names, wanted, strict=True)) for names in below}
    within = [[names for names in below if others[names] <= room] for room in range(_MOST_APART + 1)]
    return [(np.array([below[names] for names in some]), some) for some in within]


def _betas(own: Sequence[Walk]) -> Sequence[str]:
    """Only two betas can be exchanged."""
    return (
        list(BETAS) if all("beta1" in walk.numbers for walk in own) else [each for each in BETAS if each != "swapped"]
    )


def _sides(
    shown: Sequence[Walk], gradient: str
) -> tuple[dict[tuple[str, str, str], Array], dict[tuple[str, str], Array]]:
    """What is divided by, and what is divided, by every choice of their slots; each as one row of numbers."""

    def spread(of: Callable[[Walk], float]) -> Array:
        return _rows([np.full_like(walk.moves, of(walk)) for walk in shown])

    one, other, eps, steps = spread(_beta1), spread(_beta2), spread(_eps), spread(_steps)
    n = _rows([np.broadcast_to(_counted(walk), walk.moves.shape) for walk in shown])
    along = [GRADIENTS[gradient](walk) for walk in shown]
    one_alone = not all("beta1" in walk.numbers for walk in shown)
    below: dict[tuple[str, str, str], Array] = {}
    for second, of in SECOND.items():
        if one_alone and second == "other_beta":
            continue
        moment = _rows([of(walk, g) for walk, g in zip(shown, along, strict=True)])
        for correction, by in CORRECTIONS.items():
            corrected = by(other, one, n, steps)
            below |= {(second, correction, root): to(moment, corrected, eps) for root, to in ROOTS.items()}
    above: dict[tuple[str, str], Array] = {}
    for first, of in FIRST.items():
        moment = _rows([of(walk, g) for walk, g in zip(shown, along, strict=True)])
        above |= {(first, correction): moment / by(one, other, n, steps) for correction, by in CORRECTIONS.items()}
    return below, above


def _rows(tables: Sequence[Array]) -> Array:
    return np.concatenate([table.ravel() for table in tables])


def _first(walk: Walk, gradient: str, first: str, correction: str) -> Array:
    one, other, steps = (np.full((walk.count, 1), of(walk)) for of in (_beta1, _beta2, _steps))
    corrected = CORRECTIONS[correction](one, other, _counted(walk), steps)
    return np.asarray(FIRST[first](walk, GRADIENTS[gradient](walk)) / corrected)


def _root(walk: Walk, gradient: str, second: str, correction: str, root: str) -> Array:
    one, other, eps, steps = (np.full((walk.count, 1), of(walk)) for of in (_beta1, _beta2, _eps, _steps))
    corrected = CORRECTIONS[correction](other, one, _counted(walk), steps)
    return ROOTS[root](SECOND[second](walk, GRADIENTS[gradient](walk)), corrected, eps)


def _decay(walk: Walk, decay: str) -> Array:
    return DECAYS[decay](walk, walk.numbers["lr"], walk.numbers.get("weight_decay", 0.0))


def moves(choice: Choice, walk: Walk) -> Array:
    """Each step as a choice makes it from the rows before, shape (n, d)."""
    other = replace(walk, given=BETAS[choice.betas](walk))
    above = _first(other, choice.gradient, choice.first, choice.first_correction)
    below = _root(other, choice.gradient, choice.second, choice.second_correction, choice.root)
    made = FACTORS[choice.factor](walk.numbers["lr"], _counted(walk)) * above / below
    return np.asarray(made + _decay(walk, choice.decay))


def _walks_all(choice: Choice, own: Sequence[Walk], work: Work) -> bool:
    for walk in own:
        work.spend(walk.moves.size * 8)
        if not (np.abs(moves(choice, walk) - walk.moves) <= _EXACT * walk.size).all():
            return False
    return True
