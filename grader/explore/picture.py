"""Paths as drawings: on the landscape, loss and distance by row, and the setting on the map of what converges."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.explore.labels import path_labels
from grader.explore.motion import Stability
from grader.explore.paths import Path, Whose
from grader.explore.presets import Preset, Setting
from grader.explore.walks import landscapes_of
from grader.landscapes import Landscape, loss_along
from grader.reports.drawing import plot
from grader.reports.drawing.contours import contour_path
from grader.reports.drawing.plot import Key, Line, Mark, Plot, Scale
from grader.reports.exhibits.stability import areas, rate_labels, rounded_up
from grader.words import explore as explore_words
from grader.words import labels, notation

Array = NDArray[np.float64]
_MOST_ARROWS = 60
_CURVE_POINTS = 161
_GRID = (90, 72)
_ALPHAS = (0.0, 1.0)
_WIDEST = 4.4  # over lambda_max: the map shows a little more than the limit for alpha = 1


class Drawn(msgspec.Struct, frozen=True):
    """A path that there is, what it is called, and the class that says how it looks."""

    path: Path
    label: str
    kind: str

    @property
    def rows(self) -> Array:
        """Shape (n, d)."""
        return self.path.rows


def drawn_paths(paths: Sequence[Path]) -> tuple[Drawn, ...]:
    """The paths that have rows; each looks as its place among all says, so that none changes with the others."""
    named = enumerate(zip(paths, path_labels(paths), strict=True), start=1)
    return tuple(Drawn(path, label, _kind(path, place)) for place, (path, label) in named if len(path.rows))


def _kind(path: Path, place: int) -> str:
    return f"walk walk-{place}" if path.whose is Whose.OWN else f"walk walk-{place} recorded"


def lead(preset: Preset, setting: Setting, drawn: Sequence[Drawn], targets: Sequence[Array]) -> Plot:
    """The paths on their landscape; `targets` are the distinct points that they are measured against."""
    surfaces = landscapes_of(preset, setting)
    if preset.dimension == 1:
        return _on_curves(preset, setting, surfaces, drawn, targets)
    return _on_plane(preset, setting, surfaces[0], drawn, targets)


def _on_plane(
    preset: Preset, setting: Setting, landscape: Landscape, drawn: Sequence[Drawn], targets: Sequence[Array]
) -> Plot:
    low, high = np.array(preset.window).T
    x, y = plot.equal_axes((low + high) / 2, (high - low) / 2)
    lines = [Line("contour", contour_path(landscape, x, y, _GRID, whole=True))]
    lines += [plot.line(each.kind, x, y, each.rows[:, 0], each.rows[:, 1]) for each in drawn]
    arrows = "".join(_velocities(each.rows, setting.momentum, x, y) for each in drawn if _carries(each.path))
    if arrows:
        lines.append(Line("arrows", arrows))
    sign, name = ("minimum", labels.MINIMUM) if landscape.minimum is not None else ("saddle", labels.SADDLE)
    marks: list[Mark | None] = [plot.ring(x, y, start[0], start[1], labels.START, "start") for start in setting.starts]
    marks += [plot.ring(x, y, float(point[0]), float(point[1]), name, sign) for point in targets]
    return Plot(
        title=explore_words.PLANE,
        description=explore_words.PLANE_SHOWS.format(landscape=repr(landscape), paths=_in_words(drawn)),
        x_label=labels.COORDINATES[0],
        y_label=labels.COORDINATES[1],
        x=x,
        y=y,
        lines=tuple(lines),
        marks=plot.labelled(x, y, marks, lines),
        legend=(
            *_legend(drawn),
            Key("contour", labels.EQUAL_LOSS),
            Key("arrows", explore_words.VELOCITY),
            Key("start", labels.START, "mark"),
            Key(sign, name, "mark"),
        ),
        note=_leaving(drawn, x, y),
    )


def _on_curves(
    preset: Preset, setting: Setting, curves: Sequence[Landscape], drawn: Sequence[Drawn], targets: Sequence[Array]
) -> Plot:
    ((low, high),) = preset.window
    x = plot.horizontal(low, high)
    weights = np.linspace(low, high, _CURVE_POINTS)
    outlines = [loss_along(curve, weights[:, None]) for curve in curves]
    y = _loss_axis(outlines)
    lines = [Line("contour curve", plot.path(x.units(weights), y.units(loss))) for loss in outlines]
    legend = [
        Key("contour curve", labels.LOSS),
        Key("start", labels.START, "mark"),
        Key("minimum", labels.MINIMUM, "mark"),
    ]
    marks: list[Mark | None] = []
    if "shift" in preset.knobs and setting.shift:
        legend += [Key("contour curve shifted", explore_words.SHIFTED), Key("ring", explore_words.COST, "mark")]
        for curve in curves:
            shifted = loss_along(curve, (weights - setting.shift)[:, None])
            lines.append(Line("contour curve shifted", plot.path(x.units(weights), y.units(shifted))))
            cost = curve.value([-setting.shift])
            marks.append(plot.ring(x, y, 0.0, cost, explore_words.COST_OF_SHIFT.format(loss=notation.number(cost, 3))))
    for each in drawn:
        losses = loss_along(each.path.walk.landscape, each.rows)
        lines.append(plot.line(f"{each.kind} sparse", x, y, each.rows[:, 0], losses))
        marks.append(plot.ring(x, y, float(each.rows[0, 0]), float(losses[0]), labels.START, "start"))
    marks += [plot.ring(x, y, float(end[0]), curves[0].value(end), "", "minimum") for end in targets]
    return Plot(
        title=explore_words.CURVE,
        description=explore_words.CURVE_SHOWS.format(landscape=", ".join(map(repr, curves)), paths=_in_words(drawn)),
        x_label=labels.WEIGHT,
        y_label=labels.LOSS,
        x=x,
        y=y,
        lines=tuple(lines),
        marks=plot.labelled(x, y, marks, lines),
        legend=(*_legend(drawn, " sparse"), *legend),
        note=_leaving(drawn, x, y),
    )


def _loss_axis(outlines: Sequence[Array]) -> Scale:
    """Room for the curves; of one that is far steeper than another, its lower half."""
    highest = max(float(np.median(loss)) if len(outlines) > 1 else float(loss.max()) for loss in outlines)
    lowest = min(float(loss.min()) for loss in outlines)
    room = 0.06 * (highest - lowest)
    return plot.vertical(lowest - room, highest + room)


def _carries(path: Path) -> bool:
    return path.walk.function in {"momentum", "optimize_with_momentum"}


def _velocities(rows: Array, alpha: float, x: Scale, y: Scale) -> str:
    """At each row an arrow along the part of the last move that is carried over."""
    near = rows[: _MOST_ARROWS + 1]
    near = near[np.isfinite(near).all(axis=1) & (np.abs(near) < 1e100).all(axis=1)]
    moves = np.diff(near, axis=0)
    return plot.arrows(x, y, near[1:], near[1:] + alpha * moves) if len(near) > 1 else ""


def by_row(title: str, name: str, drawn: Sequence[Drawn], series: Sequence[Array]) -> Plot:
    """A curve for each path over its rows."""
    x, y = plot.steps_axis(max(map(len, series), default=1)), _series_axis(series)
    lines = tuple(
        plot.line(each.kind, x, y, np.arange(len(values), dtype=np.float64), values)
        for each, values in zip(drawn, series, strict=True)
    )
    goes = [
        explore_words.SERIES_GOES.format(
            path=each.label, start=notation.number(values[0], 4), end=notation.number(values[-1], 4)
        )
        for each, values in zip(drawn, series, strict=True)
    ]
    return Plot(
        title=title,
        description=" ".join(goes),
        x_label=labels.ROW,
        y_label=labels.LOGARITHMIC.format(quantity=name) if y.log else name,
        x=x,
        y=y,
        lines=lines,
        legend=_legend(drawn),
    )


def _series_axis(series: Sequence[Array]) -> Scale:
    """Room for what lies below the first number of each series; of what ran away, as much as is near."""
    finite = [values[np.isfinite(values)] for values in series]
    near = [
        _between(values, 1e-12 * abs(values[:1].max(initial=0.0)), values[:1].max(initial=0.0)) for values in finite
    ]
    return plot.value_axis(*near, clipped=np.concatenate(finite))


def _between(values: Array, size: float, first: float) -> Array:
    """What is not above the first number, and not so near to zero that it is nothing but rounding."""
    return values[(values <= first + 0.05 * abs(first)) & ((np.abs(values) >= size) | (first < 0))]


def stability_map(settings: Sequence[tuple[Drawn, Stability]]) -> Plot | None:
    """The plane of learning rate and alpha with a dot for each path's setting; None on what is no bowl.

    Each setting is a path with what its rule does.
    """
    if not settings or any(each.eigenvalue <= 0 for each in settings[0][1].factors):
        return None
    eigenvalues = tuple(each.eigenvalue for each in settings[0][1].factors)
    rates = [drawn.path.walk.lr for drawn, _ in settings]
    widest = max(_WIDEST / eigenvalues[-1], 1.15 * max(rates))
    x, y = plot.horizontal(0.0, rounded_up(widest)), plot.vertical(*_ALPHAS)
    unstable, edge, equal = areas(eigenvalues, x, y)
    dots = [plot.ring(x, y, each.path.walk.lr, known.alpha, "", f"spot {each.kind}") for each, known in settings]
    told = [
        explore_words.MAP_SETTING.format(
            lr=notation.number(each.path.walk.lr, 4), alpha=notation.number(known.alpha, 4)
        )
        for each, known in settings
    ]
    return Plot(
        title=explore_words.STABILITY,
        description=explore_words.MAP_SHOWS.format(steepest=_short(eigenvalues[-1]), settings=", ".join(told)),
        x_label=labels.LEARNING_RATE,
        y_label=labels.ALPHA,
        x=x,
        y=y,
        lines=(Line("unstable", unstable), Line("contour", equal), Line("edge", edge)),
        marks=(*rate_labels(eigenvalues, x, y), *(dot for dot in dots if dot is not None)),
        legend=(
            *(Key(f"spot {each.kind}", each.label, "mark") for each, _ in settings),
            Key("contour", labels.EQUAL_RATE),
            Key("edge", labels.LIMIT),
            Key("unstable", labels.RUNS_AWAY, "area"),
        ),
    )


def _legend(drawn: Sequence[Drawn], more: str = "") -> tuple[Key, ...]:
    return tuple(Key(f"{each.kind}{more}", each.label) for each in drawn)


def _in_words(drawn: Sequence[Drawn]) -> str:
    return " ".join(
        explore_words.PATH_GOES.format(path=each.label, start=_pair(each.rows[0]), end=_pair(each.rows[-1]))
        for each in drawn
    )


def _pair(point: Array) -> str:
    return ", ".join(map(_short, point.tolist()))


def _short(value: float) -> str:
    return notation.number(value, 4)


def _leaving(drawn: Sequence[Drawn], x: Scale, y: Scale) -> str:
    said = []
    for each in drawn:
        inside = x.holds(each.rows[:, 0]) & (y.holds(each.rows[:, 1]) if each.rows.shape[1] > 1 else True)
        if not inside.all():
            row = int(np.flatnonzero(~inside)[0])
            said.append(explore_words.LEFT_PICTURE.format(path=each.label, row=row))
    return " ".join(said)
