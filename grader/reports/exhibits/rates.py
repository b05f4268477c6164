"""A function of the step t, asked for t = 0, 1, …: the rate by step, yours and expected, and how far they are apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.reports.drawing import plot
from grader.reports.drawing.plot import Key, Plot, Scale
from grader.reports.exhibits.base import NOTHING, Asked, Exhibit, Lost
from grader.reports.exhibits.rows import readouts, rows_around
from grader.reports.facts.comparison import Comparison
from grader.sandbox import values
from grader.tolerance import Tolerance
from grader.words import figures, labels, notation, numbers

Array = NDArray[np.float64]


def exhibit(lost: Lost) -> Exhibit | None:
    """The schedule that the lost call belongs to."""
    if type(lost.asked.keywords.get("t")) is not int:
        return None
    asked = _same_schedule(lost)
    steps = [one.keywords["t"] for one in asked]
    if len(steps) < 3:
        return None
    compared = Comparison.of(_column(asked, own=True), _column(asked, own=False), lost.tolerance(1) or _usual(asked))
    first = compared.row
    got = compared.got[:, 0]
    if first is None or not np.isfinite(compared.want).all():
        return None
    t = np.array(steps, dtype=np.float64)
    return Exhibit(
        sentences=_pattern(compared, steps) or _largest(compared, steps),
        plots=(_rates(t, compared, first), _apart(t, compared, first)) if np.isfinite(got).any() else (),
        tables=(rows_around(compared, first, counted=[0], steps=steps),),
        readouts=readouts(compared, steps=True) if steps == list(range(len(steps))) else (),
    )


def _same_schedule(lost: Lost) -> list[Asked]:
    """The calls that differ from the lost one in t alone, by t."""
    others = _without_t(lost.asked.keywords)
    found: dict[int, Asked] = {}
    for call in lost.calls:
        if call.function != lost.asked.call.function or call.occurrence:
            continue
        if _without_t(values.decode_arguments(call.arguments)[1]) == others:
            asked = lost.look_up(call)
            if type(asked.keywords.get("t")) is int and asked.want is not NOTHING:
                found[asked.keywords["t"]] = asked
    return [found[t] for t in sorted(found)]


def _without_t(keywords: dict[str, object]) -> bytes:
    return values.encode_arguments([], {name: value for name, value in keywords.items() if name != "t"})


def _column(asked: list[Asked], *, own: bool) -> Array:
    return np.array([[_number(one.got if own else one.want)] for one in asked])


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float | np.number) else float("nan")


def _usual(asked: list[Asked]) -> Tolerance | None:
    """Of a schedule whose rates are asked for one by one: a share of its first rate."""
    lr0 = asked[0].keywords.get("lr0")
    return Tolerance.of_size(lr0) if isinstance(lr0, int | float) else None


def _pattern(compared: Comparison, steps: list[int]) -> tuple[str, ...]:
    """Whether the whole curve is the right one, only early, late, or too large by one factor."""
    got, want = compared.got[:, 0], compared.want[:, 0]
    if not np.isfinite(got).all() or steps != list(range(steps[0], steps[0] + len(steps))):
        return ()
    size = float(np.abs(want).max())
    close = 1e-6 * size
    if float(np.ptp(want)) > close and np.abs(got[:-1] - want[1:]).max() <= close:
        return (numbers.RATES_EARLY,)
    if float(np.ptp(want)) > close and np.abs(got[1:] - want[:-1]).max() <= close:
        return (numbers.RATES_LATE,)
    factor = float(got @ want) / float(want @ want)
    if np.abs(got - factor * want).max() <= close and abs(factor) > 1e-9:
        return (numbers.RATES_TIMES.format(factor=notation.number(factor, 4)),)
    return ()


def _largest(compared: Comparison, steps: list[int]) -> tuple[str, ...]:
    """Where the two curves are farthest apart."""
    got, want = compared.got[:, 0], compared.want[:, 0]
    apart = np.abs(got - want)
    if not np.isfinite(apart).all():
        return ()
    at = int(apart.argmax())
    own, expected = notation.number(float(got[at]), 4), notation.number(float(want[at]), 4)
    sentence = numbers.FARTHEST_ABOVE if got[at] > want[at] else numbers.FARTHEST_BELOW
    return (sentence.format(step=steps[at], own=own, expected=expected),)


def _rates(t: Array, compared: Comparison, first: int) -> Plot:
    got, want = compared.got[:, 0], compared.want[:, 0]
    x, y = _steps_axis(t), plot.value_axis(np.append(want, 0.0), clipped=got)
    lines = (plot.line("expected", x, y, t, want), plot.line("own", x, y, t, got))
    step = f"{t[first]:g}"
    ring = plot.ring(x, y, float(t[first]), float(got[first]), labels.STEP_HERE.format(step=step))
    return Plot(
        title=labels.RATES,
        description=figures.RATES.format(
            start=f"{t[0]:g}",
            end=f"{t[-1]:g}",
            step=step,
            own=notation.number(float(got[first])),
            expected=notation.number(float(want[first])),
        ),
        x_label=labels.STEP_T,
        y_label=labels.LEARNING_RATE,
        x=x,
        y=y,
        lines=lines,
        marks=plot.labelled(x, y, [ring], lines),
        legend=(
            Key("own", labels.YOURS),
            Key("expected", labels.EXPECTED),
            Key("ring", labels.FIRST_DIFFERENCE, "mark"),
        ),
    )


def _apart(t: Array, compared: Comparison, first: int) -> Plot:
    ratios = compared.ratios[:, 0]
    largest = float(ratios.max(where=np.isfinite(ratios), initial=1.0))
    x, y = _steps_axis(t), plot.vertical(0.008, max(10.0, largest * 2), log=True)
    shown = np.where(np.isfinite(ratios), np.maximum(ratios, 1e-2), np.nan)
    lines = (plot.level("limit", x, y, 1.0), plot.line("apart", x, y, t, shown))
    ring = plot.ring(x, y, float(t[first]), float(shown[first]), labels.STEP_HERE.format(step=f"{t[first]:g}"))
    return Plot(
        title=labels.DIFFERENCE_IN_TOLERANCES,
        description=figures.APART.format(largest=notation.times(largest)),
        x_label=labels.STEP_T,
        y_label=labels.TOLERANCES,
        x=x,
        y=y,
        lines=lines,
        marks=plot.labelled(x, y, [ring], lines),
        legend=(
            Key("apart", labels.DIFFERENCE),
            Key("limit", labels.TOLERANCE),
            Key("ring", labels.FIRST_DIFFERENCE, "mark"),
        ),
    )


def _steps_axis(t: Array) -> Scale:
    room = 0.03 * float(t[-1] - t[0])
    return Scale(float(t[0]) - room, float(t[-1]) + room, plot.LEFT, plot.WIDTH - plot.RIGHT, whole=True)
