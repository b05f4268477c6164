"""What `overrides.toml` says, held against class and rubric, and brought into the gradebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from grader.course.overrides_file import Comment, Override, Overrides
from grader.errors import UsageError, did_you_mean
from grader.gradebook.store import Gradebook
from grader.grading.decisions import seen
from grader.grading.prepared import Prepared
from grader.records import Decision
from grader.safe_text import visible


def require_possible(
    path: Path,
    said: Overrides,
    prepared: Mapping[str, Prepared],
    others: Collection[str],
    students: Collection[str],
) -> None:
    """Raise `UsageError` for a student, assignment or criterion that there is not, and for more points than there are.

    Of `others`, assignments that this run does not judge, no more is asked than that they are there.
    """
    told: list[Override | Comment] = [*said.override, *said.comment]
    for each in told:
        if each.assignment not in prepared and each.assignment not in others:
            known = [*prepared, *others]
            raise UsageError(
                f"{path} names an assignment {visible(each.assignment, 80)!r} that is not in the course",
                remedy=did_you_mean(each.assignment, known),
            )
        if each.student not in students:
            raise UsageError(
                f"{path} names a student {visible(each.student, 80)!r} who handed in nothing and is not on the roster",
                remedy=did_you_mean(each.student, sorted(students)),
            )
        if each.assignment in prepared and (each.criterion or isinstance(each, Override)):
            _require_criterion(path, each, prepared[each.assignment])


def _require_criterion(path: Path, each: Override | Comment, prepared: Prepared) -> None:
    most = {criterion.id: criterion.points for criterion in prepared.rubric.criteria}
    if each.criterion not in most:
        raise UsageError(
            f"{path} names a criterion {visible(each.criterion, 80)!r} that {each.assignment} has not",
            remedy=did_you_mean(each.criterion, list(most)),
        )
    if isinstance(each, Override) and each.points > most[each.criterion] and not each.beyond:
        raise UsageError(
            f"{path} gives {visible(each.student, 60)} {each.points:g} points for {each.criterion}, "
            f"which has {most[each.criterion]:g}",
            remedy="give no more, or add beyond = true",
        )


def require_agreement(path: Path, said: Overrides, gradebook: Gradebook) -> None:
    """Raise `UsageError` where a command gave other points for the same criterion: both are named."""
    by_command = gradebook.decisions(origin="command")
    for each in said.override:
        made = [
            one
            for one in by_command.get((each.student, each.assignment), ())
            if one.criterion == each.criterion and one.points is not None
        ]
        if made and made[-1].points != each.points:
            last = made[-1]
            where = f"{visible(each.student, 60)}, {each.assignment}, {each.criterion}"
            raise UsageError(
                f"{where}: {path} gives {each.points:g} points ({visible(each.author, 60)}), "
                f"and `grader override` gave {last.points:g} ({visible(last.author, 60)}, {last.made_at:%Y-%m-%d})",
                remedy="change the file, or take the other back: grader override … --take-back",
            )


def bring_in(said: Overrides, gradebook: Gradebook) -> None:
    """Have the gradebook hold what the file says, and nothing that it said before and does not say now."""
    before = gradebook.decisions(origin="file")
    if not before and not said.override and not said.comment:
        return  # as in most courses: a class's grades need not be read for that
    grades = {key: entry.grade for key, entry in gradebook.latest().items()}
    now = dt.datetime.now(dt.UTC)
    made: list[tuple[str, str, Decision]] = []
    for student, assignment, decision in _decisions(said, now):
        same = next(
            (old for old in before.get((student, assignment), ()) if _told(old) == _told(decision)),
            None,
        )
        grade = grades.get((student, assignment))
        rests_on = "" if grade is None or decision.points is None else seen(grade, decision.criterion)
        kept = same if same is not None and decision.made_at == now else None  # it was made when it was first read
        fresh = Decision(
            decision.criterion,
            decision.points,
            decision.text,
            decision.author,
            decision.made_at,
            same.rests_on if same is not None else rests_on,
        )
        made.append((student, assignment, kept or fresh))
    if {(student, assignment, one) for student, assignment, one in made} != {
        (*key, one) for key, several in before.items() for one in several
    }:
        gradebook.replace_file_decisions(made)


def _told(decision: Decision) -> tuple[object, ...]:
    return decision.criterion, decision.points, decision.text, decision.author


def _decisions(said: Overrides, now: dt.datetime) -> Iterator[tuple[str, str, Decision]]:
    for each in said.override:
        at = _moment(each.date, now)
        yield each.student, each.assignment, Decision(each.criterion, each.points, each.reason, each.author, at)
    for one in said.comment:
        at = _moment(one.date, now)
        yield one.student, one.assignment, Decision(one.criterion, None, one.text, one.author, at)


def _moment(said: dt.date | None, now: dt.datetime) -> dt.datetime:
    """When something was decided: the noon of that day."""
    return now if said is None else dt.datetime.combine(said, dt.time(12)).astimezone(dt.UTC)
