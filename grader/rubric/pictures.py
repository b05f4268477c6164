"""Pictures as answers: what a student's function drew, and what a rubric may ask of it.

The worker notes down what is drawn with Matplotlib's usual calls (`grader.sandbox.inside.pictures`).  What arrives is a
stranger's: it is read here field by field, and what is no picture is said to be none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.landscapes import Landscape, loss_along
from grader.records import Compared, Difference, DifferenceKind
from grader.rubric import comparison
from grader.rubric.assertions import Lost
from grader.rubric.other_lines import told_instead
from grader.tolerance import RELATIVE, Tolerance

Array = NDArray[np.float64]


class Series(msgspec.Struct, frozen=True):
    """A line, or points: coordinates of one length, and the name in the legend.

    Of what `plot` drew, `line` says whether the points are joined: by a format of markers alone they are not.
    """

    x: Any
    y: Any
    label: str
    line: bool = True


class Contours(msgspec.Struct, frozen=True):
    """Heights z, shape (len(y), len(x)), and the levels at which there are lines."""

    x: Any
    y: Any
    z: Any
    levels: Any
    filled: bool


class Axes(msgspec.Struct, frozen=True):
    """What is drawn on one pair of axes."""

    title: str
    x_label: str
    y_label: str
    x_scale: str
    y_scale: str
    x_limits: tuple[float, float] | None
    y_limits: tuple[float, float] | None
    equal: bool
    legend: tuple[str, ...] | None
    lines: tuple[Series, ...]
    points: tuple[Series, ...]
    contours: tuple[Contours, ...]
    left_out: tuple[str, ...]


class Picture(msgspec.Struct, frozen=True):
    """A figure: a title above all, and its axes."""

    title: str
    axes: tuple[Axes, ...]


def picture(answer: object) -> Picture | None:
    """The picture that an answer is; None where it is none."""
    if type(answer) is not dict or set(answer) != {"title", "axes"}:
        return None
    try:
        found = msgspec.convert(answer, Picture)
    except (msgspec.ValidationError, TypeError, ValueError):
        return None
    return found if all(_is_whole(axes) for axes in found.axes) else None


def _is_whole(axes: Axes) -> bool:
    series = (*axes.lines, *axes.points)
    return all(_is_series(each) for each in series) and all(map(_is_grid, axes.contours))


def _is_series(series: Series) -> bool:
    return _is_column(series.x) and _is_column(series.y) and len(series.x) == len(series.y)


def _is_grid(contours: Contours) -> bool:
    sides = all(map(_is_column, (contours.x, contours.y, contours.levels)))
    if not sides or type(contours.z) is not np.ndarray or contours.z.dtype != np.float64:
        return False
    return bool(contours.z.shape == (len(contours.y), len(contours.x)) and contours.z.size)


def _is_column(numbers: object) -> bool:
    return type(numbers) is np.ndarray and numbers.ndim == 1 and numbers.dtype == np.float64


_FEWEST = 5  # coordinates a side: with fewer, lines of equal loss are no curves
_MOST_A_SIDE = 48  # coordinates that are kept of a grid
_APART = 1e-4  # of all heights at which there are lines
_DIFFERENT = 0.9  # of as many different heights as a landscape has, numbers that rise with it have so many
_UNEVEN = 10.0  # how many times as long as its neighbour a step of the grid may be: logarithmic ones have 2 at most


def _covers(given: Array, asked: Sequence[float]) -> bool:
    """Whether a grid goes over an interval, if one is asked, but for what is lost of its ends in fewer digits."""
    if not len(asked):
        return True
    low, high = min(asked), max(asked)
    room = RELATIVE * (high - low)
    return bool(given.min() <= low + room and high - room <= given.max())


def assert_contours(
    got: object,
    landscape: Landscape,
    *,
    levels: int = 5,
    x: Sequence[float] = (),
    y: Sequence[float] = (),
    side: int = _FEWEST,
) -> None:
    """Lines of equal loss of a landscape of two parameters, at `levels` heights at least.

    `x` and `y` are intervals that the grid covers, with `side` coordinates at least along each, which are 48 at most,
    since no more of a grid are kept.  Raises `ValueError` for another number.
    """
    if not _FEWEST <= side <= _MOST_A_SIDE:
        raise ValueError(f"side={side}: a grid can be asked for {_FEWEST} to {_MOST_A_SIDE} coordinates a side")
    of_axes = [list(axes.contours) for axes in _axes_of(got)]
    if not any(of_axes):
        raise _lost(DifferenceKind.NO_CONTOURS)
    even = [[each for each in drawn if _is_even(each.x, side) and _is_even(each.y, side)] for drawn in of_axes]
    if not any(even):
        raise _lost(DifferenceKind.NO_EVEN_GRID, want=float(side))
    right = [[each for each in drawn if _are_of(each, landscape)] for drawn in even]
    if not any(right):
        raise _lost(DifferenceKind.OTHER_CONTOURS, names=_contours_instead([*chain(*even)], landscape))
    whole = [[each for each in drawn if _covers(each.x, x) and _covers(each.y, y)] for drawn in right]
    if max(map(_number_of_levels, whole)) >= levels:
        return
    shown = max(right, key=_number_of_levels)
    if _number_of_levels(shown) < levels:
        raise _lost(DifferenceKind.FEW_LEVELS, got=float(_number_of_levels(shown)), want=float(levels))
    widest = max(shown, key=lambda each: np.ptp(each.x) * np.ptp(each.y))
    for name, asked, given in (("x", x, widest.x), ("y", y, widest.y)):
        if not _covers(given, asked):
            cover = f"{given.min():.6g} to {given.max():.6g}"
            raise _lost(DifferenceKind.NOT_COVERED, name=name, got=cover, want=f"{min(asked):.6g} to {max(asked):.6g}")
    raise _lost(DifferenceKind.FEW_LEVELS, got=float(max(map(_number_of_levels, whole))), want=float(levels))


def _number_of_levels(drawn: Sequence[Contours]) -> int:
    """At how many heights there are lines on one pair of axes; what no eye tells apart is one."""
    seen = np.sort(np.concatenate([np.empty(0), *map(_seen_levels, drawn)]))
    return 0 if not len(seen) else 1 + int((np.diff(seen) > _APART * (seen[-1] - seen[0])).sum())


def _is_even(side: Array, fewest: int) -> bool:
    """Whether coordinates go one way, in steps that change little by little."""
    steps = np.diff(side)
    if len(side) < fewest or not np.isfinite(steps).all() or not ((steps > 0).all() or (steps < 0).all()):
        return False
    change = np.abs(np.diff(np.log(np.abs(steps))))
    return bool((change <= np.log(_UNEVEN)).all())


def _around(heights: Array) -> Array:
    """Of each height the largest beside it.

    A share of the largest of all would let one point far away hide what is drawn everywhere else.
    """
    rows, columns = heights.shape
    edged = np.pad(np.abs(heights), 1)
    beside = [edged[i : i + rows, j : j + columns] for i in range(3) for j in range(3)]
    largest: Array = np.max(beside, axis=0)
    return largest


def _heights(contours: Contours, landscape: Landscape) -> Array:
    columns, rows = np.meshgrid(contours.x, contours.y)
    return loss_along(landscape, np.column_stack([columns.ravel(), rows.ravel()])).reshape(columns.shape)


def _are_of(contours: Contours, landscape: Landscape) -> bool:
    heights = _heights(contours, landscape)
    if not np.isfinite(heights).all():
        return False
    return any(_holds(contours.z, each) for each in (heights, *_logarithms(contours.z, heights)))


def _holds(z: Array, heights: Array) -> bool:
    """Whether heights are those, wherever these are numbers."""
    known = np.isfinite(heights)
    size = _around(np.where(known, heights, 0.0))
    return bool(
        Tolerance.of_size(size[known]).holds(z[known], heights[known]).all() and not np.isfinite(z[~known]).any()
    )


def _logarithms(z: Array, heights: Array) -> Iterator[Array]:
    """Of heights, or of heights and one number more, which keeps zero out: they have the same lines.

    What is added is told by the lowest point, where it counts most.
    """
    lowest = np.unravel_index(heights.argmin(), heights.shape)
    with np.errstate(all="ignore"):
        for a_unit in (1.0, np.log(2.0), np.log(10.0)):
            added = np.exp(a_unit * z[lowest]) - heights[lowest]
            made: Array = np.log(heights + added) / a_unit
            if np.isfinite(added):
                yield made


# Where heights would be right: names of `words.differences.PICTURED_INSTEAD`.
_ELSEWHERE: dict[str, Callable[[Contours], Contours]] = {
    "transposed": lambda each: msgspec.structs.replace(each, z=each.z.T) if len(each.x) == len(each.y) else each,
    "upside down": lambda each: msgspec.structs.replace(each, y=each.y[0] + each.y[-1] - each.y),
    "mirrored": lambda each: msgspec.structs.replace(each, x=each.x[0] + each.x[-1] - each.x),
    "other sign": lambda each: msgspec.structs.replace(each, z=-each.z),
}


def _is_counted(side: Array) -> bool:
    """Whether coordinates are places in a table, of which some may be left out: without others, these are taken."""
    return bool(side[0] == 0 and (side == np.rint(side)).all() and side[-1] >= len(side) - 1)


def _contours_instead(drawn: Sequence[Contours], landscape: Landscape) -> tuple[str, ...]:
    """A name of `words.differences.PICTURED_INSTEAD`, or nothing."""
    for name, moved in _ELSEWHERE.items():
        if any(_are_of(moved(each), landscape) for each in drawn):
            return (name,)
    for each in drawn:
        if _is_counted(each.x) and _is_counted(each.y):
            return ("counted grid",)
        heights = _heights(each, landscape)
        if _are_cut(each.z, heights):
            return ("whole heights",)
        if _rise_with(each.z, heights):
            return ("other heights",)
    return ()


def _are_cut(z: Array, heights: Array) -> bool:
    """Whether numbers are the heights without their decimals, cut off or rounded."""
    return bool(np.isfinite(heights).all() and (z == np.rint(z)).all() and np.abs(z - heights).max() <= 1)


def _rise_with(z: Array, heights: Array) -> bool:
    """Whether numbers are the higher the higher a landscape is, so that their lines are those of the landscape.

    Few of them, as where all above a bound are alike, have other lines.
    """
    if not (np.isfinite(heights).all() and np.isfinite(z).all()):
        return False
    if _how_many(z) < _DIFFERENT * _how_many(heights):
        return False
    in_order = z.ravel()[np.argsort(heights, axis=None)]
    falls = np.maximum.accumulate(in_order) - in_order
    return bool(np.ptp(z) > 0 and falls.max() <= RELATIVE * np.ptp(z))


def _how_many(heights: Array) -> int:
    """How many heights there are, where those are one that rounding alone keeps apart."""
    return len(np.unique(np.round(heights / max(float(np.abs(heights).max()), 1e-300), 12)))


def _seen_levels(contours: Contours) -> Array:
    finite = contours.z[np.isfinite(contours.z)]
    seen = [
        level for level in np.unique(contours.levels).tolist() if finite.size and finite.min() < level < finite.max()
    ]
    return np.array(seen, dtype=np.float64)


def assert_path_drawn(
    got: object, path: ArrayLike, *, label: str = "", on_contours: bool = False, tolerance: float = RELATIVE
) -> None:
    """A line through the points of a path, shape (n, 2), one after another; `label` is its name, if it is to have one.

    The path is the student's own, or one that the rubric gave: pass what the function was handed.  With `on_contours`
    it is drawn on the axes on which there are contours, where there are any.
    """
    want = np.asarray(path, dtype=np.float64)
    allowed = Tolerance.of_columns(want, tolerance)
    every = [(axes, line) for axes in _axes_of(got) for line in (*axes.lines, *_in_one(axes.lines))]
    lines = [line for _, line in every if line.line]
    if not every:
        raise _lost(DifferenceKind.NO_LINE, name=label)
    through = [(axes, line) for axes, line in every if len(line.x) == len(want) and _passes(line, want, allowed)]
    if through and not any(line.line for _, line in through):
        raise _lost(DifferenceKind.OTHER_LINE, name=label, names=("points alone",))
    on = [(axes, line) for axes, line in through if line.line]
    if not on:
        instead = told_instead([_points(line) for line in lines], want, allowed)
        raise _lost(DifferenceKind.OTHER_LINE, name=label, names=instead)
    if on_contours and any(axes.contours for axes in _axes_of(got)):
        on = [(axes, line) for axes, line in on if axes.contours]
    if not on:
        raise _lost(DifferenceKind.OTHER_LINE, name=label, names=("other axes",))
    right = [line for axes, line in on if _is_seen(axes, want)]
    if not right:
        raise _lost(DifferenceKind.OTHER_LINE, name=label, names=("cut off",))
    if label and not any(comparison.same_label(line.label, label) for line in right):
        raise _lost(DifferenceKind.OTHER_LINE_LABEL, name=label, got=right[0].label)


def _in_one(lines: Sequence[Series]) -> list[Series]:
    """Lines that were drawn piece by piece, each from where the one before ended; the first name is that of all."""
    joined: list[list[Series]] = []
    for line in lines:
        before = joined[-1][-1] if joined else None
        goes_on = before is not None and line.line and before.line and _end(before, -1) == _end(line, 0)
        if goes_on and len(line.x):
            joined[-1].append(line)
        elif len(line.x):
            joined.append([line])
    return [
        Series(
            np.concatenate([pieces[0].x, *(each.x[1:] for each in pieces[1:])]),
            np.concatenate([pieces[0].y, *(each.y[1:] for each in pieces[1:])]),
            next((each.label for each in pieces if each.label), ""),
        )
        for pieces in joined
        if len(pieces) > 1
    ]


def _end(line: Series, place: int) -> tuple[float, float]:
    return (float(line.x[place]), float(line.y[place])) if len(line.x) else (np.nan, np.nan)


def _is_seen(axes: Axes, path: Array) -> bool:
    """Whether the limits of the axes, where they were set, leave all of a path in the picture."""
    for limits, column in zip((axes.x_limits, axes.y_limits), path.T, strict=True):
        if limits is None:
            continue
        room = RELATIVE * (max(limits) - min(limits))
        if not (min(limits) - room <= column.min() and column.max() <= max(limits) + room):
            return False
    return True


def _passes(line: Series, want: Array, allowed: Tolerance) -> bool:
    return bool(allowed.holds(_points(line), want).all())


def _points(line: Series) -> Array:
    return np.column_stack([line.x, line.y])


def assert_equal_axes(got: object) -> None:
    """A unit is as long on both axes: `ax.set_aspect("equal")`, or `ax.axis("equal")`."""
    if not any(axes.equal for axes in _axes_of(got)):
        raise _lost(DifferenceKind.AXES_NOT_EQUAL)


def assert_named_axes(got: object, *, title: bool = False) -> None:
    """Both axes have names, and with `title` there is one above."""
    whole = _whole(got)
    for axes in whole.axes:
        for name, said in (("x", axes.x_label), ("y", axes.y_label)):
            if not said.strip():
                raise _lost(DifferenceKind.AXIS_NOT_NAMED, name=name)
    if title and not any(said.strip() for said in (whole.title, *(axes.title for axes in whole.axes))):
        raise _lost(DifferenceKind.NO_TITLE)


def assert_legend(got: object, *names: str) -> None:
    """A legend, with these names among what it lists."""
    listed = [name for axes in _axes_of(got) for name in axes.legend or ()]
    if not listed:
        raise _lost(DifferenceKind.NO_LEGEND)
    for name in names:
        if not any(comparison.same_label(said, name) for said in listed):
            raise _lost(DifferenceKind.NOT_IN_LEGEND, name=name, got=", ".join(f"“{said}”" for said in listed)[:200])


def assert_scales(got: object, *, x: str = "linear", y: str = "linear") -> None:
    """The scales of the axes: "linear" or "log"."""
    for axes in _axes_of(got):
        for name, said, asked in (("x", axes.x_scale, x), ("y", axes.y_scale, y)):
            if said != asked:
                raise _lost(DifferenceKind.OTHER_SCALE, name=name, got=said, want=asked)


def _axes_of(got: object) -> tuple[Axes, ...]:
    return _whole(got).axes


def _whole(got: object) -> Picture:
    """The answer as a picture; `Lost` where it is none, or an empty one."""
    found = picture(got)
    if found is None:
        kind = DifferenceKind.NOTHING if got is None else DifferenceKind.NO_PICTURE
        raise Lost(Difference(kind, Compared.PICTURE))
    if not found.axes:
        raise _lost(DifferenceKind.NO_AXES)
    return found


def _lost(kind: DifferenceKind, **facts: Any) -> Lost:
    return Lost(Difference(kind, Compared.PICTURE, **facts))
