"""What runs in Gradescope's container for each hand-in: one file in, `results/results.json` out.

A result stands there before anything of the student's is touched, and says that it is none; the whole one takes its
place.  Where the grader itself fails there is no result at all, which Gradescope shows as an error and never as a zero.
"""

from __future__ import annotations

import json
from pathlib import Path

from grader.collect import folder
from grader.collect.candidates import choose
from grader.collect.own_files import STUDENT
from grader.collect.places import InMemory
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.errors import GraderError, UsageError
from grader.exports import gradescope
from grader.files import AS_USUAL, write_whole
from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.isolation import Isolation
from grader.records import Grade, Status, Submission
from grader.sandbox.base import Backend
from grader.sandbox.tiers import open_backend
from grader.words.hand_ins import UNFINISHED

COURSE = "course"  # the folder of the zip that holds the assignment


def grade_hand_in(root: Path) -> Grade:
    """Grade what lies in `root/submission`, and write `root/results/results.json`.

    Raises `GraderError`, and leaves no result, where the grader fails.
    """
    results = root / "results" / "results.json"
    results.parent.mkdir(exist_ok=True)
    close_to_others(root / "source")
    write_whole(results, _unfinished(), mode=AS_USUAL)
    try:
        course, assignment = the_assignment(root / "source")
        with open_backend(Isolation.AUTO, packages=assignment.packages, hidden=True) as backend:
            graded = _graded(course, assignment, _hand_in(root / "submission", assignment), backend)
        _require_no_fault(graded)
    except BaseException:
        results.unlink(missing_ok=True)
        raise
    write_whole(results, gradescope.write([graded]), mode=AS_USUAL)
    return graded


def the_assignment(source: Path) -> tuple[Course, Assignment]:
    """The only assignment of the unpacked zip."""
    course = Course((source / COURSE).resolve())
    found = course.assignments()
    if len(found) != 1:
        raise UsageError(f"{source / COURSE} holds {len(found)} assignments", remedy="upload the zip again, unchanged")
    return course, found[0]


def close_to_others(source: Path) -> None:
    """Take from everybody but the owner what tells of hidden criteria: student code runs as another user."""
    for path in (source, *source.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)


def _graded(course: Course, assignment: Assignment, submission: Submission, backend: Backend) -> Grade:
    return grade(submission, prepare(course, assignment, backend), backend).grade


def _hand_in(place: Path, assignment: Assignment) -> Submission:
    """What the student uploaded, in whichever folder of it."""
    return choose(STUDENT, assignment, folder.entries(place), InMemory).submission()


def _unfinished() -> str:
    document = {
        "score": 0,
        "output": UNFINISHED,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [],
    }
    return json.dumps(document, indent=1) + "\n"


def _require_no_fault(graded: Grade) -> None:
    if graded.status is Status.REGRADE_NEEDED:
        faults = dict.fromkeys(filter(None, (graded.fault, *(each.fault for each in graded.judgements))))
        raise GraderError(
            f"the grader failed at this hand-in: {'; '.join(faults) or 'nothing is known of it'}",
            remedy="grade it on your own machine, where `grader grade` says more",
        )
