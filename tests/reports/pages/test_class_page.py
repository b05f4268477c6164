"""The class page and the kill matrix, read from the HTML."""

from __future__ import annotations

import math

import msgspec

from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.grading.selftest import Kind, Matrix, Row
from grader.records import Grade, Status
from grader.reports.call_line import call_line
from grader.reports.pages import class_page
from grader.reports.pages.kill_matrix import matrix_page
from tests.reports.conftest import MOVING_AVERAGE, Grader
from tests.reports.reading import Element, read


def a_class(graded: Grader) -> list[Grade]:
    right, wrong = graded().grade, graded(MOVING_AVERAGE).grade
    students = [("ada", right), ("ben", wrong), ("cy", wrong), ("d<e>\u202e", right)]
    grades = [msgspec.structs.replace(grade, student=name) for name, grade in students]
    nothing = Grade("eve", "walks", Status.MISSING, right.max_score)
    return [*grades, nothing]


def written_page(graded: Grader, walks: Prepared) -> Element:
    return read(class_page.page(a_class(graded), [walks.assignment], {"walks": [("ben", "cy"), ("ada", "gone")]}))


def test_every_hand_in_has_its_row(graded: Grader, walks: Prepared) -> None:
    rows = written_page(graded, walks).all("section")[-1].all("tbody")[0].all("tr")

    assert [row.text for row in rows] == [
        "ada 7.5 / 7.5 ✓ page",
        "ben 5 / 7.5 page",
        "cy 5 / 7.5 page",
        "d<e>\\u202e 7.5 / 7.5 ✓ page",
        "eve 0 / 7.5 nothing handed in page",
    ]


def test_links_lead_to_both_pages_of_a_hand_in(graded: Grader, walks: Prepared) -> None:
    links = {link.attributes["href"] for link in written_page(graded, walks).all("a")}

    assert {"staff/ben/walks.html", "reports/ben/walks.html", "reports/d%3Ce%3E%E2%80%AE/walks.html"} <= links


def test_three_lines_start_the_next_lecture(graded: Grader, walks: Prepared) -> None:
    lines = [line.text for line in written_page(graded, walks).one("ul", kind="lecture").all("li")]

    assert lines[0] == "2 of 4 have every point; the median is 6.25 of 7.5."
    assert lines[1] == "Most points are lost in momentum : 1.25 of 3 on average."
    assert lines[2].startswith(
        "The mistake made most: momentum , “The velocity is a moving average <b>of gradients</b>.”"
    )


def test_a_mistake_names_those_who_made_it(graded: Grader, walks: Prepared) -> None:
    page = written_page(graded, walks)
    table = page.one(**{"aria-label": "Mistakes of Walks <downhill> & back"})

    assert table.one("tbody").one("tr").text.endswith("momentum 2 ben , cy")


def test_equal_behaviour_is_grouped(graded: Grader, walks: Prepared) -> None:
    groups = [line.text for line in written_page(graded, walks).all("li") if "hand-ins," in line.text]

    assert len(groups) == 1
    assert groups[0].endswith(": ben , cy")


def test_the_histogram_says_its_counts_in_words(graded: Grader, walks: Prepared) -> None:
    described = written_page(graded, walks).one("desc").text

    assert described == "Number of hand-ins by points: 2 from 4.5 to 5.25, 2 from 6.75 to 7.5."


def test_a_class_without_hand_ins_has_a_page(walks: Prepared) -> None:
    page = read(class_page.page([], [walks.assignment]))

    assert "No graded hand-in yet." in page.text


def test_the_kill_matrix_says_by_how_much_each_mistake_is_caught() -> None:
    caught = {"velocity": 1234.5, "any_bowl": math.inf}
    rows = (
        Row(Kind.REFERENCE, "solution", "", "", 2.0, {}, ()),
        Row(Kind.MISTAKE, "uphill", "momentum", "", 0.0, caught, ("momentum/uphill",)),
        Row(Kind.MISTAKE, "sur<vivor>", "momentum", "", 2.0, {}, ()),
    )
    matrix = Matrix("walks", "course", 2.0, (("velocity", True), ("any_bowl", False), ("idle", True)), rows)
    page = read(matrix_page([matrix]))
    texts = [row.text for row in page.all("tr")]

    assert "uphill 0 / 2 1 234 form · momentum/uphill" in texts
    assert "sur<vivor> 2 / 2 · · ·" in texts
    assert texts[-1] == "mistakes caught 1 1 0"
    assert "1 of 2 known mistakes are caught" in page.text
    assert "No known mistake is caught by: idle" in page.text
    assert page.one("ul", kind="troubles").text == "mistake momentum/sur<vivor> survives: no criterion is lost"


def test_a_staff_page_of_the_class_holds_no_inputs(graded: Grader, walks: Prepared) -> None:
    wrong: Graded = graded(MOVING_AVERAGE)
    page = class_page.page([wrong.grade], [walks.assignment])

    assert "0.7193" not in page
    assert all(call_line(each.call) not in page for each in wrong.grade.judgements if each.call is not None)
