"""Rows as CSV that stays one table in every spreadsheet, whichever sign it parts cells by."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_PARTING = frozenset(",;\t|")  # one of these parts cells, as the language of a machine has it


def as_text(rows: Iterable[Sequence[str]], *, delimiter: str = ",", ending: str = "\n") -> str:
    """The rows; one with a cell that another machine would part has every cell in quotes."""
    text = io.StringIO()
    plain = csv.writer(text, delimiter=delimiter, lineterminator=ending)
    quoted = csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    others = _PARTING - {delimiter}
    for row in rows:
        texts = "".join(cell for cell in row if not _NUMBER.fullmatch(cell))
        (plain if others.isdisjoint(texts) else quoted).writerow(row)
    return text.getvalue()
