from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.course.folder import Course
from grader.errors import AssignmentError
from grader.landscapes import named
from grader.reports.exhibits.landscape import plot_of
from grader.reports.pages import statement

STATEMENTS = sorted(Path(__file__).parents[3].glob("assignments/*/statement.md"))


class Tags(HTMLParser):
    """Gathers the names of tags."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's signature
        self.found.append(tag)


def tags(page: str) -> list[str]:
    reader = Tags()
    reader.feed(page)
    return reader.found


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.parent.name)
def test_every_formula_of_a_statement_becomes_mathematics(path):
    text = path.read_text(encoding="utf-8")

    page = statement.page(text, title=path.parent.name)

    assert tags(page).count("math") == text.count("$$") // 2 + text.replace("$$", "").count("$") // 2
    assert "$" not in page


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.parent.name)
def test_a_statement_runs_and_loads_nothing(path):
    page = statement.page(path.read_text(encoding="utf-8"), title="")

    assert not {"script", "link", "img", "iframe"} & set(tags(page))


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.parent.name)
def test_a_statement_of_the_course_shows_its_landscape_before_the_tasks(path):
    landscape = Course(path.parents[2]).assignment(path.parent.name).landscape

    body = statement.body(path.read_text(encoding="utf-8"), landscape)

    assert body.index("<figure") < body.index("<h2>")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("sine", "The minimum lies at 1.51, where the loss is −1.35. Other valleys: −0.366 and 3.36."),
        ("quartic", "The minimum lies at −1.06, where the loss is −1.51. Other valleys: 0.93."),
        ("skewed_bowl", "The minimum lies at (0, 0)."),
        ("saddle", "It has no minimum; at (0, 0) it is flat"),
    ],
)
def test_a_landscape_is_told_in_words_beside_its_picture(name, shown):
    page = statement.page("# A\n\nOne.\n\n## B\n", title="A", landscape=named(name))

    assert shown in page
    assert {"svg", "title", "desc"} <= set(tags(page))


@pytest.mark.parametrize("condition_number", [1, 1000])
@pytest.mark.parametrize("scale", [0.001, 1000])
def test_the_lowest_place_of_a_bowl_has_the_deepest_colour(condition_number, scale):
    bowl = named("quadratic", {"condition_number": condition_number, "scale": scale, "angle": 1})
    drawn = plot_of(bowl)
    assert drawn is not None
    areas = [line.d for line in drawn.lines if line.kind == "basin"]

    assert len(areas) == 6
    assert all(area.count("M") == 1 for area in areas)  # each is whole: no hole in it


def test_markup_in_a_statement_is_shown_as_text():
    assert "<script>" not in statement.body("a <script>alert(1)</script>\n\n<script>alert(2)</script>\n")


def test_a_title_is_escaped():
    assert "<title>a &lt; b</title>" in statement.page("", title="a < b")


@pytest.mark.parametrize("tex", ["x_", r"\left( x", r"\unknown{x}"])
def test_a_formula_that_cannot_be_read_is_named(tex):
    with pytest.raises(AssignmentError) as refused:
        statement.body(f"Here ${tex}$ stands.")

    assert repr(tex) in refused.value.problem
