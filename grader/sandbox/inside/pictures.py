"""What a student's function draws with Matplotlib's usual calls, noted down as data: an answer like any other.

A figure or axes that a function gives back becomes a dict of lines, points and contours with their numbers, labels,
titles, scales and limits.  What is not known here is taken as `Anything` takes it, and named in the picture.  Runs on
the untrusted side: our side reads the dict as a stranger's (`grader.rubric.pictures`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from grader.sandbox.inside.anything import SHAPED, Anything

_MOST_POINTS = 5_000  # of a line; more are thinned, and that is said
_MOST_ROWS = 48  # of a contour's grid, likewise: enough to see what is drawn, at the very points that were given
_MOST_PARTS = 100  # of axes, and axes of a figure: what comes after is left out, and that is said
_MOST_TEXT = 200  # characters

# Calls that change how a picture looks and nothing of what it shows.
_LOOKS = frozenset(
    {
        *(
            "grid",
            "tick_params",
            "spines",
            "margins",
            "set_facecolor",
            "minorticks_on",
            "clabel",
            "colorbar",
            "invert_yaxis",
        ),
        *(
            "tight_layout",
            "subplots_adjust",
            "savefig",
            "show",
            "close",
            "set_size_inches",
            "axhline",
            "axvline",
            "draw",
        ),
        *(
            "figure",
            "set_xticks",
            "set_yticks",
            "xticks",
            "yticks",
            "cla",
            "clf",
            "pause",
            "ion",
            "ioff",
            "rcParams",
            "style",
        ),
        *(
            "transAxes",
            "transData",
            "patch",
            "xaxis",
            "yaxis",
            "cm",
            "colors",
            "set_axisbelow",
            "get_figure",
            "use",
            "sca",
        ),
        *("get_legend_handles_labels", "lines", "legend_", "get_legend", "get_lines", "set_box_aspect", "set_cmap"),
    }
)


def _text(value: object) -> str:
    return str(value)[:_MOST_TEXT]


def _column(value: object) -> np.ndarray[Any, Any]:
    return np.asarray(value, dtype=np.float64)


class Line(Anything):
    """A line that was drawn: what one may still say of it."""

    def __init__(self, noted: dict[str, Any]) -> None:
        self._noted = noted

    def set_label(self, label: object) -> None:
        """Name it for the legend."""
        self._noted["label"] = _text(label)

    def get_label(self) -> str:
        """Its name."""
        return str(self._noted["label"])

    def set_linestyle(self, style: object) -> None:
        """How its points are joined, if at all."""
        self._noted["line"] = style not in _NO_LINE

    set_ls = set_linestyle

    def set_linewidth(self, width: object) -> None:
        """How thick it is: not at all is no line."""
        self._noted["line"] = width != 0

    set_lw = set_linewidth


class Axes(Anything):
    """Axes that note down what is drawn on them."""

    def __init__(self, *_: object, **__: object) -> None:
        self._noted: dict[str, Any] = {
            "title": "",
            "x_label": "",
            "y_label": "",
            "x_scale": "linear",
            "y_scale": "linear",
            "x_limits": None,
            "y_limits": None,
            "equal": False,
            "legend": None,
            "lines": [],
            "points": [],
            "contours": [],
            "texts": [],
            "left_out": [],
        }

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name not in _LOOKS:
            self._leave_out(name)
        return super().__getattr__(name)

    def _leave_out(self, what: str) -> None:
        said = self._noted["left_out"]
        if what not in said and len(said) < _MOST_PARTS:
            said.append(what[:40])

    def _add(self, kind: str, part: dict[str, Any]) -> None:
        if len(self._noted[kind]) < _MOST_PARTS:
            self._noted[kind].append(part)
        else:
            self._leave_out(f"more {kind}")

    def _thinned(self, *columns: np.ndarray[Any, Any]) -> list[np.ndarray[Any, Any]]:
        if len(columns[0]) <= _MOST_POINTS:
            return [column.copy() for column in columns]
        self._leave_out("points beyond 5000")
        kept = np.linspace(0, len(columns[0]) - 1, _MOST_POINTS).astype(int)
        return [column[kept] for column in columns]

    # --- what is drawn ---

    def plot(self, *given: object, label: object = "", **how: object) -> list[Any]:
        """Lines through points: `plot(y)`, `plot(x, y)`, each with a format behind it, several in one call."""
        drawn: list[Any] = []
        for x, y, style in _pairs(given):
            try:
                drawn += self._lines(x, y, label, joined=_are_joined(style, how))
            except (TypeError, ValueError):
                self._leave_out("plot of no numbers")
        return drawn

    def _lines(self, x: object, y: object, label: object, *, joined: bool) -> list[Line]:
        heights = _column(y)
        heights = heights.reshape(len(heights), -1) if heights.ndim else heights.reshape(1, 1)
        places = np.arange(len(heights), dtype=np.float64) if x is None else _column(x)
        places = places.reshape(len(heights), -1)
        drawn = []
        for number in range(heights.shape[1]):
            across = places[:, number if places.shape[1] == heights.shape[1] else 0]
            first, second = self._thinned(across, heights[:, number])
            noted = {"x": first, "y": second, "label": _text(label), "line": joined}
            self._add("lines", noted)
            drawn.append(Line(noted))
        return drawn

    def semilogx(self, *given: object, **how: object) -> list[Any]:
        """Lines on a logarithmic axis."""
        self._noted["x_scale"] = "log"
        return self.plot(*given, **how)

    def semilogy(self, *given: object, **how: object) -> list[Any]:
        """The same for the other axis."""
        self._noted["y_scale"] = "log"
        return self.plot(*given, **how)

    def loglog(self, *given: object, **how: object) -> list[Any]:
        """And for both."""
        self._noted["x_scale"] = "log"
        return self.semilogy(*given, **how)

    def scatter(self, x: object, y: object, *_: object, label: object = "", **__: object) -> Any:
        """Points."""
        try:
            first, second = self._thinned(_column(x).reshape(-1), _column(y).reshape(-1))
        except (TypeError, ValueError):
            self._leave_out("scatter of no numbers")
            return Anything()
        noted = {"x": first, "y": second, "label": _text(label)}
        self._add("points", noted)
        return Line(noted)

    def contour(self, *given: object, levels: object = None, **_: object) -> Any:
        """Lines of equal height: `contour(Z)`, `contour(X, Y, Z)`, each with levels behind it."""
        return self._contours(given, levels, filled=False)

    def contourf(self, *given: object, levels: object = None, **_: object) -> Any:
        """Areas between these."""
        return self._contours(given, levels, filled=True)

    def _contours(self, given: tuple[object, ...], levels: object, *, filled: bool) -> Any:
        if len(given) in {2, 4}:
            *given, levels = given  # type: ignore[assignment]
        try:
            heights = _column(given[-1])
            rows, columns = heights.shape
            x, y = (given[0], given[1]) if len(given) == 3 else (np.arange(columns), np.arange(rows))
            across, up = _side(x, axis=0), _side(y, axis=1)
            chosen = (_some(rows), _some(columns))
            noted = {
                "x": across[chosen[1]],
                "y": up[chosen[0]],
                "z": heights[np.ix_(*chosen)],
                "levels": _levels(levels, heights),
                "filled": filled,
            }
        except (TypeError, ValueError, IndexError):
            self._leave_out("contours of no grid")
            return Anything()
        self._add("contours", noted)
        return Anything()

    # --- what is said of it ---

    def set_title(self, text: object, *_: object, **__: object) -> None:
        """Title."""
        self._noted["title"] = _text(text)

    def set_xlabel(self, text: object, *_: object, **__: object) -> None:
        """Name of the horizontal axis."""
        self._noted["x_label"] = _text(text)

    def set_ylabel(self, text: object, *_: object, **__: object) -> None:
        """Name of the vertical axis."""
        self._noted["y_label"] = _text(text)

    def set_xscale(self, scale: object, *_: object, **__: object) -> None:
        """Scale of the horizontal axis."""
        self._noted["x_scale"] = _text(scale)

    def set_yscale(self, scale: object, *_: object, **__: object) -> None:
        """Scale of the vertical axis."""
        self._noted["y_scale"] = _text(scale)

    def set_xlim(self, *given: Any, **how: Any) -> tuple[float, float]:
        """From where to where the horizontal axis goes."""
        return self._limit("x_limits", given, how)

    def set_ylim(self, *given: Any, **how: Any) -> tuple[float, float]:
        """From where to where the vertical axis goes."""
        return self._limit("y_limits", given, how)

    def _limit(self, which: str, given: tuple[Any, ...], how: dict[str, Any]) -> tuple[float, float]:
        before = self._noted[which] or [0.0, 1.0]
        low, high = given[0] if len(given) == 1 and np.ndim(given[0]) else (*given, None, None)[:2]
        low = next((each for each in (low, how.get("left"), how.get("bottom")) if each is not None), before[0])
        high = next((each for each in (high, how.get("right"), how.get("top")) if each is not None), before[1])
        self._noted[which] = [float(low), float(high)]
        return float(low), float(high)

    def get_xlim(self) -> tuple[float, float]:
        """The limits that were set."""
        return tuple(self._noted["x_limits"] or (0.0, 1.0))

    def get_ylim(self) -> tuple[float, float]:
        """The limits that were set."""
        return tuple(self._noted["y_limits"] or (0.0, 1.0))

    def set_aspect(self, aspect: object, *_: object, **__: object) -> None:
        """Whether a unit is as long on both axes."""
        self._noted["equal"] = aspect in ("equal", 1)

    def axis(self, how: Any = None, **_: object) -> tuple[float, ...]:
        """The same, or all four limits."""
        if isinstance(how, str):
            self._noted["equal"] = how in {"equal", "scaled", "square", "image"} or self._noted["equal"]
        elif how is not None and np.ndim(how) == 1 and len(how) == 4:
            self.set_xlim(how[0], how[1])
            self.set_ylim(how[2], how[3])
        return (*self.get_xlim(), *self.get_ylim())

    def legend(self, *given: Any, labels: Any = None, **_: object) -> Any:
        """The names of what is drawn: its labels, or those that are given."""
        named = labels if labels is not None else given[-1] if given else None
        parts = [*self._noted["lines"], *self._noted["points"]]
        if isinstance(named, list | tuple) and all(isinstance(name, str) for name in named):
            for part, name in zip(parts, named, strict=False):
                part["label"] = _text(name)
        self._noted["legend"] = [part["label"] for part in parts if part["label"] and part["label"][0] != "_"]
        return Anything()

    def text(self, _x: object, _y: object, said: object, *_: object, **__: object) -> Any:
        """Something written."""
        self._add("texts", {"text": _text(said)})
        return Anything()

    def annotate(self, said: object, *_: object, **__: object) -> Any:
        """Something written, with an arrow."""
        return self.text(0, 0, said)

    def set(self, **how: Any) -> None:
        """Several of these at once."""
        for name, value in how.items():
            getattr(self, f"set_{name}")(value)


class Figure(Anything):
    """A figure: its axes, and a title above them."""

    def __init__(self, *_: object, **__: object) -> None:
        self._axes: list[Axes] = []
        self._title = ""
        self._names: dict[str, str] = {}

    def add_subplot(self, *_: object, **__: object) -> Axes:
        """One more."""
        self._axes.append(Axes())
        return self._axes[-1]

    add_axes = add_subplot

    def gca(self) -> Axes:
        """The axes that were used last."""
        return self._axes[-1] if self._axes else self.add_subplot()

    @property
    def axes(self) -> list[Axes]:
        """All of them."""
        return list(self._axes)

    def suptitle(self, text: object, *_: object, **__: object) -> None:
        """Title of the whole."""
        self._title = _text(text)

    def supxlabel(self, text: object, *_: object, **__: object) -> None:
        """One name for all horizontal axes."""
        self._names["x_label"] = _text(text)

    def supylabel(self, text: object, *_: object, **__: object) -> None:
        """One name for all vertical axes."""
        self._names["y_label"] = _text(text)

    def legend(self, *given: Any, **how: Any) -> Any:
        """The names of what is drawn on all axes."""
        for axes in self._axes:
            axes.legend(*given, **how)
        return Anything()

    def _as_noted(self) -> list[dict[str, Any]]:
        """Its axes, with the names that all have together where one has none of its own."""
        return [
            axes._noted | {which: name for which, name in self._names.items() if not axes._noted[which]}  # noqa: SLF001
            for axes in self._axes
        ]

    def subplots(self, nrows: int = 1, ncols: int = 1, *, squeeze: bool = True, **_: object) -> Any:
        """As many axes as are asked for, in an array where they are several."""
        axes = np.empty((nrows, ncols), dtype=object)
        for place in np.ndindex(nrows, ncols):
            axes[place] = self.add_subplot()
        if not squeeze:
            return axes
        return axes.item() if axes.size == 1 else axes.squeeze()


_current: list[Figure] = []  # the one that is drawn on, and no other


def _figure(*_: object, **__: object) -> Figure:
    _current[:] = [Figure()]
    return _current[0]


def _gcf() -> Figure:
    return _current[0] if _current else _figure()


def _subplots(*sizes: Any, **how: Any) -> tuple[Figure, Any]:
    figure = _figure()
    return figure, figure.subplots(*sizes, **how)


# Functions of `matplotlib.pyplot` that stand for a method of the axes used last.
_OF_AXES = {
    **{name: name for name in ("plot", "scatter", "contour", "contourf", "semilogx", "semilogy", "loglog", "legend")},
    **{name: name for name in ("axis", "text", "annotate")},
    **{name: f"set_{name}" for name in ("title", "xlabel", "ylabel", "xscale", "yscale", "xlim", "ylim")},
}
_OF_PYPLOT: dict[str, Callable[..., Any]] = {
    "figure": _figure,
    "subplots": _subplots,
    "subplot": lambda *_, **__: _gcf().add_subplot(),
    "axes": lambda *_, **__: _gcf().add_subplot(),
    "gcf": _gcf,
    "gca": lambda *_, **__: _gcf().gca(),
    "suptitle": lambda *said, **__: _gcf().suptitle(*said),
    "figlegend": lambda *given, **how: _gcf().legend(*given, **how),
    "close": lambda *_, **__: _current.clear(),
}


def function(name: str) -> Any:
    """What a module that draws has under a name."""
    if name in _OF_AXES:
        return partial(_on_axes, _OF_AXES[name])
    return _OF_PYPLOT.get(name) or SHAPED.get(name) or Anything()


def _on_axes(method: str, *given: Any, **how: Any) -> Any:
    return getattr(_gcf().gca(), method)(*given, **how)


def begin() -> None:
    """Forget the figure that was drawn on last, so that no call draws on another one's."""
    _current.clear()


