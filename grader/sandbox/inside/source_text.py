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


def not_utf8(trouble: SyntaxError, filename: str) -> SyntaxError:
    """What Python says of bytes that are no text, in words that tell what to do; any other trouble as it is."""
    if "codec can't decode" not in str(trouble.msg):
        return trouble
    said = "a sign here is not UTF-8, as Python expects; save the file as UTF-8"
    return SyntaxError(said, (filename, trouble.lineno, None, None))


def wide_encoding(source: bytes) -> str | None:
    """The encoding of several bytes a sign that a file is saved in, as some editors on Windows do; None for others.

    Told by the mark that it begins with, or by the zeros that every plain letter has beside it.
    """
    if source.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    start = source[:_LOOKED_AT]
    zeros = [start[place::4].count(0) for place in range(4)]
    all_zero = [count > 0 and count == len(start[place::4]) for place, count in enumerate(zeros)]
    match all_zero:
        case [False, True, True, True] | [True, True, True, False]:
            return "UTF-32"
        case [False, True, False, True] | [True, False, True, False]:
            return "UTF-16"
    return None


_LOOKED_AT = 64  # bytes: a docstring may have other letters further down


def source_text(source: bytes, filename: str) -> str | bytes:
    """What is to be compiled.  Raises `SyntaxError` for an encoding that is not taken, or that the bytes are not of.

    Bytes come back where none is named and they are not UTF-8: Python bears that in comments.
    """
    if (wide := wide_encoding(source)) is not None:
        raise SyntaxError(f"the file is saved as {wide}; save it as UTF-8")
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
