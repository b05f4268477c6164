"""Grades to export, made by hand: a plain one, and parts of it replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from grader.records import (
    Decision,
    Diagnosis,
    Grade,
    Judgement,
    Lateness,
    MistakeWords,
    Notice,
    NoticeKind,
    Status,
    Told,
    Verdict,
    Visibility,
)


@pytest.fixture
def judgement() -> Callable[..., Judgement]:
    def make(id_: str, verdict: Verdict = Verdict.PASSED, **parts: Any) -> Judgement:
        won = verdict is Verdict.PASSED
        standard: dict[str, Any] = {
            "title": f"The title of {id_}.",
            "functions": ("momentum",),
            "points": 1.5 if won else 0.0,
            "max_points": 1.5,
            "visibility": Visibility.VISIBLE,
            "public": True,
            "hint": "" if won else f"Where to look in {id_}.",
        }
        said = parts.pop("message", "" if won else f"What was seen in {id_}.")
        told = Told(said, "" if won else "secret 31.4159")
        return Judgement(id=id_, verdict=verdict, told=told, **{**standard, **parts})

    return make


@pytest.fixture
def grade(judgement: Callable[..., Judgement]) -> Callable[..., Grade]:
    def make(student: str = "ada", assignment: str = "walk", **parts: Any) -> Grade:
        standard: dict[str, Any] = {
            "status": Status.GRADED,
            "max_score": 3.0,
            "judgements": (judgement("first_move"), judgement("last_move", Verdict.FAILED)),
            "seconds": 0.0314,
        }
        told = Told(parts.pop("message", ""))
        return Grade(student=student, assignment=assignment, told=told, **{**standard, **parts})

    return make


AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def beside(grade: Callable[..., Grade]) -> Grade:
    """One of which there is something to say beside its criteria."""
    return grade(
        late=Lateness(AT, AT, AT + dt.timedelta(hours=5), "day", 1, 10.0, 0.1),
        notices=(Notice(NoticeKind.NEAR_NAME, "walk (1).py", "walk.py"),),
        decisions=(
            Decision("", None, "Come and see me.", "eve", AT, ""),
            Decision("last_move", 0.0, "Read by hand.", "kim", AT, ""),
        ),
    )


@pytest.fixture
def diagnosis() -> Diagnosis:
    return Diagnosis(
        "momentum", "uphill", MistakeWords("The step goes uphill.", "Does the loss fall?", "Subtract the gradient.")
    )
