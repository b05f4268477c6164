"""`results.json`: every grade, for machines.  Fields may be added, never renamed.

It holds every criterion, whatever its `visibility`, and is for staff; what `check` prints of the public ones is the
student's own, and says so.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from grader.errors import UsageError
from grader.files import write_whole
from grader.records import (
    Attempts,
    Conditions,
    Decision,
    Diagnosis,
    Grade,
    Judgement,
    Lateness,
    MistakeWords,
    Notice,
    Status,
    Stop,
    Told,
    Verdict,
    Visibility,
)
from grader.safe_text import json_without_orders
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import grade_message, hint_of, judgement_message, noticed_of_functions

SCHEMA = "grader/results/1"

Audience = Literal["staff", "student"]


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
    machine_points: float | None = None
    manual: bool = False


class _Diagnosis(msgspec.Struct, frozen=True):
    function: str
    mistake: str
    title: str
    hint: str = ""
    convention: str = ""


class _Noticed(msgspec.Struct, frozen=True):
    """What the worker says of public calls; worth no points."""

    function: str
    message: str


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
    filename: str = ""
    notices: tuple[Notice, ...] = ()
    stops: tuple[Stop, ...] = ()
    noticed: tuple[_Noticed, ...] = ()
    conditions: Conditions | None = None
    late: Lateness | None = None
    decisions: tuple[Decision, ...] = ()
    attempts: Attempts | None = None
    present: bool = True  # whether the student was among the hand-ins of the last run


class _Results(msgspec.Struct, frozen=True, kw_only=True):
    schema: str
    audience: str = "staff"
    grades: tuple[_Grade, ...]
    not_on_roster: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET  # students who handed in all the same


def to_json(
    grades: Iterable[Grade],
    *,
    gone: Container[str] = (),
    audience: Audience = "staff",
    not_on_roster: tuple[str, ...] = (),
) -> bytes:
    """The document, indented, UTF-8, without NaN; `gone` are students who are in the class no more."""
    return b"".join(_pieces(grades, gone, audience, not_on_roster))


def write(
    grades: Iterable[Grade], path: Path, *, gone: Container[str] = (), not_on_roster: tuple[str, ...] = ()
) -> None:
    """Write the document whole or not at all; of the grades one alone is in memory."""
    write_whole(path, _pieces(grades, gone, "staff", not_on_roster), durable=True)


def _pieces(
    grades: Iterable[Grade], gone: Container[str], audience: Audience, not_on_roster: tuple[str, ...]
) -> Iterator[bytes]:
    """The document in pieces, a grade in each: what they come to is what the whole would be, formatted at once."""
    others = not_on_roster or msgspec.UNSET
    around = _Results(schema=SCHEMA, audience=audience, grades=(), not_on_roster=others)
    opening, _, closing = _formatted(around).partition(b"[]")
    yield opening + b"["
    count = 0
    for count, grade in enumerate(grades, start=1):
        yield b"\n  " if count == 1 else b",\n  "
        yield _formatted(_grade(grade, present=grade.student not in gone)).replace(b"\n", b"\n  ")
    yield (b"\n ]" if count else b"]") + closing + b"\n"


def _formatted(document: msgspec.Struct) -> bytes:
    return json_without_orders(msgspec.json.format(msgspec.json.encode(document), indent=1))


def read(path: Path) -> tuple[Grade, ...]:
    """The grades of a document, without staff's details.  Raises `UsageError` for anything else."""
    return tuple(map(_as_grade, _document(path, _Results).grades))


def gone(path: Path) -> frozenset[str]:
    """The students of a document who are in the class no more.  Raises `UsageError` where it does not tell that."""
    return frozenset(grade.student for grade in _document(path, _Presence).grades if not grade.present)


def gone_so_far(path: Path) -> frozenset[str]:
    """The same where results are about to be written anew: nobody, where nothing that can be read tells."""
    try:
        return gone(path) if path.exists() else frozenset()
    except DamagedError:
        return frozenset()


