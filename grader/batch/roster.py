"""The roster and an output folder: who is kept there, and what a class list would change."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from grader.batch.outputs import Outputs
from grader.collect.roster import Roster
from grader.errors import UsageError
from grader.gradebook.database import is_there
from grader.gradebook.roster import Changes, merged
from grader.gradebook.store import open_gradebook
from grader.records import Person


def people_in(outputs: Outputs) -> tuple[Person, ...]:
    """The roster that is kept; empty where there is none, and nothing is made there."""
    if not is_there(outputs.gradebook):
        return ()
    with closing(open_gradebook(outputs.gradebook)) as gradebook:
        return gradebook.people()


def require_people(people: Sequence[Person], *, names: bool) -> None:
    """Raise `UsageError` where names are asked for and nobody's is known."""
    if names and not people:
        raise UsageError("there is no roster with names", remedy="make one with `grader roster import FILE.csv`")


def would_change(outputs: Outputs, listed: Roster, *, replace: bool) -> Changes:
    """What importing a class list would change."""
    return merged(people_in(outputs), listed, replace=replace)[1]


def import_roster(outputs: Outputs, listed: Roster, *, replace: bool) -> Changes:
    """Bring the roster up to a class list; what that changed."""
    with closing(open_gradebook(outputs.gradebook)) as gradebook:
        return gradebook.import_roster(listed, replace=replace)
