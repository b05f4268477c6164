"""Formulas by their values: all that a few operations make of some names, each value once and by its simplest formula.

Values are found again by a projection: numbers that differ anywhere have, as good as always, another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.searches.trees import BINARY, UNARY, Tree
from grader.diagnosis.searches.work import Work

Array = NDArray[np.float64]
Index = NDArray[np.int64]

_NEAR = 1e-6  # of the size of what is looked up: a formula is then computed and compared more closely
_LARGEST = 1e12
_INVALID = 8.1234567e13  # stands for NaN when values are compared
_ARITHMETIC = frozenset({"+", "-", "*", "/", "**"})
_LEVELS = 2
_OPERATIONS = ("+", "-", "*", "/", "**", "//", "%", "min", "max")
_FUNCTIONS = ("floor", "ceil", "round", "sqrt", "exp", "log", "log10", "cos", "sin", "abs")
_AT_ONCE = 1 << 19  # numbers


@dataclass(slots=True)
class Bank:
    """Values, shape (m, n), of m formulas in n calls; the simplest stand first.

    Each is made from two others, or one, by an operation; `leaves` are those that are made from none.
    """

    leaves: list[Tree]
    values: Array
    made: list[tuple[str, Index, Index]]  # by operation: whole blocks of formulas
    starts: list[int]
    levels: list[int]  # how many formulas there are up to each number of operations
    _trees: dict[int, Tree] = field(default_factory=dict)
    _sorted: dict[bytes, tuple[Index, Array]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)

    def tree(self, index: int) -> Tree:
        """A formula."""
        if index < len(self.leaves):
            return self.leaves[index]
        if index not in self._trees:
            block = bisect_right(self.starts, index) - 1
            op, first, second = self.made[block]
            place = index - self.starts[block]
            parts = [self.tree(int(first[place]))]
            if op in BINARY:
                parts.append(self.tree(int(second[place])))
            self._trees[index] = Tree(op, tuple(parts))
        return self._trees[index]

    def find(self, wanted: Array, rows: NDArray[np.bool_], work: Work) -> Iterator[tuple[int, int]]:
        """Pairs (which of the wanted values, shape (q, n); which formula) that agree in some rows."""
        order, projected, weights = self._by_projection(rows)
        some = wanted[:, rows]
        work.spend(some.size + len(order))
        whole = np.flatnonzero(np.isfinite(some).all(axis=1) & (np.abs(some).max(axis=1, initial=0.0) < _LARGEST))
        if not len(whole):
            return
        some = some[whole]
        at, near = some @ weights, _NEAR * (np.abs(some) @ np.abs(weights)) + 1e-300
        low, high = np.searchsorted(projected, at - near), np.searchsorted(projected, at + near)
        counts = high - low
        if not counts.any():
            return
        work.spend(int(counts.sum()) * some.shape[1])
        queries = np.repeat(np.arange(len(whole)), counts)
        places = np.repeat(low, counts) + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        for begin in range(0, len(queries), _AT_ONCE // max(1, some.shape[1])):
            chunk = slice(begin, begin + _AT_ONCE // max(1, some.shape[1]))
            found, asked = self.values[order[places[chunk]]][:, rows], some[queries[chunk]]
            off = np.abs(found - asked).max(axis=1)
            close = np.flatnonzero(off <= _NEAR * np.abs(asked).max(axis=1) + 1e-300)
            yield from zip(whole[queries[chunk][close]].tolist(), order[places[chunk][close]].tolist(), strict=True)

    def _by_projection(self, rows: NDArray[np.bool_]) -> tuple[Index, Array, Array]:
        key = rows.tobytes()
        weights = _weights(int(rows.sum()))
        if key not in self._sorted:
            if len(self._sorted) > _MOST_ORDERS:
                self._sorted.clear()
            kept = self.values[:, rows]
            projected = np.where(np.isfinite(kept).all(axis=1), np.nan_to_num(kept) @ weights, np.inf)
            order = np.argsort(projected, kind="stable")
            self._sorted[key] = order, projected[order]
        return *self._sorted[key], weights


_MOST_ORDERS = 12


def build(leaves: Mapping[Tree, Array], plain: int, using: Container[str], most: int, work: Work) -> Bank:
    """All formulas of at most two operations, as long as there are no more than `most`; `using` these functions alone.

    The first operation takes any of the leaves, each further one only those that stand first: the `plain` ones.
    """
    trees = list(leaves)
    count = len(next(iter(leaves.values())))
    seen: set[tuple[int, int]] = set()
    first = np.array([leaves[tree] for tree in trees]).reshape(-1, count)
    kept = _new(first, seen)
    bank = Bank([trees[index] for index in kept], first[kept], [], [], [len(kept)])
    blocks = [bank.values]
    total = len(kept)
    for level in range(1, _LEVELS + 1):
        values = np.concatenate(blocks)
        newest = bank.levels[-2] if level > 1 else 0
        beside = bank.levels[0] if level == 1 else min(plain, bank.levels[0])
        for op, one, other, computed in _combined(values, beside, newest, using, work):
            fresh = _new(computed, seen)
            fresh = fresh[: most - total]
            if len(fresh):
                bank.made.append((op, one[fresh], other[fresh]))
                bank.starts.append(total)
                blocks.append(computed[fresh])
                total += len(fresh)
            if total >= most:
                break
        bank.levels.append(total)
    bank.values = np.concatenate(blocks)
    return bank


def _combined(
    values: Array, beside: int, newest: int, using: Container[str], work: Work
) -> Iterator[tuple[str, Index, Index, Array]]:
    """What one more operation makes of the newest formulas: functions of them, and each with the first ones."""
    new = np.arange(newest, len(values))
    for function in (each for each in _FUNCTIONS if each in using):
        yield function, new, new, _applied(UNARY[function], [values[new]], work)
    one, other = (grid.ravel() for grid in np.meshgrid(new, np.arange(beside), indexing="ij"))
    for op in (each for each in _OPERATIONS if each in _ARITHMETIC or each in using):
        for first, second in ((one, other), (other, one)):
            if op in {"+", "*", "min", "max"} and first is other:
                continue
            for begin in range(0, len(first), _step(values)):
                chunk = slice(begin, begin + _step(values))
                computed = _applied(BINARY[op], [values[first[chunk]], values[second[chunk]]], work)
                yield op, first[chunk], second[chunk], computed


def _step(values: Array) -> int:
    return max(1, _AT_ONCE // int(values.shape[1]))


def _applied(operation: Callable[..., Array], parts: Sequence[Array], work: Work) -> Array:
    work.spend(parts[0].size)
    with np.errstate(all="ignore"):
        found = np.asarray(operation(*parts), dtype=np.float64)
    return np.where(np.abs(found) < _LARGEST, found, np.nan)


def _new(values: Array, seen: set[tuple[int, int]]) -> Index:
    """Places of the values that were not seen yet, which are from now on; without those that are mostly none."""
    whole = np.isfinite(values).mean(axis=1) >= 0.5 if values.size else np.zeros(0, dtype=bool)
    filled = np.where(np.isfinite(values), values, _INVALID)
    one, other = (_rounded(filled @ _weights(values.shape[1], which)) for which in (0, 1))
    found = []
    for index in np.flatnonzero(whole):
        key = int(one[index]), int(other[index])
        if key not in seen:
            seen.add(key)
            found.append(index)
    return np.array(found, dtype=np.int64)


def _rounded(values: Array) -> Index:
    """Numbers to ten digits, as whole numbers that are alike for the same."""
    mantissa, exponent = np.frexp(values)
    return (np.round(mantissa * 2**33).astype(np.int64) << 12) + exponent.astype(np.int64)


def _weights(count: int, which: int = 0) -> Array:
    """Numbers that no formula has: the same everywhere, and for any count."""
    return np.sqrt(np.arange(2 + 7 * which, 2 + 7 * which + count)) % 1.0 + 0.1234567 + 0.05 * np.arange(count) % 0.7
