"""Edits of lines that several kinds of changes make."""

from __future__ import annotations

import ast

from grader.diagnosis.bank.written import Edit, Written

ONE_LEVEL = "    "


def replaced(statement: ast.stmt, *lines: str) -> Edit:
    """A statement's lines replaced by others, which stand where it stood."""
    indent = " " * statement.col_offset
    made = tuple(f"{indent}{line}" for line in lines)
    return Edit(statement.lineno - 1, statement.end_lineno or statement.lineno, made)


def at_begin(of: Written, line: str) -> Edit:
    """A line before the first of a function."""
    return Edit(of.body[0].lineno - 1, of.body[0].lineno - 1, (f"{' ' * of.body[0].col_offset}{line}",))


def given_argument(of: Written) -> str:
    """The parameter that holds where something begins; empty where there is none."""
    return next((name for name in of.parameters if name in {"start", "weights", "point"}), "")
