"""The grading worksheet of Moodle: `Participant 1234`, which is a number of the assignment's own, in many languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from grader.errors import UsageError
from grader.exports.sheets import Columns, Sheet, lines_of
from grader.safe_text import visible

_PARTICIPANT = re.compile(r"\D*?(\d+)")
# As the interface's languages have them: English, German, French, Spanish, Italian, Dutch, Portuguese.
_GRADE = {"grade", "bewertung", "note", "calificación", "valutazione", "cijfer", "nota"}
_MAXIMUM = {
    *("maximum grade", "bestwertung", "höchste bewertung", "note maximale", "calificación máxima"),
    *("valutazione massima", "maximum cijfer", "nota máxima"),
}
_CHANGEABLE = {
    *("grade can be changed", "bewertung kann geändert werden", "la note peut être modifiée"),
    *("la calificación puede ser cambiada", "la valutazione può essere modificata", "cijfer kan gewijzigd worden"),
}
_MAIL = ("mail", "courriel", "correo")
_FEEDBACK = ("feedback", "kommentar", "comment", "comentario", "commento")


def _columns(rows: Sequence[Sequence[str]], column: str, titles: Sequence[str]) -> Columns:  # noqa: ARG001 - a sheet
    heads = [head.strip().casefold() for head in rows[0]]
    people = [row for row in rows[1:] if row and any(cell.strip() for cell in row)]
    if not heads or not people or not all(_PARTICIPANT.fullmatch(row[0].strip()) for row in people):
        raise UsageError(
            "the table is no grading worksheet of Moodle: its first column holds no participants",
            remedy="in Moodle: the assignment → Submissions → Download grading worksheet",
        )
    wanted = {column.strip().casefold()} if column else _GRADE
    grade = [place for place, head in enumerate(heads) if head in wanted]
    if len(grade) != 1:
        raise UsageError(
            f"the column for the grade is not known among {', '.join(visible(head, 40) for head in rows[0])}",
            remedy="name it with --column",
        )

    if not any("(" in head for head in heads[grade[0] + 1 :]):  # “Last modified (grade)” in any language
        raise UsageError(
            "the worksheet has no column of when a grade was last modified, and Moodle takes none without it",
            remedy="download it again, and take no column away",
        )

    def place(names: set[str]) -> int:
        return next((at for at, head in enumerate(heads) if head in names), -1)

    feedback = next(
        (at for at, head in enumerate(heads) if at > grade[0] and any(each in head for each in _FEEDBACK)), -1
    )
    mail = [at for at, head in enumerate(heads) if any(each in head for each in _MAIL)]
    return Columns((0, *mail), grade[0], maximum=place(_MAXIMUM), changeable=place(_CHANGEABLE), feedback=feedback)


def _is_participant(row: Sequence[str], columns: Columns) -> bool:
    return bool(row[columns.ids[0]].strip())


def _id(cell: str) -> str:
    """The number of a participant, or an e-mail."""
    found = _PARTICIPANT.fullmatch(cell.strip())
    return found[1] if found else cell.strip().casefold() if "@" in cell else ""


class Participant(msgspec.Struct, frozen=True):
    """Whom a row is of: the number and every id, the name, and the line that the row begins in."""

    number: str
    name: str
    ids: frozenset[str]
    line: int


def participants(rows: Sequence[Sequence[str]]) -> list[Participant]:
    """The participants in a worksheet.  Raises `UsageError` where the table is none."""
    columns = _columns(rows, "", ())
    return [
        Participant(_id(row[0]), row[1].strip(), _ids(row, columns), line)
        for line, row in zip(lines_of(rows)[1:], rows[1:], strict=True)
        if len(row) > 1 and _is_participant(row, columns)
    ]


def _ids(row: Sequence[str], columns: Columns) -> frozenset[str]:
    return frozenset(_id(row[place]) for place in columns.ids if place < len(row)) - {""}


SHEET = Sheet("Moodle", _columns, _is_participant, _id)
