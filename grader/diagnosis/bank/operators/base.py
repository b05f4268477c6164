"""What an operator says of a change."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import msgspec

from grader.diagnosis.bank.written import Edit, Written
from grader.records import Family


class Instead(msgspec.Struct, frozen=True):
    """Another text in the place of an expression; the cost orders what explains the same: the simplest is said."""

    text: str
    family: Family
    cost: int = 1


class Rewritten(msgspec.Struct, frozen=True):
    """Other lines.  `at` is the statement that it is about; None where that is the whole function."""

    edits: tuple[Edit, ...]
    family: Family
    at: ast.stmt | None = None
    cost: int = 2


OfExpression = Callable[[ast.expr, Written], Iterator[Instead]]
OfFunction = Callable[[Written], Iterator[Rewritten]]
