"""Scores filled into tables of Canvas and Moodle, read back by the rules that these places import by."""

from __future__ import annotations

import csv
import io
import re

import pytest

from grader.errors import UsageError
from grader.exports.feedback_text import is_summary
from grader.exports.forms import FILLED
from grader.exports.sheets import Filled, fill
from grader.records import Grade, Judgement, Person, Status, Verdict, Visibility

CANVAS = """\
Student,ID,SIS Login ID,Section,HW1 (987),HW2 (988),Final Score
    Points Possible,,,,10,10,(read only)
"Doe, Jane",4021,jdoe,CS1-01,,9,90
"Müller, Zoë",4023,zmuller,CS1-01,3,,30
"O'Neill, Seán",4022,soneill,CS1-02,EX,,
"Student, Test",4099,test,CS1-01,,,
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,\
Last modified (grade),Feedback comments
Participant 1234,Jane Doe,jane@example.edu,Submitted for grading,,10.00,Yes,-,
Participant 1235,Seán O'Neill,sean@example.edu,Submitted for grading,2.00,10.00,No,-,
Participant 1236,Zoë Müller,zoe@example.edu,No submission,,10.00,Yes,-,
"""
GERMAN = """\
ID;Vollständiger Name;Status;Bewertung;Bestwertung;Bewertung kann geändert werden;\
Zuletzt geändert (Bewertung);Feedback als Kommentar
Teilnehmer/in1234;Jane Doe;Zur Bewertung abgegeben;;10,00;Ja;-;
Teilnehmer/in1235;Seán O'Neill;Zur Bewertung abgegeben;2,00;10,00;Nein;-;
"""


def grade(student: str, score: float, status: Status = Status.GRADED) -> Grade:
    judged = Judgement("c", "C", ("f",), score, 10.0, Verdict.FAILED, Visibility.VISIBLE, public=True)
    return Grade(student, "hw1", status, 10.0, (judged,))


JANE = grade("4021", 7.5)


def rows(filled: Filled, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(filled.text), delimiter=delimiter))


def taken_by_canvas(text: str) -> dict[str, str]:
    """What Canvas's importer would set in HW1, by its own id: header, points, people, cells that are numbers."""
    head, *below = csv.reader(io.StringIO(text))
    assert len(head) > 3
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert "Section" in head[3]
    at = next(place for place, name in enumerate(head) if re.fullmatch(r".*\(987\)", name))
    people = [row for row in below if "Points Possible" not in row[0]]
    assert all(re.fullmatch(r"|EX|\d+(\.\d{1,2})?", row[at]) for row in people)
    return {row[1]: row[at] for row in people}


def test_a_gradebook_of_canvas_is_filled_and_nothing_else_in_it_changes() -> None:
    filled = fill(FILLED["canvas"], CANVAS, ",", [JANE, grade("4023", 3.0)], column="987")

    assert taken_by_canvas(filled.text) == {"4021": "7.5", "4023": "3", "4022": "EX", "4099": ""}
    before, after = list(csv.reader(io.StringIO(CANVAS))), rows(filled)
    assert [[*row[:4], *row[5:]] for row in after] == [[*row[:4], *row[5:]] for row in before]
    assert after[1] == before[1]
    assert (filled.new, filled.same, filled.changed) == (1, 1, [])
    assert filled.without_grade == ["O'Neill, Seán, 4022"]


def test_a_score_that_stands_where_none_is_given_any_more_is_told() -> None:
    filled = fill(FILLED["canvas"], CANVAS, ",", [JANE, grade("4023", 0.0, Status.MISSING)], column="987")

    assert filled.without_grade == ["Müller, Zoë, 4023, who has 3 there", "O'Neill, Seán, 4022"]


def test_a_table_in_which_nobody_of_those_with_a_grade_is_found_is_refused() -> None:
    with pytest.raises(UsageError, match="not one person of the table has a grade"):
        fill(FILLED["canvas"], CANVAS, ",", [grade("jd", 7.5), grade("4023", 0.0, Status.MISSING)], column="987")


def test_an_empty_line_in_a_gradebook_is_nobodys() -> None:
    table = CANVAS.replace("    Points", "\n    Points") + "\n"

    filled = fill(FILLED["canvas"], table, ",", [JANE], column="987")

    assert (filled.new, filled.maxima) == (1, {10.0})


