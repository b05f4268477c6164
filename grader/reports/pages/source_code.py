"""A hand-in's code for staff: its lines with their numbers, as messages name them; a notebook's cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from markupsafe import Markup, escape

from grader.safe_text import visible, visible_lines
from grader.words import student_page as student_page_words

_LARGEST = 1 << 20  # bytes that are looked into
_MOST_LINES = 2000
_LONGEST_LINE = 400  # characters


class SourcePart(msgspec.Struct, frozen=True):
    """A file, or a cell of a notebook; `key` stands in the addresses of its lines."""

    title: str
    key: str
    lines: tuple[str, ...]
    cut: bool  # there is more than is shown

    @property
    def listing(self) -> Markup:
        """The lines as HTML, each with its address: escaped all at once, since a page has hardly more of anything."""
        lines = str(escape("\n".join(self.lines))).split("\n")
        return Markup(  # noqa: S704 - escaped before
            "".join(f'<li id="{self.key}-{number}"><code>{line}</code></li>\n' for number, line in enumerate(lines, 1))
        )


class _Cell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] = ""


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


def parts_of(source: bytes, filename: str) -> tuple[SourcePart, ...]:
    """The code of a hand-in as it may be shown; nothing of what is empty or too large."""
    if not source or len(source) > _LARGEST:
        return ()
    plain = source.removeprefix(b"\xef\xbb\xbf")
    cells = _cells(plain) if plain.lstrip()[:1] == b"{" else None
    if cells is not None:
        return tuple(cells)
    return (_part(visible(filename, 80), "line", plain.decode(errors="replace")),)


def _cells(source: bytes) -> Iterator[SourcePart] | None:
    """A part for each code cell; None where it is no notebook that can be read, which a worker has said."""
    try:
        # Nothing is built but texts of cells, and msgspec bounds how deep it goes.
        notebook = msgspec.json.decode(source, type=_Notebook)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return (
        _part(student_page_words.CELL.format(cell=number), f"cell-{number}-line", _text(cell))
        for number, cell in enumerate(notebook.cells, 1)
        if cell.cell_type == "code"
    )


def _text(cell: _Cell) -> str:
    return cell.source if isinstance(cell.source, str) else "".join(cell.source)


def _part(title: str, key: str, text: str) -> SourcePart:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    shown = tuple(visible_lines((line.replace("\t", "    ") for line in lines[:_MOST_LINES]), _LONGEST_LINE))
    return SourcePart(title, key, shown, len(lines) > len(shown))
