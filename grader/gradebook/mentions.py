"""A student's id in the grades of others: who handed in for a team."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select, update

from grader.gradebook.schema import grades
from grader.records import Grade, Notice, NoticeKind, packed_grade, unpacked_grade

_BY_SOMEBODY = {NoticeKind.FOR_TEAM, NoticeKind.TEAM_NEWEST}


def without_mention(grade: Grade, students: Collection[str]) -> Grade:
    """The grade that says “another member” where it names one of some students."""
    notices = tuple(_unnamed(notice, students) if _mentions(notice, students) else notice for notice in grade.notices)
    return grade if notices == grade.notices else msgspec.structs.replace(grade, notices=notices)


def _mentions(notice: Notice, students: Collection[str]) -> bool:
    if notice.kind is NoticeKind.AS_GROUP:
        return not set(students).isdisjoint(notice.others)
    return notice.kind in _BY_SOMEBODY and notice.name in students


def _unnamed(notice: Notice, students: Collection[str]) -> Notice:
    if notice.kind is NoticeKind.AS_GROUP:
        left = tuple(each for each in notice.others if each not in students)
        return msgspec.structs.replace(notice, others=left)
    return msgspec.structs.replace(notice, kind=NoticeKind.FOR_TEAM_BY_ANOTHER, name="", meant="")


def remove(connection: Connection, students: Collection[str]) -> None:
    """Take the mention of some students out of everybody's grades."""
    key = tuple(grades.primary_key)
    for packed, *values in connection.execute(select(grades.c.grade, *key)).all():
        grade = unpacked_grade(packed)
        rewritten = without_mention(grade, students)
        if rewritten is not grade:
            here = [column == value for column, value in zip(key, values, strict=True)]
            connection.execute(update(grades).where(*here).values(grade=packed_grade(rewritten)))
