"""The roster as it is kept: who belongs to the class, whatever they handed in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select

from grader.collect.roster import Roster, require_told_apart
from grader.collect.roster_columns import Field
from grader.gradebook.schema import people
from grader.records import Person

_TOLD_BY = {  # field of a person → columns that tell it
    "name": {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME},
    "email": {Field.EMAIL},
    "section": {Field.SECTION},
    "team": {Field.TEAM},
    "accommodations": {Field.ACCOMMODATIONS},
}


class Changes(msgspec.Struct, frozen=True):
    """What a class list changes, by ids; `not_listed` are in the roster and not in the list."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    not_listed: tuple[str, ...]


def merged(kept: Sequence[Person], roster: Roster, *, replace: bool = False) -> tuple[list[Person], Changes]:
    """The roster after a class list was imported, by ids, and what that changes.

    What the list has no column for stays as it is known, and so does who is not in it; with `replace` neither does.
    Raises `UsageError` for an id that only capitals or accents tell from one that stays.
    """
    before = {person.student: person for person in kept}
    listed = {person.student: person for person in roster.people}
    not_listed = tuple(student for student in before if student not in listed)
    if not replace:
        require_told_apart(before, listed)
        listed = {student: _updated(before.get(student), person, roster.told) for student, person in listed.items()}
    changes = Changes(
        new=tuple(student for student in listed if student not in before),
        changed=tuple(student for student, person in listed.items() if before.get(student, person) != person),
        same=tuple(student for student, person in listed.items() if before.get(student) == person),
        not_listed=not_listed,
    )
    after = listed if replace else before | listed
    return [after[student] for student in sorted(after)], changes


def _updated(before: Person | None, listed: Person, told: Collection[Field]) -> Person:
    if before is None:
        return listed
    untold = {name: getattr(before, name) for name, fields in _TOLD_BY.items() if not fields & set(told)}
    return msgspec.structs.replace(listed, other_ids=before.other_ids | listed.other_ids, **untold)


def all_people(connection: Connection) -> tuple[Person, ...]:
    """Everybody in the roster, by ids."""
    rows = [
        Person(
            row.student,
            row.name,
            row.email,
            msgspec.json.decode(row.other_ids, type=dict[str, str]),
            row.section,
            row.team,
            row.accommodations,
        )
        for row in connection.execute(select(people))
    ]
    return tuple(sorted(rows, key=lambda person: person.student))


def keep(connection: Connection, after: Sequence[Person], changes: Changes) -> None:
    """Write what a class list changes; people who are not in `after` go."""
    wanted = {person.student: person for person in after}
    gone = [student for student in changes.not_listed if student not in wanted]
    stale = [{"old": student} for student in (*changes.changed, *gone)]
    if stale:
        connection.execute(delete(people).where(people.c.student == bindparam("old")), stale)
    fresh = [_row(wanted[student]) for student in (*changes.new, *changes.changed)]
    if fresh:
        connection.execute(insert(people), fresh)


def _row(person: Person) -> dict[str, object]:
    other_ids = msgspec.json.encode(person.other_ids).decode()
    return msgspec.structs.asdict(person) | {"other_ids": other_ids}


def forget(connection: Connection, student: str) -> int:
    """Take a person off the roster; how many were."""
    return connection.execute(delete(people).where(people.c.student == student)).rowcount
