"""A picture that was drawn, again from its data, beside the one that was asked for; no Matplotlib is needed for it."""

from __future__ import annotations

import numpy as np
from contourpy import contour_generator
from numpy.typing import NDArray

from grader.reports.drawing import plot
from grader.reports.drawing.plot import Key, Line, Plot, Scale
from grader.reports.exhibits.base import Exhibit, Lost, Table, TableRow
from grader.rubric.pictures import Axes, Contours, Picture, Series, picture
from grader.words import figures, labels, notation

Array = NDArray[np.float64]

_MOST = 40  # lines or levels that are drawn
_MARKED = 60  # points that are


def exhibit(lost: Lost) -> Exhibit | None:
    """For answers that are pictures, at least the expected one."""
    if not lost.asked.answered:
        return None
    want, got = picture(lost.asked.want), picture(lost.asked.got)
    if want is None or not want.axes:
        return None
    drawn = [] if got is None or not got.axes else [_drawn(got, "own", labels.YOUR_PICTURE)]
    drawn.append(_drawn(want, "expected", labels.EXPECTED_PICTURE))
    return Exhibit(plots=tuple(drawn), tables=(_said(got, want),))


def _drawn(whole: Picture, whose: str, title: str) -> Plot:
    axes = max(whole.axes, key=lambda each: len(each.lines) + len(each.contours) + len(each.points))
    x, y = _scales(axes)
    series = [*axes.lines, *axes.points]
    contours = [Line("contour", _contour_path(each, x, y)) for each in axes.contours[:_MOST]]
    lines = [plot.line(whose, x, y, each.x, each.y) for each in axes.lines[:_MOST]]
    marks = [plot.ring(x, y, *place, "", f"ring {whose}") for each in axes.points for place in _places(each)]
    return Plot(
        title=title,
        description=figures.PICTURE.format(
            lines=len(axes.lines),
            contours=len(axes.contours),
            points=len(axes.points),
            names=", ".join(_shown(each.label) for each in series if each.label) or labels.NO_LABELS,
        ),
        x_label=_shown(axes.x_label) or labels.NO_NAME,
        y_label=_shown(axes.y_label) or labels.NO_NAME,
        x=x,
        y=y,
        lines=(*contours, *lines),
        marks=tuple(mark for mark in marks if mark is not None),
        legend=(
            Key("contour", labels.EQUAL_LOSS),
            Key(whose, labels.DRAWN_LINE),
            Key(f"ring {whose}", labels.DRAWN_POINT, "mark"),
        ),
    )


def _places(series: Series) -> list[tuple[float, float]]:
    return list(zip(series.x[:_MARKED].tolist(), series.y[:_MARKED].tolist(), strict=True))


def _shown(said: str) -> str:
    return notation.number(said) if said else ""


def _scales(axes: Axes) -> tuple[Scale, Scale]:
    """From where to where each axis goes: as was said, or as far as what is drawn."""
    parts: list[Series | Contours] = [*axes.lines, *axes.points, *axes.contours]
    spans = [
        _span(limits, [each.x if side == 0 else each.y for each in parts])
        for side, limits in enumerate((axes.x_limits, axes.y_limits))
    ]
    (left, right), (low, high) = spans
    if axes.equal:
        return plot.equal_axes(np.array([left + right, low + high]) / 2, np.array([right - left, high - low]) / 2)
    log = axes.y_scale == "log" and low > 0
    return plot.horizontal(left, right), plot.vertical(low, high, log=log)


def _span(limits: tuple[float, float] | None, columns: list[Array]) -> tuple[float, float]:
    numbers = np.concatenate([column[np.isfinite(column)] for column in columns]) if columns else np.empty(0)
    low, high = (float(numbers.min()), float(numbers.max())) if numbers.size else (0.0, 1.0)
    if limits is not None and all(map(np.isfinite, limits)) and limits[0] < limits[1]:
        low, high = limits
    size = (high - low) or abs(high) or 1.0
    return (low, high) if limits is not None else (low - 0.04 * size, high + 0.04 * size)


def _contour_path(contours: Contours, x: Scale, y: Scale) -> str:
    """Its lines inside the frame, as path data."""
    if len(contours.x) < 2 or len(contours.y) < 2:
        return ""
    heights = np.where(np.isfinite(contours.z), contours.z, np.nan)
    generator = contour_generator(contours.x, contours.y, np.ma.masked_invalid(heights))
    lines = [np.asarray(line) for level in contours.levels[:_MOST].tolist() for line in generator.lines(level)]
    return "".join(plot.path(x.units(line[:, 0]), y.units(line[:, 1])) for line in lines)


def _said(got: Picture | None, want: Picture) -> Table:
    """What is said of the pictures side by side."""
    both = [None if each is None or not each.axes else each.axes[0] for each in (got, want)]
    rows = [
        (labels.TITLE, *(_shown(axes.title) if axes else labels.NOT_THERE for axes in both)),
        (labels.AXES, *(_names(axes) for axes in both)),
        (labels.LEGEND, *(", ".join(map(_shown, axes.legend or ())) if axes else labels.NOT_THERE for axes in both)),
        (labels.EQUAL_UNITS, *(_yes(axes) for axes in both)),
    ]
    if got is not None and (odd := sorted({name for axes in got.axes for name in axes.left_out})):
        rows.append((labels.LEFT_OUT, ", ".join(map(_shown, odd[:12])), labels.NOT_THERE))
    head = (labels.PART, labels.YOURS, labels.EXPECTED)
    table = tuple(TableRow((name, own or labels.NOT_THERE, asked or labels.NOT_THERE)) for name, own, asked in rows)
    return Table(labels.PICTURES_BESIDE, head, table)


def _names(axes: Axes | None) -> str:
    return labels.NOT_THERE if axes is None else ", ".join(filter(None, map(_shown, (axes.x_label, axes.y_label))))


def _yes(axes: Axes | None) -> str:
    return labels.NOT_THERE if axes is None else labels.YES if axes.equal else labels.NO
