"""What criteria call to compare.  Each raises `Lost`, which carries the difference for the judge to put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader.errors import RubricError
from grader.records import Compared, Difference, DifferenceKind, Form
from grader.rubric import comparison, composed, sealed
from grader.rubric.comparison import Subject
from grader.rubric.proxies import Reply
from grader.rubric.sealed import noting
from grader.sandbox.values import SetOf
from grader.tolerance import RELATIVE


class Lost(AssertionError):  # noqa: N818 - an outcome of judging, no error
    """A criterion is lost; `difference` says by what."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.kind)
        self.difference = difference


@noting(sealed.close)
def assert_close(
    got: object,
    want: object,
    *,
    tolerance: float = RELATIVE,
    scale: float | None = None,
    names: Sequence[str] = (),
    only: str = "",
    name: str = "",
) -> None:
    """Numbers, arrays of one shape, or tuples, lists of different lengths and dicts of these, however nested.

    `tolerance` is relative to the largest |want|, or to `scale`.  `names` calls the parts of a tuple by name, `only`
    names the one part whose value is looked at.
    """
    if isinstance(want, tuple):
        _assert_parts(got, want, tolerance, scale, names, only)
    elif composed.is_composed(want):
        _lose_by(composed.composed(got, want, tolerance=tolerance, scale=scale, subject=_named(name)))
    else:
        _lose_by(comparison.close(got, want, tolerance=tolerance, scale=scale, subject=_named(name)))


def _named(name: str) -> Subject:
    return Subject(Compared.NUMBERS, name) if name else Subject()


def _assert_parts(
    got: object, want: tuple[Any, ...], tolerance: float, scale: float | None, names: Sequence[str], only: str
) -> None:
    if got is None:
        raise Lost(Difference(DifferenceKind.NOTHING, Compared.PARTS, names=tuple(names), want=str(len(want))))
    if not isinstance(got, tuple | list) or isinstance(got, SetOf):
        wrong = comparison.no_numbers(got, Subject(Compared.PARTS))
        _lose_by(wrong and replace(wrong, names=tuple(names), want=str(len(want))))
    if not isinstance(got, tuple | list) and not (isinstance(got, np.ndarray) and got.ndim):
        raise Lost(Difference(DifferenceKind.PARTS, want=str(len(want)), form=Form.ONE))
    if isinstance(got, np.ndarray) and len({_shape(part) for part in want}) > 1:  # the parts of an array have one
        raise Lost(Difference(DifferenceKind.PARTS, got=str(got.shape), want=str(len(want)), form=Form.ARRAY))
    if len(got) != len(want):
        raise Lost(Difference(DifferenceKind.PARTS, got=str(len(got)), want=str(len(want))))
    for number, (part, expected) in enumerate(zip(got, want, strict=True)):
        name = names[number] if names else ""
        if only in {"", name}:
            subject = Subject(Compared.PART, name, number + 1)
            compare = composed.composed if composed.is_composed(expected) else comparison.close
            lost = compare(part, expected, tolerance=tolerance, scale=scale, subject=subject)
            _lose_by(lost and replace(lost, names=tuple(names)))


def _shape(part: object) -> tuple[int, ...] | None:
    """None of what is no array of numbers: a dict, or lists of several lengths."""
    try:
        return np.asarray(part, dtype=np.float64).shape
    except (TypeError, ValueError):
        return None


@noting(sealed.trajectory)
def assert_trajectory(
    got: object, want: Any, *, tolerance: float = RELATIVE, columns: Sequence[str] = (), only: str = ""
) -> None:
    """Trajectories of shape (steps + 1, d); each column within `tolerance` of its largest value.

    `columns` calls the columns by name, `only` names the one whose values are looked at.
    """
    path = np.asarray(want, dtype=np.float64)
    _lose_by(comparison.trajectory(got, path, tolerance=tolerance, columns=columns, only=only))


@noting(sealed.form)
def assert_form(got: object, want: Any) -> None:
    """A trajectory of the expected shape, made of finite numbers, whatever their values."""
    _lose_by(comparison.form(got, np.asarray(want, dtype=np.float64)))


