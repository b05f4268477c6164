"""What a rubric file is written with: `criterion`, `cases` and the spaces that cases are drawn from.

A decorated function stays an ordinary function; `Criterion` is what collecting makes of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from grader.records import Visibility

MARK = "__criterion__"
CASES = "__cases__"

Function = TypeVar("Function", bound=Callable[..., None])


class Floats(msgspec.Struct, frozen=True):
    """Numbers between `low` and `high`, both included."""

    low: float
    high: float


class Integers(msgspec.Struct, frozen=True):
    """Whole numbers between `low` and `high`, both included."""

    low: int
    high: int


class Choices(msgspec.Struct, frozen=True):
    """One of a few values."""

    options: tuple[Any, ...]


Space = Floats | Integers | Choices


def floats(low: float, high: float) -> Floats:
    """Draw numbers between `low` and `high`.  Raises `ValueError` where there are none."""
    _require_some(low <= high and math.isfinite(high - low), f"floats({low}, {high})")
    return Floats(low, high)


def integers(low: int, high: int) -> Integers:
    """Draw whole numbers between `low` and `high`.  Raises `ValueError` where there are none."""
    _require_some(low <= high, f"integers({low}, {high})")
    return Integers(low, high)


def choices(options: Sequence[Any]) -> Choices:
    """Draw one of `options`: numbers, or lists of numbers.  Raises `ValueError` where there are none."""
    _require_some(len(options) > 0, "choices([])")
    return Choices(tuple(options))


def _require_some(holds: bool, space: str) -> None:
    if not holds:
        raise ValueError(f"{space} holds nothing to draw")


class CaseSpec(msgspec.Struct, frozen=True):
    """How many cases a property is judged on, and what they are drawn from."""

    count: int
    spaces: Mapping[str, Space]

    def __str__(self) -> str:
        return f"{self.count} of {dict(self.spaces)!r}"


class Case(Mapping[str, Any]):
    """One drawn case: a mapping of its parameters, which are attributes as well: `f(**case)`, `case.angle`."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.__dict__.update(parameters)

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name]

    def __getattr__(self, name: str) -> Any:  # known to type checkers; asked only where there is none
        raise AttributeError(f"the case has no parameter {name!r}")

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)

    def __len__(self) -> int:
        return len(self.__dict__)

    def __repr__(self) -> str:
        return ", ".join(f"{name}={value!r}" for name, value in self.items())


# What can be wrong for another reason than a formula: not a number, rounded, made whole, right numbers in wrong rows.
HINTS_FOR = ("nan", "rounded", "whole", "rows")


class Marked(msgspec.Struct, frozen=True):
    """What `@criterion` notes on a function."""

    points: float
    functions: tuple[str, ...]
    hint: str
    after: tuple[str, ...]
    visibility: Visibility
    hint_after: tuple[str, ...] = ()
    hint_for: tuple[str, ...] = ()
    manual: bool = False
    share: bool = False


def criterion(
    *,
    points: float,
    functions: Sequence[str],
    hint: str = "",
    after: Sequence[str] | str = (),
    visibility: str = Visibility.VISIBLE,
    hint_after: Sequence[str] | str = (),
    hint_for: Sequence[str] | str = (),
    manual: bool = False,
    share: bool = False,
) -> Callable[[Function], Function]:
    """Make a function one criterion of a rubric.

    `points` is a multiple of 0.5; `functions` are the student functions whose answers it judges; `after` names the
    criteria it builds on, which must be won first, and `hint_after` those without which its hint cannot help.
    `hint_for` names which of `HINTS_FOR` the hint can be the cause of as well: most are about a formula.  One for
    `whole` is about whole numbers alone, and not shown beside others.  The docstring is the title that people read, the
    name without `test_` the id.

    With `share`, of a criterion with cases or parameters, a part of the points is paid for the part of them that hold,
    rounded down to half points; without, the first that is lost costs all.

    Of a `manual` one, as for a plot or an answer in words, nothing is run: its points wait for a person, who gives them
    with `grader override` or in `overrides.toml`.
    """
    if isinstance(points, bool) or not isinstance(points, int | float):
        raise TypeError(f"the points of a criterion are a number, not {points!r}")
    if not isinstance(hint, str):
        raise TypeError(f"the hint of a criterion is a text, not {hint!r}")

    def mark(function: Function) -> Function:
        needed, ground, also = map(_names, (after, hint_after, hint_for))
        shown = Visibility(visibility)
        setattr(function, MARK, Marked(points, tuple(functions), hint, needed, shown, ground, also, manual, share))
        return function

    return mark


def _names(given: Sequence[str] | str) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def cases(count: int, **spaces: Space) -> Callable[[Function], Function]:
    """Judge a criterion on `count` cases, drawn once for rubric and seed and stored; it stops at the first it loses.

    Raises `ValueError` for a count that is none, and for a parameter that is called as something every mapping has.
    """
    if type(count) is not int or count < 1:
        raise ValueError(f"@cases draws a whole number of cases from 1 on, not {count!r}")
    for name in spaces:
        if hasattr(Mapping, name) or name.startswith("_"):
            raise ValueError(
                f"a parameter of a case cannot be called {name!r}: every mapping has something of this name"
            )

    def mark(function: Function) -> Function:
        setattr(function, CASES, CaseSpec(count, MappingProxyType(dict(spaces))))
        return function

    return mark


class Criterion(msgspec.Struct, frozen=True):
    """A collected criterion."""

    id: str
    title: str
    function: Callable[..., None]
    public: bool
    points: float
    functions: tuple[str, ...]
    hint: str
    after: tuple[str, ...]
    visibility: Visibility
    cases: CaseSpec | None
    takes: tuple[str, ...]  # names of the function's parameters
    hint_after: tuple[str, ...] = ()
    hint_for: tuple[str, ...] = ()
    manual: bool = False  # nothing is run: a person gives the points
    share: bool = False  # of its cases that hold, for a share of its points
    parameters: tuple[Mapping[str, Any], ...] = (MappingProxyType({}),)


class Rubric(msgspec.Struct, frozen=True):
    """All criteria of an assignment, public ones first, and the digest of the files they stand in."""

    assignment: str
    functions: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    files_sha256: str

    @property
    def public(self) -> Rubric:
        """The criteria that students hold in their hands."""
        return Rubric(self.assignment, self.functions, tuple(c for c in self.criteria if c.public), self.files_sha256)

    @property
    def has_hidden(self) -> bool:
        """Whether there are criteria that students do not hold in their hands."""
        return any(not criterion.public for criterion in self.criteria)

    @property
    def max_points(self) -> float:
        """Sum of the points of its criteria."""
        return sum(criterion.points for criterion in self.criteria)

    @property
    def judged(self) -> tuple[Criterion, ...]:
        """The criteria that are not left to a person."""
        return tuple(criterion for criterion in self.criteria if not criterion.manual)