def as_answer(value: object) -> object:
    """A figure, axes, or several of these as a picture; anything else as it is."""
    kinds = set(map(type, _parts(value)))
    if not kinds & {Figure, Axes} or not kinds <= {Figure, Axes}:
        return value
    figure = next((part for part in _parts(value) if type(part) is Figure), None)
    axes = [part._noted for part in _parts(value) if type(part) is Axes] if figure is None else figure._as_noted()  # noqa: SLF001
    title = "" if figure is None else figure._title  # noqa: SLF001
    return {"title": title, "axes": axes[:_MOST_PARTS]}


_LONGEST = 50  # of a sequence that may be a figure with its axes: what is longer is an answer of another kind


def _parts(value: object) -> list[object]:
    """What a figure, axes, an array of these, or a pair of them holds; looked into twice, and no further."""
    return [part for each in _items(value) for part in _items(each)]


def _items(value: object) -> list[object]:
    if type(value) is np.ndarray and value.dtype == object and value.size <= _LONGEST:
        return list(value.ravel())
    if (type(value) is list or type(value) is tuple) and len(value) <= _LONGEST:
        return list(value)
    return [value]


def _pairs(given: tuple[object, ...]) -> list[tuple[object, object, str]]:
    """The x, y and format of each line that a call of `plot` names; x is None where it is left to be counted."""
    pairs: list[tuple[object, object, str]] = []
    waiting: list[object] = []
    for each in (*given, ""):
        if isinstance(each, str):
            x = waiting[:-1] or [None]
            pairs += [(x[0], waiting[-1], each)] if waiting else []
            waiting = []
        elif len(waiting) == 2:
            pairs.append((waiting[0], waiting[1], ""))
            waiting = [each]
        else:
            waiting.append(each)
    return pairs


