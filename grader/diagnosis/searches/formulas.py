"""Which formula the answers follow, where they are numbers: everywhere, or in those calls in which they are not right.

Formulas grow from the names of the arguments, a few constants and the terms of the formula that was asked for; the
answers are peeled from the other side.  What both ends meet in is computed again in every call and compared.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.plain_numbers import is_plain, is_written
from grader.diagnosis.searches import bank as banks
from grader.diagnosis.searches.bank import Bank
from grader.diagnosis.searches.inverse import UNDONE, forward, left_of, paths, places, replaced, right_of
from grader.diagnosis.searches.numbers import Columns, columns, kinds_of
from grader.diagnosis.searches.question import Ground, Question
from grader.diagnosis.searches.regions import regions
from grader.diagnosis.searches.simpler import in_order, simpler
from grader.diagnosis.searches.trees import COARSE, PI, Tree, compute, name, number, read
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy, Piece

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEWEST = 6  # numbers
_EXACT = 1e-7  # of the largest number: single precision is no formula's doing
_DEAREST = 14  # names, numbers and operations of a formula that tells a reader something
_MORE = 4  # than the formula that was asked for
_ROWS = 40  # that formulas are told apart by
_MOST = 80_000  # formulas
_CANDIDATES = 2000  # of which many come to the same
_COMPUTED = 400  # in all calls
_NEAR = 1e-6  # of the largest number: a formula is then computed and compared more closely
# Times as large as the answers: what is added to such a number fits by chance, and takes the place of candidates.
_SWALLOWING = 1e4
_MADE_UP = (1.37, 0.61, 1.83, 0.87)  # what arguments that are the same in all calls are multiplied by, to be told apart
_LEAVES = (0.0, 1.0, 2.0)  # whole numbers that a formula may hold wherever an argument can stand
_WRITTEN = (
    180.0,
    3.14,
    3.1416,
    360.0,
    3.0,
    4.0,
    10.0,
    100.0,
    0.1,
    0.9,
)  # what stands where something else is asked for
_PLAIN = 3  # names, numbers and operations of a formula that constant answers may follow
_FEWEST_DIFFERENT = 3  # numbers that a longer one, or a part of it that loses most of what it is given, comes to
_FEWEST_APART = 3  # numbers that are not right, where the others are
_CONDITION = 3  # what a condition costs a reader, in names


def described(question: Question, work: Work) -> Described | None:
    """A formula for each part of the answers that is not right; None where one of them has no formula."""
    if not kinds_of(question.ground):
        return None
    laid = columns(question)
    if laid is None or len(laid.own[0]) < FEWEST:
        return None
    pieces: list[Piece] = []
    names = _names_in_order(question.ground)
    family = Family.FORM
    wrong = [part for part in range(len(laid.own)) if _apart(laid, part).any()]
    for part in reversed(wrong):  # what a part is made of comes, as a rule, behind it
        if pieces and _follows(laid, part):
            continue
        found = _of_part(question.ground, laid, part, work)
        if not found:
            return None
        family = _family(question.ground, found, laid, part) if not pieces else Family.TWO
        pieces[:0] = [
            Piece(str(in_order(each.tree, names)), each.where, _part_name(question.ground, laid, part))
            for each in found
        ]
    if not pieces:
        return None
    right = tuple(_part_name(question.ground, laid, part) for part in range(len(laid.own)) if part not in wrong)
    rates = "lr0" in question.ground.parameters and len(laid.own) == 1
    return Described(
        family, FoundBy.FORMULA, tuple(pieces), slot="rates" if rates else "answer", right=tuple(filter(None, right))
    )


def _names_in_order(ground: Ground) -> tuple[str, ...]:
    """As they come in what was asked for; then the others as parameters have them."""
    told = [word for whole in ground.wholes for word in re.findall(r"[A-Za-z_]\w*", whole)]
    return tuple(dict.fromkeys([*told, *ground.parameters]))


def formula_of(ground: Ground, laid: Columns, work: Work) -> str:
    """The one formula that the first part of the answers follows in every row; empty where there is none."""
    ends = _ends(ground, laid, work)
    found = _formula(ends, laid, 0, np.ones(len(laid.own[0]), dtype=bool), work)
    return "" if found is None else str(in_order(found, _names_in_order(ground)))


class _Fit(msgspec.Struct, frozen=True):
    """A formula that holds in some calls."""

    tree: Tree
    where: str = ""

    @property
    def cost(self) -> int:
        return _price(self.tree) + (_CONDITION if self.where else 0)


def _of_part(ground: Ground, laid: Columns, part: int, work: Work) -> list[_Fit]:
    """One formula for all calls; or one for those that a condition cuts out, and the others are right; or two."""
    apart = _apart(laid, part)
    ends = _ends(ground, laid, work)
    everywhere = np.ones(len(apart), dtype=bool)
    whole = _formula(ends, laid, part, everywhere, work)
    found = [] if whole is None else [_Fit(whole)]
    if whole is not None and _price(whole) == whole.cost:
        return found
    cut = list(regions(laid.given, ground.conditions))
    cut.sort(key=lambda each: int(each[1].sum()))
    for where, mask in cut:
        if not (apart & ~mask).any() and mask.sum() >= FEWEST and apart.sum() >= _FEWEST_APART:
            tree = _formula(ends, laid, part, mask, work)
            if tree is not None:
                found.append(_Fit(tree, where))
    if found:
        return [min(found, key=lambda fit: fit.cost)]
    return _two(ends, laid, part, cut[: 2 * len(ground.conditions)], work)


def _two(ends: _Ends, laid: Columns, part: int, cut: Sequence[tuple[str, Mask]], work: Work) -> list[_Fit]:
    """A formula where a condition holds and another one where it does not."""
    by_mask = {mask.tobytes(): where for where, mask in cut}
    for where, mask in cut:
        if min(int(mask.sum()), int((~mask).sum())) < FEWEST:
            continue
        otherwise = by_mask.get((~mask).tobytes())
        if otherwise is None:
            continue
        first = _formula(ends, laid, part, mask, work)
        second = None if first is None else _formula(ends, laid, part, ~mask, work)
        if first is not None and second is not None:
            return [_Fit(first, where), _Fit(second, otherwise)]
    return []


# --- one formula in some calls ----------------------------------------------------------------------------------


class _Ends(msgspec.Struct, frozen=True, eq=False):
    """What both ends of the search hold: the bank over some rows, and the formulas that were asked for.

    Where arguments are the same in all calls, the bank has rows more, in which they are not: `lr0` is then not taken
    for a number or for another argument that it happens to equal.
    """

    bank: Bank
    rows: NDArray[np.int64]
    wholes: tuple[Tree, ...]
    using: frozenset[str]
    same: frozenset[str]  # arguments that are the same in all calls

    def laid(self, numbers: Array, mask: Mask) -> tuple[Array, Mask]:
        """Numbers of all calls, and which of them count, as the bank has them: those that are made up never do."""
        made_up = self.bank.values.shape[1] - len(self.rows)
        wanted = np.concatenate([numbers[self.rows], np.full(made_up, np.nan)])
        return wanted, np.concatenate([mask[self.rows], np.zeros(made_up, dtype=bool)])


@lru_cache(maxsize=4)  # of some 20 MB each
def _ends_of(ground: Ground, given: bytes, names: tuple[str, ...], budget: int) -> tuple[_Ends, int]:
    """The bank of a function, which is the same for a whole class, and what it cost."""
    work = Work(budget)
    table = np.frombuffer(given).reshape(len(names), -1)
    known = dict(zip(names, table, strict=True))
    rows = _telling(known, ground.conditions)
    same = frozenset(label for label, values in known.items() if np.ptp(values) == 0)
    some = _with_made_up({label: values[rows] for label, values in known.items()}, same)
    terms = [each for each in map(read, ground.terms) if each is not None and each.names <= {*known, "pi"}]
    plain = [name(label) for label in sorted(some, key=lambda label: label in same)]
    plain += [number(1), number(2), *([PI] if any("pi" in each.names for each in terms) else [])]
    others = [number(0.5), number(0), *sorted(terms, key=lambda tree: tree.cost)[:_TERMS]]
    leaves = {each: compute(each, some) for each in (*plain, *others)}
    wholes = tuple(each for each in map(read, ground.wholes) if each is not None and each.names <= {*known, "pi"})
    made = banks.build(leaves, len(plain), frozenset(ground.functions), _MOST, work)
    return _Ends(made, rows, wholes, frozenset(ground.functions), same), budget - work.left


def _with_made_up(given: Mapping[str, Array], same: frozenset[str]) -> dict[str, Array]:
    """Arguments with some more rows, in which those that are the same in all calls are others, too."""
    if not same:
        return dict(given)
    factors = np.array(_MADE_UP)
    made_up = {}
    for place, (label, values) in enumerate(given.items()):
        others = values[0] * np.roll(factors, place) + place * (values[0] == 0)
        made_up[label] = others if label in same else np.resize(values, len(factors))
    return {label: np.concatenate([values, made_up[label]]) for label, values in given.items()}


_TERMS = 10


def _ends(ground: Ground, laid: Columns, work: Work) -> _Ends:
    names = tuple(laid.given)
    given = np.array([laid.given[label] for label in names], dtype=np.float64).tobytes()
    ends, cost = _ends_of(ground, given, names, work.left)
    work.spend(cost)
    return ends


def _telling(known: Mapping[str, Array], conditions: Sequence[str]) -> NDArray[np.int64]:
    """Rows enough to tell formulas apart, some on each side of each condition."""
    count = len(next(iter(known.values())))
    chosen = set(np.unique(np.linspace(0, count - 1, min(count, _ROWS)).astype(int)).tolist())
    for _, mask in islice(regions(known, conditions), 12):
        chosen |= set(np.flatnonzero(mask)[:FEWEST].tolist())
    return np.array(sorted(chosen), dtype=np.int64)


def _formula(ends: _Ends, laid: Columns, part: int, mask: Mask, work: Work) -> Tree | None:
    """The simplest formula that comes to the answers in all these calls; None where there is none worth telling."""
    own = laid.own[part][mask]
    if not _tells_enough(own):
        return None
    given = {label: values[mask] for label, values in laid.given.items()}
    wrong = laid.own[part][mask & _apart(laid, part)]
    apart = wrong if wrong.size else own
    size = max(float(np.abs(own).max()), 1e-12)
    fits: list[Tree] = []
    looked_at: set[Tree] = set()
    for tree in islice(_candidates(ends, laid.own[part], mask, work), _CANDIDATES):
        work.spend(tree.cost)
        plain = simpler(tree)
        dear = bool(fits) and _price(plain) > min(map(_price, fits)) + 1
        if dear or plain in looked_at or not _is_useful(plain, ends.wholes):
            continue
        looked_at.add(plain)
        if len(looked_at) > _COMPUTED:
            break
        work.spend(own.size * tree.cost)
        if not (_stands_somewhere(plain, ends) and _is_borne_out(plain, ends, given, apart)):
            continue
        with np.errstate(all="ignore"):
            off = np.abs(compute(plain, given) - own).max()
        if off <= _EXACT * size:
            fits.append(plain)
    if not fits:
        return None
    unknown = {label for label in ends.same if given[label][0] in _LEAVES}  # for all one knows a number is meant
    best = min(fits, key=lambda tree: _preference(tree, unknown))
    once = not _repeats(best)  # then no rival is who takes an argument a second time, for a number that is not told
    others = [each for each in fits if not (once and _repeats(each))]
    if best.coarse and any(_parts_elsewhere(best, other, laid.given, frozenset()) for other in others):
        return None  # what loses most of its numbers fits by chance, too
    rivals = [each for each in fits if _preference(each, unknown)[:2] == _preference(best, unknown)[:2]]
    if ends.same and any(_parts_elsewhere(best, other, laid.given, ends.same) for other in rivals):
        return None
    return best


def _repeats(tree: Tree) -> bool:
    """Whether an argument stands in it twice."""
    return sum(each.op == "name" for each in tree.nodes()) > len(tree.names)


def _preference(tree: Tree, unknown: Container[str]) -> tuple[int, int, int]:
    """What is told of formulas that fit: the cheapest; that which uses more arguments; that which uses each once."""
    names = [each.name for each in tree.nodes() if each.op == "name"]
    return _price(tree), -len({each for each in names if each not in unknown}), len(names)


def _parts_elsewhere(one: Tree, other: Tree, given: Mapping[str, Array], same: frozenset[str]) -> bool:
    """Whether two formulas that agree in all calls are others where arguments are mixed anew.

    Those that are the `same` in all calls are then others.
    """
    made_up = _with_made_up(given, same)
    mixed = {label: np.roll(values, 0 if same else place) for place, (label, values) in enumerate(made_up.items())}
    with np.errstate(all="ignore"):
        first, second = compute(one, mixed), compute(other, mixed)
        apart = np.abs(first - second) > _NEAR * np.maximum(np.abs(first), np.abs(second))
    return bool((apart & np.isfinite(first) & np.isfinite(second)).any())


def _price(tree: Tree) -> int:
    """What a formula costs its reader: names, numbers and operations, of which a smaller or larger one costs more."""
    return tree.cost + 3 * sum(each.op in {"min", "max"} for each in tree.nodes())


def _tells_enough(own: Array) -> bool:
    """Whether there are numbers enough that none fits by chance."""
    return len(own) >= FEWEST


def _is_useful(tree: Tree, wholes: Sequence[Tree]) -> bool:
    """Whether a reader learns something from it."""
    dearest = max([_DEAREST, *(whole.cost + _MORE for whole in wholes)])
    coarsest = max([1, *(whole.coarse for whole in wholes)])
    return tree.cost <= dearest and tree.coarse <= coarsest


def _stands_somewhere(tree: Tree, ends: _Ends) -> bool:
    """Whether all its numbers are such as people write; one that arguments come to in all calls is not told from it."""
    if tree.op == "number":
        return is_plain(tree.value) if ends.same else is_written(tree.value)
    if tree.parts and not tree.names:  # made of numbers alone
        small = all(part.op == "number" and part.value.is_integer() for part in tree.parts)
        return small and tree.op == "/"
    return all(_stands_somewhere(part, ends) for part in tree.parts)


def _is_borne_out(tree: Tree, ends: _Ends, given: Mapping[str, Array], own: Array) -> bool:
    """Whether the answers that are not right differ so much from each other that such a formula is no chance.

    A part that only switches, as `1 // n` or `0 ** t` do, fits whatever has two kinds of calls; where what was asked
    for goes by steps, it is no such part.
    """
    if tree.cost > _PLAIN and _different(np.abs(own[own != 0])) < _FEWEST_DIFFERENT:
        return False
    if any(whole.coarse for whole in ends.wholes):
        return True
    switches = (each for each in tree.nodes() if each.op in COARSE or (each.op == "**" and each.parts[0] == number(0)))
    with np.errstate(all="ignore"):
        return all(_different(compute(each, given)) >= _FEWEST_DIFFERENT for each in switches)


def _different(numbers: Array) -> int:
    """How many there are, of which those are one that rounding may have parted."""
    ordered = np.sort(numbers)
    return int(ordered.size and 1 + np.count_nonzero(np.diff(ordered) > _NEAR * np.abs(ordered[1:])))


def _candidates(ends: _Ends, own: Array, mask: Mask, work: Work) -> Iterator[Tree]:
    """Formulas that may come to the answers: whole ones, with one place of what was asked for changed, and peeled."""
    bank = ends.bank
    wanted, kept = ends.laid(own, mask)
    if kept.sum() < min(FEWEST, int(mask.sum())):
        return
    yield from ends.wholes
    for _, index in bank.find(wanted[None], kept, work):
        yield bank.tree(index)
    yield from _changed(ends, wanted, kept, work)
    yield from _peeled(bank, wanted, kept, work, bank.levels[min(1, len(bank.levels) - 1)])
    for outer, numbers in _layers(bank, wanted, kept, ends.using):
        for tree in _peeled(bank, numbers, kept, work, bank.levels[0]):
            yield outer(tree)


def _changed(ends: _Ends, wanted: Array, kept: Mask, work: Work) -> Iterator[Tree]:
    """What was asked for with another formula, or another number, in one of its places."""
    bank = ends.bank
    given = {tree.name: bank.values[index] for index, tree in enumerate(bank.leaves) if tree.op == "name"}
    some = {label: values[kept] for label, values in given.items()}
    size = _NEAR * max(float(np.abs(wanted[kept]).max()), 1e-12)
    few = bank.values[: bank.levels[min(1, len(bank.levels) - 1)]][:, kept]
    written = np.repeat(np.array(_WRITTEN)[:, None], int(kept.sum()), axis=1)
    for whole in ends.wholes:
        if not whole.names <= {*given, "pi"}:
            continue
        for path, inside, numbers in places(whole, wanted, given):
            told = kept & np.isfinite(numbers)
            if told.sum() < FEWEST or not path:
                continue
            if np.ptp(numbers[told]) <= _EXACT * np.abs(numbers[told]).max():
                yield replaced(whole, path, number(float(f"{np.median(numbers[told]):.6g}")))
            for _, index in bank.find(numbers[None], told, work):
                if bank.tree(index) != inside:
                    yield replaced(whole, path, bank.tree(index))
        for path, inside in paths(whole):  # what cannot be undone, as a cosine beyond half a wave, is tried instead
            if not path:
                continue
            for values, trees in ((few, None), (written, _WRITTEN)):
                work.spend(values.size * len(path))
                off = np.abs(forward(whole, path, values, some) - wanted[kept]).max(axis=1)
                for place in np.flatnonzero(off <= size).tolist():
                    tree = bank.tree(place) if trees is None else number(trees[place])
                    if tree != inside:
                        yield replaced(whole, path, tree)


def _peeled(bank: Bank, wanted: Array, kept: Mask, work: Work, first: int) -> Iterator[Tree]:
    """Formulas of one operation more than the bank has: another of its formulas stands on the left, or on the right."""
    others = bank.values[:first]
    with np.errstate(all="ignore"):
        swallowed = np.abs(others[:, kept]).max(axis=1) > _SWALLOWING * np.abs(wanted[kept]).max()
    for op in ("+", "-", "*", "/", "**"):
        for side, undo in ((0, left_of), (1, right_of)):
            if side and op in {"+", "*"}:
                continue
            numbers = undo(op, wanted[None], others)
            if numbers is None:
                continue
            if op in {"+", "-"}:
                numbers[swallowed] = np.nan
            for query, index in bank.find(numbers, kept, work):
                parts = (bank.tree(index), bank.tree(query))
                yield Tree(op, parts if side == 0 else parts[::-1])


def _layers(bank: Bank, wanted: Array, kept: Mask, using: Container[str]) -> Iterator[tuple[_Wrap, Array]]:
    """What is left of the answers when one operation with a single name is undone, or a function."""
    for function, undo in UNDONE.items():
        if function != "neg" and function not in using:
            continue
        with np.errstate(all="ignore"):
            numbers = undo(wanted)
        if function != "neg" and np.isfinite(numbers[kept]).all():
            yield _Wrap(function, None, 0), numbers
    for index in range(bank.levels[0]):
        for op in ("+", "-", "*", "/", "**"):
            for side, undone in ((0, left_of), (1, right_of)):
                if side and op in {"+", "*"}:
                    continue
                found = undone(op, wanted, bank.values[index])
                if found is not None and np.isfinite(found[kept]).all():
                    yield _Wrap(op, bank.leaves[index], side), found


class _Wrap(msgspec.Struct, frozen=True):
    """An operation with one place left to fill: on the left (0) or on the right (1) of `other`."""

    op: str
    other: Tree | None
    side: int

    def __call__(self, inside: Tree) -> Tree:
        if self.other is None:
            return Tree(self.op, (inside,))
        return Tree(self.op, (inside, self.other) if self.side == 0 else (self.other, inside))


# --- what is said of it -----------------------------------------------------------------------------------------


def _apart(laid: Columns, part: int) -> Mask:
    """Which numbers of a part are not right."""
    own, right = laid.own[part], laid.right[part]
    return np.asarray(np.abs(own - right) > _EXACT * max(float(np.abs(right).max()), 1e-9))


def _follows(laid: Columns, part: int) -> bool:
    """Whether a part is right but for another part that is wrong: it is off by as much."""
    others = [other for other in range(len(laid.own)) if other != part]
    off = laid.own[part] - laid.right[part]
    size = max(float(np.abs(laid.own[part]).max()), 1e-9)
    return any(np.abs(off - (laid.own[each] - laid.right[each])).max() <= _EXACT * size for each in others)


def _part_name(ground: Ground, laid: Columns, part: int) -> str:
    if len(laid.own) == 1:
        return ""
    told = ground.parts[part] if part < len(ground.parts) else ""
    return told.replace("_", " ") or f"part {part + 1}"


def _family(ground: Ground, found: Sequence[_Fit], laid: Columns, part: int) -> Family:
    """What kind of slip brings the answers about, by their ratio to the right ones."""
    if len(found) > 1:
        return Family.TWO
    own, right = laid.own[part], laid.right[part]
    apart = _apart(laid, part) & (np.abs(right) > _EXACT * float(np.abs(right).max()))
    if apart.any():
        ratios = own[apart] / right[apart]
        if np.ptp(ratios) <= _EXACT * float(np.abs(ratios).max()):
            return Family.SIGN if ratios[0] < 0 else Family.FACTOR
    ones = sum(node == number(1) for node in found[0].tree.nodes())
    before = min(
        (sum(node == number(1) for node in whole.nodes()) for whole in map(read, ground.wholes) if whole), default=0
    )
    return Family.INDEX if ones > before and ground.wholes else Family.FORM
