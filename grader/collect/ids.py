r"""A student's id: the name of the folder as people have it, and harmless wherever it is shown, stored or typed.

Blanks, apostrophes, commas and brackets are part of names.  What cannot be seen, moves a cursor or turns text around is
written as an escape such as `\u202e`, and then a backslash too, so that the name can be worked back.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from grader.safe_text import visible

# Signs that cannot be seen, with which two names would look alike.
_UNSEEN = re.compile(
    "[\u00a0\u034f\u115f-\u1160\u1680\u17b4-\u17b5\u180b-\u180f\u2000-\u200a\u202f\u205f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_LONGEST = 255  # bytes of a name: what file systems allow


def student_id(name: str) -> str:
    """The id of the student whose folder bears a name.  Composed and decomposed accents are one name."""
    composed = unicodedata.normalize("NFC", name)
    if visible(composed, len(composed)) == composed and not _UNSEEN.search(composed) and "\\" not in composed:
        return _shortened(composed)
    escaped = visible(composed.replace("\\", "\\x5c"), 12 * len(composed))
    return _shortened(_UNSEEN.sub(lambda sign: _escape(ord(sign[0])), escaped))


def spellings(typed: str) -> set[str]:
    """The ids that somebody may mean who types a name: as it stands, or as it is shown with its escapes."""
    return {student_id(typed), unicodedata.normalize("NFC", typed)}


def meant_by(typed: str, ids: Iterable[str]) -> list[str]:
    """Those of some ids that may be meant, however accents and escapes are written in them; sorted."""
    meant = spellings(typed)
    return sorted(each for each in ids if spellings(each) & meant)


def is_text(name: str) -> bool:
    """Whether a name could be decoded; each byte that could not is half a character."""
    return not any(unicodedata.category(sign) == "Cs" for sign in name)


def is_too_long(name: str) -> bool:
    """Whether no file system could hold a folder of that name; archives can."""
    return len(name.encode(errors="surrogatepass")) > _LONGEST


def _shortened(name: str) -> str:
    if not is_too_long(name):
        return name
    return f"{name[:60]}…{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:8]}"


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
