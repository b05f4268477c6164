"""The text of a hand-in: its bytes in the encoding that it names, if that is one in which nothing can hide.

Python would take any codec, and some make code of what reads as a comment.  Compiled is the text, so that nothing reads
the encoding a second time and otherwise.  Runs on the untrusted side.
"""

from __future__ import annotations

import codecs
import re

# In each of these an ASCII character is itself, and nothing else is one.
_TAKEN = {"utf-8", "iso8859-1", "cp1252", "ascii"}

_NAMED = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # as Python's reference has it, of the first two lines
_EMPTY = re.compile(rb"[ \t\f]*(#|$)")
_MAY_BE_NAMED = re.compile(rb"coding[:=]")


def source_text(source: bytes, filename: str) -> str | bytes:
    """What is to be compiled.  Raises `SyntaxError` for an encoding that is not taken, or that the bytes are not of.

    Bytes come back where none is named and they are not UTF-8: Python bears that in comments.
    """
    start = source.removeprefix(codecs.BOM_UTF8)
    lines = [*start.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", 2), b"", b""][:2]
    named = _NAMED.match(lines[0]) or (_EMPTY.match(lines[0]) and _NAMED.match(lines[1]))
    name = named[1].decode() if named else "utf-8"
    try:
        taken = codecs.lookup(name).name in _TAKEN
    except LookupError:
        taken = False
    if not taken:
        raise SyntaxError(
            f"the encoding {name} is not taken here; save the file as UTF-8, and remove the line that names another",
            (filename, 1, None, None),
        )
    try:
        return start.decode(name)
    except UnicodeDecodeError as trouble:
        if not any(map(_MAY_BE_NAMED.search, lines)):
            return source
        line = start[: trouble.start].count(b"\n") + 1
        raise SyntaxError(f"(unicode error) {trouble}", (filename, line, None, None)) from None
