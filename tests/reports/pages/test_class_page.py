"""The pages of a class and the kill matrix, read from the HTML."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from grader.batch.in_order import InOrder
from grader.collect.class_list import Unlisted
from grader.gradebook.entries import Entry, shelf_of_entries
from grader.grading.behaviour import WrongAnswers
from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.grading.selftest import Kind, Matrix, Row
from grader.records import (
    Decision,
    Grade,
    Lateness,
    Notice,
    NoticeKind,
    Person,
    Status,
    Trouble,
    TroubleKind,
    Verdict,
)
from grader.reports.call_line import call_line
from grader.reports.pages import class_page
from grader.reports.pages.class_page import ClassFacts
from grader.reports.pages.class_parts import in_parts
from grader.reports.pages.kill_matrix import matrix_page
from grader.reports.pages.needs import KINDS
from grader.words import class_page as class_page_words
from tests.reports.conftest import MOVING_AVERAGE, Grader
from tests.reports.large_class import large_class
from tests.reports.reading import Element, read

WRONG_ALIKE = WrongAnswers("0123456789ab", answers=9, distinct=7)


def a_class(graded: Grader) -> list[Grade]:
    right, wrong = graded().grade, graded(MOVING_AVERAGE).grade
    students = [("ada", right), ("ben", wrong), ("cy", wrong), ("d<e>\u202e", right)]
    grades = [replace(grade, student=name) for name, grade in students]
    nothing = Grade("eve", "walks", Status.MISSING, right.max_score)
    return [*grades, nothing]


def written(graded: Grader, walks: Prepared, **more: Any) -> dict[str, Element]:
    """The pages of a class in which ben and cy are wrong alike."""
    alike = {("ben", "walks"): {"momentum": WRONG_ALIKE}, ("cy", "walks"): {"momentum": WRONG_ALIKE}}
    facts = ClassFacts(a_class(graded), [walks.assignment], behaviours=alike)
    return {place: read(page) for place, page in class_page.pages(replace(facts, **more)).items()}


def rows(page: Element) -> list[str]:
    return [row.text for row in page.one("table", kind="everybody").one("tbody").all("tr")]


def of_walks(graded: Grader, walks: Prepared, **more: Any) -> Element:
    return written(graded, walks, **more)["class/walks.html"]


# --- everybody -------------------------------------------------------------------------------------------------------


def test_everybody_has_a_row_on_both_pages(graded: Grader, walks: Prepared) -> None:
    pages = written(graded, walks)

    assert list(pages) == ["index.html", "class/walks.html"]
    assert rows(pages["index.html"]) == [
        "ada 7.5 7.5",
        "ben 5 5",
        "cy 5 5",
        "d<e>\\u202e 7.5 7.5",
        "eve 0 nothing handed in 0",
    ]
    assert rows(pages["class/walks.html"]) == [
        "ada 7.5 page history",
        "ben 5 momentum: The velocity is a moving average <b>of gradients</b>. page history",
        "cy 5 momentum: The velocity is a moving average <b>of gradients</b>. page history",
        "d<e>\\u202e 7.5 page history",
        "eve 0 nothing handed in page history",
    ]


def test_a_page_is_the_same_whichever_is_made_first_and_whether_grades_are_held_or_read() -> None:
    facts = large_class(2100, 2)
    entries = {(each.student, each.assignment): Entry(each) for each in facts.grades}
    shelf = shelf_of_entries()
    shelf.update(entries)

    held = dict(class_page.pages(facts))
    read_one_by_one = class_page.pages(replace(facts, grades=InOrder(shelf, list(shelf))))

    assert len(held) > 2 * len(facts.assignments)
    assert {place: read_one_by_one[place] for place in reversed(list(held))} == held


def test_the_parts_of_a_class_say_together_what_one_table_would() -> None:
    facts = large_class(2500, 2, sections=0)
    pages = class_page.pages(facts)

    def points(page: str) -> list[str]:
        return [row.text for row in read(page).one("table", kind="everybody").one("tbody").all("tr")]

    parts = [points(page) for place, page in pages.items() if place == "index.html" or place.startswith("class/part-")]

    of_everybody: dict[str, list[Grade]] = defaultdict(list)
    for each in facts.grades:
        of_everybody[each.student].append(each)
    assert len(parts) > 1
    assert [row.split()[0] for part in parts for row in part] == sorted(of_everybody)
    assert [row.split()[-1] for part in parts for row in part] == [
        f"{sum(each.score for each in of_everybody[student]):g}" for student in sorted(of_everybody)
    ]


def test_who_is_on_the_roster_without_a_grade_has_a_row_and_a_name_only_where_names_show(
    graded: Grader, walks: Prepared
) -> None:
    people = [Person("zoe", "Zoë <i>Z</i>", section="B")]

    plain, named = (rows(of_walks(graded, walks, people=people, names=names))[-1] for names in (False, True))

    assert (plain, named) == ("zoe B –", "zoe Zoë <i>Z</i> B –")


def test_links_lead_to_both_pages_of_a_hand_in_and_to_its_history(graded: Grader, walks: Prepared) -> None:
    pages = written(graded, walks)
    overview, own = ({link.attributes["href"] for link in page.all("a")} for page in pages.values())

    assert {"staff/ben/walks.html", "class/walks.html"} <= overview
    assert {"../staff/ben/walks.html", "../staff/ben/walks.html#history", "../index.html"} <= own
    assert "../reports/d%3Ce%3E%E2%80%AE/walks.html" in own


def test_a_cell_names_by_numbers_what_it_is_filtered_by(graded: Grader, walks: Prepared) -> None:
    page = of_walks(graded, walks)
    choices = {
        select.attributes["data-key"]: [each.attributes["value"] for each in select.all("option")[1:]]
        for select in page.one("form").all("select")
    }
    ben = page.one("table", kind="everybody").one("tbody").all("tr")[1].all("td")[0]

    held = {key: [choices[key][int(each)] for each in ben.attributes[f"data-{key}"].split()] for key in "mlg"}
    assert held == {
        "m": ["momentum/moving_average"],
        "l": ["velocity_update", "three_dimensions", "any_bowl"],
        "g": [WRONG_ALIKE.key],
    }
    assert choices["s"] == ["missing", "full"]
    assert "data-s" not in ben.attributes


def test_without_a_script_the_table_is_whole_and_what_needs_one_is_hidden(graded: Grader, walks: Prepared) -> None:
    for page in written(graded, walks).values():
        assert "hidden" in page.one("form", kind="finder").attributes
        assert not [row for row in page.all("tr") if "hidden" in row.attributes]
        assert not page.one("table", kind="everybody").all("button")


def test_what_was_handed_in_late_says_what_that_takes(graded: Grader, walks: Prepared) -> None:
    due = datetime(2026, 11, 20, tzinfo=UTC)
    late = Lateness(due, due, due + timedelta(hours=30), "day", 2, 10.0, 0.2)
    grades = [replace(each, late=late) for each in a_class(graded)[:1]]

    assert rows(of_walks(graded, walks, grades=grades)) == ["ada 6 late −1.5 page history"]


# --- what needs a person -------------------------------------------------------------------------------------------


def needing(page: Element) -> dict[str, list[str]]:
    kinds = page.one("section", kind="needs").all("details")
    return {kind.one("summary").text: [line.text for line in kind.all("li")] for kind in kinds}


def test_what_needs_a_person_stands_first_by_kind_with_links(graded: Grader, walks: Prepared) -> None:
    right = a_class(graded)[0]
    made = Decision("velocity_update", 0.5, "read <b>", "kim <b>", datetime(2026, 11, 20, 12, tzinfo=UTC), "other")
    slow = replace(right.judgements[0], verdict=Verdict.TIMED_OUT)
    broken = replace(right.judgements[0], verdict=Verdict.GRADER_FAULT, fault="it <broke>")
    near = Notice(NoticeKind.NEAR_NAME, "Walks <b>.py", "walks.py")
    changed: dict[str, dict[str, Any]] = {
        "again": {"status": Status.REGRADE_NEEDED, "judgements": (broken,)},
        "decided": {"decisions": (made,)},
        "refused": {"status": Status.REJECTED, "trouble": Trouble(TroubleKind.LINK, "walks.py")},
        "named": {"notices": (near,)},
        "slow": {"judgements": (slow, *right.judgements[1:])},
        "other": {"status": Status.MISSING, "trouble": Trouble(TroubleKind.ABSENT_OTHER_NAME, "walks")},
        "fine": {"notices": (Notice(NoticeKind.FOR_TEAM, "fine", "red"),)},
    }
    grades = [replace(right, student=name, **facts) for name, facts in changed.items()]
    unlisted = [Unlisted("named", ("na<m>e",))]
    title = right.judgements[0].title.replace("`", "")

    page = of_walks(graded, walks, grades=grades, unlisted=unlisted)

    assert page.all("h2")[0].text == "What needs a person"
    assert needing(page) == {
        "to grade again: 1": ["again criterion velocity_update: it <broke>"],
        "refused: 1": ["refused walks.py is a link. Hand in the file itself."],
        "nothing under the name asked for: 1": [
            "other There is no walks.py or walks.ipynb. There is a file of another name: rename it."
        ],
        "decision to look at: 1": [
            f"decided “{title}”: what the 0.5 points that kim <b> gave on 2026-11-20 stand on has changed since.",
        ],
        "not on the roster: 1": ["named perhaps na<m>e"],
        "under another name: 1": ["named “Walks <b>.py” was graded in the place of walks.py. Give the file that name."],
        "out of time: 1": ["slow momentum did not come to an end."],
    }
    assert page.one("section", kind="needs").all("a")[0].attributes["href"] == "../staff/again/walks.html"


def test_of_many_of_one_kind_the_rest_is_a_link_into_the_table(graded: Grader, walks: Prepared) -> None:
    right, near = a_class(graded)[0], Notice(NoticeKind.NEAR_NAME, "w.py", "walks.py")
    grades = [replace(right, student=f"s{number:03}", notices=(near,)) for number in range(100)]

    page = of_walks(graded, walks, grades=grades)

    (lines,) = needing(page).values()
    assert lines[-1] == "all 100 in the table"
    assert page.one("section", kind="needs").all("a")[-1].attributes["href"] == "#state=name"


def test_every_kind_of_need_has_its_label_and_every_label_its_kind() -> None:
    assert [kind.id for kind in KINDS] == list(class_page_words.NEEDS)


def test_a_class_in_which_nothing_is_to_be_done_says_so(graded: Grader, walks: Prepared) -> None:
    assert "Nothing here needs a person." in of_walks(graded, walks).text


# --- what it comes to ----------------------------------------------------------------------------------------------


def test_three_lines_start_the_next_lecture(graded: Grader, walks: Prepared) -> None:
    lines = [line.text for line in of_walks(graded, walks).one("ul", kind="lecture").all("li")]

    assert lines[0] == "2 of 4 have every point; the median is 6.25 of 7.5."
    assert lines[1] == "Most points are lost in momentum : 1.25 of 3 on average."
    assert lines[2].startswith(
        "The mistake made most: momentum , “The velocity is a moving average <b>of gradients</b>.”"
    )


def test_criteria_stand_by_what_they_cost_and_lead_to_who_lost_them(graded: Grader, walks: Prepared) -> None:
    table = of_walks(graded, walks).one(**{"aria-label": "Criteria of Walks <downhill> & back"})

    first, second, third, fourth = table.one("tbody").all("tr")[:4]
    assert first.text.endswith("momentum 0.5 2 50 %")
    assert [row.all("td")[1].text for row in (second, third, fourth)] == ["0.5", "0.25", "0"]
    assert first.one("a").attributes["href"] == "#lost=velocity_update"
    assert not fourth.all("a")


def test_a_mistake_names_those_who_made_it(graded: Grader, walks: Prepared) -> None:
    table = of_walks(graded, walks).one(**{"aria-label": "Mistakes of Walks <downhill> & back"})

    row = table.one("tbody").one("tr")
    assert row.text.endswith("momentum 2 ben , cy")
    assert row.all("a")[0].attributes["href"] == "#mistake=momentum%2Fmoving_average"


def test_who_is_wrong_alike_is_a_group_with_one_command_for_all(graded: Grader, walks: Prepared) -> None:
    table = of_walks(graded, walks).one(**{"aria-label": "Groups that are wrong alike in Walks <downhill> & back"})

    (row,) = table.one("tbody").all("tr")
    assert row.text.endswith(f'2 ben , cy grader comment --group {WRONG_ALIKE.key} "…"')
    assert row.all("a")[0].attributes["href"] == f"#group={WRONG_ALIKE.key}"


def test_a_group_that_answers_nothing_says_so(graded: Grader, walks: Prepared) -> None:
    silent = replace(WRONG_ALIKE, distinct=0)
    grades = [replace(each, diagnoses=()) for each in a_class(graded)]
    alike = {(name, "walks"): {"momentum": silent} for name in ("ben", "cy")}

    page = of_walks(graded, walks, grades=grades, behaviours=alike)

    assert "momentum no answer to any call 2 ben , cy" in page.one("section", **{"aria-labelledby": "alike"}).text


def test_the_histogram_says_its_counts_in_words(graded: Grader, walks: Prepared) -> None:
    described = of_walks(graded, walks).one("desc").text

    assert described == "Number of hand-ins by points: 2 from 4.5 to 5.25, 2 from 6.75 to 7.5."


def test_a_class_without_hand_ins_has_pages(walks: Prepared) -> None:
    pages = class_page.pages(ClassFacts([], [walks.assignment]))

    assert "No graded hand-in yet." in read(pages["class/walks.html"]).text
    assert rows(read(pages["index.html"])) == []


HOSTILE = "\u202e</script><img src=x onerror=y>\" autofocus onfocus=z x='{{7*7}}\x1b[31m"


def test_no_text_of_a_student_or_of_a_list_becomes_mark_up(graded: Grader, walks: Prepared) -> None:
    wrong = graded(MOVING_AVERAGE).grade
    made = Decision("velocity_update", 0.5, HOSTILE, HOSTILE, datetime(2026, 11, 20, tzinfo=UTC), "other")
    notices = (Notice(NoticeKind.NEAR_NAME, HOSTILE, "walks.py", others=(HOSTILE,)),)
    grades = [
        replace(wrong, student=f"{HOSTILE}{number}", decisions=(made,), notices=notices, filename=HOSTILE)
        for number in range(2)
    ]
    alike = {(each.student, "walks"): {"momentum": WRONG_ALIKE} for each in grades}
    people = [Person(each.student, HOSTILE, section=HOSTILE) for each in grades[:1]]
    facts = ClassFacts(grades, [walks.assignment], people, [Unlisted(HOSTILE + "1", (HOSTILE,))], True, alike)

    for text in class_page.pages(facts).values():
        page = read(text)

        assert not page.all("img")
        assert len(page.all("script")) == 1
        assert not [one for one in page.all() if {"onerror", "onfocus", "autofocus"} & one.attributes.keys()]
        assert not {"\u202e", "\x1b"} & set(text)
        assert "49" not in page.one("table", kind="everybody").text
        assert page.text.count("</script><img src=x onerror=y>") > 5
        assert page.one("select", name="section").all("option")[1].attributes["value"].startswith("\\u202e</script>")


# --- a large class -------------------------------------------------------------------------------------------------

MOST = 1_000_000  # bytes of a page


@pytest.mark.parametrize(
    ("size", "parts"),
    [
        ({"names": True}, 1),
        ({"students": 1200, "assignments": 1}, 2),
        ({"students": 1200, "assignments": 1, "sections": 0}, 2),
        ({"students": 450, "ids": "é" * 60 + "{}"}, 2),
    ],
    ids=["a thousand in six assignments", "by section", "without sections", "long names"],
)
def test_each_page_of_a_large_class_is_light_and_everybody_is_on_one(size: dict[str, Any], parts: int) -> None:
    facts = large_class(**size)
    pages = class_page.pages(facts)
    overviews = [page for place, page in pages.items() if place == "index.html" or place.startswith("class/part-")]

    assert max(len(page.encode()) for page in pages.values()) <= MOST
    assert len(overviews) == parts
    assert sum(page.count('<th scope="row">') for page in overviews) == len(facts.people) + parts * len(
        facts.assignments
    )
    assert len(pages) == parts * (1 + len(facts.assignments))


def test_sections_stay_whole_and_large_ones_are_cut() -> None:
    sections = {"a": "A", "b": "B", "c": "B", "d": "", "e": "C", "f": "C", "g": "C", "h": "C"}

    parts = in_parts(list(sections), sections.__getitem__, lambda _: 1, people=3)

    assert parts == [["a", "b", "c"], ["e", "f", "g"], ["h", "d"]]


def test_parts_lead_to_each_other_and_counts_to_each_of_them(graded: Grader, walks: Prepared) -> None:
    wrong = a_class(graded)[1]
    grades = [replace(wrong, student=f"s{number:04}") for number in range(1001)]
    people = [Person(each.student, section="A" if number < 600 else "B") for number, each in enumerate(grades)]

    pages = class_page.pages(ClassFacts(grades, [walks.assignment], people))

    assert list(pages) == ["index.html", "class/part-2.html", "class/walks.html", "class/walks.part-2.html"]
    first, second = (read(pages[f"class/{name}.html"]) for name in ("walks", "walks.part-2"))
    parts = [line.text for line in first.one("nav", kind="parts").all("li")]
    assert parts == [
        "sections A 600 people, 0 of them in need of a person",
        "sections B 401 people, 0 of them in need of a person",
    ]
    assert first.one("a", rel="next").attributes["href"] == "walks.part-2.html"
    assert second.one("a", rel="prev").attributes["href"] == "walks.html"
    made = first.one(**{"aria-label": "Mistakes of Walks <downhill> & back"}).one("tbody")
    assert made.text.count("1001 (part 1: 600 , part 2: 401 )") == 1
    assert made.all("a")[1].attributes["href"] == "walks.part-2.html#mistake=momentum%2Fmoving_average"
    assert not second.all(id="criteria")
    assert read(pages["class/part-2.html"]).one("a", rel="prev").attributes["href"] == "../index.html"


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
    pages = class_page.pages(ClassFacts([wrong.grade], [walks.assignment]))
    calls = [call_line(each.call) for each in wrong.grade.judgements if each.call is not None]

    assert calls
    for page in pages.values():
        assert "0.7193" not in page
        assert not [call for call in calls if call in page]
