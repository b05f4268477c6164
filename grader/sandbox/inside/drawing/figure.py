"""A figure: its axes, and what is written above and beside all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.sandbox.inside.anything import Anything
from grader.sandbox.inside.drawing.axes import MOST_PARTS, Axes, text

# What axes are made with and what is said of them besides, as `add_subplot(aspect="equal")`.
_OF_PLACE = frozenset({"projection", "polar", "sharex", "sharey", "label", "frameon", "facecolor"})


class Figure(Anything):
    """A figure: its axes, and a title above them."""

    def __init__(self, *_: object, **__: object) -> None:
        self._axes: list[Axes] = []
        self._title = ""
        self._names: dict[str, str] = {}

    def add_subplot(self, *_: object, **how: object) -> Axes:
        """One more."""
        axes = Axes(self)
        self._axes.append(axes)
        axes.set(**{name: value for name, value in how.items() if name not in _OF_PLACE})
        return axes

    add_axes = add_subplot

    def gca(self) -> Axes:
        """The axes that were used last."""
        return self._axes[-1] if self._axes else self.add_subplot()

    @property
    def axes(self) -> list[Axes]:
        """All of them."""
        return list(self._axes)

    def get_axes(self) -> list[Axes]:
        """The same."""
        return list(self._axes)

    def suptitle(self, said: object, *_: object, **__: object) -> None:
        """Title of the whole."""
        self._title = text(said)

    def supxlabel(self, said: object, *_: object, **__: object) -> None:
        """One name for all horizontal axes."""
        self._names["x_label"] = text(said)

    def supylabel(self, said: object, *_: object, **__: object) -> None:
        """One name for all vertical axes."""
        self._names["y_label"] = text(said)

    def legend(self, *given: Any, **how: Any) -> Any:
        """The names of what is drawn on all axes."""
        for axes in self._axes:
            axes.legend(*given, **how)
        return Anything()

    def subplots(
        self,
        nrows: int = 1,
        ncols: int = 1,
        *,
        squeeze: bool = True,
        subplot_kw: Mapping[str, object] | None = None,
        **_: object,
    ) -> Any:
        """As many axes as are asked for, in an array where they are several."""
        axes = np.empty((nrows, ncols), dtype=object)
        for place in np.ndindex(nrows, ncols):
            axes[place] = self.add_subplot(**(subplot_kw or {}))
        if not squeeze:
            return axes
        return axes.item() if axes.size == 1 else axes.squeeze()

    def subplot_mosaic(
        self,
        mosaic: str | Sequence[Any],
        *,
        empty_sentinel: object = ".",
        subplot_kw: Mapping[str, object] | None = None,
        **_: object,
    ) -> dict[Any, Axes]:
        """Axes by the names that a pattern has: lines of letters, or lists of names."""
        rows = mosaic.replace(";", " ").split() if isinstance(mosaic, str) else mosaic
        names = [name for name in dict.fromkeys(_names_in(rows)) if name not in ("", empty_sentinel)]
        return {name: self.add_subplot(**(subplot_kw or {})) for name in names[:MOST_PARTS]}

    def as_noted(self) -> dict[str, Any]:
        """Its title and axes, with the names that all have together where one has none of its own."""
        whole = [
            axes._noted | {which: name for which, name in self._names.items() if not axes._noted[which]}  # noqa: SLF001
            for axes in self._axes
        ]
        return {"title": self._title, "axes": whole[:MOST_PARTS]}


def _names_in(rows: Any) -> list[Any]:
    """The names in the rows of a pattern, of which parts may be patterns again."""
    cells = [cell for row in rows for cell in row]
    parts = [_names_in(cell) if isinstance(cell, list | tuple | np.ndarray) else [cell] for cell in cells]
    return [name for part in parts for name in part]
