"""A table of scores as CSV: plain, or as Excel opens it with a double click where numbers have a decimal comma.

Excel takes UTF-8 by the mark in front, cells by `;`, and what looks like a number or a date for one: ids and sections
that might are written as formulas of one text, which no spreadsheet changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.exports.csv_rows import as_text
from grader.exports.score_table import Cell, score_table
from grader.records import Grade, Person
from grader.safe_text import visible

# What makes a spreadsheet calculate instead of show; some take the signs of full width for the plain ones.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
_TAKEN_FOR_ANOTHER = re.compile(r"(?=.*\d)\w[\w .,:/-]*|true|false|wahr|falsch", re.ASCII | re.IGNORECASE)
_MARK = "\ufeff"
_CRLF = "\r\n"


def write(
    grades: Sequence[Grade], people: Sequence[Person] = (), *, criteria: bool = False, excel: bool = False
) -> str:
    """The table, with a line of headings; of `people` and `criteria` see `score_table`."""
    made = score_table(grades, people, criteria=criteria)
    as_name = _text_in_excel if excel else harmless
    rows = [
        list(map(harmless, made.headings)),
        *(
            [*map(as_name, map(str, row[: made.names])), *(_plain(cell, excel) for cell in row[made.names :])]
            for row in made.rows
        ),
    ]
    return f"{_MARK}{as_text(rows, delimiter=';', ending=_CRLF)}" if excel else as_text(rows)


def _plain(cell: Cell, excel: bool) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if cell is None:
        return ""
    return f"{cell:g}".replace(".", "," if excel else ".")


def _text_in_excel(cell: str) -> str:
    return f'="{cell}"' if _TAKEN_FOR_ANOTHER.fullmatch(cell) and len(cell) < _LONGEST else harmless(cell)


_LONGEST = 200  # characters of a text in a formula: Excel takes 255


def harmless(cell: str, longest: int = 300) -> str:
    """A cell that is shown as it stands: an apostrophe before what a spreadsheet would take for a formula."""
    quoted = f"'{cell}" if cell.startswith(_FORMULA) else cell
    return visible(quoted, longest)