def test_a_roster_leads_from_people_to_rows_and_each_who_has_none_is_listed() -> None:
    people = [Person("jane", other_ids={"ID": "4021"}), Person("zoe", other_ids={"SIS Login ID": "zmuller"})]

    filled = fill(
        FILLED["canvas"],
        CANVAS,
        ",",
        [grade("jane", 1.0), grade("zoe", 4.0), grade("max", 2.0)],
        people,
        titles=("HW1",),
    )

    assert taken_by_canvas(filled.text)["4021"] == "1"
    assert filled.changed == [("Müller, Zoë, 4023", "3", "4")]
    assert filled.without_row == ["max"]


def test_a_row_is_of_whom_all_its_ids_are_though_one_is_anothers_in_another_column() -> None:
    people = [
        Person("4023", other_ids={"ID": "4021", "SIS Login ID": "jdoe"}),
        Person("zoe", other_ids={"ID": "4023", "SIS Login ID": "zmuller"}),
    ]

    filled = fill(FILLED["canvas"], CANVAS, ",", [grade("4023", 1.0), grade("zoe", 4.0)], people, column="987")

    assert taken_by_canvas(filled.text) == {"4021": "1", "4023": "4", "4022": "EX", "4099": ""}


def test_a_score_above_the_column_keeps_nobody_from_theirs_where_the_row_is_left_alone() -> None:
    filled = fill(FILLED["canvas"], CANVAS, ",", [grade("4023", 3.0), grade("4022", 12.0)], column="987")
    locked = fill(FILLED["moodle"], MOODLE, ",", [grade("1234", 4.0), grade("1235", 12.0)])

    assert taken_by_canvas(filled.text)["4022"] == "EX"
    assert locked.locked == ["Participant 1235, Seán O'Neill"]


