"""A student's pack of a tiny course, without the rest of a release."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from grader.course.assignment import ANSWER_KEY
from grader.grading.prepare import prepare
from grader.sandbox.base import Backend
from tests.conftest import CourseWriter


def pack_of(courses: CourseWriter, backend: Backend, folder: Path) -> Path:
    """The public files of the course's one assignment with recorded answers, in a folder that is made."""
    assignment = courses.add()
    place = folder / "assignments" / assignment.id
    place.mkdir(parents=True)
    for name in ("assignment.toml", "statement.md", "stub.py", "test_public.py"):
        shutil.copyfile(assignment.folder / name, place / name)
    prepared = prepare(courses.course, assignment, backend)
    (place / ANSWER_KEY).write_bytes(msgspec.msgpack.encode(prepared.public.recorded))
    return folder
