"""Scores filled into exports of Brightspace and Blackboard, read back by the rules that these places import by."""

from __future__ import annotations

import csv
import io
import re

import pytest

from grader.errors import UsageError
from grader.exports.forms import FILLED
from grader.exports.sheets import fill
from grader.records import Grade, Judgement, Person, Status, Verdict, Visibility

BRIGHTSPACE = """\
OrgDefinedId,Username,Last Name,First Name,HW1 Points Grade <Numeric MaxPoints:10 Weight:5 Category:Labs>,\
HW2 Points Grade <Numeric MaxPoints:5>,End-of-Line Indicator
#100200300,#jdoe,Doe,Jane,,,#
#100200301,#soneill,O'Neill,Seán,3,,#
#100200302,#zmuller,Müller,Zoë,,1,#
"""
BLACKBOARD = (
    "Last Name\tFirst Name\tUsername\tStudent ID\tHW1 [Total Pts: 10 Score] |12345\tHW2 [Total Pts: 5 Score] |12346\t"
    "Total [Total Pts: up to 15 Score] |12347\tLetter [Total Pts: 10 Letter] |12348\r\n"
    "Doe\tJane\tjdoe\t100200300\t\t\t\t\r\n"
    "O'Neill\tSeán\tsoneill\t100200301\tNeeds Grading\t\t\t\r\n"
    "Müller\tZoë\tzmuller\t100200302\t\t1\t\t\r\n"
)
TABLES = {"brightspace": (BRIGHTSPACE, ","), "blackboard": (BLACKBOARD, "\t")}
HW1 = {"brightspace": 4, "blackboard": 4}


def grade(student: str, score: float, status: Status = Status.GRADED) -> Grade:
    judged = Judgement("c", "C", ("f",), score, 10.0, Verdict.FAILED, Visibility.VISIBLE, public=True)
    return Grade(student, "hw1", status, 10.0, (judged,))


def taken(place: str, text: str) -> dict[str, str]:
    """What the place's importer would set in HW1, by its key.  The headings are as it gave them out."""
    before, sign = TABLES[place]
    head, *below = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    assert head == next(csv.reader(io.StringIO(before, newline=""), delimiter=sign))
    assert all(len(row) == len(head) for row in below)
    if place == "brightspace":
        assert head[-1] == "End-of-Line Indicator"
        assert all(row[-1] == "#" for row in below)
    assert all(re.fullmatch(r"|Needs Grading|\d+(\.\d+)?", row[HW1[place]]) for row in below)
    return {row[head.index("Username")].removeprefix("#"): row[HW1[place]] for row in below}


places = pytest.mark.parametrize("place", TABLES)


@places
def test_two_rows_of_one_student_are_refused_with_their_lines(place):
    text, sign = TABLES[place]
    again = text.splitlines(keepends=True)[1].replace("#", "", 1 if place == "brightspace" else 0)

    with pytest.raises(UsageError, match="two rows could be one student's: jdoe in line 2 and line 5"):
        fill(FILLED[place], text + again, sign, [grade("jdoe", 7.5)], titles=["HW1"])


@places
def test_scores_stand_in_the_rows_of_the_places_own_ids_and_nothing_else_changes(place):
    text, sign = TABLES[place]

    filled = fill(FILLED[place], text, sign, [grade("100200300", 7.5), grade("soneill", 4)], titles=["hw1", "HW1"])

    assert taken(place, filled.text) == {"jdoe": "7.5", "soneill": "4", "zmuller": ""}
    assert [before for _, before, _ in filled.changed] == [{"brightspace": "3", "blackboard": "Needs Grading"}[place]]
    assert len(filled.without_grade) == 1


@places
def test_a_students_id_leads_to_the_row_through_the_roster(place):
    text, sign = TABLES[place]
    people = [Person("ada", "Zoë Müller", other_ids={"Username": "zmuller"})]

    filled = fill(FILLED[place], text, sign, [grade("ada", 1.25)], people, titles=["HW1"])

    assert taken(place, filled.text)["zmuller"] == "1.25"


@places
@pytest.mark.parametrize("status", [Status.MISSING, Status.REJECTED, Status.REGRADE_NEEDED])
def test_what_was_not_graded_is_no_zero(place, status):
    text, sign = TABLES[place]

    filled = fill(FILLED[place], text, sign, [grade("jdoe", 0, status)], titles=["HW1"])

    assert taken(place, filled.text)["jdoe"] == ""


@places
def test_a_score_above_the_columns_maximum_is_refused(place):
    text, sign = TABLES[place]

    with pytest.raises(UsageError, match=r"takes: jdoe: 7\.5 of 5"):
        fill(FILLED[place], text, sign, [grade("jdoe", 7.5)], titles=["HW2"])


@pytest.mark.parametrize(
    ("place", "change", "column", "said"),
    [
        ("brightspace", ("End-of-Line Indicator", "End"), "", "no grades export of Brightspace"),
        ("brightspace", (",#\n", ",\n"), "", "no grades export of Brightspace"),
        ("brightspace", ("OrgDefinedId,Username", "Name,Login"), "", "no grades export of Brightspace"),
        ("brightspace", ("", ""), "HW3", "no column is called"),
        ("blackboard", ("Username", "Login"), "", "no grade centre of Blackboard"),
        ("blackboard", ("", ""), "12347", "takes no points"),
        ("blackboard", ("", ""), "Letter", "takes no points"),
        ("blackboard", ("", ""), "Last Name", "no column is called"),
    ],
)
def test_a_table_that_would_be_refused_or_misread_is_not_written(place, change, column, said):
    text, sign = TABLES[place]

    with pytest.raises(UsageError, match=said):
        fill(FILLED[place], text.replace(*change), sign, [grade("jdoe", 7)], column=column, titles=["HW1"])
