"""How criteria and rows of numbers lie in a terminal: as tables, or a line after the other.

Lines are for what reads a screen aloud, and for terminals too narrow for a table: a number is never broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_NARROW = 56  # columns, of which verdict and points take some twenty


class CriterionLines(msgspec.Struct, frozen=True):
    """One criterion: its verdict, its points, and what is said of it below its title."""

    verdict: Text
    points: str
    title: Text
    below: tuple[RenderableType, ...]


class Criteria(msgspec.Struct, frozen=True):
    """The criteria of a function, below each other."""

    rows: Sequence[CriterionLines]
    in_lines: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.in_lines or options.max_width < _NARROW:
            for row in self.rows:
                yield Text.assemble(row.verdict, f" {row.points}: ", row.title)
                yield from (Padding(each, (0, 0, 0, 2)) for each in row.below)
            return
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, min_width=9)
        table.add_column(no_wrap=True, justify="right", min_width=5)
        table.add_column(overflow="fold")
        for row in self.rows:
            about = Group(row.title, *(Padding(each, (0, 0, 0, 2)) for each in row.below))
            table.add_row(row.verdict, row.points, about)
        yield Padding(table, (0, 0, 0, 2))


class Row(msgspec.Struct, frozen=True):
    """Numbers of one row, and a remark; as a table they stand below the head, in a line within the sentence."""

    number: str
    cells: tuple[str, ...]
    remark: str
    style: str
    sentence: str


class Rows(msgspec.Struct, frozen=True):
    """Rows side by side with what is expected, around the first that differs."""

    head: Sequence[str]
    rows: Sequence[Row]
    in_lines: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table.grid(padding=(0, 2, 0, 0))
        for name in self.head:
            table.add_column(name, justify="left" if table.columns else "right", no_wrap=True)
        table.add_row(*(Text(name, style="dim") for name in self.head))
        for row in self.rows:
            cells = (row.number, *row.cells, row.remark)
            table.add_row(*(Text(cell, style=row.style) for cell in cells))
        if self.in_lines or Measurement.get(console, options.update(width=1000), table).maximum > options.max_width:
            yield from (Text(row.sentence, style=row.style) for row in self.rows)
        else:
            yield table


class Called(msgspec.Struct, frozen=True):
    """A call, broken at blanks, and where a part is wider than the terminal behind a bracket or an equals sign."""

    line: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        ends = list(_breaks(self.line.plain, options.max_width))
        parts = self.line.divide(ends) if ends else [self.line]
        yield from parts

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.line)


_MAY_END = re.compile(r"[(\[=]")


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where a line of a text has to end since a part without a blank is wider than the terminal."""
    for part in re.finditer(r"\S+", text):
        start = part.start()
        while part.end() - start > width:
            ends = [each.end() for each in _MAY_END.finditer(text, start, part.end())]
            fitting = [end for end in ends if end <= start + width]
            if not ends:
                break
            start = fitting[-1] if fitting else ends[0]  # a name wider than the terminal is folded, as all else is
            yield start


class Pasted(msgspec.Struct, frozen=True):
    """Lines to paste into Python: each stays one line, however narrow the terminal is."""

    lines: Sequence[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines:
            yield Text(line, style="cyan", no_wrap=True, overflow="ignore")
