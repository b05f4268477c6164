"""What a figure is: records in the coordinates of its own drawing, made from numbers, printed by a template.

A `Scale` maps numbers to drawing units, a `Plot` holds everything a template draws.  Nothing here knows what the
numbers mean; that is the exhibits' part.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.words import notation

Array = NDArray[np.float64]

WIDTH, HEIGHT = 420.0, 320.0  # drawing units; the page scales the drawing to its column
LEFT, RIGHT, TOP, BOTTOM = 66.0, 12.0, 14.0, 46.0
UPRIGHT = (HEIGHT - TOP - BOTTOM) / (WIDTH - LEFT - RIGHT)  # of a drawing area: how high it is beside its width
_FAR = 5.0  # how many frames beyond its edge a line is still followed


class Scale(msgspec.Struct, frozen=True):
    """One axis: the interval of numbers it shows, and between which drawing units."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False
    whole: bool = False  # ticks at whole numbers alone

    def units(self, values: Array) -> Array:
        """Drawing units of numbers; far outside the interval they stay within a few frames of it.  NaN stays NaN."""
        low, high = (math.log10(self.low), math.log10(self.high)) if self.log else (self.low, self.high)
        inside = np.log10(np.maximum(values, self.low * 1e-6)) if self.log else values
        share = np.minimum(np.maximum((inside - low) / (high - low), -_FAR), 1 + _FAR)
        placed: Array = self.start + share * (self.end - self.start)
        return placed

    def unit(self, value: float) -> float:
        """Drawing unit of one number."""
        low, high, at = self.low, self.high, value
        if self.log:
            low, high, at = math.log10(low), math.log10(high), math.log10(max(value, low * 1e-6))
        share = min(max((at - low) / (high - low), -_FAR), 1 + _FAR)
        return self.start + share * (self.end - self.start)

    def holds(self, values: Array) -> NDArray[np.bool_]:
        """Which numbers the axis shows."""
        inside: NDArray[np.bool_] = (values >= self.low) & (values <= self.high)
        return inside

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Round numbers along the axis."""
        return _ticks(self)


class Tick(NamedTuple):
    """A number beside an axis, and where it stands."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line or an area: `d` is SVG path data, `kind` the class that says how it looks.

    A line that `follows` has one vertex a row from row 0 on, so the step slider can find each row upon it.
    """

    kind: str
    d: str
    follows: bool = False
    vertices: Array = field(default_factory=lambda: np.empty((0, 2)), compare=False)  # what labels keep away from


class Mark(msgspec.Struct, frozen=True):
    """A sign at one place with words beside it; `toward` is the side on which they stand: start or end."""

    kind: str
    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    toward: str


class Key(msgspec.Struct, frozen=True):
    """One entry of a legend: `kind` as in the drawing, and what it stands for; `shape` is line, area, arrow or mark."""

    kind: str
    label: str
    shape: str = "line"


class Plot(msgspec.Struct, frozen=True):
    """A drawing with axes.  `description` says in words and numbers what it shows."""

    title: str
    description: str
    x_label: str
    y_label: str
    x: Scale
    y: Scale
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    legend: tuple[Key, ...] = ()  # of every kind of line and mark that may be drawn
    note: str = ""
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def keys(self) -> tuple[Key, ...]:
        """The legend's entries of what is drawn."""
        drawn = {line.kind for line in self.lines if line.d} | {mark.kind for mark in self.marks}
        return tuple(key for key in self.legend if key.kind in drawn)

    @property
    def frame(self) -> str:
        """Path data of the drawing area's outline."""
        return f"M{self.x.start:.0f} {self.y.end:.0f}H{self.x.end:.0f}V{self.y.start:.0f}H{self.x.start:.0f}Z"

    @property
    def grid(self) -> str:
        """Path data of the thin lines at the ticks."""
        across = "".join(f"M{tick.at} {self.y.end:.0f}V{self.y.start:.0f}" for tick in self.x.ticks)
        return across + "".join(f"M{self.x.start:.0f} {tick.at}H{self.x.end:.0f}" for tick in self.y.ticks)


def horizontal(low: float, high: float) -> Scale:
    """The usual axis along the lower edge."""
    return Scale(low, high, LEFT, WIDTH - RIGHT)


def vertical(low: float, high: float, *, log: bool = False) -> Scale:
    """The usual axis along the left edge; larger numbers stand higher."""
    return Scale(low, high, HEIGHT - BOTTOM, TOP, log)


def equal_axes(middle: Array, half: Array) -> tuple[Scale, Scale]:
    """Two axes about a point, a unit as long on both: only so do gradients stand upright on contours."""
    across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    unit = max(2 * half[0] / across, 2 * half[1] / up)
    (a, b), (c, d) = [(m - unit * size / 2, m + unit * size / 2) for m, size in zip(middle, (across, up), strict=True)]
    return horizontal(float(a), float(b)), vertical(float(c), float(d))


