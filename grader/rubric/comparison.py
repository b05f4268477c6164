"""Where an answer leaves what was asked.  Each function returns a fact, a `Difference` or None; the rubric decides.

Closed comparisons: first the form, then the shape, then that every number is finite, then the tolerance.  NaN never
passes, nothing broadcasts, and the expected values are our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.records import Difference

Array = NDArray[np.float64]

# Of the size of the column.  Right answers in double precision differ by 1e-11 of it, single precision by up to 6e-5,
# the smallest mistake by 6e-3.
TOLERANCE = 3e-4
RATE = "learning rate"  # what a schedule answers with, one call for each t
FLOOR = 1e-9  # absolute, for columns that are zero throughout


def as_numbers(answer: object, subject: str = "") -> Array | Difference:
    """An answer as a float64 array: numbers, arrays, and lists and tuples of these; else what is wrong with it."""
    if answer is None:
        return Difference("none", subject=subject)
    if isinstance(answer, dict):
        return Difference("not_a_number", got="a dict", subject=subject)
    try:
        numbers = np.asarray(answer)
    except ValueError:  # lists of different lengths
        return Difference("ragged", subject=subject)
    if numbers.dtype.kind not in "iuf":
        return Difference("not_a_number", got="something else", subject=subject)
    return numbers.astype(np.float64)


def close(
    got: object, want: object, *, tolerance: float = TOLERANCE, scale: float | None = None, subject: str = ""
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
    allowed = _allowed(expected.reshape(-1), tolerance, scale)
    apart = _apart(numbers.reshape(-1), expected.reshape(-1), allowed)
    if apart is None:
        return None
    here = _Place(subject=subject, column=apart if expected.ndim else -1)
    return _parted(numbers.reshape(-1), expected.reshape(-1), np.full(expected.size, allowed), apart, here)


def trajectory(got: object, want: Array, *, columns: Sequence[str] = (), only: str = "") -> Difference | None:
    """Trajectories of shape (steps + 1, d), each column within the tolerance of its own size.

    `only` names the one column whose values are looked at; the shape is that of the whole all the same.  Raises
    `ValueError` where `want` is no trajectory, or `columns` does not name each of its columns.
    """
    if want.ndim != 2 or not want.size or len(columns) not in {0, want.shape[1]}:
        raise ValueError(f"expected a trajectory of shape {want.shape} with columns {', '.join(columns) or 'unnamed'}")
    _require_finite(want)
    numbers = as_numbers(got, "trajectory")
    if isinstance(numbers, Difference):
        return numbers
    allowed = np.maximum(TOLERANCE * np.abs(want).max(axis=0), FLOOR)
    if numbers.shape != want.shape:
        return _misshapen(numbers, want, allowed)
    if only:
        chosen = [columns.index(only)]
        numbers, want, allowed, columns = numbers[:, chosen], want[:, chosen], allowed[chosen], (only,)
    outside = ~(np.abs(numbers - want) <= allowed)
    if not outside.any():
        return None
    if np.isfinite(numbers).all() and (shifted := _shifted(numbers, want, allowed)):
        return Difference(shifted, subject="trajectory", rows=len(want))
    row = int(np.flatnonzero(outside.any(axis=1))[0])
    column = _farthest(numbers[row], want[row], allowed)
    here = _Place(
        subject=columns[column] if columns else "trajectory",
        row=row,
        column=-1 if columns or want.shape[1] == 1 else column,
        rows=len(want),
    )
    everywhere = np.broadcast_to(allowed, want.shape).reshape(-1)
    return _parted(numbers.reshape(-1), want.reshape(-1), everywhere, row * want.shape[1] + column, here)


def form(got: object, want: Array) -> Difference | None:
    """The shape of a trajectory, and that all its numbers are finite; their values are not looked at."""
    numbers = as_numbers(got, "trajectory")
    if isinstance(numbers, Difference):
        return numbers
    if numbers.shape != want.shape:
        return _misshapen(numbers, want, np.maximum(TOLERANCE * np.abs(want).max(axis=0), FLOOR))
    odd = np.flatnonzero(~np.isfinite(numbers).all(axis=1))
    if odd.size:
        row = int(odd[0])
        column = int(np.flatnonzero(~np.isfinite(numbers[row]))[0])
        shown, expected = str(numbers[row, column]), float(want[row, column])
        return Difference("not_finite", row, column, shown, expected, subject="trajectory", rows=len(want))
    return None


def schedule(got: Sequence[object], want: Sequence[float], lr0: float) -> Difference | None:
    """Learning rates at t = 0, 1, …, within the tolerance of `lr0`."""
    found = [close(rate, expected, scale=lr0, subject=RATE) for rate, expected in zip(got, want, strict=True)]
    for t, difference in enumerate(found):
        if difference is not None:
            largest = max(other.ratio for other in found if other is not None)
            return replace(difference, row=t, rows=len(want), largest=largest)
    return None


def count(got: object, want: object, *, subject: str = "the count") -> Difference | None:
    """Exactly the same whole number, or None; of dicts, the same under every name."""
    if isinstance(want, dict):
        return _counts(got, want)
    if want is None:
        return None if got is None else Difference("should_be_none", got=_shown(got), subject=subject)
    if got is None:
        return Difference("unexpected_none", want=str(want), subject=subject)
    whole = type(got) is int or isinstance(got, np.integer) or (type(got) is np.ndarray and _is_whole(got))
    if not whole:
        return Difference("not_an_integer", got=_shown(got), want=str(want), subject=subject)
    if int(got) != want:  # type: ignore[call-overload]
        return Difference("count", got=str(int(got)), want=str(want), subject=subject)  # type: ignore[call-overload]
    return None


def _counts(got: object, want: dict[str, Any]) -> Difference | None:
    if type(got) is not dict:
        return Difference("none" if got is None else "not_a_number", got=_shown(got), subject="a dict of counts")
    if set(got) != set(want):
        return Difference("keys", got=", ".join(sorted(got))[:80], want=", ".join(sorted(want)), subject="the dict")
    differences = (count(got[name], expected, subject=f"the count for {name}") for name, expected in want.items())
    return next((found for found in differences if found is not None), None)


def _require_finite(want: Array) -> None:
    if not np.isfinite(want).all():
        raise ValueError("the expected answer holds NaN or infinity")


def _is_whole(number: NDArray[Any]) -> bool:
    return number.shape == () and number.dtype.kind in "iu"


def _shown(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple | dict):
        return f"a {type(value).__name__}"
    return f"{value!r:.40}" if not isinstance(value, np.generic) else f"{value.item()!r:.40}"


def _allowed(want: Array, tolerance: float, scale: float | None) -> float:
    size = scale if scale is not None else (float(np.abs(want).max()) if want.size else 0.0)
    return max(tolerance * size, FLOOR)


def _farthest(got: Array, want: Array, allowed: Array) -> int:
    """The coordinate of a row that lies farthest outside; one that is no finite number before all others."""
    with np.errstate(invalid="ignore", over="ignore"):
        ratios = np.abs(got - want) / allowed
    return int(np.argmax(np.where(np.isfinite(got), ratios, np.inf)))


def _apart(got: Array, want: Array, allowed: float) -> int | None:
    outside = np.flatnonzero(~(np.abs(got - want) <= allowed))
    return int(outside[0]) if outside.size else None


class _Place(NamedTuple):
    """How a person names the place of a number in an answer."""

    subject: str
    row: int = -1
    column: int = -1
    rows: int = 0


def _parted(got: Array, want: Array, allowed: Array, first: int, here: _Place) -> Difference:
    """The difference at the first number outside its tolerance; all three arrays are flat."""
    there, expected = float(got[first]), float(want[first])
    if not np.isfinite(there):
        return Difference(
            "not_finite", here.row, here.column, str(there), expected, subject=here.subject, rows=here.rows
        )
    with np.errstate(all="ignore"):  # a run that diverged to 1e300 is any number of tolerances away
        ratios = np.abs(got - want) / allowed
    largest = float(ratios.max(where=np.isfinite(ratios), initial=0.0))
    return Difference(
        "value", here.row, here.column, there, expected, float(ratios[first]), largest, here.subject, here.rows
    )


def _shape(got: tuple[int, ...], want: tuple[int, ...], subject: str) -> Difference:
    return Difference("shape", got=_shape_in_words(got), want=_shape_in_words(want), subject=subject)


def _shape_in_words(shape: tuple[int, ...]) -> str:
    return "() (one number)" if shape == () else str(shape)


def _misshapen(got: Array, want: Array, allowed: Array) -> Difference:
    """The usual ways for a trajectory to have the wrong shape, each under its own name."""
    rows = len(want)

    def same(ours: Array, theirs: Array) -> bool:
        return ours.shape == theirs.shape and bool((np.abs(ours - theirs) <= allowed).all())

    if same(got, want[-1]) and rows > 1:
        return Difference("last_row_only", rows=rows, subject="trajectory")
    if got.ndim == 2 and got.shape[1:] == want.shape[1:]:
        named = (
            ("first_row_missing", same(got, want[1:])),
            ("last_row_missing", same(got, want[:-1])),
            ("one_row_too_many", same(got[:rows], want) and len(got) == rows + 1),
        )
        for kind, fits in named:
            if fits:
                return Difference(kind, got=str(len(got)), want=str(rows), subject="trajectory", rows=rows)
    if got.shape == want.shape[::-1] and same(got.T, want):
        return Difference("transposed", got=str(got.shape), want=str(want.shape), subject="trajectory", rows=rows)
    return _shape(got.shape, want.shape, "trajectory")


def _shifted(got: Array, want: Array, allowed: Array) -> str | None:
    """A right path in the wrong rows: one early, one late, or the last point everywhere."""
    if len(want) < 3:
        return None
    if (np.abs(got - want[-1]) <= allowed).all():
        return "aliased"
    if (np.abs(got[:-1] - want[1:]) <= allowed).all():
        return "row_early"
    if (np.abs(got[1:] - want[:-1]) <= allowed).all():
        return "row_late"
    return None
