"""A pack in a browser's Python: a student's text in, the official page out.

The scripts in `assets/` call this in a worker that has neither network nor storage, and hold its clock.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from grader.collect.own_files import in_file
from grader.course.folder import Course
from grader.errors import UsageError
from grader.exports import results
from grader.grading.grade import grade, with_searches
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.reports.pages import student
from grader.reports.pages.rendering import load_templates
from grader.safe_text import visible
from grader.sandbox.in_page import InPage, Page, Past
from grader.web.notebook_code import code_of
from grader.words.judgements import grade_message

_SEARCHED = 0.03  # of the work of a search: a browser computes several times as slowly
_LONGEST = 300  # characters of what the line above the editor says


class Checked(msgspec.Struct, frozen=True):
    """What became of a file: the page, and what the site says beside it."""

    page: str
    score: float
    max_score: float
    waiting: float  # points that are judged after hand-in
    passed: int
    criteria: int
    trouble: str  # why the file could not be run; empty where it was
    results: str  # the grade for machines, as `grader check --json` prints it


@dataclass(slots=True)
class Workbench:
    """The pack in a folder; what was prepared once stays."""

    root: str
    _prepared: dict[str, Prepared] = field(default_factory=dict)

    def warm(self, assignment: str) -> None:
        """Do beforehand what the first check would wait for."""
        self.prepare(assignment)
        load_templates()

    def prepare(self, assignment: str) -> None:
        """Read criteria and recorded answers of an assignment, so that the first check need not."""
        if assignment not in self._prepared:
            course = Course(Path(self.root))
            # A pack's answers are recorded: nothing is run, and no backend is asked.
            backend = InPage(course.root, _NoPage())
            self._prepared[assignment] = prepare(course, course.assignment(assignment), backend).public

    def check(self, assignment: str, filename: str, source: bytes, page: Page, past: Iterable[Past] = ()) -> Checked:
        """Grade a file by its public criteria.  `past` holds what earlier workers answered before they were ended."""
        self.prepare(assignment)
        prepared = self._prepared[assignment]
        course = Course(Path(self.root))
        with tempfile.TemporaryDirectory() as folder, InPage(course.root, page, past) as backend:
            place = Path(folder) / filename
            place.write_bytes(source)
            submission = in_file(place, prepared.assignment, course)
            if submission is None:
                raise UsageError("there is no file to check", remedy="write something into the editor")
            graded = with_searches(grade(submission, prepared, backend), prepared, share=_SEARCHED)
        judged = graded.grade.judgements
        return Checked(
            page=student.page(graded, prepared, at=datetime.now(UTC)),
            score=graded.grade.score,
            max_score=sum(each.max_points for each in judged),
            waiting=prepared.assignment.points - sum(each.max_points for each in judged),
            passed=sum(each.passed for each in judged),
            criteria=len(judged),
            trouble="" if graded.grade.was_run else visible(grade_message(graded.grade), _LONGEST).replace("`", ""),
            results=results.to_json([graded.grade], audience="student").decode(),
        )

    def code_for_page(self, filename: str, source: Any) -> str:
        """The code of a notebook, which may be handed in as `filename`, for JavaScript."""
        return msgspec.json.encode(code_of(bytes(source), filename)).decode()

    def check_for_page(self, assignment: str, filename: str, source: Any, page: Page, past: Any) -> str:
        """The same for JavaScript: bytes as it has them in, and text out."""
        earlier = [Past(tuple(map(bytes, each["said"])), each["seconds"]) for each in past]
        return msgspec.json.encode(self.check(assignment, filename, bytes(source), page, earlier)).decode()


class _NoPage:
    """Nobody to tell."""

    def opened(self) -> None:
        pass

    def turn(self, seconds: float) -> None:
        pass

    def said(self, data: bytes) -> None:
        pass

    def done(self) -> None:
        pass