class DamagedError(UsageError):
    """A file is no document of ours."""


class _Present(msgspec.Struct):
    student: str
    present: bool = True


class _Presence(msgspec.Struct):
    """Of a document, who is in the class: the rest is not made anything of."""

    schema: str
    grades: tuple[_Present, ...]


_Document = TypeVar("_Document", _Results, _Presence)


class _AnyVersion(msgspec.Struct):
    schema: str


def _document(path: Path, kind: type[_Document]) -> _Document:
    try:
        data = path.read_bytes()
        schema = msgspec.json.decode(data, type=_AnyVersion).schema
        if schema != SCHEMA:
            raise UsageError(
                f"{path} has the schema {schema!r}, not {SCHEMA!r}", remedy="grade with this version of grader"
            )
        return msgspec.json.decode(data, type=kind)
    except OSError as trouble:
        raise UsageError(f"{path} cannot be read: {trouble.strerror}", remedy="run `grader grade` first") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        raise DamagedError(
            f"{path} is no results.json: {trouble}", remedy="run `grader regrade`, which writes it from the gradebook"
        ) from None


def _grade(grade: Grade, *, present: bool) -> _Grade:
    return _Grade(
        student=grade.student,
        assignment=grade.assignment,
        score=grade.score,
        max_score=grade.max_score,
        status=grade.status,
        criteria=tuple(_criterion(judgement, grade) for judgement in grade.judgements),
        diagnoses=tuple(map(_diagnosis, grade.diagnoses)),
        seconds=grade.seconds,
        submission_sha256=grade.submission_sha256,
        rubric_sha256=grade.rubric_sha256,
        message=grade_message(grade),
        filename=grade.filename,
        notices=grade.notices,
        stops=grade.stops,
        noticed=tuple(_Noticed(*each) for each in noticed_of_functions(grade)),
        conditions=grade.conditions,
        late=grade.late,
        decisions=grade.decisions,
        attempts=grade.attempts,
        present=present,
    )


def _criterion(judgement: Judgement, grade: Grade) -> _Criterion:
    return _Criterion(
        id=judgement.id,
        title=judgement.title,
        functions=judgement.functions,
        points=judgement.points,
        max_points=judgement.max_points,
        verdict=judgement.verdict,
        visibility=judgement.visibility,
        message=judgement_message(judgement, grade),
        hint=hint_of(judgement),
        public=judgement.public,
        machine_points=judgement.machine_points,
        manual=judgement.manual,
    )


def _diagnosis(diagnosis: Diagnosis) -> _Diagnosis:
    said = diagnosis_words(diagnosis)
    return _Diagnosis(diagnosis.function, diagnosis.mistake, said.title, said.hint, said.convention)


def _as_grade(said: _Grade) -> Grade:
    """The grade with its sentences, whose facts stand in the gradebook."""
    return Grade(
        student=said.student,
        assignment=said.assignment,
        status=said.status,
        max_score=said.max_score,
        judgements=tuple(_as_judgement(criterion) for criterion in said.criteria),
        diagnoses=tuple(
            Diagnosis(each.function, each.mistake, MistakeWords(each.title, each.hint, convention=each.convention))
            for each in said.diagnoses
        ),
        told=Told(said.message, noticed=tuple((each.function, each.message) for each in said.noticed)),
        seconds=said.seconds,
        submission_sha256=said.submission_sha256,
        rubric_sha256=said.rubric_sha256,
        filename=said.filename,
        notices=said.notices,
        stops=said.stops,
        conditions=said.conditions,
        late=said.late,
        decisions=said.decisions,
        attempts=said.attempts,
    )


def _as_judgement(said: _Criterion) -> Judgement:
    return Judgement(
        id=said.id,
        title=said.title,
        functions=said.functions,
        points=said.points,
        max_points=said.max_points,
        verdict=said.verdict,
        visibility=said.visibility,
        public=said.public,
        hint=said.hint,
        told=Told(said.message),
        machine_points=said.machine_points,
        manual=said.manual,
    )
