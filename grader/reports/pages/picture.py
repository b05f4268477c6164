"""The picture of a function that is right: the path that it walked, on its landscape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from markupsafe import Markup
from msgspec.structs import replace

from grader.diagnosis.landscape_asked import landscape_asked
from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.records import Call, Ending, Outcome, Transcript
from grader.reports.exhibits import exhibit_of
from grader.reports.exhibits.base import Lost, look_up, table_of_numbers
from grader.reports.pages.criterion import Articles
from grader.reports.pages.rendering import render_part
from grader.sandbox import values

_FEWEST_ROWS = 4  # less is no path to look at
_FLAT = 2  # dimensions that can be drawn
_DIGITS = 10  # of the largest number: a picture has a thousand units across
_LOADED = Outcome(Ending.VALUE)


def picture_of(function: str, graded: Graded, prepared: Prepared, made: Articles) -> Markup:
    """A figure of the longest path that the function was publicly asked for; empty where there is none."""
    reference = prepared.key.reference
    call = made.chosen(function, lambda: _longest_path(function, prepared.key.plan.public, reference))
    outcome = None if call is None or graded.transcript is None else graded.transcript.outcomes.get(call)
    if call is None or outcome is None or graded.transcript is None:
        return Markup("")
    seen = _as_far_as_it_shows(outcome)
    return made.get(
        ("picture", call, seen), lambda: _drawn(function, call, Transcript(_LOADED, {call: seen}), reference)
    )


@lru_cache(8)  # for both pages of a hand-in
def _as_far_as_it_shows(outcome: Outcome) -> Outcome:
    """The answer to ten digits: who differs in the last ones alone has the same picture."""
    rows = table_of_numbers(values.decode_value(outcome.value)) if outcome.ending is Ending.VALUE else None
    if rows is None:
        return outcome
    size = float(np.abs(rows).max())
    unit = 10.0 ** (math.floor(math.log10(size)) - _DIGITS) if 0 < size < math.inf else 1.0
    with np.errstate(all="ignore"):
        rounded = np.round(rows / unit) * unit
    return Outcome(Ending.VALUE, values.encode_value(rounded if np.isfinite(rounded).all() else rows))


def _drawn(function: str, call: Call, transcript: Transcript, reference: Transcript) -> Markup:
    lost = Lost(look_up(call, transcript, reference), None, transcript, reference, (call,), False)
    try:
        exhibit = exhibit_of(lost)
    except Exception:  # noqa: BLE001 - a drawing that cannot be made must not keep a student from the rest of the page
        exhibit = None
    if exhibit is None or not exhibit.plots:
        return Markup("")
    plot = exhibit.plots[0]
    shown = tuple(
        line for line in plot.lines if line.kind != "arrows"
    )  # they are asked for beside the figure of a loss
    return render_part("picture.html.j2", plot=replace(plot, lines=shown), key=f"picture-{function}")


def _longest_path(function: str, calls: Sequence[Call], reference: Transcript) -> Call | None:
    """The call that is answered with the longest path on a known landscape, in two dimensions if there is one."""
    lengths: dict[Call, tuple[bool, int]] = {}
    for call in calls:
        if call.function == function:
            asked = look_up(call, reference, reference)
            rows = table_of_numbers(asked.want)
            if rows is None or len(rows) < _FEWEST_ROWS:
                continue
            if (landscape := landscape_asked(asked.keywords, rows)) is not None:
                lengths[call] = (landscape.dimension <= _FLAT, len(rows))
    return max(lengths, key=lambda call: lengths[call], default=None)
