"""A hand-in's code as staff see it."""

from __future__ import annotations

import json

import pytest

from grader.reports.pages.source_code import parts_of


def test_a_file_has_the_lines_that_python_counts():
    (part,) = parts_of(b"\xef\xbb\xbfx = 1\r\n\r\n\ty = 2\x0cz\n", "a.py")

    assert (part.title, part.key, part.lines, part.cut) == ("a.py", "line", ("x = 1", "", "    y = 2\\x0cz"), False)


def test_a_notebook_is_shown_cell_by_cell_with_the_numbers_that_messages_use():
    cells = [
        {"cell_type": "markdown", "source": "no code"},
        {"cell_type": "code", "source": ["x = 1\n", "y = 2"]},
        {"cell_type": "code", "source": "z = 3"},
    ]

    first, second = parts_of(json.dumps({"cells": cells}).encode(), "a.ipynb")

    assert (first.title, first.key, first.lines) == ("Cell 2", "cell-2-line", ("x = 1", "y = 2"))
    assert (second.title, second.lines) == ("Cell 3", ("z = 3",))


@pytest.mark.parametrize("source", [b"", b"x" * (1 << 21)])
def test_what_is_empty_or_huge_is_not_shown(source):
    assert parts_of(source, "a.py") == ()


def test_no_more_than_some_lines_are_shown_and_that_is_said():
    (part,) = parts_of(b"x\n" * 5000, "a.py")

    assert (len(part.lines), part.cut) == (2000, True)


@pytest.mark.parametrize("source", [b"{" * 100_000, b'{"cells": 3}', b'{"cells": [{"cell_type": []}]}', b"{\xff"])
def test_what_is_no_notebook_is_shown_as_text(source):
    (part,) = parts_of(source, "a.ipynb")

    assert part.title == "a.ipynb"
