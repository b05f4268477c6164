"""The notebook that students fill in: the statement, a cell for each function, one that checks and one that draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import v4

from grader.course.assignment import Assignment
from grader.course.notebook_cells import COLAB, given_cells
from grader.rubric.quiz import statement_text
from grader.words import notebook as words

_LONGEST_ID = 64  # characters, as the format has it
_FENCE = re.compile(r"\s*(```|~~~)")


def written(assignment: Assignment) -> str:
    """The text of the file; the same assignment gives the same text."""
    notebook = v4.new_notebook(
        cells=list(_cells(assignment)),
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return f"{text.rstrip()}\n"


def _cells(assignment: Assignment) -> Iterator[Any]:
    given = given_cells(assignment)
    for number, section in enumerate(_sections(statement_text(assignment.folder)), 1):
        yield _prose(f"statement-{number}", section)
    about = words.ABOUT.format(filename=f"{assignment.id}.ipynb")
    yield _prose("work", words.WORK, about, words.IN_COLAB.format(archive=COLAB))
    yield _code("setup", given.setup)
    yield _prose("functions", words.FUNCTIONS)
    yield _code("imports", given.imports)
    for number, (name, text) in enumerate(given.functions.items(), 1):
        yield _code(f"function-{number}-{name}", text)
    yield _prose("about-check", words.CHECK, words.ABOUT_CHECK)
    yield _code("check", given.check)
    if given.plot:
        yield _prose("about-plot", words.PLOT, words.ABOUT_PLOT)
        yield _code("plot", given.plot)


def _prose(cell: str, *paragraphs: str) -> Any:
    return v4.new_markdown_cell("\n\n".join(paragraphs), id=cell)


def _code(cell: str, text: str) -> Any:
    return v4.new_code_cell(text, id=cell[:_LONGEST_ID])


def _sections(markdown: str) -> Iterator[str]:
    """The text up to the first heading of the second order, and from each of these to the next."""
    lines: list[str] = []
    fenced = False
    for line in markdown.splitlines():
        fenced ^= _FENCE.match(line) is not None
        if line.startswith("## ") and not fenced:
            yield "\n".join(lines).strip()
            lines = []
        lines.append(line)
    yield "\n".join(lines).strip()
