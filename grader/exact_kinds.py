"""Kinds of answers that are right or wrong with nothing between, compared by `==`: whole numbers.

A new kind is a row of `KINDS`, which says how a value of it is known and how it travels, and its noun in
`words/differences.py`.  What has no row is no answer, unless it is made of numbers that have a tolerance.
Loaded on both sides of the wall.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class ExactKind(NamedTuple):
    """One kind.  `plain` makes of a value what `==` compares and MessagePack carries; None of any other value.

    `code` is that of its extension of MessagePack, above 15; 0 where values travel as the numbers they are.
    """

    name: str
    plain: Callable[[object], Any]
    code: int = 0

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers among others: 7 is then as good as 7.0 where a tolerance is allowed."""
        return not self.code


def _whole_number(value: object) -> int | None:
    if type(value) is int or isinstance(value, np.integer):
        return int(value)
    if type(value) is np.ndarray and value.shape == () and value.dtype.kind in "iu":
        return int(value)
    return None


KINDS = (ExactKind("whole_number", _whole_number),)


def kind_of(value: object) -> ExactKind | None:
    """The kind that a value is of; None where it is of none."""
    return next((kind for kind in KINDS if kind.plain(value) is not None), None)


def beside_numbers(value: object) -> ExactKind | None:
    """The kind that a value is of, where that is no kind of number."""
    return next((kind for kind in KINDS if not kind.is_number and kind.plain(value) is not None), None)


def by_code(code: int) -> ExactKind | None:
    """The kind that travels under a code."""
    return next((kind for kind in KINDS if kind.code == code), None) if code else None
