"""A table of scores as a workbook: text is text and numbers are numbers in whatever language a spreadsheet speaks."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from grader.exports.score_table import Cell, score_table
from grader.records import Grade, Person
from grader.safe_text import visible

_LONGEST = 300
_AS_TEXT = "@"  # the format in which a cell stays text when somebody edits it


def write(grades: Sequence[Grade], people: Sequence[Person] = (), *, criteria: bool = False) -> bytes:
    """The workbook, of one sheet; of `people` and `criteria` see `score_table`."""
    table = score_table(grades, people, criteria=criteria)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("scores")
    sheet.freeze_panes = "B2"

    def cell(value: Cell, *, bold: bool = False) -> WriteOnlyCell | None:
        if value is None:
            return None
        made = WriteOnlyCell(sheet, visible(value, _LONGEST) if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"  # openpyxl takes a text that begins with `=` for a formula
            made.number_format = _AS_TEXT
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(heading, bold=True) for heading in table.headings])
    for row in table.rows:
        sheet.append([cell(each) for each in row])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
