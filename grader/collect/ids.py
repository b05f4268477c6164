"""Which names can be a student's id, and harmless stand-ins for those that cannot."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# An id becomes a folder in the output: letters and digits of any script, and a few signs; no leading dot or dash.
_STUDENT_ID = re.compile(r"[^\W_][\w.@+-]*")
# Marks that belong to the letter before them: vowels of many scripts, and accents as macOS writes them in file names.
_MARKS = {"Mn", "Mc"}
# Signs that cannot be seen, with which two names would look alike.
_UNSEEN = re.compile("[\u034f\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_LONGEST = 100  # characters
_LONGEST_NAME = 200  # bytes: file systems end at 255, and the output's folders add a few
_MOST_MARKS = 3  # in a row

NO_ID = "The name of the folder cannot be a student's id: use letters, digits and . _ @ + -"


def is_student_id(name: str) -> bool:
    """Whether a name can be a folder in the output and a word in a table."""
    kinds = ["mark" if unicodedata.category(sign) in _MARKS else "letter" for sign in name]
    letters = "".join(sign for sign, kind in zip(name, kinds, strict=True) if kind == "letter")
    heaped = any(set(kinds[start : start + _MOST_MARKS + 1]) == {"mark"} for start in range(len(kinds) - _MOST_MARKS))
    fits = len(name) <= _LONGEST and len(name.encode(errors="surrogatepass")) <= _LONGEST_NAME
    begins = _STUDENT_ID.match(name) is not None and _STUDENT_ID.fullmatch(letters) is not None
    return fits and begins and not heaped and not _UNSEEN.search(name) and ".." not in letters


def safe_id(name: str) -> str:
    """A stand-in for an id that cannot be used: readable, another one for another name, and harmless."""
    if is_student_id(name):
        return name
    readable = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name)[:60]
    return f"unusable-{readable}-{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:8]}"