def steps_axis(count: int) -> Scale:
    """An axis of row numbers 0 … count - 1."""
    last = float(max(count - 1, 1))
    return Scale(-0.03 * last, 1.03 * last, LEFT, WIDTH - RIGHT, whole=True)


def value_axis(*series: Array, clipped: Array | None = None) -> Scale:
    """An axis that shows all of `series`, logarithmic where they are positive and span more than two decades.

    Of `clipped`, which may have run away, it shows what lies within three times their span.
    """
    shown = np.concatenate([values[np.isfinite(values)] for values in series])
    if not shown.size:
        shown = np.zeros(1)
    low, high = float(shown.min()), float(shown.max())
    more = clipped[np.isfinite(clipped)] if clipped is not None else np.empty(0)
    positive = low > 0 and (not more.size or float(more.min()) > 0)
    if positive and high > 100 * low:
        near = more[(more >= low / 1e3) & (more <= high * 1e3)]
        low, high = min([low, *near.tolist()]), max([high, *near.tolist()])
        return vertical(low / 1.5, high * 1.5, log=True)
    span = (high - low) or abs(high) or 1.0
    near = more[(more >= low - 3 * span) & (more <= high + 3 * span)]
    low, high = min([low, *near.tolist()]), max([high, *near.tolist()])
    room = 0.08 * ((high - low) or abs(high) or 1.0)
    return vertical(low - room, high + room)


def path(x: Array, y: Array) -> str:
    """SVG path data through points in drawing units, up to the first that is no number."""
    lost = np.flatnonzero(~(np.isfinite(x) & np.isfinite(y)))
    end = int(lost[0]) if lost.size else len(x)
    return "M" + "L".join(map(" ".join, zip(_written(x[:end]), _written(y[:end]), strict=True))) if end else ""


@cache
def _tenths() -> list[str]:
    """Tenths of drawing units, as they are written."""
    return [f"{tenth / 10}" for tenth in range(10 * round(WIDTH + 1))]


def _written(units: Array) -> list[str]:
    """Drawing units to one digit: out of a table, in a third of the time, where all lie in the drawing."""
    tenths, table = np.rint(10 * units), _tenths()
    if tenths.min() >= 0 and tenths.max() < len(table):
        return [table[tenth] for tenth in tenths.astype(int).tolist()]
    return [f"{tenth / 10:.1f}" for tenth in tenths.tolist()]


def line(kind: str, plot_x: Scale, plot_y: Scale, x: Array, y: Array) -> Line:
    """A series with one vertex a row."""
    vertices = np.column_stack([plot_x.units(x), plot_y.units(y)])
    return Line(kind, path(vertices[:, 0], vertices[:, 1]), follows=True, vertices=vertices)


def level(kind: str, plot_x: Scale, plot_y: Scale, value: float) -> Line:
    """A straight line across the frame at one height."""
    return Line(kind, f"M{plot_x.start:.1f} {plot_y.unit(value):.1f}H{plot_x.end:.1f}")


def ring(plot_x: Scale, plot_y: Scale, x: float, y: float, label: str, kind: str = "ring") -> Mark | None:
    """A mark at a place, drawn at the edge of the frame where the place lies outside; None where it is no place."""
    if not (math.isfinite(x) and math.isfinite(y)):
        return None
    at_x = min(max(plot_x.unit(x), plot_x.start), plot_x.end)
    at_y = min(max(plot_y.unit(y), plot_y.end), plot_y.start)
    return Mark(kind, round(at_x, 1), round(at_y, 1), label, 0.0, 0.0, "start")


def labelled(
    plot_x: Scale, plot_y: Scale, marks: Iterable[Mark | None], lines: Iterable[Line] = ()
) -> tuple[Mark, ...]:
    """The marks that have a place, each label where it covers no other label or mark, and few points of lines."""
    placed: list[Mark] = []
    wanted = [mark for mark in marks if mark is not None]
    points = _vertices(lines)
    for mark in wanted:
        others = [other for other in wanted if other is not mark]
        best, least = _SIDES[0], math.inf
        for side in _SIDES:
            cost = _cost(_box(mark, *side), placed, others, points, plot_x, plot_y)
            if cost < least:
                best, least = side, cost
            if least == 0:
                break
        dx, dy, toward = best
        placed.append(replace(mark, label_x=round(mark.x + dx, 1), label_y=round(mark.y + dy, 1), toward=toward))
    return tuple(placed)


