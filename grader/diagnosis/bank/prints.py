"""What an answer looks like at a glance: its form, and a few of its numbers.

Most that cannot be the same is told apart by these; what is left is held against every answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader import exact_kinds
from grader.records import Ending, Outcome
from grader.sandbox import values

Array = NDArray[np.float64]

NUMBERS = 4  # of an answer: the last, a middle one, the mean, and a mean where each place has its own weight
_NEAR = 1e-3  # of the largest number: wider than a tolerance, as only a few numbers are looked at
_FLOOR = 1e-8


class Print(NamedTuple):
    """Form and numbers of one answer; the size is that which numbers are compared on."""

    form: str
    numbers: tuple[float, ...]
    size: float

    @property
    def mixed(self) -> float:
        """The one number that all others have a part in."""
        return self.numbers[-1]


def print_of(outcome: Outcome, scale: float | None = None) -> Print:
    """The print of one answer; `scale` is the size that its numbers are compared on, if it is given."""
    ending = outcome.counts_as
    if ending is not Ending.VALUE:
        return Print(f"{ending} {outcome.error}", (0.0,) * NUMBERS, 1.0)
    changed = "changed " if outcome.arguments_after else ""
    form, numbers = _of_value(values.decode_value(outcome.value))
    chosen = _chosen(numbers) if len(numbers) else np.zeros(NUMBERS)
    finite = np.abs(numbers[np.isfinite(numbers)])
    size = scale if scale is not None else float(finite.max()) if finite.size else 0.0
    return Print(f"{changed}{form}", tuple(map(float, chosen)), max(size, _FLOOR))


def _chosen(numbers: Array) -> Array:
    with np.errstate(all="ignore"):
        weighted = np.mean(numbers * np.cos(np.arange(len(numbers)) * np.sqrt(2)))
        return np.array([numbers[-1], numbers[len(numbers) // 2], np.mean(numbers), weighted])


def form_number(forms: Iterable[str]) -> int:
    """One number for the forms of several answers."""
    return int.from_bytes(hashlib.sha256("\n".join(forms).encode()).digest()[:7], "big")


def count_of(outcome: Outcome) -> int:
    """How many numbers an answer holds."""
    return len(_of_value(values.decode_value(outcome.value))[1]) if outcome.ending is Ending.VALUE else 0


def near(known: Array, seen: Array, sizes: Array) -> NDArray[np.bool_]:
    """Which rows of `known`, shape (entries, numbers), may be what was seen."""
    with np.errstate(all="ignore"):
        same = (np.abs(known - seen) <= _NEAR * sizes) | (known == seen) | (np.isnan(known) & np.isnan(seen))
    return np.asarray(same.all(axis=1))


def exact_key(outcome: Outcome) -> bytes:
    """A digest that is the same for answers that differ by rounding alone."""
    if outcome.counts_as is not Ending.VALUE:
        return hashlib.blake2b(f"{outcome.counts_as} {outcome.error}".encode(), digest_size=16).digest()
    form, numbers = _of_value(values.decode_value(outcome.value))
    after = values.decode_value(outcome.arguments_after) if outcome.arguments_after else None
    told = f"{form} {_of_value(after)[0]}".encode() + _rounded(numbers) + _rounded(_of_value(after)[1])
    return hashlib.blake2b(told, digest_size=16).digest()


def _rounded(numbers: Array) -> bytes:
    """Nine significant digits of each number, of the size of the largest."""
    finite = np.abs(numbers[np.isfinite(numbers)])
    size = float(finite.max()) if finite.size else 0.0
    if size < _FLOOR:
        return np.where(np.isfinite(numbers), 0.0, numbers).tobytes()
    unit = 10.0 ** (np.floor(np.log10(size)) - 9)
    with np.errstate(invalid="ignore"):  # NaN of any kind is as good as another
        rounded: Array = np.round(numbers / unit) + 0.0
    return rounded.tobytes()  # without the sign of a zero


def _of_value(value: Any) -> tuple[str, Array]:
    exact = exact_kinds.beside_numbers(value)
    if value is None or exact is not None:
        return "None" if exact is None else f"{exact.name} {exact.compared(exact.plain(value))}", np.zeros(0)
    if isinstance(value, dict):
        parts = [(name, *_of_value(value[name])) for name in sorted(value)]
        return (
            "{" + ",".join(f"{name}:{form}" for name, form, _ in parts) + "}",
            np.concatenate([np.zeros(0), *(numbers for _, _, numbers in parts)]),
        )
    try:
        with np.errstate(invalid="ignore", over="ignore"):  # extended precision holds more
            numbers = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        if not isinstance(value, list | tuple):
            return type(value).__name__, np.zeros(0)
        forms = [_of_value(part) for part in value]
        return (
            "(" + ",".join(form for form, _ in forms) + ")",
            np.concatenate([np.zeros(0), *(numbers for _, numbers in forms)]),
        )
    return str(numbers.shape), numbers.ravel()
