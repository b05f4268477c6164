"""What a push to Canvas would change, worked out before anything is sent: by Canvas's ids, and only what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from grader.errors import UsageError
from grader.exports.sheets import grade_of, ids_of, require_told_apart, written_score
from grader.records import Grade, Person
from grader.safe_text import visible


class CanvasAssignment(msgspec.Struct, frozen=True):
    """What counts of an assignment as Canvas has it."""

    title: str
    points: float | None
    grading_type: str
    posts_at_once: bool  # students see a score as soon as it is there


class CanvasWork(msgspec.Struct, frozen=True):
    """One student's row of an assignment as Canvas has it.  `group` is "" where each is graded alone."""

    user: int
    called: str
    ids: tuple[str, ...]
    score: float | None
    excused: bool
    comments: tuple[str, ...]
    group: str = ""


class Change(msgspec.Struct, frozen=True):
    """What is sent for one student: a score, a comment, or both."""

    user: int
    called: str
    before: float | None
    score: float | None  # None where it is there already
    comment: str = ""

    @property
    def fields(self) -> dict[str, dict[str, str]]:
        """The same as Canvas's API names it."""
        scored = {} if self.score is None else {"submission": {"posted_grade": written_score(self.score)}}
        return scored | ({"comment": {"text_comment": self.comment}} if self.comment else {})


@dataclass(slots=True)
class Plan:
    """Everything that a push would do, and whom it leaves out."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    excused: list[str] = field(default_factory=list)
    without_grade: list[str] = field(default_factory=list)  # in Canvas
    without_row: list[str] = field(default_factory=list)  # students with a grade


def plan(
    assignment: CanvasAssignment,
    work: Sequence[CanvasWork],
    grades: Sequence[Grade],
    people: Sequence[Person],
    comments: Mapping[str, str],
    *,
    hidden: float,
) -> Plan:
    """What to change; `comments` are by student, `hidden` the points of criteria that students do not see yet.

    Raises `UsageError` where Canvas would refuse a score, take it otherwise, or show what is not to be seen yet.
    """
    _require_plain_points(assignment, hidden)
    known = ids_of(people)
    by_student = {grade.student: grade for grade in grades}
    met: dict[str, list[str]] = {}
    found = Plan()
    by_group: dict[str, set[float]] = {}
    given: list[Grade] = []
    for each in work:
        grade = grade_of([*each.ids, str(each.user)], by_student, known, visible(each.called, 80))
        if grade is not None:
            met.setdefault(grade.student, []).append(f"{visible(each.called, 80)} ({each.user})")
        if grade is None or not grade.has_score:
            found.without_grade.append(visible(each.called, 80))
        elif each.excused:
            found.excused.append(visible(each.called, 80))
        else:
            by_group.setdefault(each.group, set()).add(round(grade.score, 2))
            given.append(grade)
            _add(found, each, grade, comments.get(grade.student, ""))
    _require_room(assignment, given)
    require_told_apart(met, "people in Canvas", "look them up in Canvas: People")
    several = [group for group, scores in by_group.items() if group and len(scores) > 1]
    if several:
        raise UsageError(
            f"Canvas gives a group one score, and there are several for {visible(', '.join(sorted(several)), 120)}",
            remedy="in Canvas: edit the assignment → Assign grades to each student individually",
        )
    found.without_row = [student for student, grade in by_student.items() if student not in met and grade.has_score]
    return found


def _require_plain_points(assignment: CanvasAssignment, hidden: float) -> None:
    if assignment.grading_type != "points":
        raise UsageError(
            f"the assignment shows its grade as {visible(assignment.grading_type, 40)}, and takes no plain points",
            remedy="in Canvas: edit the assignment → Display Grade as → Points",
        )
    if hidden and assignment.posts_at_once:
        raise UsageError(
            f"the scores hold {hidden:g} points that students do not see yet, and Canvas shows scores at once",
            remedy="in Canvas: Grades → the column's menu → Grade Posting Policy → Manually; or push after their date",
        )


def _require_room(assignment: CanvasAssignment, given: Sequence[Grade]) -> None:
    most = assignment.points
    above = [each.student for each in given if most is not None and each.score > most + 1e-9]
    if above:
        raise UsageError(
            f"scores are above the {most:g} points of the assignment: {visible(', '.join(above[:10]), 200)}",
            remedy="in Canvas: edit the assignment → Points",
        )


def _add(found: Plan, work: CanvasWork, grade: Grade, comment: str) -> None:
    score = round(grade.score, 2)
    is_there = work.score is not None and round(work.score, 2) == score
    said = "" if comment.strip() in {each.strip() for each in work.comments} else comment
    if is_there and not said:
        found.same += 1
    else:
        called = visible(work.called, 80)
        found.changes.append(Change(work.user, called, work.score, None if is_there else score, said))
