from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.exports import csv_table
from grader.records import Person, Status
from grader.safe_text import visible


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), strict=True))


def test_a_row_is_a_student_and_adds_up(grade):
    grades = [grade("ada", "walk"), grade("ada", "jump"), grade("bob", "walk")]

    rows = read(csv_table.write(grades))

    assert [(row["student"], row["walk score"], row["total"], row["total max"]) for row in rows] == [
        ("ada", "1.5", "3", "6"),
        ("bob", "1.5", "1.5", "3"),
    ]


def test_an_assignment_that_a_student_has_no_grade_in_stays_empty(grade):
    *_, last = read(csv_table.write([grade("ada", "walk"), grade("ada", "jump"), grade("bob", "walk")]))

    assert (last["jump score"], last["jump max"], last["jump status"]) == ("", "", "")


def test_a_grade_that_the_grader_owes_is_no_zero(grade):
    owed = grade("ada", "walk", status=Status.REGRADE_NEEDED, judgements=())

    (row,) = read(csv_table.write([owed, grade("ada", "jump")]))

    assert (row["walk score"], row["walk status"], row["total"]) == ("", "regrade_needed", "")


def test_a_hand_in_that_is_missing_counts_as_zero_and_says_so(grade):
    (row,) = read(csv_table.write([grade(status=Status.MISSING, judgements=())]))

    assert (row["walk score"], row["walk status"], row["total"]) == ("0", "missing", "0")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    student=st.sampled_from(["\uff1d1", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=", "a"]).flatmap(
        lambda start: st.text(max_size=12).map(lambda rest: start + rest)
    )
)
def test_no_cell_is_taken_for_a_formula(grade, student):
    cells = [cell for line in csv.reader(io.StringIO(csv_table.write([grade(student)]))) for cell in line]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\uff1d", "\t", "\r"))]


@pytest.mark.parametrize("student", ["a;=cmd|' !A0;", "a\t=1+1", "b|c", "d,=1"])
@pytest.mark.parametrize("excel", [False, True])
def test_a_cell_is_one_cell_whatever_sign_a_spreadsheet_parts_them_by(grade, student, excel):
    (_, line) = csv_table.write([grade(student), grade("bob")], excel=excel).splitlines()[:2]

    for delimiter in ",;\t|":
        cells = next(csv.reader([line], delimiter=delimiter))
        assert not [cell for cell in cells if cell.startswith(("=cmd", "=1"))]
        assert cells[0].startswith(visible(student, 60))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(students=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4, unique=True))
def test_every_student_has_one_line_whatever_their_name(grade, students):
    lines = csv_table.write([grade(student) for student in students]).splitlines()

    assert len(lines) == 1 + len(students)


def test_each_criterion_has_a_column_where_that_is_asked_for(grade):
    owed = grade("bob", "walk", status=Status.REGRADE_NEEDED)

    rows = read(csv_table.write([grade("ada", "walk"), owed], criteria=True))

    assert [(row["walk first_move"], row["walk last_move"]) for row in rows] == [("1.5", "0"), ("", "")]


def test_excel_gets_its_mark_its_delimiter_decimal_commas_and_ids_as_text(grade):
    people = [Person("00123", "Zoë Müller", "zoe@example.edu", section="01")]

    text = csv_table.write([grade("00123")], people, criteria=True, excel=True)

    assert text.startswith("\ufeffstudent;name;")
    assert text.splitlines()[1] == ('"=""00123""";Zoë Müller;zoe@example.edu;"=""01""";1,5;3;graded;1,5;0;1,5;3')


@pytest.mark.parametrize("student", ["1E5", "mar1", "3-4", "12:30", "TRUE", "2026-11-26"])
def test_an_id_that_excel_would_read_as_something_else_stays_text(grade, student):
    (line,) = csv.reader(csv_table.write([grade(student)], excel=True).splitlines()[1:], delimiter=";")

    assert line[0] == f'="{student}"'


@pytest.mark.parametrize("student", ['="1"&A1', '1"&A1&"', "=1+1", "@1", "-1+2", "1\n2"])
def test_no_id_makes_excel_calculate(grade, student):
    (line,) = csv.reader(csv_table.write([grade(student)], excel=True).splitlines()[1:], delimiter=";")

    assert not line[0].startswith(("=", "@", "-"))
