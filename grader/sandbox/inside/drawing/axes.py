"""Axes that note down what is drawn on them, with their numbers, labels, titles, scales and limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from grader.sandbox.inside.anything import Anything
from grader.sandbox.inside.drawing import contours
from grader.sandbox.inside.drawing.plot_calls import are_joined, is_style_of_line, pairs

MOST_PARTS = 100  # of axes, and axes of a figure: what comes after is left out, and that is said
_MOST_POINTS = 5_000  # of a line; more are thinned, and that is said
_MOST_TEXT = 200  # characters

# Calls that change how a picture looks and nothing of what it shows.
_LOOKS = frozenset(
    {
        *("grid", "tick_params", "spines", "margins", "set_facecolor", "minorticks_on", "clabel", "colorbar"),
        *("invert_yaxis", "tight_layout", "subplots_adjust", "savefig", "show", "close", "set_size_inches"),
        *("axhline", "axvline", "draw", "set_xticks", "set_yticks", "xticks", "yticks", "cla", "clf", "pause"),
        *("ion", "ioff", "rcParams", "style", "transAxes", "transData", "patch", "cm", "colors", "set_axisbelow"),
        *("use", "sca", "get_legend_handles_labels", "lines", "legend_", "get_legend", "get_lines"),
        *("set_box_aspect", "set_cmap"),
    }
)


def text(value: object) -> str:
    """What is written, cut; None is nothing, and so is what draws nothing here."""
    return "" if value is None or isinstance(value, Anything) else str(value)[:_MOST_TEXT]


def _column(value: object) -> np.ndarray[Any, Any]:
    return np.asarray(value, dtype=np.float64)


class Line(Anything):
    """A line that was drawn: what one may still say of it."""

    def __init__(self, noted: dict[str, Any]) -> None:
        self._noted = noted

    def set_label(self, label: object) -> None:
        """Name it for the legend."""
        self._noted["label"] = text(label)

    def get_label(self) -> str:
        """Its name."""
        return str(self._noted["label"])

    def set_linestyle(self, style: object) -> None:
        """How its points are joined, if at all."""
        self._noted["line"] = is_style_of_line(style)

    set_ls = set_linestyle

    def set_linewidth(self, width: object) -> None:
        """How thick it is: not at all is no line."""
        self._noted["line"] = width != 0

    set_lw = set_linewidth


class Line2D(Anything):
    """A line that is made by itself, to be added to axes, or to stand in a legend."""

    def __init__(self, xdata: object, ydata: object, *_: object, label: object = "", **how: object) -> None:
        self.made = (xdata, ydata, label, how)

    def set_label(self, label: object) -> None:
        """Name it for the legend."""
        x, y, _, how = self.made
        self.made = (x, y, label, how)


class Bars(Anything):
    """A line with bars at its points, of which the line may be named afterwards."""

    def __init__(self, lines: list[Any]) -> None:
        self._lines = lines

    def set_label(self, label: object) -> None:
        """Name it for the legend."""
        for line in self._lines:
            line.set_label(label)


class Text(Anything):
    """A title or a name, which may be written by itself."""

    def __init__(self, write: Callable[[object], object], read: Callable[[], str]) -> None:
        self._write, self._read = write, read

    def set_text(self, said: object) -> None:
        """Write it."""
        self._write(said)

    def get_text(self) -> str:
        """What is written."""
        return self._read()


class Axis(Anything):
    """One of the two axes."""

    def __init__(self, axes: Axes, name: str) -> None:
        self._axes, self._name = axes, name

    @property
    def label(self) -> Text:
        """Its name."""
        return Text(self.set_label_text, lambda: str(self._axes._noted[f"{self._name}_label"]))  # noqa: SLF001

    def set_label_text(self, said: object, *_: object, **__: object) -> None:
        """Name it."""
        getattr(self._axes, f"set_{self._name}label")(said)

    def set_scale(self, scale: object) -> None:
        """Its scale."""
        getattr(self._axes, f"set_{self._name}scale")(scale)


class Axes(Anything):
    """Axes that note down what is drawn on them; `figure` is what they are on."""

    def __init__(self, figure: Any = None) -> None:
        self.figure = figure
        self.xaxis, self.yaxis = Axis(self, "x"), Axis(self, "y")
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

    def get_figure(self, *_: object, **__: object) -> Any:
        """What they are on."""
        return self.figure

    def _leave_out(self, what: str) -> None:
        said = self._noted["left_out"]
        if what not in said and len(said) < MOST_PARTS:
            said.append(what[:40])

    def _add(self, kind: str, part: dict[str, Any]) -> None:
        if len(self._noted[kind]) < MOST_PARTS:
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

    def plot(self, *given: object, label: object = "", data: object = None, **how: object) -> list[Any]:
        """Lines through points: `plot(y)`, `plot(x, y)`, each with a format behind it, several in one call."""
        drawn: list[Any] = []
        for x, y, style in pairs(given, data):
            try:
                drawn += self._lines(x, y, label, joined=are_joined(style, how))
            except (TypeError, ValueError):
                self._leave_out("plot of no numbers")
        return drawn

    def _lines(self, x: object, y: object, label: object, *, joined: bool) -> list[Line]:
        heights = _column(y)
        heights = heights.reshape(len(heights), -1) if heights.ndim else heights.reshape(1, 1)
        places = np.arange(len(heights), dtype=np.float64) if x is None else _column(x)
        places = places.reshape(len(heights), -1)
        labels = label if isinstance(label, list | tuple) and len(label) == heights.shape[1] else None
        drawn = []
        for number in range(heights.shape[1]):
            across = places[:, number if places.shape[1] == heights.shape[1] else 0]
            first, second = self._thinned(across, heights[:, number])
            said = label if labels is None else labels[number]
            noted = {"x": first, "y": second, "label": text(said), "line": joined}
            self._add("lines", noted)
            drawn.append(Line(noted))
        return drawn

    def step(self, *given: object, **how: object) -> list[Any]:
        """A line in stairs, which goes through the points as well."""
        how.pop("where", None)
        return self.plot(*given, **how)

    def errorbar(self, x: object, y: object, *_: object, fmt: str = "", **how: object) -> Any:
        """A line with bars at its points."""
        return Bars(self.plot(x, y, fmt, **({"linestyle": ""} if fmt == "none" else {}) | how))

    def add_line(self, line: object) -> object:
        """A line that was made by itself."""
        if isinstance(line, Line2D):
            x, y, label, how = line.made
            self.plot(x, y, label=label, **how)
        else:
            self._leave_out("add_line")
        return line

    def add_artist(self, artist: object) -> object:
        """The same; anything else is left out."""
        if isinstance(artist, Line2D):
            return self.add_line(artist)
        self._leave_out("add_artist")
        return artist

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

    def scatter(self, x: object, y: object, *_: object, label: object = "", data: Any = None, **__: object) -> Any:
        """Points."""
        try:
            x, y = (data[each] if data is not None and isinstance(each, str) else each for each in (x, y))
            first, second = self._thinned(_column(x).reshape(-1), _column(y).reshape(-1))
        except (TypeError, ValueError, KeyError, IndexError):
            self._leave_out("scatter of no numbers")
            return Anything()
        noted = {"x": first, "y": second, "label": text(label)}
        self._add("points", noted)
        return Line(noted)

    def contour(self, *given: object, levels: object = None, **how: object) -> Any:
        """Lines of equal height: `contour(Z)`, `contour(X, Y, Z)`, each with levels behind it."""
        return self._contours(given, levels, how, filled=False)

    def contourf(self, *given: object, levels: object = None, **how: object) -> Any:
        """Areas between these."""
        return self._contours(given, levels, how, filled=True)

    def _contours(self, given: tuple[object, ...], levels: object, how: dict[str, object], *, filled: bool) -> Any:
        try:
            noted = contours.noted(given, levels, how, filled=filled)
        except (TypeError, ValueError, IndexError):
            self._leave_out("contours of no grid")
            return Anything()
        self._add("contours", noted)
        return Anything()

    # --- what is said of it ---

    @property
    def title(self) -> Text:
        """The title, which may be written by itself."""
        return Text(self.set_title, self.get_title)

    def set_title(self, said: object, *_: object, **__: object) -> None:
        """Title."""
        self._noted["title"] = text(said)

    def get_title(self, *_: object, **__: object) -> str:
        """The title."""
        return str(self._noted["title"])

    def set_xlabel(self, said: object, *_: object, **__: object) -> None:
        """Name of the horizontal axis."""
        self._noted["x_label"] = text(said)

    def set_ylabel(self, said: object, *_: object, **__: object) -> None:
        """Name of the vertical axis."""
        self._noted["y_label"] = text(said)

    def get_xlabel(self) -> str:
        """Name of the horizontal axis."""
        return str(self._noted["x_label"])

    def get_ylabel(self) -> str:
        """Name of the vertical axis."""
        return str(self._noted["y_label"])

    def set_xscale(self, scale: object, *_: object, **__: object) -> None:
        """Scale of the horizontal axis."""
        self._noted["x_scale"] = text(scale)

    def set_yscale(self, scale: object, *_: object, **__: object) -> None:
        """Scale of the vertical axis."""
        self._noted["y_scale"] = text(scale)

    def set_xlim(self, *given: Any, **how: Any) -> tuple[float, float]:
        """From where to where the horizontal axis goes."""
        return self._limit("x_limits", given, how)

    def set_ylim(self, *given: Any, **how: Any) -> tuple[float, float]:
        """From where to where the vertical axis goes."""
        return self._limit("y_limits", given, how)

    set_xbound, set_ybound = set_xlim, set_ylim

    def _limit(self, which: str, given: tuple[Any, ...], how: dict[str, Any]) -> tuple[float, float]:
        before = self._noted[which] or [0.0, 1.0]
        if not given and not how:  # `plt.xlim()` asks
            return before[0], before[1]
        low, high = given[0] if len(given) == 1 and np.ndim(given[0]) else (*given, None, None)[:2]
        low = _first((low, *map(how.get, ("left", "bottom", "lower", "xmin", "ymin"))), before[0])
        high = _first((high, *map(how.get, ("right", "top", "upper", "xmax", "ymax"))), before[1])
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
                part["label"] = text(name)
        self._noted["legend"] = [part["label"] for part in parts if part["label"] and part["label"][0] != "_"]
        return Anything()

    def text(self, _x: object, _y: object, said: object, *_: object, **__: object) -> Any:
        """Something written."""
        self._add("texts", {"text": text(said)})
        return Anything()

    def annotate(self, said: object, *_: object, **__: object) -> Any:
        """Something written, with an arrow."""
        return self.text(0, 0, said)

    def set(self, **how: Any) -> None:
        """Several of these at once."""
        for name, value in how.items():
            getattr(self, f"set_{name}")(value)


def _first(given: Iterable[Any], otherwise: float) -> Any:
    return next((each for each in given if each is not None), otherwise)
