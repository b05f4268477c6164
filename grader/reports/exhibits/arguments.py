"""An argument that a function changed: what it was before the call and after."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.records import DifferenceKind
from grader.reports.exhibits.base import Exhibit, Lost, Table, TableRow
from grader.safe_text import visible
from grader.words import labels

_LONGEST = 200


def exhibit(lost: Lost) -> Exhibit | None:
    """Before and after, side by side."""
    if lost.difference is None or lost.difference.kind is not DifferenceKind.MODIFIED:
        return None
    name = lost.difference.name
    if name not in lost.asked.keywords or name not in lost.asked.after:
        return None
    before, after = lost.asked.keywords[name], lost.asked.after[name]
    rows = (
        TableRow((labels.BEFORE_CALL, _shown(before))),
        TableRow((labels.AFTER_CALL, _shown(after)), kind="first"),
    )
    return Exhibit(tables=(Table(labels.ARGUMENT.format(name=name), (labels.WHEN, labels.VALUE), rows),))


def _shown(value: Any) -> str:
    text = (
        np.array2string(np.asarray(value), separator=", ", threshold=20) if not isinstance(value, dict) else repr(value)
    )
    return visible(" ".join(text.split()), _LONGEST).replace("-", "\u2212")
