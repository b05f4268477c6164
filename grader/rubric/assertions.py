"""What criteria call to compare.  Each raises `Lost`, which carries the difference for the judge to put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.records import Difference
from grader.rubric import comparison
from grader.rubric.comparison import TOLERANCE
from grader.rubric.proxies import Reply


class Lost(AssertionError):  # noqa: N818 - an outcome of judging, no error
    """A criterion is lost; `difference` says by what."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.kind)
        self.difference = difference


def assert_close(
    got: object,
    want: object,
    *,
    tolerance: float = TOLERANCE,
    scale: float | None = None,
    names: Sequence[str] = (),
    only: str = "",
    name: str = "",
) -> None:
    """Numbers, arrays of one shape, or tuples and lists of as many of these as expected.

    `tolerance` is relative to the largest |want|, or to `scale`.  `names` calls the parts of a tuple by name, `only`
    names the one part whose value is looked at.
    """
    if isinstance(want, tuple):
        _assert_parts(got, want, tolerance, scale, names, only)
    else:
        _lose_by(comparison.close(got, want, tolerance=tolerance, scale=scale, subject=name))


def _assert_parts(
    got: object, want: tuple[Any, ...], tolerance: float, scale: float | None, names: Sequence[str], only: str
) -> None:
    subject = f"the {len(want)} parts ({', '.join(names)})" if names else f"{len(want)} parts"
    if got is None:
        raise Lost(Difference("none", subject=subject))
    if not isinstance(got, tuple | list) and not (isinstance(got, np.ndarray) and got.ndim):
        raise Lost(Difference("parts", got="one alone", want=str(len(want)), subject="the answer"))
    if len(got) != len(want):
        raise Lost(Difference("parts", got=str(len(got)), want=str(len(want)), subject="the answer"))
    for number, (part, expected) in enumerate(zip(got, want, strict=True)):
        name = names[number] if names else f"part {number + 1}"
        if only in {"", name}:
            _lose_by(comparison.close(part, expected, tolerance=tolerance, scale=scale, subject=name))


def assert_trajectory(got: object, want: Any, *, columns: Sequence[str] = (), only: str = "") -> None:
    """Trajectories of shape (steps + 1, d); each column within 3e-4 of its largest value.

    `columns` calls the columns by name, `only` names the one whose values are looked at.
    """
    _lose_by(comparison.trajectory(got, np.asarray(want, dtype=np.float64), columns=columns, only=only))


def assert_form(got: object, want: Any) -> None:
    """A trajectory of the expected shape, made of finite numbers, whatever their values."""
    _lose_by(comparison.form(got, np.asarray(want, dtype=np.float64)))


def assert_schedule(got: Sequence[object], want: Sequence[float], lr0: float) -> None:
    """Learning rates at t = 0, 1, …, within 3e-4 of `lr0`."""
    _lose_by(comparison.schedule(got, want, lr0))


def assert_count(got: object, want: object, *, name: str = "the count") -> None:
    """The same whole number or None, exactly; for dicts, under every name."""
    _lose_by(comparison.count(got, want, subject=name))


def assert_unchanged(reply: Reply, *arguments: str) -> None:
    """The named arguments are after the call what they were before; a call without an answer is lost."""
    reply.require_value()
    for argument in arguments or tuple(reply.before):
        if argument in reply.after and not _same(reply.after[argument], reply.before[argument]):
            raise Lost(Difference("modified", subject=argument))


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
