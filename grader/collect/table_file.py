"""A table in a text file, as spreadsheets and learning platforms write them: encoding and delimiter are found out.

Nothing is repaired: a row that does not fit under its headings is an error with its line, since a cell that slipped
would be taken for another one.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from grader.errors import UsageError
from grader.safe_text import visible

MOST_BYTES = 16 << 20
DELIMITERS = (",", ";", "\t")

_BOMS = (  # the longer first: UTF-32 begins as UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096  # bytes by which UTF-16 without a mark is told: blanks, digits and delimiters have a zero beside them
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_SAYS_DELIMITER = re.compile(r"\s*\"?sep=(.)\"?\s*(?:\r\n|\r|\n|$)", re.IGNORECASE)  # Excel's own first line
_SAVE_AS_CSV = "save it as CSV (UTF-8), as a spreadsheet or the learning platform does, and name that file"


class Row(msgspec.Struct, frozen=True):
    """Cells of one row, as many as there are headings, without blanks around them; `line` is where it begins."""

    line: int
    cells: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """Headings, and the rows below them that hold anything."""

    name: str  # of the file
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path, known: Callable[[Sequence[str]], int]) -> Table:
    """The table in a file; `known` counts the headings that mean something, by which the delimiter is told.

    Raises `UsageError` for a file that is no such table.
    """
    text = _text(_bytes(path), path)
    if not text.strip("".join(DELIMITERS) + " \r\n"):
        raise UsageError(f"{path} is empty", remedy="export the class list again, as CSV")
    said = _SAYS_DELIMITER.match(text)
    if said:  # the line stays as an empty one, so that lines are counted as the file has them
        text = "\n" + text[said.end() :]
        return _table(path, _rows(text, said[1], path))
    return _table(path, _rows(text, _delimiter(text, path, known), path))


def read_text(path: Path) -> tuple[str, str]:
    """The text of a table, and the sign between its cells: the one that makes most of them in the first line.

    Raises `UsageError` for what is no text.
    """
    text = _text(_bytes(path), path)
    first = text.partition("\n")[0]
    return text, max(DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


def as_written(text: str, path: Path) -> bytes:
    """A text in the encoding, and with the mark in front, that the table in a file has; UTF-8 for the Windows one."""
    data = _bytes(path)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return bom + text.encode(encoding)
    return text.encode(_of_utf_16(data) or "utf-8")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder", remedy="name the CSV file in it") from None
    except OSError as trouble:
        raise UsageError(f"{path} cannot be read: {trouble.strerror}", remedy="name another file") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path} is larger than {MOST_BYTES >> 20} MiB", remedy="name the class list alone")
    return data


def _text(data: bytes, path: Path) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], (encoding,), path)
    wide = _of_utf_16(data)
    return _decoded(data, (wide,) if wide else ("utf-8", "cp1252"), path)


def _of_utf_16(data: bytes) -> str:
    """The order of bytes in UTF-16 that has no mark in front; empty where it is none."""
    sample = data[:_SAMPLE]
    zeros = [sample[start::2].count(0) for start in (0, 1)]
    if 4 * max(zeros) > len(sample) and max(zeros) > 8 * min(zeros):
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return ""


def _decoded(data: bytes, encodings: Sequence[str], path: Path) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text
    raise UsageError(f"{path} is no text that can be read", remedy=_SAVE_AS_CSV)


def _delimiter(text: str, path: Path, known: Callable[[Sequence[str]], int]) -> str:
    """That under which most headings mean something; of equal ones, that under which every row fits."""

    def merit(delimiter: str) -> tuple[int, int, int]:
        rows = _rows(text, delimiter, path)
        try:
            headings = next(rows)[1]
        except (StopIteration, UsageError):
            return 0, 0, 0
        try:
            fitting = sum(len(cells) <= len(headings) for _, cells in rows)
        except UsageError:
            fitting = -1
        return known(headings), fitting, len(headings)

    return max(DELIMITERS, key=merit)


def _rows(text: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with the line that each begins in; empty cells at the end do not count."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as trouble:
            raise UsageError(
                f"{path}, line {line}: the quotes of this row cannot be read ({trouble})",
                remedy='a cell with a quote in it is written "as ""this"" one"; or save the file as CSV again',
            ) from None
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield line, cells


def _table(path: Path, rows: Iterator[tuple[int, list[str]]]) -> Table:
    headings = next(rows, (0, [""]))[1]
    return Table(path.name, tuple(headings), tuple(_row(line, cells, headings, path) for line, cells in rows))


def _row(line: int, cells: Sequence[str], headings: Sequence[str], path: Path) -> Row:
    if len(cells) > len(headings):
        raise UsageError(
            f"{path}, line {line}: there are {len(cells)} cells ({visible(', '.join(cells), 80)}) "
            f"under {len(headings)} headings",
            remedy='a cell with a delimiter in it is quoted: "Doe, Jane"',
        )
    return Row(line, (*cells, *[""] * (len(headings) - len(cells))))
