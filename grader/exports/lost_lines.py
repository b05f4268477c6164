"""Lost criteria as remarks on lines of a student's file, for whatever shows code with remarks beside it.

The file is never parsed here: where no outcome tells the line, it is the one in which the function's name is defined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from grader.records import Grade, Judgement, SourceKind, Status, Submission, Verdict
from grader.safe_text import visible
from grader.words import ci as words
from grader.words.judgements import grade_message, judgement_message

_LONGEST = 1000


class LostLine(msgspec.Struct, frozen=True):
    """One remark; `criterion` is empty where it is about the whole file, and `line` 1 where nothing tells it."""

    assignment: str
    criterion: str
    title: str
    message: str
    path: str
    line: int
    verdict: Verdict


def lost_lines(grade: Grade, submission: Submission, path: str) -> list[LostLine]:
    """What was lost, in the order of the criteria; one remark alone where the file could not be graded."""
    if grade.status is not Status.GRADED or not grade.was_run:
        line, message = _at(grade, submission)
        verdict = Verdict.CRASHED if grade.load is None else grade.load.verdict
        return [LostLine(grade.assignment, "", grade.assignment, message, path, line, verdict)]
    return list(_of_criteria(grade, submission, path))


def _at(grade: Grade, submission: Submission) -> tuple[int, str]:
    message = visible(grade_message(grade), _LONGEST)
    if grade.load is None or submission.kind is SourceKind.NOTEBOOK:
        return 1, message
    return max(grade.load.line, 1), message


def _of_criteria(grade: Grade, submission: Submission, path: str) -> Iterator[LostLine]:
    for judgement in grade.judgements:
        if judgement.lost:
            line, message = _where(judgement, grade, submission)
            title, verdict = judgement.title, judgement.verdict
            yield LostLine(grade.assignment, judgement.id, title, message, path, line, verdict)


def _where(judgement: Judgement, grade: Grade, submission: Submission) -> tuple[int, str]:
    """The line, and what is said of it; of a notebook, whose lines are those of its cells, the first one."""
    message = visible(judgement_message(judgement, grade), _LONGEST)
    outcome = judgement.outcome
    if submission.kind is SourceKind.NOTEBOOK:
        if outcome is not None and outcome.cell and outcome.line:
            message = words.CELL.format(cell=outcome.cell, line=outcome.line, message=message)
        return 1, message
    if outcome is not None and outcome.line:
        return outcome.line, message
    if judgement.remarks:
        return judgement.remarks[0].line, message
    return next((line for name in judgement.functions if (line := _defined_in(name, submission.source))), 1), message


def _defined_in(function: str, source: bytes) -> int:
    """The line in which a function's last definition begins; 0 where there is none."""
    pattern = rb"^[ \t]*(?:async[ \t]+)?def[ \t]+%s\b" % re.escape(function).encode()
    found = list(re.finditer(pattern, source, re.MULTILINE))
    return source.count(b"\n", 0, found[-1].start()) + 1 if found else 0
