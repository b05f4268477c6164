"""A class list becomes people: CSV of Canvas, Moodle, Gradescope, Brightspace, Blackboard, or of one's own.

Nobody is guessed and nobody is dropped silently: what cannot be an id, or can be two people's, is an error with its
lines, and rows that are no people are named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from grader.collect.ids import student_id
from grader.collect.names import is_nobodys
from grader.collect.roster_columns import Columns, Field, columns_of, known_headings
from grader.collect.table_file import Row, read_table
from grader.errors import UsageError
from grader.records import Person
from grader.safe_text import visible

_LONGEST = {Field.ID: 120, Field.OTHER_ID: 120, Field.SECTION: 120, Field.TEAM: 120, Field.ACCOMMODATIONS: 2000}
_LONGEST_ELSE = 300  # characters
_NOBODY = {"points possible", "test student", "student, test"}  # rows of Canvas that are no people
_STUDENTS = {"student", "learner"}
_STAFF = {
    *("instructor", "ta", "teaching assistant", "reader", "grader", "teacher", "non-editing teacher", "observer"),
    *("designer", "manager", "faculty", "staff", "course builder", "editing teacher", "lecturer", "tutor"),
}
_FORMULA = re.compile(r"\A'(?=[=+@\-\uff1d\uff0b\uff0d\uff20])")  # before a cell that a spreadsheet would calculate
_AS_TEXT = re.compile(r'="([^"]*)"')  # the formula of one text, as `export csv --excel` keeps an id from being changed
# What stands where a spreadsheet could not calculate, in the language of whoever saved it.
_ERROR = re.compile(r"#[A-ZÀ-Þ0-9/_¡¿]+[!?]|#N/?A|#NV|(?:Err|Error|Fehler):\d{3}", re.IGNORECASE)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
# Moodle's “Participant 1234”, in the languages of its worksheet; but for English it has no blank, and is an id of
# somebody's own where it is not written as there.
_WORD = r"(?:Participante?|Teilnehmer(?:(?:/-|[/:*_])?in)?|Partecipante|Deelnemer)"
_PARTICIPANT = re.compile(rf"(?:(?i:{_WORD})\s+|{_WORD}(?=[1-9]))(\d+)")
_OF_WORKSHEET = frozenset({"id", "identifier", "identifiant", "identificador", "identificatore", "identificatie"})
_NAMED = 5  # ids, or lines, in a sentence


class Roster(msgspec.Struct, frozen=True):
    """The people of a class list, and how it was read."""

    people: tuple[Person, ...]
    columns: Columns
    skipped: tuple[tuple[int, str], ...] = ()  # line and name of rows that are no people
    without_account: tuple[str, ...] = ()  # ids of people who have none of the accounts that others hand in under

    @property
    def told(self) -> frozenset[Field]:
        """What the list tells of people; of what it does not tell, more may be known."""
        return frozenset(self.columns.fields.values())


def read_roster(path: Path, *, id_heading: str = "") -> Roster:
    """The class list in a file; `id_heading` is the column of ids, where it is not the likeliest.

    Raises `UsageError` for a file, or a row of it, that leaves open who is meant.
    """
    table = read_table(path, known_headings)
    columns = columns_of(table.headings, table.name, id_heading)
    of_roles = any(_roles(row, columns) & _STUDENTS for row in table.rows)  # else they are roles in a team
    skipped = [(row.line, called) for row in table.rows if (called := _nobody(row, columns, of_roles=of_roles))]
    lines = {line for line, _ in skipped}
    rows = [row for row in table.rows if row.line not in lines]
    if not rows:
        raise UsageError(f"{table.name} has headings, and nobody below them", remedy="export the class list again")
    _require_short(rows, columns, table.name)
    people = [_person(row, columns) for row in rows]
    _require_calculated(rows, columns.places(Field.ID)[0], table.name)
    _require_ids(rows, people, table.name)
    return Roster(tuple(people), columns, tuple(skipped), _without_account(rows, people, columns))


def alike(ids: Iterable[str]) -> list[list[str]]:
    """Groups of different ids that only capitals or accents tell apart."""
    groups: dict[str, list[str]] = defaultdict(list)
    for each in dict.fromkeys(ids):
        groups[plainly(each)].append(each)
    return [group for group in groups.values() if len(group) > 1]


def plainly(identity: str) -> str:
    """An id without capitals and accents."""
    folded = unicodedata.normalize("NFKD", identity.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def _nobody(row: Row, columns: Columns, *, of_roles: bool) -> str:
    """What a row is called that is no student's: a line of the gradebook's own, or of staff; empty for all others."""
    name = _name(row, columns)
    if name.casefold() in _NOBODY:
        return name
    if not any(row.cells[place].strip() for place in columns.fields):  # as Canvas's line of how columns are posted
        return next((cell.strip() for cell in row.cells if cell.strip()), "")
    roles = _roles(row, columns)
    is_staff = of_roles and bool(roles & _STAFF) and not roles & _STUDENTS
    return f"{name or row.cells[columns.places(Field.ID)[0]]}, {' and '.join(sorted(roles))}" if is_staff else ""


def _roles(row: Row, columns: Columns) -> set[str]:
    return {role.strip().casefold() for place in columns.places(Field.ROLE) for role in row.cells[place].split(",")}


def _person(row: Row, columns: Columns) -> Person:
    def cell(field: Field) -> str:
        return " ".join(_told(row, place) for place in columns.places(field))

    others = {columns.headings[place]: _id(row, place, columns) for place in columns.places(Field.OTHER_ID)}
    account = _id(row, columns.places(Field.ID)[0], columns)
    standing_in = next(filter(None, others.values()), "") if columns.ids_are_accounts else ""
    return Person(
        student=unicodedata.normalize("NFC", account or standing_in),
        name=_name(row, columns),
        email=cell(Field.EMAIL),
        other_ids={heading: other for heading, other in others.items() if other},
        section=cell(Field.SECTION),
        team=cell(Field.TEAM),
        accommodations=cell(Field.ACCOMMODATIONS),
    )


def _without_account(rows: Sequence[Row], people: Sequence[Person], columns: Columns) -> tuple[str, ...]:
    place = columns.places(Field.ID)[0]
    return tuple(person.student for row, person in zip(rows, people, strict=True) if not _id(row, place, columns))


def _name(row: Row, columns: Columns) -> str:
    """The name as one column has it, or put together of first and last name."""
    whole = [_told(row, place) for place in columns.places(Field.NAME)]
    parts = [*columns.places(Field.FIRST_NAME), *columns.places(Field.LAST_NAME)]
    return next(filter(None, whole), "") or " ".join(filter(None, (_told(row, place) for place in parts)))


def _told(row: Row, place: int) -> str:
    return _as_written(" ".join(row.cells[place].split()))


def _as_written(cell: str) -> str:
    """A cell without what keeps a spreadsheet from calculating it: an apostrophe, or a formula of one text."""
    text = _AS_TEXT.fullmatch(cell)
    if text:
        return text[1].strip()
    return cell[1:] if _FORMULA.match(cell) else cell


def _id(row: Row, place: int, columns: Columns) -> str:
    """An id without what its place puts around it: Brightspace's `#`, Moodle's “Participant”."""
    cell = _as_written(row.cells[place])
    heading = re.sub(r"[\W\d]", "", columns.headings[place].casefold())
    if heading in {"orgdefinedid", "username"}:
        return cell.removeprefix("#")
    participant = _PARTICIPANT.fullmatch(cell) if heading in _OF_WORKSHEET else None
    return participant[1] if participant else cell


# --- what is refused -------------------------------------------------------------------------------------------------


def _require_short(rows: Sequence[Row], columns: Columns, file: str) -> None:
    for row in rows:
        for place, field in columns.fields.items():
            longest = _LONGEST.get(field, _LONGEST_ELSE)
            if len(row.cells[place]) > longest:
                raise UsageError(
                    f"{file}, line {row.line}: {field} is longer than {longest} characters "
                    f"({visible(row.cells[place], 40)})",
                    remedy="a quote may be missing before it; shorten the cell",
                )


def _require_calculated(rows: Sequence[Row], place: int, file: str) -> None:
    cells = [(row.line, row.cells[place]) for row in rows]
    _refuse(
        [f"line {line}, {_shown(cell)}" for line, cell in cells if _ERROR.fullmatch(cell)],
        f"{file} has errors of a spreadsheet in the place of ids",
        "mend the formulas of that column, or write the ids themselves, and save the file as CSV again",
    )


def _require_ids(rows: Sequence[Row], people: Sequence[Person], file: str) -> None:
    ids = [(row.line, person.student) for row, person in zip(rows, people, strict=True)]
    _refuse(
        [f"line {line}" for line, each in ids if not each],
        f"{file} has rows without an id",
        "write the id of each, take the row away, or choose another column with --id",
    )
    _refuse(
        [f"line {line}, {_shown(each)}" for line, each in ids if _ROUNDED.fullmatch(each)],
        f"{file} has ids of which a spreadsheet kept the first digits alone",
        "export the class list again, and have the spreadsheet read the column as text",
    )
    _refuse(
        [f"line {line}, {_shown(each)}" for line, each in ids if not _is_id(each)],
        f"{file} has ids that no folder of a hand-in can bear",
        "take away signs that cannot be seen, slashes, and dots at the beginning; or choose another column with --id",
    )
    lines: dict[str, list[int]] = defaultdict(list)
    for line, each in ids:
        lines[each].append(line)
    _refuse(
        [f"{_shown(each)} in lines {_listed(map(str, found))}" for each, found in lines.items() if len(found) > 1],
        f"{file} has one id more than once",
        "keep one row for each person",
    )
    _refuse(
        [_told_apart(group, lambda each: f" in line {lines[each][0]}") for group in alike(lines)],
        f"{file} has ids that only capitals or accents tell apart",
        "write the id of each person as the folder of the hand-in has it, in one row",
    )


def _refuse(found: Sequence[str], said: str, remedy: str) -> None:
    if found:
        raise UsageError(f"{said}: {_listed(found, '; ')}", remedy=remedy)


def _is_id(text: str) -> bool:
    return student_id(text) == text and not re.search(r"[/\\]", text) and not is_nobodys(text)


def require_told_apart(kept: Iterable[str], ids: Iterable[str]) -> None:
    """Raise `UsageError` for an id that only capitals or accents tell from another one that is kept."""
    new = set(ids)
    found = [group for group in alike([*kept, *new]) if new & set(group)]
    _refuse(
        [_told_apart(group, lambda each: "" if each in new else " in the roster") for group in found],
        "there are ids that only capitals or accents tell apart",
        "write the id as the roster has it, or replace the whole roster with --replace",
    )


def _told_apart(group: Sequence[str], where: Callable[[str], str]) -> str:
    return " and ".join(f"{_shown(each)}{where(each)}" for each in group)


def _listed(texts: Iterable[str], between: str = ", ") -> str:
    listed = list(texts)
    more = [f"{len(listed) - _NAMED} more"] if len(listed) > _NAMED else []
    return between.join([*listed[:_NAMED], *more])


def _shown(identity: str) -> str:
    return f"“{visible(identity, 60)}”"
