"""Transcript → Judgements, and what rubric files are written with.

Rubric files import from here; the modules of this package import each other directly.
"""

from grader.rubric.assertions import (
    assert_close,
    assert_count,
    assert_exact,
    assert_form,
    assert_interval,
    assert_label,
    assert_schedule,
    assert_set,
    assert_trajectory,
    assert_unchanged,
)
from grader.rubric.criteria import cases, choices, criterion, floats, integers

__all__ = [
    "assert_close",
    "assert_count",
    "assert_exact",
    "assert_form",
    "assert_interval",
    "assert_label",
    "assert_schedule",
    "assert_set",
    "assert_trajectory",
    "assert_unchanged",
    "cases",
    "choices",
    "criterion",
    "floats",
    "integers",
]
