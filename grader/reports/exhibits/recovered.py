"""The rule that walks a student's whole path, in a sentence: the headline where no known mistake is recognised."""

from __future__ import annotations

import numpy as np

from grader.diagnosis.landscape_asked import landscape_asked
from grader.reports.exhibits import path_rule
from grader.reports.exhibits.base import Lost, table_of_numbers


def rule_of(lost: Lost) -> str:
    """“All of your path is what gradient descent with lr = 0.02 gives; …”; empty where no one rule walks it."""
    if not lost.asked.answered or not path_rule.rows_stand_in_place(lost):
        return ""
    want, got = table_of_numbers(lost.asked.want), table_of_numbers(lost.asked.got)
    if want is None or got is None or got.shape != want.shape:
        return ""
    landscape = landscape_asked(lost.asked.keywords, want)
    if landscape is None:
        return ""
    columns = landscape.dimension  # of a curve's table the second column is the loss
    with np.errstate(all="ignore"):  # a path that ran away
        return " ".join(path_rule.whole_path(lost, landscape, got[:, :columns], want[:, :columns]))