@noting(sealed.schedule)
def assert_schedule(got: Sequence[object], want: Sequence[float], lr0: float) -> None:
    """Learning rates at t = 0, 1, …, within 3e-4 of `lr0`."""
    _lose_by(comparison.schedule(got, want, lr0))


@noting(sealed.same)
def assert_exact(got: object, want: object, *, name: str = "") -> None:
    """The same value of a kind without a tolerance (`grader/exact_kinds.py`), or None; for dicts, under every name."""
    _lose_by(comparison.exact(got, want, subject=Subject(name=name)))


@noting(sealed.same)
def assert_label(got: object, want: object, *, among: Sequence[str] = (), name: str = "") -> None:
    """A short text: the same label, whatever its case, blanks, hyphens and quotes; for dicts, under every name.

    `among` lists the labels that the statement names, for the sentence about an answer that is none of them.
    """
    _lose_by(composed.label(got, want, among, name=name))


def assert_has(got: object, name: str) -> None:
    """An answer under a name: a dict that has it, or something that is no dict and is told by what it is."""
    if got is None:
        _lose_by(comparison.nothing(Subject(Compared.ENTRIES)))
    if isinstance(got, dict) and name not in got:
        _lose_by(comparison.entry_missing(got, name))


def entry(got: object, name: str) -> Any:
    """What an answer has under a name, to be compared by itself; lost where there is none of that name, or no dict."""
    assert_has(got, name)
    if not isinstance(got, dict):
        _lose_by(comparison.other_names(got, {name: None}, Subject(Compared.ENTRIES)))
        return got
    return got[name]


def array_like(got: object, want: Any) -> Any:
    """An answer as an array, where it is numbers in the shape of `want`; None for any other, to be compared as it is.

    What calculates with an answer needs it: of what no array can be made NumPy raises, and nobody gets a grade.
    """
    if not isinstance(got, list | tuple | np.ndarray) or isinstance(got, SetOf):
        return None
    try:
        numbers = np.asarray(got)
    except (TypeError, ValueError):  # rows of different lengths, or arrays beside numbers
        return None
    return numbers if numbers.dtype.kind in "iuf" and numbers.shape == np.shape(want) else None


@noting(sealed.same)
def assert_interval(got: object, want: tuple[float, float], *, tolerance: float = RELATIVE) -> None:
    """Two ends, the lower one first, within `tolerance` of the larger; infinite where the expected one is."""
    _lose_by(composed.interval(got, want, tolerance))


@noting(sealed.same)
def assert_set(got: object, want: object, *, tolerance: float = RELATIVE) -> None:
    """The same members in any order: numbers or points within `tolerance` of the largest, or labels.

    A set, a list, a tuple or an array; a member that is there twice counts once.
    """
    _lose_by(composed.members(got, want, tolerance))


@noting(sealed.same)
def assert_count(got: object, want: object, *, name: str = "") -> None:
    """The same whole number or None, exactly; for dicts, under every name."""
    _lose_by(comparison.exact(got, want, subject=Subject(Compared.COUNT, name)))


@noting(sealed.unchanged)
def assert_unchanged(reply: Reply, *arguments: str) -> None:
    """The named arguments are after the call what they were before; a call without an answer is lost.

    So is one whose worker does not say of an argument what it is now.
    """
    reply.require_value()
    for argument in arguments or tuple(reply.before):
        if argument not in reply.before:
            raise RubricError(
                f"assert_unchanged names {argument!r}, which the call was not given by that name as data",
                remedy="name keyword arguments of the call",
            )
        if argument not in reply.after or not _same(reply.after[argument], reply.before[argument]):
            raise Lost(Difference(DifferenceKind.MODIFIED, Compared.ARGUMENT, argument))


def _same(after: object, before: object) -> bool:
    if type(after) is not type(before):
        return False
    try:
        return bool(np.array_equal(np.asarray(after), np.asarray(before)))
    except ValueError:
        return False


def _lose_by(difference: Difference | None) -> None:
    if difference is not None:
        raise Lost(difference)
