"""The roster as a table: a row a person, headings that the roster's own import knows again.

It holds names and addresses, and is for staff.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.exports.csv_rows import as_text
from grader.exports.csv_table import harmless
from grader.records import Person

HEADINGS = ("student", "name", "email", "section", "team", "accommodations")
_LONGEST = 4000  # characters of a cell: more than is kept


def write(people: Sequence[Person]) -> str:
    """The table, with ids of other places under the headings that they came with."""
    others = list(dict.fromkeys(heading for person in people for heading in person.other_ids))
    rows = [[*HEADINGS, *map(harmless, others)]]
    for person in people:
        known = (person.student, person.name, person.email, person.section, person.team, person.accommodations)
        cells = (*known, *(person.other_ids.get(heading, "") for heading in others))
        rows.append([harmless(cell, _LONGEST) for cell in cells])
    return as_text(rows)
