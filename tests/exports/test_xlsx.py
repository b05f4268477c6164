from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from grader.exports import xlsx
from grader.records import Person, Status


def sheet_of(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def rows_of(data: bytes) -> list[dict[str, object]]:
    head, *below = sheet_of(data).iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in below]


def test_numbers_are_numbers_and_ids_are_text(grade):
    people = [Person("00123", "Zoë Müller", "zoe@example.edu", section="01")]

    (row,) = rows_of(xlsx.write([grade("00123")], people, criteria=True))

    assert row == {
        "student": "00123",
        "name": "Zoë Müller",
        "email": "zoe@example.edu",
        "section": "01",
        "walk score": 1.5,
        "walk max": 3,
        "walk status": "graded",
        "walk first_move": 1.5,
        "walk last_move": 0,
        "total": 1.5,
        "total max": 3,
    }


def test_what_is_owed_is_an_empty_cell(grade):
    (row,) = rows_of(xlsx.write([grade(status=Status.REGRADE_NEEDED)], criteria=True))

    assert (row["walk score"], row["walk first_move"], row["total"]) == (None, None, None)


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "#REF!", "\x1b\ud800", "1e5"], ids=ascii
)
def test_no_text_of_a_student_is_a_formula_an_error_or_a_number(grade, text):
    sheet = sheet_of(xlsx.write([grade(text)], [Person(text, text, section=text)]))

    cells = [sheet.cell(2, column) for column in (1, 2, 4)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
