"""Right answers but for one thing: the length of a vector, a part of a matrix, one more in a count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.diagnosis.searches.numbers import array_of, numbers_of
from grader.diagnosis.searches.question import Question
from grader.diagnosis.searches.work import Work
from grader.records import Described, Family, FoundBy, Piece

Array = NDArray[np.float64]

_EXACT = 1e-6  # of the largest right number
_FEWEST = 2  # answers that show it
_FEWEST_ALONG = 3  # vectors with several numbers
_FEWEST_COUNTS = 3  # that differ
_MOST_OFF = 2  # by which a count is another one
_LARGEST = 10_000  # numbers of an answer

# Names of `grader.words.described_paths.TABLES`; the most exact first.
_OF_VECTORS: dict[str, Callable[[Array], Array]] = {
    "unit_length": lambda right: right / np.linalg.norm(right),
    "largest_is_one": lambda right: right / np.abs(right).max(),
    "sum_is_one": lambda right: right / right.sum(),
    "first_is_one": lambda right: right / right[0],
    "other_order": lambda right: right[::-1],
    "sizes": np.abs,
    "signs": np.sign,
}
_TIMES = {"2": 2.0, "1/2": 0.5, "4": 4.0, "1/4": 0.25, "-1": -1.0, "0": 0.0}


def _with_diagonal(times: float, right: Array) -> Array:
    return right + (times - 1) * np.diag(np.diag(right))


def _with_beside(times: float, right: Array) -> Array:
    return right + (times - 1) * (right - np.diag(np.diag(right)))


_OF_MATRICES: dict[str, Callable[[Array], Array]] = {
    "below_diagonal_0": np.triu,
    "above_diagonal_0": np.tril,
    **{f"diagonal_{told}": partial(_with_diagonal, times) for told, times in _TIMES.items()},
    **{f"beside_diagonal_{told}": partial(_with_beside, times) for told, times in _TIMES.items()},
}


def names() -> set[str]:
    """All that is found here."""
    counted = {f"counted_off_{by * sign}" for by in range(1, _MOST_OFF + 1) for sign in (1, -1)}
    return {
        *_OF_VECTORS,
        "another_length",
        "another_length_at_times",
        *_OF_MATRICES,
        "diagonal_times",
        "beside_diagonal_times",
        *counted,
    }


def described(question: Question, work: Work) -> Described | None:
    """The one thing that makes right answers of what came back; None where it is another one, or several."""
    pairs = [(each.answer, answer) for each, answer in zip(question.ground.asked, question.answers, strict=True)]
    if (off := _counted_off(pairs)) != 0:
        return Described(Family.INDEX, FoundBy.PATH_RULE, slot=f"counted_off_{off}")
    pairs = [(right, own) for right, own in pairs if not (right is None and own is None)]
    if (part := _the_wrong_part(pairs)) is not None:
        found = _of_arrays(question, [(right[part], own[part]) for right, own in pairs], work)
        names = question.ground.parts
        told = names[part].replace("_", " ") if part < len(names) else f"part {part + 1}"
        return None if found is None else replace(found, parts=(told,))
    return _of_arrays(question, pairs, work)


def _the_wrong_part(pairs: Sequence[tuple[Any, Any]]) -> int | None:
    """The one part of all tuples that is another one than asked; None where there are no tuples, or none or several."""
    if not pairs or not all(type(each) is tuple for pair in pairs for each in pair):
        return None
    if len({len(each) for pair in pairs for each in pair}) != 1:
        return None
    count = len(pairs[0][0])
    wrong = [part for part in range(count) if not all(_are_same(right[part], own[part]) for right, own in pairs)]
    return wrong[0] if len(wrong) == 1 else None


def _are_same(right: Any, own: Any) -> bool:
    one, other = numbers_of(right), numbers_of(own)
    return one is not None and other is not None and one.shape == other.shape and _same(one, other)


def _of_arrays(question: Question, pairs: Sequence[tuple[Any, Any]], work: Work) -> Described | None:
    arrays = [(_array(right), _array(own)) for right, own in pairs]
    whole = [
        (right, own) for right, own in arrays if right is not None and own is not None and right.shape == own.shape
    ]
    if len(whole) < max(len(pairs), 1):
        return None
    work.spend(sum(right.size for right, _ in whole) * 20)
    wrong = [(right, own) for right, own in whole if not _same(right, own)]
    if len(wrong) < _FEWEST:
        return None
    dimensions = {right.ndim for right, _ in whole}
    if dimensions == {1} and all(right.size > 1 for right, _ in whole):
        return _of_kind(_OF_VECTORS, whole, within=0.0) or _another_length(wrong, at_times=len(wrong) < len(whole))
    if dimensions == {2} and all(_is_symmetric(right) for right, _ in whole):
        given = [each.given for each in question.ground.asked if each.answer is not None]
        return _of_kind(_OF_MATRICES, whole, within=1.0) or _part_times(whole, given)
    return None


def _of_kind(
    changes: dict[str, Callable[[Array], Array]], whole: Sequence[tuple[Array, Array]], *, within: float
) -> Described | None:
    """The first change that makes all of them; a part that is 0 is 0 within so much of the whole that it is part of."""
    for name, change in changes.items():
        if all(_same(change(right), own, size=within * right) for right, own in whole):
            return Described(Family.FORM, FoundBy.PATH_RULE, slot=name)
    return None


def _part_times(whole: Sequence[tuple[Array, Array]], given: Sequence[Mapping[str, Any]]) -> Described | None:
    """By which argument the diagonal, or what is beside it, is multiplied or divided."""
    names = [name for name in given[0] if all(type(each.get(name)) in {int, float} for each in given)]
    for slot, part in (("diagonal_times", _with_diagonal), ("beside_diagonal_times", _with_beside)):
        factors = np.array([_ratio(right - part(0.0, right), own - part(0.0, own)) for right, own in whole])
        told = np.isfinite(factors)
        if told.sum() < _FEWEST or not all(
            _same(part(factor if there else 1.0, right), own)
            for factor, there, (right, own) in zip(factors, told, whole, strict=True)
        ):
            continue
        for name in names:
            given_by = np.array([float(each[name]) for each in given])
            if formula := _power(name, given_by[told], factors[told]):
                return Described(Family.FACTOR, FoundBy.PATH_RULE, (Piece(formula),), slot=slot)
    return None


def _power(name: str, by: Array, factors: Array) -> str:
    """How factors are written by an argument; empty where they are none of its powers, or it is one and the same."""
    if not by.all() or len(set(by)) < _FEWEST:
        return ""
    powers = {name: 1, f"{name}**2": 2, f"1 / {name}": -1, f"1 / {name}**2": -2}
    fit = (formula for formula, power in powers.items() if np.allclose(factors, by**power, rtol=_EXACT, atol=0.0))
    return next(fit, "")


def _ratio(right: Array, own: Array) -> float:
    """How many times the right numbers the own ones are, by the largest of them; NaN where all are 0."""
    at = np.unravel_index(np.abs(right).argmax(), right.shape)
    return float(own[at] / right[at]) if right.any() else np.nan


def _another_length(wrong: Sequence[tuple[Array, Array]], *, at_times: bool) -> Described | None:
    """Vectors along the right ones, as no accident would have them."""
    if sum(np.count_nonzero(np.abs(right) > _EXACT * np.abs(right).max()) > 1 for right, _ in wrong) < _FEWEST_ALONG:
        return None  # along one axis any other vector points the same way
    lengths = [np.linalg.norm(own) / np.linalg.norm(right) for right, own in wrong if right.any()]
    if len(lengths) < len(wrong) or not all(lengths):
        return None
    if not all(_same(length * right, own) for length, (right, own) in zip(lengths, wrong, strict=True)):
        return None
    return Described(Family.FACTOR, FoundBy.PATH_RULE, slot="another_length_at_times" if at_times else "another_length")


def _counted_off(pairs: Sequence[tuple[Any, Any]]) -> int:
    """By how much each count is another one than asked, where there is one that is not 0; 0 where that is not so."""
    counts = [(right, own) for right, own in pairs if right is not None]
    if not all(type(right) is int and type(own) is int for right, own in counts):
        return 0
    if not all(own is None for right, own in pairs if right is None):
        return 0
    off = {own - right for right, own in counts if right}
    at_zero = {own for right, own in counts if not right}
    told = len({right for right, _ in counts if right}) >= _FEWEST_COUNTS and len(off) == 1 and at_zero <= {0, *off}
    return by if told and 0 < abs(by := off.pop()) <= _MOST_OFF else 0


def _is_symmetric(right: Array) -> bool:
    """A matrix, of which diagonal and rest are parts; a path has no diagonal."""
    return right.shape[0] == right.shape[1] > 1 and np.array_equal(right, right.T)


def _same(right: Array, own: Array, *, size: Array | float = 0.0) -> bool:
    largest = float(np.maximum(np.abs(right), np.abs(size)).max(initial=0.0))
    return bool(np.isfinite(right).all() and (np.abs(own - right) <= _EXACT * max(largest, 1e-9)).all())


def _array(answer: Any) -> Array | None:
    array = array_of(answer)
    if array is None or not 0 < array.size <= _LARGEST or array.ndim not in {1, 2}:
        return None
    return array if np.isfinite(array).all() else None
