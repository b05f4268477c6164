"""How a count along a path was made: which distance is held against what, and which row is it that counts.

    distance × tolerance × comparison × rule × what is said where there is none × offset

Right answers are read by the same tables, and what is said is only where a choice is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.question import Ground, Question
from grader.diagnosis.searches.work import Work
from grader.records import Counting, Described, Ending, Family, FoundBy

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_FEWEST = 6  # calls
_FEWEST_COUNTS = 4  # that differ: one and the same for whatever is asked fits too much
_MOST_OTHERS = 2  # ways that fit as well
_MOST_APART = 2  # choices
_LONGEST = 5000  # rows

# Names of the tables in `grader.words.descriptions`; the most usual first.
DISTANCES: dict[str, Callable[[Array, Array], Array]] = {
    "euclid": lambda rows, to: np.linalg.norm(rows - to, axis=1),
    "squared": lambda rows, to: np.sum((rows - to) ** 2, axis=1),
    "largest": lambda rows, to: np.abs(rows - to).max(axis=1),
    "sum": lambda rows, to: np.abs(rows - to).sum(axis=1),
    "to_origin": lambda rows, _: np.linalg.norm(rows, axis=1),
    "to_end": lambda rows, _: np.linalg.norm(rows - rows[-1], axis=1),
    "step": lambda rows, _: np.concatenate([[np.inf], np.linalg.norm(np.diff(rows, axis=0), axis=1)]),
    "next_step": lambda rows, _: np.concatenate([np.linalg.norm(np.diff(rows, axis=0), axis=1), [np.inf]]),
    "first": lambda rows, to: np.abs(rows - to)[:, 0],
    "second": lambda rows, to: np.abs(rows - to)[:, -1],
    "smallest": lambda rows, to: np.abs(rows - to).min(axis=1),
    "mean": lambda rows, to: np.abs(rows - to).mean(axis=1),
    "root_mean": lambda rows, to: np.sqrt(np.mean((rows - to) ** 2, axis=1)),
    "signed": lambda rows, to: (rows - to).max(axis=1),
}
TOLERANCES: dict[str, Callable[[float, Array], float]] = {
    "given": lambda tol, _: tol,
    "squared": lambda tol, _: tol * tol,
    "root": lambda tol, _: float(np.sqrt(tol)),
    "twice": lambda tol, _: 2 * tol,
    "half": lambda tol, _: tol / 2,
    "relative": lambda tol, distances: tol * float(distances[0]),
}
COMPARISONS: dict[str, Callable[[Array, float], Mask]] = {
    "at_most": lambda distances, tol: distances <= tol,
    "less": lambda distances, tol: distances < tol,
    "more": lambda distances, tol: distances > tol,
    "at_least": lambda distances, tol: distances >= tol,
    "not_more": lambda distances, tol: ~(distances > tol),
}


def _first(mask: Mask) -> int | None:
    return int(mask.argmax()) if mask.any() else None


def _last(mask: Mask) -> int | None:
    return len(mask) - 1 - int(mask[::-1].argmax()) if mask.any() else None


def _stays(mask: Mask) -> int | None:
    outside = _last(~mask)
    after = 0 if outside is None else outside + 1
    return after if after < len(mask) else None


RULES: dict[str, Callable[[Mask], int | None]] = {
    "stays": _stays,
    "first": _first,
    "last_outside": lambda mask: _last(~mask),
    "first_outside": lambda mask: _first(~mask),
    "last": _last,
    "how_many": lambda mask: int(mask.sum()),
    "how_many_outside": lambda mask: int((~mask).sum()),
    "twice": lambda mask: _first(mask[:-1] & mask[1:]) if len(mask) > 1 else None,
    "last_row": lambda mask: len(mask) - 1 if mask[-1] else None,
}
NEVERS: dict[str, Callable[[int], int | None]] = {
    "none": lambda _: None,
    "minus_one": lambda _: -1,
    "rows": lambda count: count,
    "steps": lambda count: count - 1,
    "zero": lambda _: 0,
    "more": lambda count: count + 1,
}
_OFFSETS = (0, 1, -1)
_TABLES: dict[str, dict[str, Any]] = {
    "rule": RULES,
    "distance": DISTANCES,
    "tolerance": TOLERANCES,
    "comparison": COMPARISONS,
    "never": NEVERS,
}


class _Asked(msgspec.Struct, frozen=True):
    rows: Array
    to: Array
    tolerance: float


def described(question: Question, work: Work) -> Described | None:
    """The way of counting that comes to all answers, told where it is another one than asked; None if there is none."""
    asked = _calls(question.ground)
    own = _numbers(question)
    if asked is None or own is None or len(own) < _FEWEST or len(set(own)) < _FEWEST_COUNTS:
        return None
    right = _right(question.ground)
    if right is None or _counts_all_rows(asked, own):
        return None
    work.spend(len(asked) * len(DISTANCES) * len(TOLERANCES) * len(COMPARISONS) * len(RULES) * 20)
    ways = sorted(_ways(asked, own, right), key=lambda way: _price(way, right))
    if not ways or not _apart(ways[0], right):
        return None
    apart = _apart(ways[0], right)
    as_simple = (_in_one_way(_told(way, right)) for way in ways if len(_apart(way, right)) == len(apart))
    others = len({_whether_or_not_equal(way) for way in as_simple}) - 1
    if others > _MOST_OTHERS:
        return None
    two = len(apart) > 1 and set(apart) != _OUTSIDE
    family = Family.TWO if two else _KINDS.get(apart[0], Family.FORM)
    return Described(family, FoundBy.COUNT, counting=_in_one_way(_told(ways[0], right)), others=others)


def _in_one_way(way: Counting) -> Counting:
    """What is not within by a comparison that calls within all but what is more: that is what is more."""
    rule = _THAT_ARE_MORE.get(way.rule, "") if way.comparison == "not_more" else ""
    return msgspec.structs.replace(way, rule=rule, comparison="more") if rule else way


def _whether_or_not_equal(way: Counting) -> Counting:
    """Of rows that are farther off: whether one that is just as far counts is no other slip."""
    outside = way.rule in _THAT_ARE_MORE.values() and way.comparison == "at_least"
    return msgspec.structs.replace(way, comparison="more") if outside else way


_THAT_ARE_MORE = {"how_many_outside": "how_many", "last_outside": "last", "first_outside": "first"}
_OUTSIDE = {"rule", "comparison"}  # of rows that are farther off: one slip, told by both


def _counts_all_rows(asked: Sequence[_Asked], own: Sequence[int | None]) -> bool:
    """Whether answers hang on the number of rows alone: a rule that seems to make them would be told for nothing."""
    beyond = {None if count is None else count - len(each.rows) for each, count in zip(asked, own, strict=True)}
    return len(beyond) == 1 and None not in beyond


_KINDS = {"offset": Family.INDEX, "rule": Family.INDEX}


def _told(way: Counting, right: Counting) -> Counting:
    """Without what is as asked; the rule is always said."""
    same = {name: "" for name in _TABLES if name != "rule" and getattr(way, name) == getattr(right, name)}
    told = {name: same.get(name, getattr(way, name)) for name in _TABLES}
    return Counting(**told, offset=way.offset - right.offset)


def _apart(way: Counting, right: Counting) -> list[str]:
    names = [*_TABLES, "offset"]
    return [name for name in names if getattr(way, name) != getattr(right, name)]


def _price(way: Counting, right: Counting) -> tuple[int, int]:
    apart = _apart(way, right)
    return len(apart), sum(list(_TABLES[name]).index(getattr(way, name)) for name in apart if name in _TABLES)


@lru_cache(maxsize=16)
def _right(ground: Ground) -> Counting | None:
    """How right answers are counted."""
    asked = _calls(ground)
    plain = Counting("stays", "euclid", "given", "at_most", "none")
    own = _numbers(Question(ground, tuple(each.right for each in ground.asked)))
    if asked is None or own is None:
        return None
    return min(_ways(asked, own, None), key=lambda way: _price(way, plain), default=None)


def _ways(asked: Sequence[_Asked], own: Sequence[int | None], right: Counting | None) -> Iterator[Counting]:
    with np.errstate(all="ignore"):
        for distance, of in DISTANCES.items():
            along = [of(each.rows, each.to) if len(each.rows) else np.zeros(0) for each in asked]
            for tolerance, comparison, rule in product(TOLERANCES, COMPARISONS, RULES):
                way = Counting(rule, distance, tolerance, comparison)
                others = () if right is None else [name for name in _apart(way, right) if name not in _ENDS]
                if len(others) > _MOST_APART:
                    continue
                found = [_counted(way, each, distances) for each, distances in zip(asked, along, strict=True)]
                yield from _ends(way, found, _Ends(asked, own, right))


_ENDS = ("never", "offset")


def _counted(way: Counting, asked: _Asked, distances: Array) -> int | None:
    """Which row it is; None where there is none, as where there are no rows."""
    if not len(distances):
        return 0 if way.rule.startswith("how_many") else None
    within = COMPARISONS[way.comparison](distances, TOLERANCES[way.tolerance](asked.tolerance, distances))
    return RULES[way.rule](within)


class _Ends(msgspec.Struct, frozen=True):
    asked: Sequence[_Asked]
    own: Sequence[int | None]
    right: Counting | None


def _ends(way: Counting, found: Sequence[int | None], ends: _Ends) -> Iterator[Counting]:
    """With each offset, and each thing said where there is no such row, that come to the answers."""
    for offset, (never, said) in product(_OFFSETS, NEVERS.items()):
        ended = Counting(way.rule, way.distance, way.tolerance, way.comparison, never, offset)
        if ends.right is not None and len(_apart(ended, ends.right)) > _MOST_APART:
            continue
        pairs = zip(found, ends.asked, strict=True)
        made = (said(len(each.rows)) if count is None else count + offset for count, each in pairs)
        if all(one == other for one, other in zip(made, ends.own, strict=True)):
            yield ended


def _calls(ground: Ground) -> list[_Asked] | None:
    """What each call counts along; None where it is no path, with a point and a number beside it."""
    found = []
    for each in ground.asked:
        try:
            rows = np.asarray(each.given.get("trajectory"), dtype=np.float64)
            points = [value for name, value in each.given.items() if name != "trajectory"]
            (to,) = [np.asarray(value, dtype=np.float64) for value in points if isinstance(value, list | np.ndarray)]
            (tolerance,) = [value for value in points if isinstance(value, int | float)]
        except (TypeError, ValueError):
            return None
        if rows.ndim != 2 or len(rows) > _LONGEST or to.shape != rows.shape[1:]:
            return None
        found.append(_Asked(rows, to, float(tolerance)))
    return found


def _numbers(question: Question) -> list[int | None] | None:
    """The counts; None where an answer is anything else."""
    found: list[int | None] = []
    for outcome, answer in zip(question.outcomes, question.answers, strict=True):
        if outcome.ending is not Ending.VALUE or not _is_count(answer):
            return None
        found.append(None if answer is None else int(answer))
    return found


def _is_count(answer: Any) -> bool:
    return answer is None or (isinstance(answer, int | np.integer) and not isinstance(answer, bool))
