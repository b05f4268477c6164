"""`results.json`: every grade, for machines.  Fields may be added, never renamed.

What stands here may be shown to students: messages are those of the grade, never staff's details.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import UsageError
from grader.records import Diagnosis, Grade, Judgement, Status, Verdict, Visibility
from grader.safe_text import json_without_orders

SCHEMA = "grader/results/1"


class _Criterion(msgspec.Struct, frozen=True):
    id: str
    title: str
    functions: tuple[str, ...]
    points: float
    max_points: float
    verdict: Verdict
    visibility: Visibility
    message: str
    hint: str
    public: bool = False


class _Diagnosis(msgspec.Struct, frozen=True):
    function: str
    mistake: str
    title: str
    hint: str = ""
    convention: str = ""


class _Grade(msgspec.Struct, frozen=True):
    student: str
    assignment: str
    score: float
    max_score: float
    status: Status
    criteria: tuple[_Criterion, ...]
    diagnoses: tuple[_Diagnosis, ...]
    seconds: float
    submission_sha256: str
    rubric_sha256: str
    message: str = ""


class _Results(msgspec.Struct, frozen=True):
    schema: str
    grades: tuple[_Grade, ...]


def to_json(grades: Iterable[Grade]) -> bytes:
    """The document, indented, UTF-8, without NaN."""
    document = _Results(SCHEMA, tuple(map(_grade, grades)))
    return json_without_orders(msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n")


def write(grades: Iterable[Grade], path: Path) -> None:
    """Write the document whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(to_json(grades))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def read(path: Path) -> tuple[Grade, ...]:
    """The grades of a document, without staff's details.  Raises `UsageError` for anything else."""
    try:
        document = msgspec.json.decode(path.read_bytes(), type=_Results)
    except OSError as trouble:
        raise UsageError(f"{path} cannot be read: {trouble.strerror}", remedy="run `grader grade` first") from None
    except msgspec.DecodeError as trouble:
        raise UsageError(f"{path} is no results.json: {trouble}", remedy="run `grader grade` again") from None
    if document.schema != SCHEMA:
        raise UsageError(
            f"{path} has the schema {document.schema!r}, not {SCHEMA!r}", remedy="grade with this version of grader"
        )
    return tuple(map(_as_grade, document.grades))


def _grade(grade: Grade) -> _Grade:
    return _Grade(
        student=grade.student,
        assignment=grade.assignment,
        score=grade.score,
        max_score=grade.max_score,
        status=grade.status,
        criteria=tuple(msgspec.convert(j, _Criterion, from_attributes=True) for j in grade.judgements),
        diagnoses=tuple(msgspec.convert(d, _Diagnosis, from_attributes=True) for d in grade.diagnoses),
        seconds=grade.seconds,
        submission_sha256=grade.submission_sha256,
        rubric_sha256=grade.rubric_sha256,
        message=grade.message,
    )


def _as_grade(said: _Grade) -> Grade:
    plain: dict[str, Any] = msgspec.to_builtins(said)
    return Grade(
        student=said.student,
        assignment=said.assignment,
        status=said.status,
        max_score=said.max_score,
        judgements=tuple(msgspec.convert(criterion, Judgement) for criterion in plain["criteria"]),
        diagnoses=tuple(msgspec.convert(diagnosis, Diagnosis) for diagnosis in plain["diagnoses"]),
        message=said.message,
        seconds=said.seconds,
        submission_sha256=said.submission_sha256,
        rubric_sha256=said.rubric_sha256,
    )
