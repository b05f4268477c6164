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
from grader.sandbox.inside.drawing.axes import MOST_PARTS, Axes, Line2D
from grader.sandbox.inside.drawing.contours import MaxNLocator
from grader.sandbox.inside.drawing.figure import Figure

_current: list[Figure] = []  # the one that is drawn on, and no other


def _figure(*_: object, **__: object) -> Figure:
    _current[:] = [Figure()]
    return _current[0]


def _gcf() -> Figure:
    return _current[0] if _current else _figure()


def _subplots(*sizes: Any, **how: Any) -> tuple[Figure, Any]:
    figure = _figure()
    return figure, figure.subplots(*sizes, **how)


def _subplot_mosaic(*pattern: Any, **how: Any) -> tuple[Figure, Any]:
    figure = _figure()
    return figure, figure.subplot_mosaic(*pattern, **how)


def _subplot(*_: Any, **how: Any) -> Axes:
    return _gcf().add_subplot(**how)


def _set_properties(of: Any, *given: Any, **how: Any) -> None:
    """`setp`: the same said of one or of several, as pairs or by names."""
    said = dict(zip(given[::2], given[1::2], strict=False)) | how
    for each in of if isinstance(of, list | tuple | np.ndarray) else [of]:
        for name, value in said.items():
            getattr(each, f"set_{name}")(value)


class _FigureClass(Anything):
    """What students call, or derive from, under the name `Figure`."""

    def __call__(self, *_: object, **__: object) -> Figure:
        """A figure that pyplot does not draw on."""
        return Figure()

    def __instancecheck__(self, each: object) -> bool:
        return isinstance(each, Figure)


# Functions of `matplotlib.pyplot` that stand for a method of the axes used last.
_OF_AXES = {
    **{name: name for name in ("plot", "scatter", "contour", "contourf", "semilogx", "semilogy", "loglog", "legend")},
    **{name: name for name in ("axis", "text", "annotate", "step", "errorbar")},
    **{name: f"set_{name}" for name in ("title", "xlabel", "ylabel", "xscale", "yscale", "xlim", "ylim")},
}
_OF_PYPLOT: dict[str, Callable[..., Any]] = {
    "figure": _figure,
    "subplots": _subplots,
    "subplot_mosaic": _subplot_mosaic,
    "subplot": _subplot,
    "axes": _subplot,
    "gcf": _gcf,
    "gca": lambda *_, **__: _gcf().gca(),
    "suptitle": lambda *said, **__: _gcf().suptitle(*said),
    "figlegend": lambda *given, **how: _gcf().legend(*given, **how),
    "close": lambda *_, **__: _current.clear(),
    "setp": _set_properties,
    "Figure": _FigureClass(),
    "Line2D": Line2D,
    "MaxNLocator": MaxNLocator,
}


def function(name: str) -> Any:
    """What a module that draws has under a name."""
    if name in _OF_AXES:
        return partial(_on_axes, _OF_AXES[name])
    if name in _OF_PYPLOT:
        return _OF_PYPLOT[name]
    return SHAPED.get(name) or Anything()


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
    if figure is not None:
        return figure.as_noted()
    axes = [part._noted for part in _parts(value) if type(part) is Axes]  # noqa: SLF001
    return {"title": "", "axes": axes[:MOST_PARTS]}


_LONGEST = 50  # of a sequence that may be a figure with its axes: what is longer is an answer of another kind


def _parts(value: object) -> list[object]:
    """What a figure, axes, an array of these, or a pair of them holds; looked into twice, and no further."""
    return [part for each in _items(value) for part in _items(each)]


def _items(value: object) -> list[object]:
    if type(value) is np.ndarray and value.dtype == object and value.size <= _LONGEST:
        return list(value.ravel())
    if type(value) is dict and len(value) <= _LONGEST:  # axes by name, beside their figure
        return list(value.values())
    if (type(value) is list or type(value) is tuple) and len(value) <= _LONGEST:
        return list(value)
    return [value]