_NO_LINE = ("", " ", "none", "None")
_MARKERS = frozenset(".,ov^<>12348spP*hH+xXDd|_")


def _are_joined(style: str, how: dict[str, object]) -> bool:
    """Whether a line goes through the points, by a format such as "o-" and by what else is said of it."""
    chosen = how.get("linestyle", how.get("ls", style))
    if how.get("linewidth", how.get("lw")) == 0 or how.get("visible") is False:
        return False
    if chosen is not style:
        return not (isinstance(chosen, str) and chosen in _NO_LINE)
    is_colour = style.startswith(("#", "tab:", "C")) or (len(style) > 2 and style.isalpha())
    return "-" in style or ":" in style or is_colour or _MARKERS.isdisjoint(style)


def _side(given: object, *, axis: int) -> np.ndarray[Any, Any]:
    """The coordinates along one side of a grid, which may be given as a whole grid of them."""
    numbers = _column(given)
    if numbers.ndim == 2:
        numbers = numbers[0] if axis == 0 else numbers[:, 0]
    return numbers


def _some(count: int) -> np.ndarray[Any, Any]:
    return np.unique(np.linspace(0, count - 1, min(count, _MOST_ROWS)).astype(int))


def _levels(levels: object, heights: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Heights of the lines; where a number of them is given, as many between the lowest and the highest."""
    if levels is not None and np.ndim(levels):  # type: ignore[arg-type]
        return _column(levels)[:_MOST_PARTS]
    count = 7 if levels is None else int(levels)  # type: ignore[call-overload]
    finite = heights[np.isfinite(heights)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    return np.linspace(low, high, min(max(count, 0), _MOST_PARTS) + 2)[1:-1]
