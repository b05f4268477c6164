"""Text → HTML: the instructor's words with their mathematics, and the student's words as they stand.

Everything is escaped first.  Only the instructor's text is searched for mathematics; whatever a student had a
hand in is never parsed by anything.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from markupsafe import Markup

from grader.safe_text import visible
from grader.words import labels

_CODE = re.compile(r"`([^`\n]+)`")
_CODE_OR_MATHS = re.compile(r"`(?P<code>[^`\n]+)`|\$(?P<maths>[^$\n]+)\$")


@lru_cache(maxsize=1024)
def taught(text: str) -> Markup:
    """Instructor's text: `code` in backticks, mathematics between dollars."""
    parts: list[str] = []
    end = 0
    for match in _CODE_OR_MATHS.finditer(text):
        parts.append(html.escape(text[end : match.start()]))
        parts.append(_code(match["code"]) if match["code"] else mathml(match["maths"]))
        end = match.end()
    return Markup("".join([*parts, html.escape(text[end:])]))  # noqa: S704 - every part was escaped, or is MathML


def said(text: str, limit: int = 600) -> Markup:
    """A sentence of the grader that may quote a student: escaped and capped, `code` in backticks."""
    return Markup(_CODE.sub(r"<code>\1</code>", html.escape(visible(text, limit))))  # noqa: S704 - escaped before


def filled(pattern: str, **fields: object) -> Markup:
    """Words of the grader with their places filled: what fills them is escaped, unless it is HTML already."""
    return _marked(pattern).format(**fields)


@lru_cache(maxsize=256)
def _marked(pattern: str) -> Markup:
    return Markup(_CODE.sub(r"<code>\1</code>", html.escape(pattern)))  # noqa: S704 - escaped before


def listed(items: list[str]) -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else labels.LIST_AND_LAST.format(others=", ".join(items[:-1]), last=items[-1])


def mathml(tex: str, *, block: bool = False) -> str:
    """A formula for browsers.  What cannot be read raises one of the converter's exceptions."""
    from latex2mathml.converter import convert  # noqa: PLC0415 - half of what it loads speaks HTTP, and a check has no formula

    formula = convert(tex, display="block" if block else "inline")
    return _PRIMED.sub(_PRIME, formula.replace(' style="false"', ""))  # the converter's, and no style at all


# A prime is small and high in every font: raised once more, it cannot be seen.
_PRIMED = re.compile(r"<msup>(<m[in]>[^<]*</m[in]>)<mi>&#x02032;</mi></msup>")
_PRIME = r'<mrow>\1<mo lspace="0" rspace="0">&#x02032;</mo></mrow>'


def _code(text: str) -> str:
    return f"<code>{html.escape(text)}</code>"
