"""Answers that a criterion may hand to an assertion and do nothing else with: so it shows what it compares.

A criterion that only hands answers on decides by these comparisons alone, whoever answered; one that looks at an answer
in any other way is not noted (`grader/rubric/tape.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, NoReturn, ParamSpec

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.records import Call
from grader.rubric import composed
from grader.tolerance import RELATIVE, Tolerance

Array = NDArray[np.float64]
_Given = ParamSpec("_Given")


class Opened(BaseException):
    """A criterion looked at a sealed answer."""


class Near(msgspec.Struct, frozen=True):
    """Numbers within `rooms` of the expected ones, part by part; `is_single` where the answer is the only part."""

    parts: tuple[Array, ...]
    rooms: tuple[Array, ...]
    is_single: bool


class Same(msgspec.Struct, frozen=True):
    """The reference's own answer, byte by byte: of whatever is compared in another way than by tolerance."""


class Unchanged(msgspec.Struct, frozen=True):
    """No argument is another one after the call."""


Comparison = Near | Same | Unchanged


class Noted(msgspec.Struct, frozen=True):
    """What is compared of the answer to one call."""

    call: Call
    comparison: Comparison


@dataclass(slots=True)
class Notes:
    """What one criterion compares; `is_opened` once it did anything else with an answer, whatever came of that."""

    noted: list[Noted] = field(default_factory=list)
    is_opened: bool = False


class Sealed:
    """An answer, or a reply, that nobody may look into."""

    __slots__ = ("call", "notes")

    def __init__(self, call: Call, notes: Notes) -> None:
        object.__setattr__(self, "call", call)
        object.__setattr__(self, "notes", notes)

    def _opened(self, *_: object) -> NoReturn:
        object.__getattribute__(self, "notes").is_opened = True
        raise Opened

    __getattribute__ = __setattr__ = __bool__ = __repr__ = __str__ = __format__ = __array__ = __hash__ = _opened
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _opened
    __len__ = __iter__ = __getitem__ = __contains__ = _opened
    __int__ = __float__ = __complex__ = __index__ = __round__ = __neg__ = __pos__ = __abs__ = __invert__ = _opened
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __divmod__ = __pow__ = __matmul__ = _opened
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rdivmod__ = __rpow__ = _opened
    __rmatmul__ = __and__ = __or__ = __xor__ = __rand__ = __ror__ = __rxor__ = _opened


def note(answer: Sealed, comparison: Comparison) -> None:
    """Say what is compared of an answer."""
    notes = object.__getattribute__(answer, "notes")
    notes.noted.append(Noted(object.__getattribute__(answer, "call"), comparison))


def noting(
    as_note: Callable[..., None],
) -> Callable[[Callable[_Given, None]], Callable[_Given, None]]:
    """Has an assertion say what it compares where it is handed a sealed answer, or a list of these."""

    def wrapped(assertion: Callable[_Given, None]) -> Callable[_Given, None]:
        @wraps(assertion)
        def assert_it(*given: _Given.args, **named: _Given.kwargs) -> None:
            if given and is_sealed(given[0]):
                as_note(*given, **named)
            else:
                assertion(*given, **named)

        return assert_it

    return wrapped


def is_sealed(got: object) -> bool:
    """Whether an answer, or one in a list of them, is sealed."""
    return type(got) is Sealed or (type(got) is list and any(type(each) is Sealed for each in got))


def same(answer: Sealed, *_: object, **__: object) -> None:
    """Note any comparison: what is won by the reference's answer is won by its bytes."""
    note(answer, Same())


def unchanged(reply: Sealed, *_: str) -> None:
    """Note that arguments are compared with what they were."""
    note(reply, Unchanged())


def close(
    answer: Sealed,
    want: Any,
    *,
    tolerance: float = RELATIVE,
    scale: float | None = None,
    names: Sequence[str] = (),
    only: str = "",
    name: str = "",  # noqa: ARG001 - for words alone
) -> None:
    """Note what `assert_close` compares."""
    parts = want if isinstance(want, tuple) else (want,)
    if any(map(composed.is_composed, parts)):
        note(answer, Same())
        return
    expected = tuple(np.asarray(part, dtype=np.float64) for part in parts)
    rooms = []
    for place, part in enumerate(expected):
        looked_at = not isinstance(want, tuple) or only in {"", names[place] if names else ""}
        allowed = Tolerance.of_values(part, tolerance) if scale is None else Tolerance.of_size(scale, tolerance)
        rooms.append(np.broadcast_to(allowed.allowed if looked_at else np.inf, part.shape))
    note(answer, Near(expected, tuple(rooms), is_single=not isinstance(want, tuple)))


def trajectory(
    answer: Sealed, want: Any, *, tolerance: float = RELATIVE, columns: Sequence[str] = (), only: str = ""
) -> None:
    """Note what `assert_trajectory` compares."""
    path = np.asarray(want, dtype=np.float64)
    allowed = np.broadcast_to(Tolerance.of_columns(path, tolerance).allowed, path.shape).copy()
    if only:
        allowed[:, [place for place, column in enumerate(columns) if column != only]] = np.inf
    note(answer, Near((path,), (allowed,), is_single=True))


def form(answer: Sealed, want: Any) -> None:
    """Note what `assert_form` compares: any number of double precision will do."""
    path = np.asarray(want, dtype=np.float64)
    note(answer, Near((np.zeros_like(path),), (np.full(path.shape, np.finfo(np.float64).max),), is_single=True))


def schedule(rates: Sequence[Sealed], want: Sequence[float], lr0: float) -> None:
    """Note what `assert_schedule` compares."""
    if len(rates) != len(want) or not all(type(rate) is Sealed for rate in rates):
        raise Opened
    for rate, expected in zip(rates, want, strict=True):
        close(rate, expected, scale=lr0)
