"""Transcript → Judgements, and what rubric files are written with.

Rubric files import from here; the modules of this package import each other directly.
"""

from grader.rubric.assertions import (
    array_like,
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
    entry,
)
from grader.rubric.criteria import cases, choices, criterion, floats, integers
from grader.rubric.laws import assert_linearity, assert_permutation, assert_rotation, assert_scaling, assert_shift
from grader.rubric.pictures import (
    assert_contours,
    assert_equal_axes,
    assert_legend,
    assert_named_axes,
    assert_path_drawn,
    assert_scales,
)
from grader.rubric.quiz import quiz

__all__ = [
    "array_like",
    "assert_close",
    "assert_contours",
    "assert_count",
    "assert_equal_axes",
    "assert_exact",
    "assert_form",
    "assert_interval",
    "assert_label",
    "assert_legend",
    "assert_linearity",
    "assert_named_axes",
    "assert_path_drawn",
    "assert_permutation",
    "assert_rotation",
    "assert_scales",
    "assert_scaling",
    "assert_schedule",
    "assert_set",
    "assert_shift",
    "assert_trajectory",
    "assert_unchanged",
    "cases",
    "choices",
    "criterion",
    "entry",
    "floats",
    "integers",
    "quiz",
]
