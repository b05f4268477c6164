"""Which names can be a student's id, and harmless stand-ins for those that cannot."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# An id becomes a folder in the output: letters and digits of any script, and a few signs; no leading dot or dash.
_STUDENT_ID = re.compile(r"[^\W_][\w.@+-]*")
# Marks that belong to the letter before them: vowels of many scripts, and accents as macOS writes them in file names.
_MARKS = {"Mn", "Mc"}
_LONGEST = 100  # characters

NO_ID = "The name of the folder cannot be a student's id: use letters, digits and . _ @ + -"


def is_student_id(name: str) -> bool:
    """Whether a name can be a folder in the output and a word in a table."""
    letters = "".join(sign for sign in name if unicodedata.category(sign) not in _MARKS)
    begins = _STUDENT_ID.match(name) is not None
    return begins and _STUDENT_ID.fullmatch(letters) is not None and ".." not in letters and len(name) <= _LONGEST


def safe_id(name: str) -> str:
    """A stand-in for an id that cannot be used: readable, another one for another name, and harmless."""
    if is_student_id(name):
        return name
    readable = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name)[:60]
    return f"unusable-{readable}-{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:8]}"