def test_what_is_excused_owed_or_not_handed_in_is_left_as_it_is() -> None:
    grades = [grade("4022", 5.0), grade("4021", 0.0, Status.REGRADE_NEEDED), grade("4023", 0.0, Status.MISSING)]

    filled = fill(FILLED["canvas"], CANVAS, ",", grades, column="987")

    assert taken_by_canvas(filled.text) == {"4021": "", "4023": "3", "4022": "EX", "4099": ""}
    assert filled.locked == ["O'Neill, Seán, 4022"]


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        (CANVAS, "", "no column is called 'hw9'"),
        (CANVAS.replace("HW2 (988)", "HW1 (989)"), "HW1", "several columns are called 'HW1'"),
        (CANVAS.replace(",10,10,", ",(read only),10,"), "987", "it is read only"),
        (CANVAS.replace(",10,10,", ",5,10,"), "987", "scores are above what the column takes: 4021: 7.5 of 5"),
        (CANVAS, "Final Score", "no column is called 'Final Score'"),
        (MOODLE, "987", "no gradebook of Canvas"),
        ("", "987", "the table is empty"),
    ],
)
def test_what_canvas_would_refuse_or_take_otherwise_is_never_written(table: str, column: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        fill(FILLED["canvas"], table, ",", [JANE], column=column, titles=("hw9",))


def test_a_row_that_two_students_could_be_is_nobodys() -> None:
    people = [Person("a", other_ids={"ID": "4021"}), Person("b", other_ids={"SIS Login ID": "jdoe"})]

    with pytest.raises(UsageError, match="the row of Doe, Jane, 4021 is of a; b"):
        fill(FILLED["canvas"], CANVAS, ",", [grade("a", 1.0), grade("b", 2.0)], people, column="987")


@pytest.mark.parametrize(
    ("place", "table", "again", "column"),
    [
        ("canvas", CANVAS, '"Doe, Jane",4021,jdoe,CS1-01,,9,90\n', "987"),
        ("moodle", MOODLE.replace("1234", "4021"), "Participant 4021,Jane Doe,,,,10.00,Yes,-,\n", ""),
        ("moodle", MOODLE.replace("1234", "4021"), "Teilnehmer/in4021,,,,,10.00,No,-,\n", ""),
    ],
)
@pytest.mark.parametrize("status", [Status.GRADED, Status.MISSING])
def test_two_rows_of_one_student_are_refused_with_their_lines(
    place: str, table: str, again: str, column: str, status: Status
) -> None:
    first = table.splitlines().index(next(line for line in table.splitlines() if "4021" in line)) + 1
    last = len(table.splitlines()) + 1

    with pytest.raises(UsageError, match=f"two rows could be one student's: 4021 in line {first} and line {last}"):
        fill(FILLED[place], table + again, ",", [grade("4021", 7.5, status), grade("x", 1.0)], column=column)


def test_rows_that_a_roster_takes_for_one_student_are_refused_in_whatever_order() -> None:
    people = [Person("jane", other_ids={"ID": "4021", "SIS Login ID": "zmuller"})]

    with pytest.raises(UsageError, match="jane in line 3 and line 4"):
        fill(FILLED["canvas"], CANVAS, ",", [grade("jane", 1.0)], people, column="987")
    both = [grade("4023", 2.0), grade("jane", 1.0)]
    with pytest.raises(UsageError, match="the row of Müller, Zoë, 4023 is of 4023; jane"):
        fill(FILLED["canvas"], CANVAS, ",", both, people, column="987")


def test_a_row_begins_in_a_line_of_the_file_whatever_cells_before_it_hold() -> None:
    table = MOODLE.replace("Yes,-,\n", 'Yes,-,"Well\ndone"\n', 1).replace("1236", "1234")

    with pytest.raises(UsageError, match="1234 in line 2 and line 5"):
        fill(FILLED["moodle"], table, ",", [grade("1234", 7.5)])


def test_a_worksheet_of_moodle_is_filled_with_words() -> None:
    filled = fill(FILLED["moodle"], MOODLE, ",", [grade("1234", 7.5), grade("1235", 5.0)], words=lambda _: "Well.")

    after = rows(filled)
    assert after[1][4] == "7.5"
    assert after[1][8] == "Well."
    assert after[2][4] == "2.00"
    assert filled.locked == ["Participant 1235, Seán O'Neill"]
    assert filled.without_grade == ["Participant 1236, Zoë Müller"]


@pytest.mark.parametrize(
    ("there", "then"),
    [
        ("1 of 2 criteria passed.", "Well."),
        ("<p>1 of 2 criteria passed.</p>", "Well."),
        ("1 of 2 criteria passed. See me.", "1 of 2 criteria passed. See me."),
    ],
)
def test_words_of_ours_are_renewed_with_their_score_and_those_of_a_teacher_stay(there: str, then: str) -> None:
    table = MOODLE.replace("grading,,10.00,Yes,-,", f"grading,3.00,10.00,Yes,-,{there}")

    filled = fill(FILLED["moodle"], table, ",", [grade("1234", 7.5)], words=lambda _: "Well.", is_renewed=is_summary)

    assert rows(filled)[1][4] == "7.5"
    assert rows(filled)[1][8] == then
    assert filled.with_words == ([] if then == "Well." else ["Participant 1234, Jane Doe"])


def test_a_gradebook_of_canvas_may_have_split_names() -> None:
    table = "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,HW1 (987)\nDoe,Jane,4021,S1,jdoe,A,\n"

    assert rows(fill(FILLED["canvas"], table, ",", [JANE], column="987"))[1][6] == "7.5"


def test_a_worksheet_in_german_keeps_its_language_and_its_comma() -> None:
    filled = fill(FILLED["moodle"], GERMAN, ";", [grade("1234", 7.5), grade("1235", 5.0)])

    after = rows(filled, ";")
    assert after[0] == next(csv.reader(io.StringIO(GERMAN), delimiter=";"))
    assert after[1][3] == "7,5"
    assert after[2][3] == "2,00"


def test_a_table_that_is_no_worksheet_is_refused() -> None:
    with pytest.raises(UsageError, match="no grading worksheet of Moodle"):
        fill(FILLED["moodle"], CANVAS, ",", [JANE])
    with pytest.raises(UsageError, match="the column for the grade is not known among ID, Nimi, Arvosana"):
        fill(FILLED["moodle"], "ID,Nimi,Arvosana\nOsallistuja 1,A,\n", ",", [JANE])
    with pytest.raises(UsageError, match="no column of when a grade was last modified"):
        fill(FILLED["moodle"], "ID,Nimi,Arvosana\nOsallistuja 4021,A,\n", ",", [JANE], column="arvosana")
    finnish = "ID,Nimi,Arvosana,Muokattu (arvosana)\nOsallistuja 4021,A,,-\n"
    assert fill(FILLED["moodle"], finnish, ",", [JANE], column="arvosana").new == 1
