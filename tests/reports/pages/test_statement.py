from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.errors import AssignmentError
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


def test_markup_in_a_statement_is_shown_as_text():
    assert "<script>" not in statement.body("a <script>alert(1)</script>\n\n<script>alert(2)</script>\n")


def test_a_title_is_escaped():
    assert "<title>a &lt; b</title>" in statement.page("", title="a < b")


@pytest.mark.parametrize("tex", ["x_", r"\left( x", r"\unknown{x}"])
def test_a_formula_that_cannot_be_read_is_named(tex):
    with pytest.raises(AssignmentError) as refused:
        statement.body(f"Here ${tex}$ stands.")

    assert repr(tex) in refused.value.problem
