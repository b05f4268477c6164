"""The pages of every known mistake of the course: each drawing explains itself, and the first screen holds the root."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.course import variants
from grader.grading.grade import Graded, grade, judge_transcript, judged
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Transcript
from grader.reports.pages import student
from grader.sandbox.base import Backend
from tests.reports.reading import Element, read
from tests.whole_course import COURSE

Known = dict[str, tuple[Prepared, dict[str, Graded]]]

AXES = {"grid", "frame"}  # what every reader of drawings knows
NUMBERS_ON_LINES = "tag"  # the legend of the line tells of them


@pytest.fixture(scope="module")
def known(backend: Backend) -> Known:
    found: Known = {}
    for assignment in COURSE.assignments():
        prepared = prepare(COURSE, assignment, backend, cache=COURSE.cache)
        graded = {"right": grade(variants.solution(COURSE, assignment), prepared, backend)}
        reference, answers = prepared.key.reference, {(each.function, each.id): each for each in prepared.mistakes}
        for each in variants.mistakes(COURSE, assignment):
            known = answers[each.function, each.id]  # as recorded, which is quicker than to run them again
            transcript = Transcript(reference.load, reference.outcomes | known.outcomes)
            judgements = judge_transcript(transcript, prepared)
            graded[f"{each.function}/{each.id}"] = judged(each.submission, prepared, judgements, transcript)
        found[assignment.id] = prepared, graded
    return found


def kinds(elements: list[Element]) -> set[str]:
    """The classes of elements, without what scripts go by."""
    names = (element.attributes.get("class", "").removesuffix(" follows").removeprefix("mark ") for element in elements)
    return set(names) - {""}


@pytest.mark.parametrize("assignment", COURSE.assignment_ids())
def test_every_line_and_mark_of_every_drawing_is_in_its_legend(known: Known, assignment: str) -> None:
    prepared, graded = known[assignment]
    unexplained = {
        (name, figure.one("figcaption").text, kind)
        for name, each in graded.items()
        for figure in read(student.page(each, prepared)).all("figure", kind="plot")
        for kind in drawn(figure) - kinds(figure.one("ul", kind="legend").all("li"))
    }

    assert unexplained == set()


def drawn(figure: Element) -> set[str]:
    svg = next(part for part in figure.content if isinstance(part, Element) and part.tag == "svg")
    lines = [path for path in svg.all("path") if path.attributes["d"]]
    return kinds([*lines, *svg.all("g", kind="mark")]) - AXES - {NUMBERS_ON_LINES}


BOTTOMS = """
[".top .score", ".first .mistake, .first h2", ".first :is(figure > svg, .shown table)"].map(
  (place) => document.querySelector(place)?.getBoundingClientRect().bottom ?? null)
"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize(
    ("assignment", "name"),
    [
        ("momentum_step", "sgd_step/gradient_is_added"),  # numbers side by side
        ("momentum_step", "optimize_with_momentum/angles_in_degrees"),  # a curve
        ("optimizer_comparison", "momentum/nesterov_of_pytorch"),  # a plane, and words on another convention
        ("optimizer_comparison", "steps_to_converge/first_entry"),  # a count
        ("cosine_annealing", "step_decay/rounded_up"),  # rates
        ("momentum_step", "right"),
        ("optimizer_comparison", "right"),
        ("cosine_annealing", "right"),
    ],
)
def test_the_first_screen_holds_the_score_the_root_and_its_figure(
    browser: Any, known: Known, tmp_path: Path, assignment: str, name: str, width: int, height: int
) -> None:
    prepared, graded = known[assignment]
    page = tmp_path / "page.html"
    page.write_text(student.page(graded[name], prepared), encoding="utf-8")
    browser.open(page, width=width, height=height)

    bottoms = browser.evaluate(BOTTOMS)

    assert None not in bottoms
    assert max(bottoms) <= height
