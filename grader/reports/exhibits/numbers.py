"""Numbers side by side: one number, the parts of a pair, the entries of a short array, counts under names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.reports import prose
from grader.reports.exhibits.base import Exhibit, Lost, Table, TableRow
from grader.rubric.compare import FLOOR, TOLERANCE

_MOST = 12  # entries


def exhibit(lost: Lost) -> Exhibit | None:
    """A table of each part of the answer, yours and expected."""
    if not lost.asked.answered:
        return None
    rows = [TableRow(cells, kind="first" if cells[3] else "") for cells in _rows(lost.asked.got, lost.asked.want)]
    if not rows or len(rows) > _MOST:
        return None
    return Exhibit(
        sentences=_eigenvalues(lost),
        tables=(Table("Your answer beside the expected one", ("part", "yours", "expected", "apart"), tuple(rows)),),
    )


def _rows(got: Any, want: Any, name: str = "answer") -> Iterator[tuple[str, str, str, str]]:
    if isinstance(want, dict):
        for key, expected in want.items():
            yield from _rows(got[key] if isinstance(got, dict) and key in got else "not there", expected, key)
    elif isinstance(want, tuple | list) or (isinstance(want, np.ndarray) and want.ndim == 1):
        part = "part" if isinstance(want, tuple) else "entry"
        same = (
            isinstance(got, tuple | list | np.ndarray)
            and np.ndim(np.asarray(got, dtype=object))
            and len(got) == len(want)
        )
        for index, expected in enumerate(want):
            label = f"{part} {index + 1}" if name == "answer" else f"{name}, {part} {index + 1}"
            yield from _rows(got[index] if same else "not there", expected, label)
    elif want is None or np.ndim(want) == 0:
        yield (name, _shown(got), _shown(want), _apart(got, want))


def _shown(value: Any) -> str:
    if value is None or isinstance(value, str):
        return prose.number(value)
    if isinstance(value, dict):
        return "a dict"
    array = np.asarray(value, dtype=object)
    if array.ndim:
        return f"a {type(value).__name__} of {len(array)}"
    return str(int(value)) if isinstance(value, int | np.integer) else prose.number(float(value), 8)


def _apart(got: Any, want: Any) -> str:
    """How far apart in tolerances; empty where the two agree."""
    if not _is_number(got) or not _is_number(want):
        return "" if got is None and want is None else "another kind"
    if isinstance(want, int | np.integer):
        return "" if int(got) == int(want) else f"{int(got) - int(want):+d}".replace("-", "\u2212")
    ratio = abs(float(got) - float(want)) / max(TOLERANCE * abs(float(want)), FLOOR)
    return "" if ratio <= 1 else f"{prose.times(ratio)} tolerances"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) or (isinstance(value, np.ndarray) and value.ndim == 0)


def _eigenvalues(lost: Lost) -> tuple[str, ...]:
    """The eigenvalues of a Hessian that was asked about, where the answer is one number made of them."""
    hessian = lost.asked.keywords.get("hessian")
    if hessian is None or not _is_number(lost.asked.want):
        return ()
    values = np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float64)).tolist()
    return (f"The eigenvalues of this Hessian are {prose.listed([prose.number(value) for value in values])}.",)
