"""Exhibits: what is drawn of one lost criterion, by the shape of its question and answer.

The next kind is a module with a function `exhibit(lost) -> Exhibit | None` and a row in `EXHIBITS`; the first that
knows what to show is taken.  Nothing here knows an assignment by name.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.reports.exhibits import arguments, counts, curves, numbers, paths, pictures, rates
from grader.reports.exhibits.base import Exhibit, Lost

EXHIBITS: dict[str, Callable[[Lost], Exhibit | None]] = {
    "an argument that was changed": arguments.exhibit,
    "a learning rate for each step": rates.exhibit,
    "a path on a landscape of two parameters": paths.exhibit,
    "a path on a loss curve": curves.exhibit,
    "a number of steps": counts.exhibit,
    "a picture": pictures.exhibit,
    "numbers": numbers.exhibit,
}


def exhibit_of(lost: Lost) -> Exhibit | None:
    """What can be shown of a lost criterion; None where there is nothing to compare."""
    with np.errstate(all="ignore"):  # a path that ran away overflows on its way through, and is drawn as far as it goes
        return next((found for show in EXHIBITS.values() if (found := show(lost)) is not None), None)
