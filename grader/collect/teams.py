"""One hand-in for a team: what a member handed in is a row for each of them, and nothing is guessed between two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from grader.collect.hand_in import HandIn, listed, nothing
from grader.collect.stubs import is_untouched
from grader.course.assignment import Assignment
from grader.records import Notice, NoticeKind, Person, Status, Trouble, TroubleKind

_NEVER = datetime.max.replace(tzinfo=UTC)
_APART = timedelta(minutes=1)  # times that a copy of a whole folder makes lie closer, and tell nothing


def members_of(people: Iterable[Person]) -> dict[str, list[str]]:
    """The ids of each team, by its name: of those too of whom a single one is left."""
    teams: dict[str, list[str]] = defaultdict(list)
    for person in people:
        if person.team:
            teams[person.team].append(person.student)
    return dict(teams)


def teams_of(people: Iterable[Person]) -> dict[str, list[str]]:
    """The same of those of several."""
    return {team: members for team, members in members_of(people).items() if len(members) > 1}


def shared(team: str, members: Sequence[HandIn], assignment: Assignment) -> list[HandIn]:
    """The rows of a team's members for one assignment.

    Of different files the newest is everybody's, where times tell; else each stays with who handed it in, and is
    listed.
    """
    taken = [each for each in members if each.status is Status.GRADED and not _is_stub(each, assignment)]
    if not taken:
        return list(members)
    chosen = _first_of(taken) if len({each.sha256 for each in taken}) == 1 else _newest(taken)
    if chosen is None:
        return [_undecided(each, team, taken) for each in members]
    return [_of_team(each, chosen, team, taken) for each in members]


def _first_of(taken: Sequence[HandIn]) -> HandIn:
    """Of several times the same file the first: from then on the team had handed it in."""
    with_time = [each for each in taken if each.handed_in_at is not None]
    return min(with_time, key=lambda each: each.handed_in_at or _NEVER, default=taken[0])


def _is_stub(hand_in: HandIn, assignment: Assignment) -> bool:
    source = hand_in.submission().source
    return bool(source) and is_untouched(source, hand_in.kind, assignment)


def _newest(taken: Sequence[HandIn]) -> HandIn | None:
    """The one that is newer than every other file; None where times are not known, or too close to tell."""
    at = [(each.handed_in_at, each) for each in taken]
    times = [(moment, each) for moment, each in at if moment is not None]
    if len(times) < len(taken):
        return None
    last, newest = max(times, key=lambda pair: pair[0])
    others = [moment for moment, each in times if each.sha256 != newest.sha256]
    return newest if last - max(others) >= _APART else None


def _of_team(own: HandIn, chosen: HandIn, team: str, taken: Sequence[HandIn]) -> HandIn:
    """The row of one member: the team's file, unless it is the member's own already, or was refused."""
    handed_in = own in taken
    if own.sha256 == chosen.sha256:
        return replace(own, place=chosen.place)  # the same bytes, with the time of those
    if not (handed_in or own.status is Status.MISSING or own.place is not None):
        return own
    kind = NoticeKind.TEAM_NEWEST if handed_in else NoticeKind.FOR_TEAM
    notice = Notice(kind, chosen.student, own.filename if handed_in else team)
    earlier = tuple(replace(each, student=own.student) for each in chosen.earlier)
    notices = (*chosen.notices, notice)
    return replace(chosen, student=own.student, notices=notices, earlier=earlier)


def _undecided(own: HandIn, team: str, taken: Sequence[HandIn]) -> HandIn:
    if own in taken:
        return replace(own, notices=(*own.notices, Notice(NoticeKind.TEAM_DIFFERS, own.filename, team)))
    if own.status is Status.MISSING or own.place is not None:  # an untouched stub
        return listed(nothing(own.student, own.assignment, Trouble(TroubleKind.TEAM_DIFFERS, team)))
    return own


def for_teams(
    rows: Mapping[tuple[str, str], HandIn], people: Iterable[Person], assignments: Sequence[Assignment]
) -> dict[tuple[str, str], HandIn]:
    """The rows of a class by student and assignment, with those of teams put together."""
    found = dict(rows)
    for team, members in teams_of(people).items():
        for assignment in assignments:
            for row in shared(team, [rows[member, assignment.id] for member in members], assignment):
                found[row.student, row.assignment] = row
    return found
