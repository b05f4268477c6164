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
# Names that Python reads in a file as these: editors add how lines end, as in `utf-8-unix`.
_UTF8 = re.compile(r"utf-8(?:-.*)?")
_LATIN1 = re.compile(r"(?:latin-1|iso-8859-1|iso-latin-1)(?:-.*)?")


def _normal(name: str) -> str:
    """The encoding that Python takes a name in a file for."""
    said = name[:12].lower().replace("_", "-")
    if _UTF8.fullmatch(said):
        return "utf-8"
    return "iso-8859-1" if _LATIN1.fullmatch(said) else name


def not_utf8(trouble: SyntaxError, filename: str) -> SyntaxError:
    """What Python says of bytes that are no text, in words that tell what to do; any other trouble as it is."""
    if "codec can't decode" not in str(trouble.msg):
        return trouble
    said = "a sign here is not UTF-8, as Python expects; save the file as UTF-8"
    return SyntaxError(said, (filename, trouble.lineno, None, None))


def wide_encoding(source: bytes) -> str | None:
    """The encoding of several bytes a sign that a file is saved in, as some editors on Windows do; None for others.

    Told by the mark that it begins with, or by the zeros beside plain letters: no text in UTF-8 holds any.
    """
    if source.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    start = source[:_LOOKED_AT]
    if b"\0" not in start:
        return None
    return next((name[:6].upper() for name in _WIDE if _is_text(start, name)), None)


_LOOKED_AT = 4096  # bytes
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_PLAIN = 0.2  # of the signs of a program, letters in which Python's own words are written: at least so many


def _is_text(start: bytes, name: str) -> bool:
    """Whether bytes read in an encoding are a text with plain letters, and with none of the signs that texts lack."""
    try:
        text = codecs.getincrementaldecoder(name)().decode(start)  # which bears a sign that is cut at the end
    except UnicodeDecodeError:
        return False
    return "\0" not in text and sum(map(str.isascii, text)) > _PLAIN * len(text)


def source_text(source: bytes, filename: str) -> str | bytes:
    """What is to be compiled.  Raises `SyntaxError` for an encoding that is not taken, or that the bytes are not of.

    Bytes come back where none is named and they are not UTF-8: Python bears that in comments.
    """
    if (wide := wide_encoding(source)) is not None:
        raise SyntaxError(f"the file is saved as {wide}; save it as UTF-8")
    start = source.removeprefix(codecs.BOM_UTF8)
    lines = [*start.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", 2), b"", b""][:2]
    first = _NAMED.match(lines[0])
    named = first or (_EMPTY.match(lines[0]) and _NAMED.match(lines[1]))
    name = named[1].decode() if named else "utf-8"
    codec = _normal(name)
    try:
        taken = codecs.lookup(codec).name in _TAKEN
    except LookupError:
        taken = False
    if not taken:
        raise SyntaxError(
            f"the encoding {name} is not taken here; save the file as UTF-8, and remove the line that names another",
            (filename, 1 if first else 2, None, None),
        )
    try:
        return start.decode(codec)
    except UnicodeDecodeError as trouble:
        if not any(map(_MAY_BE_NAMED.search, lines)):
            return source
        line = start[: trouble.start].count(b"\n") + 1
        raise SyntaxError(f"(unicode error) {trouble}", (filename, line, None, None)) from None
