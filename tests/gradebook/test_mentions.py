"""A student's id stands in the grades of others: of a team, and of a group as a place has it."""

from __future__ import annotations

from grader.gradebook.mentions import without_mention
from grader.records import Grade, Notice, NoticeKind, Status


def test_who_is_forgotten_is_in_no_group_any_more() -> None:
    group = Notice(NoticeKind.AS_GROUP, "", "submission_1", others=("ada", "bob", "cy"))
    grade = Grade("ada", "walk", Status.GRADED, 1.0, notices=(group,))

    left = without_mention(grade, {"bob"})

    assert left.notices == (Notice(NoticeKind.AS_GROUP, "", "submission_1", others=("ada", "cy")),)
    assert without_mention(left, {"bob"}) is left
