"""Where an answer leaves what was asked.  Each function returns a fact, a `Difference` or None; the rubric decides.

Closed comparisons: first the form, then the shape, then that every number is finite, then the tolerance.  NaN never
passes, nothing broadcasts, and the expected values are our own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader import exact_kinds
from grader.records import Compared, Difference, DifferenceKind, Form
from grader.sandbox.values import SetOf
from grader.tolerance import RELATIVE, Tolerance

Array = NDArray[np.float64]


class Subject(NamedTuple):
    """What is compared, and what the rubric calls it."""

    compared: Compared = Compared.ANSWER
    name: str = ""
    part: int = 0


_ANSWER = Subject()
_TRAJECTORY = Subject(Compared.TRAJECTORY)
_RATES = Subject(Compared.RATES)


def as_numbers(answer: object, subject: Subject = _ANSWER) -> Array | Difference:
    """An answer as a float64 array: numbers, arrays, and lists and tuples of these; else what is wrong with it."""
    if answer is None:
        return _difference(DifferenceKind.NOTHING, subject)
    if (wrong := no_numbers(answer, subject)) is not None:
        return wrong
    try:
        numbers = np.asarray(answer)
    except ValueError:  # lists of different lengths
        return _difference(DifferenceKind.RAGGED, subject)
    if numbers.dtype.kind not in "iuf":
        return _difference(DifferenceKind.NOT_A_NUMBER, subject, form=Form.OTHER)
    return numbers.astype(np.float64)


def close(
    got: object,
    want: object,
    *,
    tolerance: float = RELATIVE,
    scale: float | None = None,
    subject: Subject = _ANSWER,
) -> Difference | None:
    """Numbers or arrays of one shape, within `tolerance * scale`; scale is by default the largest |want|.

    Raises `ValueError` where `want` holds NaN or infinity: nothing can be compared with these.
    """
    numbers = as_numbers(got, subject)
    if isinstance(numbers, Difference):
        return numbers
    expected = np.asarray(want, dtype=np.float64)
    _require_finite(expected)
    if numbers.shape != expected.shape:
        return _shape(numbers.shape, expected.shape, subject)
    allowed = Tolerance.of_values(expected, tolerance) if scale is None else Tolerance.of_size(scale, tolerance)
    apart = np.flatnonzero(~allowed.holds(numbers, expected))
    if not apart.size:
        return None
    first = int(apart[0])
    place = tuple(map(int, np.unravel_index(first, expected.shape)))
    parted = _parted(numbers, expected, allowed, place, subject)
    row, column = place if len(place) == 2 else (-1, first if place else -1)
    return replace(parted, row=row, column=column, relative=tolerance, scale=scale)


def trajectory(
    got: object, want: Array, *, tolerance: float = RELATIVE, columns: Sequence[str] = (), only: str = ""
) -> Difference | None:
    """Trajectories of shape (steps + 1, d), each column within `tolerance` of its own size.

    `only` names the one column whose values are looked at; the shape is that of the whole all the same.  Raises
    `ValueError` where `want` is no trajectory, or `columns` does not name each of its columns.
    """
    if want.ndim != 2 or not want.size or len(columns) not in {0, want.shape[1]}:
        raise ValueError(f"expected a trajectory of shape {want.shape} with columns {', '.join(columns) or 'unnamed'}")
    _require_finite(want)
    if _holds_a_path_and_more(got, want):
        return _difference(DifferenceKind.PAIR, _TRAJECTORY)
    numbers = as_numbers(got, _TRAJECTORY)
    if isinstance(numbers, Difference):
        return numbers
    allowed = Tolerance.of_columns(want, tolerance)
    if numbers.shape != want.shape:
        return _misshapen(numbers, want, allowed)
    compared = [columns.index(only)] if only else list(range(want.shape[1]))
    ours, theirs, room = numbers[:, compared], want[:, compared], Tolerance(allowed.allowed[compared])
    outside = ~room.holds(ours, theirs)
    if not outside.any():
        return None
    facts: dict[str, Any] = {"rows": len(want), "allowed": _as_floats(allowed), "relative": tolerance}
    if only:
        facts["columns"] = tuple(compared)
    if np.isfinite(ours).all() and (shifted := _shifted(ours, theirs, room)):
        return _difference(shifted, _TRAJECTORY, **facts)
    row = int(np.flatnonzero(outside.any(axis=1))[0])
    place = _farthest(ours[row], theirs[row], room)
    subject = Subject(Compared.TRAJECTORY, columns[compared[place]] if columns else "")
    return replace(_parted(ours, theirs, room, (row, place), subject), row=row, column=compared[place], **facts)


def form(got: object, want: Array) -> Difference | None:
    """The shape of a trajectory, and that all its numbers are finite; their values are not looked at."""
    if _holds_a_path_and_more(got, want):
        return _difference(DifferenceKind.PAIR, _TRAJECTORY)
    numbers = as_numbers(got, _TRAJECTORY)
    if isinstance(numbers, Difference):
        return numbers
    if numbers.shape != want.shape:
        return _misshapen(numbers, want, Tolerance.of_columns(want))
    odd = np.argwhere(~np.isfinite(numbers))
    if not odd.size:
        return None
    row, column = map(int, odd[0])
    return _difference(
        DifferenceKind.NOT_FINITE,
        _TRAJECTORY,
        row=row,
        column=column,
        got=str(numbers[row, column]),
        want=float(want[row, column]),
        rows=len(want),
        allowed=_as_floats(Tolerance.of_columns(want)),
    )


def schedule(got: Sequence[object], want: Sequence[float], lr0: float) -> Difference | None:
    """Learning rates at t = 0, 1, …, within the tolerance of `lr0`."""
    found = [close(rate, expected, scale=lr0, subject=_RATES) for rate, expected in zip(got, want, strict=True)]
    for t, difference in enumerate(found):
        if difference is not None:
            largest = max(other.ratio for other in found if other is not None)
            return replace(difference, row=t, rows=len(want), largest=largest)
    return None


def exact(got: object, want: object, *, subject: Subject = _ANSWER) -> Difference | None:
    """The same value of a kind of `grader/exact_kinds.py`, or None; of dicts, the same under every name.

    Raises `ValueError` where `want` is of no such kind.
    """
    if isinstance(want, dict):
        return _exact_under_names(got, want)
    if want is None:
        return None if got is None else other_form(DifferenceKind.SHOULD_BE_NONE, got, subject)
    if got is None:
        return _difference(DifferenceKind.UNEXPECTED_NONE, subject, want=str(want))
    kind = exact_kinds.kind_of(want)
    if kind is None:
        raise ValueError(f"the expected answer, {want!r:.40}, is of no kind that is compared exactly")
    ours, theirs = kind.given(got, want), kind.plain(want)
    if ours is None:
        return other_form(DifferenceKind.OTHER_KIND, got, subject, want=str(theirs), exact=kind.name)
    if not kind.same(got, want):
        return _difference(DifferenceKind.OTHER_VALUE, subject, got=str(ours), want=str(theirs), exact=kind.name)
    return None


def same_label(one: str, other: str) -> bool:
    """Whether two texts are one label."""
    return exact_kinds.KINDS_BY_NAME["label"].same(one, other)


def under_names(
    got: object, want: dict[str, Any], compare: Callable[[object, object, str], Difference | None]
) -> Difference | None:
    """What is compared under every name of a dict; the first difference, or that the names are others."""
    if (wrong := other_names(got, want, Subject(Compared.ENTRIES))) is not None:
        return wrong
    answer = got if isinstance(got, dict) else {}
    return next((found for name in want if (found := compare(answer[name], want[name], name)) is not None), None)


def other_names(got: object, want: dict[str, Any], subject: Subject) -> Difference | None:
    """What keeps an answer from being a dict of these names."""
    if got is None:
        return nothing(subject)
    if type(got) is not dict:
        return other_form(DifferenceKind.NOT_A_NUMBER, got, subject, names=tuple(want))
    if set(got) != set(want):
        return _difference(DifferenceKind.KEYS, subject, got=names_of(got), want=", ".join(sorted(want)))
    return None


def entry_missing(got: dict[str, Any], name: str) -> Difference:
    """That a dict has nothing under a name."""
    return _difference(DifferenceKind.KEY_MISSING, Subject(Compared.ENTRIES, name), got=names_of(got))


def names_of(got: dict[str, Any]) -> str:
    """The names in a dict, as many as a sentence bears."""
    return ", ".join(sorted(got))[:80]


def nothing(subject: Subject) -> Difference:
    """None where there is something to answer."""
    return _difference(DifferenceKind.NOTHING, subject)


def _exact_under_names(got: object, want: dict[str, Any]) -> Difference | None:
    counts = all(expected is None or type(expected) is int for expected in want.values())
    subject = Subject(Compared.COUNTS if counts else Compared.ENTRIES)

    def same(one: object, other: object, name: str) -> Difference | None:
        return exact(one, other, subject=subject._replace(name=name))

    return other_names(got, want, subject) or under_names(got, want, same)


def _require_finite(want: Array) -> None:
    if not np.isfinite(want).all():
        raise ValueError("the expected answer holds NaN or infinity")


def no_numbers(answer: object, subject: Subject) -> Difference | None:
    """That an answer is a dict, a set, a label or a truth value, or holds one of the last three among its numbers."""
    if isinstance(answer, dict):
        return _difference(DifferenceKind.NOT_A_NUMBER, subject, form=Form.DICT, got=names_of(answer))
    other = _beside_numbers(answer)
    if other is None:
        return None
    form = Form.TEXT if isinstance(other, str) else Form.SET if isinstance(other, SetOf) else Form.TRUTH_VALUE
    said = {} if form is Form.SET else {"got": f"{other!r:.40}"}
    return _difference(DifferenceKind.NOT_A_NUMBER, subject, form=form, **said)


def _beside_numbers(answer: object) -> object:
    """The first of these that an answer is or holds, which NumPy might take for numbers; else None."""
    if isinstance(answer, list | tuple) and not isinstance(answer, SetOf):
        others = [] if set(map(type, answer)) <= _NUMBERS else map(_beside_numbers, answer)
        return next((found for found in others if found is not None), None)
    return answer if isinstance(answer, SetOf) or exact_kinds.beside_numbers(answer) is not None else None


_NUMBERS = {float, int, np.float64}  # what nearly all answers are made of


def _difference(kind: DifferenceKind, subject: Subject, **facts: Any) -> Difference:
    return Difference(kind, *subject, **facts)


def other_form(kind: DifferenceKind, got: object, subject: Subject, **facts: Any) -> Difference:
    """An answer that is nothing to compare: what it is, or itself where it is short."""
    forms: dict[type, Form] = {list: Form.LIST, tuple: Form.TUPLE, SetOf: Form.SET}
    if type(got) is dict:
        return _difference(kind, subject, form=Form.DICT, got=names_of(got), **facts)
    if isinstance(got, np.ndarray):
        return _difference(kind, subject, form=Form.ARRAY, got=str(got.shape), **facts)
    if type(got) in forms:
        return _difference(kind, subject, form=forms[type(got)], **facts)
    plain = got.item() if isinstance(got, np.generic) else got
    return _difference(kind, subject, got=f"{plain!r:.40}", **facts)


def _as_floats(tolerance: Tolerance) -> tuple[float, ...]:
    return tuple(tolerance.allowed.reshape(-1).tolist())


def _farthest(got: Array, want: Array, allowed: Tolerance) -> int:
    """The coordinate of a row that lies farthest outside; one that is no finite number before all others."""
    return int(np.argmax(np.where(np.isfinite(got), allowed.ratio(got, want), np.inf)))


def _parted(got: Array, want: Array, allowed: Tolerance, place: tuple[int, ...], subject: Subject) -> Difference:
    """The difference at a number that lies outside its tolerance."""
    there, expected, room = float(got[place]), float(want[place]), _as_floats(allowed)
    if not np.isfinite(there):
        return _difference(DifferenceKind.NOT_FINITE, subject, got=str(there), want=expected, allowed=room)
    ratios = allowed.ratio(got, want)
    decimals = _decimals(got, want)
    return _difference(
        DifferenceKind.VALUE if decimals is None else DifferenceKind.ROUNDED,
        subject._replace(part=subject.part if decimals is None else decimals),
        got=there,
        want=expected,
        allowed=room,
        ratio=float(ratios[place]),
        largest=float(ratios.max(where=np.isfinite(ratios), initial=0.0)),
    )


def _holds_a_path_and_more(got: object, want: Array) -> bool:
    """Whether an answer is a pair whose first part is a table as wide as the one that is asked for."""
    if not isinstance(got, tuple | list) or len(got) != 2 or len(want) == 2:
        return False
    first = as_numbers(got[0])
    return not isinstance(first, Difference) and first.ndim == 2 and first.shape[1:] == want.shape[1:]


def _decimals(got: Array, want: Array) -> int | None:
    """To how many decimals the expected numbers were rounded, if that is what the answer is.

    A wrong number or two can be a right one with a digit, by chance; and so can one that is there again and again.
    """
    largest = np.abs(got).max(initial=0.0)
    for decimals in range(_FEW_DECIMALS if largest else 0):
        with np.errstate(all="ignore"):
            if np.array_equal(got, np.round(want, decimals)):
                told = decimals >= _TOLD_BY_ONE and largest * 10.0**decimals >= _TWO_DIGITS
                wrong = got[got != want]
                several = len(wrong) >= _SEVERAL and len(np.unique(wrong)) >= (2 if decimals else _SEVERAL)
                return decimals if told or several else None
    return None


_SEVERAL = 3  # numbers
_TOLD_BY_ONE = 2  # decimals
_TWO_DIGITS = 9.5  # with a digit alone, 0.02 for 0.0196, it may be another number
_FEW_DECIMALS = 4  # with so many, answers of ordinary size pass


def _shape(got: tuple[int, ...], want: tuple[int, ...], subject: Subject) -> Difference:
    return _difference(DifferenceKind.SHAPE, subject, got=str(got), want=str(want))


def _misshapen(got: Array, want: Array, allowed: Tolerance) -> Difference:
    """The usual ways for a trajectory to have the wrong shape, each under its own name."""
    facts: dict[str, Any] = {"rows": len(want), "allowed": _as_floats(allowed)}
    rows = len(want)

    def same(ours: Array, theirs: Array) -> bool:
        return ours.shape == theirs.shape and bool(allowed.holds(ours, theirs).all())

    if same(got, want[-1]) and rows > 1:
        return _difference(DifferenceKind.LAST_ROW_ONLY, _TRAJECTORY, **facts)
    if got.ndim == 2 and got.shape[1:] == want.shape[1:] and len(got):  # of no rows nothing can be told
        named = (
            (DifferenceKind.FIRST_ROW_MISSING, same(got, want[1:])),
            (DifferenceKind.LAST_ROW_MISSING, same(got, want[:-1])),
            (DifferenceKind.ONE_ROW_TOO_MANY, same(got[:rows], want) and len(got) == rows + 1),
        )
        kinds = [kind for kind, fits in named if fits]
        if len(kinds) == 1:  # of a path that stays where it is either end may be missing
            return _difference(kinds[0], _TRAJECTORY, got=str(len(got)), want=str(rows), **facts)
    if got.shape == want.shape[::-1] and same(got.T, want):
        return _difference(DifferenceKind.TRANSPOSED, _TRAJECTORY, got=str(got.shape), want=str(want.shape), **facts)
    return _shape(got.shape, want.shape, _TRAJECTORY)


def _shifted(got: Array, want: Array, allowed: Tolerance) -> DifferenceKind | None:
    """A right path in the wrong rows: one early, one late, or the last point everywhere."""
    if len(want) < 3:
        return None
    if allowed.holds(got, want[-1]).all():
        return DifferenceKind.ALIASED
    if allowed.holds(got[:-1], want[1:]).all():
        return DifferenceKind.ROW_EARLY
    if allowed.holds(got[1:], want[:-1]).all():
        return DifferenceKind.ROW_LATE
    return None
