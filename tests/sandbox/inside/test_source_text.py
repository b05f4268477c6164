"""Which encodings a hand-in may name, and what is said of the others."""

from __future__ import annotations

import pytest

from grader.sandbox.inside.source_text import source_text


@pytest.mark.parametrize(
    "name",
    ["utf-8", "UTF8", "utf_8", "utf-8-sig", "utf-8-unix", "latin-1", "iso-latin-1-unix", "iso-8859-1-dos", "cp1252"],
)
def test_what_python_reads_as_utf_8_or_latin_1_is_taken(name):
    text = "é" if name.lower().startswith("utf") else "A"

    assert source_text(f"# coding: {name}\nx = '{text}'\n".encode(), "a.py") == f"# coding: {name}\nx = '{text}'\n"


@pytest.mark.parametrize("name", ["unicode_escape", "utf-7", "utf-16", "rot13", "raw-unicode-escape", "utf-80", "mbcs"])
@pytest.mark.parametrize("line", [1, 2])
def test_another_encoding_is_refused_by_its_name_in_its_line(name, line):
    with pytest.raises(SyntaxError, match=f"the encoding {name} is not taken here") as raised:
        source_text(("#!/usr/bin/python\n" * (line - 1) + f"# coding: {name}\n").encode(), "a.py")

    assert raised.value.lineno == line
