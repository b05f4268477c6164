"""Learning-rate schedules as frozen data that travels, for functions that are handed one.

A schedule maps a step t, counted from 0, to a learning rate.  Like a landscape it is a recipe: `to_data` writes
it down, `from_data` checks it and builds it again, and its `repr` is the call that makes it.  Loaded beside
students' code, so it needs NumPy alone and offers none of the schedules that students write themselves.  The
next one is a class here with a row in `_BUILDERS`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import ClassVar

import numpy as np

ON_ASKED = "_on_asked"  # as in `grader.landscapes.base`
MAX_RATES = 10_000  # recipes come from outside too: a longer table is noise, or an attack on memory


@dataclass(frozen=True)
class Schedule(ABC):
    """A learning rate for each step."""

    kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls.__name__ = cls.__qualname__ = "Schedule"  # the name that a student reads in an exception's text

    def __repr__(self) -> str:
        return f"{self.kind}({', '.join(map(repr, to_data(self)[1:]))})"

    def __call__(self, t: int) -> float:
        """Learning rate of step t.

        A step between or before the whole ones is answered too: whoever asks for one sees it in the path.
        ValueError where t is no number.
        """
        if (on_asked := self.__dict__.get(ON_ASKED)) is not None:
            on_asked()
        if not isinstance(t, int | float | np.integer | np.floating):
            raise ValueError(f"a schedule is asked for one step at a time, a number, not a {type(t).__name__}")  # noqa: TRY004
        return self._rate(float(t))

    @abstractmethod
    def _rate(self, t: float) -> float: ...


@dataclass(frozen=True, repr=False)
class _Constant(Schedule):
    kind: ClassVar[str] = "constant"

    lr: float

    def _rate(self, t: float) -> float:  # noqa: ARG002 - the same at every step
        return self.lr


@dataclass(frozen=True, repr=False)
class _Harmonic(Schedule):
    kind: ClassVar[str] = "harmonic"

    lr0: float
    rate: float

    def _rate(self, t: float) -> float:
        slowing = 1 + self.rate * t
        if slowing <= 0:
            raise ValueError(f"this schedule begins at step 0; it was asked for step {t:g}")
        return self.lr0 / slowing


@dataclass(frozen=True, repr=False)
class _Table(Schedule):
    kind: ClassVar[str] = "table"

    rates: tuple[float, ...]

    def _rate(self, t: float) -> float:
        if math.isnan(t):
            return math.nan
        return self.rates[int(min(max(t, 0), len(self.rates) - 1))]


def constant(lr: float) -> Schedule:
    """`lr` at every step.  ValueError unless it is finite and not negative."""
    return _Constant(_rate_of(lr, "learning rate"))


def harmonic(lr0: float, rate: float) -> Schedule:
    """lr0 / (1 + rate * t): falls at every step, and never by the same factor twice."""
    return _Harmonic(_rate_of(lr0, "first learning rate"), _rate_of(rate, "rate of a harmonic schedule"))


def table(rates: Sequence[float]) -> Schedule:
    """rates[t]; the last one holds from there on.  ValueError for an empty table."""
    if not 0 < len(rates) <= MAX_RATES:
        raise ValueError(f"a table holds 1 to {MAX_RATES} learning rates")
    return _Table(tuple(_rate_of(rate, "learning rate") for rate in rates))


def to_data(schedule: Schedule) -> list[object]:
    """Write the recipe down as lists, numbers and strings: `[kind, parameter, …]`."""
    parameters = astuple(schedule)
    return [schedule.kind, *(list(value) if isinstance(value, tuple) else value for value in parameters)]


def from_data(data: object) -> Schedule:
    """Build the schedule that `to_data` wrote down.

    The data may come from anywhere: ValueError, with a sentence, unless they are exactly such a recipe.
    """
    if type(data) is not list or not data or type(data[0]) is not str:
        raise ValueError("a schedule is written as a list that begins with its kind")
    kind, *parameters = data
    if kind not in _BUILDERS:
        raise ValueError(f"there is no schedule of this kind; there are: {', '.join(_BUILDERS)}")
    expected, build = _BUILDERS[kind]
    if len(parameters) != expected:
        raise ValueError(f"a schedule of the kind {kind} has {expected} parameters, not {len(parameters)}")
    return build(*parameters)


def _build_table(rates: object) -> Schedule:
    if type(rates) is not list:
        raise ValueError("the rates of a table are a list")
    return table(rates)


# Kind: how many parameters its recipe has, and what checks them and builds the schedule.
_BUILDERS: dict[str, tuple[int, Callable[..., Schedule]]] = {
    _Constant.kind: (1, constant),
    _Harmonic.kind: (2, harmonic),
    _Table.kind: (1, _build_table),
}


def _rate_of(value: object, name: str) -> float:
    # By exact type: True is an int, and a subclass may answer anything.
    if isinstance(value, int | float) and type(value) in (int, float, np.float64) and 0 <= value < math.inf:
        with suppress(OverflowError):
            return float(value)
    raise ValueError(f"a {name} is a number, finite and not negative")