# Where a label may stand beside its mark, the most usual place first; drawing units.
_SIDES = (
    (11.0, -9.0, "start"),
    (-11.0, -9.0, "end"),
    (11.0, 19.0, "start"),
    (-11.0, 19.0, "end"),
    (0.0, -15.0, "middle"),
    (0.0, 25.0, "middle"),
    (16.0, 36.0, "start"),
    (-16.0, -27.0, "end"),
    (16.0, -27.0, "start"),
)
_OVER = 4.0  # drawing units: how far a label may reach over the lower edge, where it has no letters
_DOT = 3.0  # drawing units: how far a label keeps from lines and the dots on them
_ALONG = np.array([[0.0], [0.2], [0.4], [0.6], [0.8]])  # where from one vertex to the next a line is looked at
_LETTER = 7.6  # drawing units: the width of a letter of a label, rather too wide than too narrow


def _box(mark: Mark, dx: float, dy: float, toward: str) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of the label of a mark that stands (dx, dy) beside it."""
    width = _LETTER * len(mark.label)
    left = mark.x + dx - {"start": 0.0, "middle": width / 2, "end": width}[toward]
    return left, left + width, mark.y + dy - 12, mark.y + dy + 4


def _cost(
    box: tuple[float, float, float, float],
    placed: list[Mark],
    others: list[Mark],
    points: Array,
    plot_x: Scale,
    plot_y: Scale,
) -> float:
    left, right, top, bottom = box
    inside = left >= plot_x.start and right <= plot_x.end and top >= plot_y.end and bottom <= plot_y.start + _OVER
    cost = 0.0 if inside else 100.0
    for other in placed:
        a, b, c, d = _box(other, other.label_x - other.x, other.label_y - other.y, other.toward)
        cost += 50.0 * (left < b and a < right and top < d and c < bottom)
    for other in others:
        cost += 20.0 * (left - 7 < other.x < right + 7 and top - 7 < other.y < bottom + 7)
    x, y = points
    covered = (x > left - _DOT) & (x < right + _DOT) & (y > top - _DOT) & (y < bottom + _DOT)
    return cost + float(np.count_nonzero(covered))


def _vertices(lines: Iterable[Line]) -> Array:
    """Points all along lines, shape (2, n), vertices most: they have dots.  What is no number lies nowhere."""
    groups = [np.empty((0, 2))]
    for drawn in lines:
        ends = drawn.vertices[:, None]
        between = ends[:-1] + _ALONG * (ends[1:] - ends[:-1])
        groups += [between.reshape(-1, 2), drawn.vertices, drawn.vertices]
    return np.ascontiguousarray(np.concatenate(groups).T)  # looked through for each place of a label


def arrows(plot_x: Scale, plot_y: Scale, tails: Array, heads: Array) -> str:
    """Path data of an arrow from each tail to its head, both of shape (n, 2) in numbers; tiny ones are left out."""
    parts = []
    from_x, from_y = plot_x.units(tails[:, 0]), plot_y.units(tails[:, 1])
    to_x, to_y = plot_x.units(heads[:, 0]), plot_y.units(heads[:, 1])
    for x, y, u, v in zip(from_x.tolist(), from_y.tolist(), to_x.tolist(), to_y.tolist(), strict=True):
        length = math.hypot(u - x, v - y)
        if not math.isfinite(length) or length < 2:
            continue
        tip = min(6.0, length / 2) / length
        dx, dy = (x - u) * tip, (y - v) * tip
        left, right = f"{u + dx - dy / 2:.1f} {v + dy + dx / 2:.1f}", f"{u + dx + dy / 2:.1f} {v + dy - dx / 2:.1f}"
        parts.append(f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}M{left}L{u:.1f} {v:.1f}L{right}")
    return "".join(parts)


@lru_cache(maxsize=4096)
def _ticks(scale: Scale, about: int = 5) -> tuple[Tick, ...]:
    if scale.log:
        values = _decades(scale.low, scale.high, about)
    else:
        values = _round_numbers(scale.low, scale.high, about, 1.0 if scale.whole else 0.0)
    return tuple(Tick(round(scale.unit(value), 1), _tick_label(value, scale)) for value in values)


def _tick_label(value: float, scale: Scale) -> str:
    is_decade = scale.log and f"{value:e}".startswith("1.000000e")
    return notation.power_of_ten(value) if is_decade else notation.number(value, 5)


def _round_numbers(low: float, high: float, about: int, least: float) -> list[float]:
    rough = max((high - low) / about, least)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _decades(low: float, high: float, about: int) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    apart = max(1, math.ceil((last - first + 1) / (about + 1)))
    decades = [10.0**exponent for exponent in range(first, last + 1, apart)]
    return decades if len(decades) > 1 else [low * (high / low) ** share for share in (0.1, 0.5, 0.9)]
