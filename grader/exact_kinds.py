"""Kinds of answers that are right or wrong with nothing between, compared by `==`: whole numbers, truth values, labels.

A new kind is a row of `KINDS`, which says how a value of it is known and how it travels, and its noun in
`words/differences.py`.  What has no row is no answer, unless it is made of numbers that have a tolerance.
Loaded on both sides of the wall.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class ExactKind(NamedTuple):
    """One kind.  `plain` makes of a value what MessagePack carries; None of any other value.

    `code` is that of its extension of MessagePack, above 15; 0 where values travel as the numbers they are.  `compared`
    makes of the plain value what `==` compares.
    """

    name: str
    plain: Callable[[object], Any]
    code: int = 0
    compared: Callable[[Any], Any] = lambda plain: plain

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers among others: 7 is then as good as 7.0 where a tolerance is allowed."""
        return not self.code

    def given(self, got: object, want: object) -> Any:
        """What an answer says where this kind is expected; None where it is of another one.

        `True` is how Python writes the label `true`, and is taken for it where a statement asks for one of the two; so
        is a number for the label that is this number.
        """
        if self.name == "label":
            truth = _truth_value(got)
            if truth is not None and label_as_compared(str(want)) in _TRUTHS:
                return str(truth).lower()
            if _is_number_written(got, str(want)):
                return str(want)
        return self.plain(got)

    def same(self, got: object, want: object) -> bool:
        """Whether both are of this kind and one value."""
        ours, theirs = self.given(got, want), self.plain(want)
        return ours is not None and theirs is not None and bool(self.compared(ours) == self.compared(theirs))


def _whole_number(value: object) -> int | None:
    if type(value) is int or isinstance(value, np.integer):
        return int(value)
    if type(value) is np.ndarray and value.shape == () and value.dtype.kind in "iu":
        return int(value)
    return None


def _truth_value(value: object) -> bool | None:
    return bool(value) if type(value) is bool or type(value) is np.bool_ else None


_LONGEST_LABEL = 200  # characters: a name out of a few, no text to be read


def _label(value: object) -> str | None:
    if (type(value) is not str and type(value) is not np.str_) or len(value) > _LONGEST_LABEL:
        return None
    text = str(value)
    return text if text.isascii() or not any(unicodedata.category(sign) == "Cs" for sign in text) else None


def label_as_compared(text: str) -> str:
    """A label without what makes no difference.

    That is case, blanks, hyphens and underscores between words, quotes around it, a full stop behind it and signs that
    nobody sees: `" Saddle_Point."` is `"saddlepoint"`.  The sign of a number makes one, and a blank between numbers.
    """
    signed = _SIGN.sub("\u2212", unicodedata.normalize("NFKC", text).casefold())
    words = _BETWEEN_WORDS.sub(" ", signed)
    seen = "".join(sign for sign in words if unicodedata.category(sign) not in _UNSEEN)
    return _BETWEEN_NO_NUMBERS.sub("", seen).strip(" \"'`\u2018\u2019\u201c\u201d\u201e.")


def _is_number_written(value: object, label: str) -> bool:
    """Whether a number is what a label says: 0.1 is what `"0.1"` does."""
    if type(value) is not int and type(value) is not float and not isinstance(value, np.integer | np.floating):
        return False
    try:
        return float(label) == float(value)
    except (ValueError, OverflowError):
        return False


_TRUTHS = frozenset({"true", "false"})
_SIGN = re.compile(r"(?<![^\s\"'(])[-\u2010-\u2015](?=\.?\d)")
_BETWEEN_WORDS = re.compile(r"[\s_\-\u2010-\u2015]+")
_BETWEEN_NO_NUMBERS = re.compile(r" (?!\d)|(?<!\d) ")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn"})  # categories of Unicode: control, format, private, without a meaning


KINDS = (
    ExactKind("whole_number", _whole_number),
    ExactKind("truth_value", _truth_value, code=16),
    ExactKind("label", _label, code=17, compared=label_as_compared),
)


KINDS_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(value: object) -> ExactKind | None:
    """The kind that a value is of; None where it is of none."""
    return next((kind for kind in KINDS if kind.plain(value) is not None), None)


def beside_numbers(value: object) -> ExactKind | None:
    """The kind that a value is of, where that is no kind of number."""
    if type(value) is np.ndarray or type(value) is float:  # as most are
        return None
    return next((kind for kind in KINDS if not kind.is_number and kind.plain(value) is not None), None)


def by_code(code: int) -> ExactKind | None:
    """The kind that travels under a code."""
    return next((kind for kind in KINDS if kind.code == code), None) if code else None
