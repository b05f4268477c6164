"""Makes text that students had a hand in fit to be shown: ids, file names, exception texts, printed output.

Every output goes through `visible` first, and then through the escaping of its own form: HTML, CSV, terminal.  What is
printed where a CI runner may listen goes through `without_orders` last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Categories of Unicode that draw nothing, reorder what stands around them, or mean something to a terminal.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NOT_PLAIN = re.compile(r"[^ -~]+")
_NOT_PLAIN_IN_A_LINE = re.compile(r"[^ -~\n]+")
_COMBINING = frozenset({"Mn", "Me"})
_MOST_COMBINING = 3  # marks upon one letter: no script of the living needs more, and a tower of them covers other lines

_ORDER = re.compile(r"^((?:\x1b\[[0-9;]*m|\s)*)::", re.MULTILINE)  # `::error …`, blanks before it do not count
# Where a blank ends what is an order anywhere in a line: two `#`, any word and `[` (`##[error]`, `##vso[`,
# `##teamcity[`), and `<|--`, `--|>`, `:=>>` of Moodle's programming lab, which takes comments and grades out of what is
# printed.
_INSIDE_ORDER = re.compile(r"(?<=#)(?=#[\w.-]*\[)|(?<=<)(?=\|--)|(?<=--)(?=\|>)|(?<=:)(?==>>)", re.ASCII)

_IN_ORDERS = (b"##", b"<|--", b"--|>", b":=>>")  # one of these is in each
_INSIDE_ORDER_OF_JSON = re.compile(rb"(?<=#)#(?=[\w.-]*\[)|(?<=<)\|(?=--)|(?<=--)\|(?=>)|(?<=:)=(?=>>)")


def visible(text: str, limit: int = 300, *, lines: bool = False) -> str:
    r"""The text with control, ANSI, bidirectional and invisible characters as escapes such as `\u202e`.

    At most `limit` characters come back, the last one an ellipsis where something was left out.  `lines` keeps
    line breaks and tabs, for text that is shown as it was printed.
    """
    if lines:
        text = text[: limit + 1].replace("\r\n", "\n")
    shown = _escaped(text[: limit + 1], "\n\t" if lines else "")
    return shown if len(shown) <= limit else shown[: max(limit - 1, 0)] + "…"


def visible_lines(lines: Iterable[str], limit: int = 300) -> list[str]:
    """Each line as `visible` shows it, all at once: there may be many, and most hold nothing to escape."""
    shown = _escaped("\n".join(line[: limit + 1] for line in lines), "\n").split("\n")
    return [line if len(line) <= limit else line[: max(limit - 1, 0)] + "…" for line in shown]


def without_orders(text: str) -> str:
    """Whole lines that are about to be printed, so that no CI runner or course platform takes one for an order."""
    return _INSIDE_ORDER.sub(" ", _ORDER.sub(r"\1: :", text))


def json_without_orders(document: bytes) -> bytes:
    """The same for JSON, in which one sign of each order is escaped: to whoever reads the JSON nothing changes.

    No order can begin a line of it, and none can stand outside its strings.
    """
    if not any(signs in document for signs in _IN_ORDERS):  # nearly always, and in a fiftieth of the time
        return document
    return _INSIDE_ORDER_OF_JSON.sub(lambda sign: b"\\u%04x" % ord(sign[0]), document)


def _escaped(text: str, kept: str) -> str:
    suspects = _NOT_PLAIN_IN_A_LINE if "\n" in kept else _NOT_PLAIN
    return suspects.sub(lambda run: _escaped_run(run[0], kept), text)


def _escaped_run(run: str, kept: str) -> str:
    """A run of characters that are not printable ASCII; marks that combine belong to it in any case."""
    parts = []
    combining = 0
    for character in run:
        category = unicodedata.category(character)
        combining = combining + 1 if category in _COMBINING else 0
        hidden = category in _INVISIBLE and character not in kept
        parts.append(_escape(character) if hidden or combining > _MOST_COMBINING else character)
    return "".join(parts)


def _escape(character: str) -> str:
    code = ord(character)
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
