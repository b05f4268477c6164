"""What grading needs to know before the first hand-in: rubric, cases, answer key, known mistakes.

Made from the course folder by rehearsing in a worker, and cached under the hash of all that it depends on; in a
student's pack it is read from the recorded answers.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec.structs import replace

from grader import __version__
from grader.course import variants
from grader.course.assignment import ANSWER_KEY, Assignment
from grader.course.folder import Course
from grader.course.staff_files import staff_files
from grader.course.variants import Mistake
from grader.diagnosis import other_constants
from grader.diagnosis.bank.at_home import AtHome
from grader.diagnosis.evidence import warned
from grader.diagnosis.known_mistakes import KnownMistake
from grader.diagnosis.searches.terms import terms_of
from grader.errors import AssignmentError
from grader.files import make_private_folder, write_whole
from grader.grading.authors import require_no_chance, require_same_again
from grader.grading.banks import bank_of, make_bank
from grader.grading.landscape_check import require_sound
from grader.grading.prepared import Prepared, Recorded
from grader.grading.recordings import Recordings, built_in_sources
from grader.grading.ruling import OpenBackend
from grader.grading.side_by_side import SideBySide
from grader.records import Call, Outcome, Submission, Transcript, Why
from grader.rubric import casebook as casebooks
from grader.rubric.answer_key import AnswerKey, rehearse
from grader.rubric.casebook import CaseBook
from grader.rubric.criteria import Rubric
from grader.rubric.rubric_files import collect
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.recording import Recording, record
from grader.words.answers import reason

if TYPE_CHECKING:
    from grader.grading.rulings import Judge


def prepare(
    course: Course,
    assignment: Assignment,
    backend: Backend | OpenBackend,
    *,
    cache: Path | None = None,
    anew: bool = False,
) -> Prepared:
    """All that is known of an assignment.  Raises `RubricError` or `AssignmentError` when it cannot be graded by.

    The backend may be one that is still to be opened: where everything is in the cache, nothing is run.  With `anew`
    nothing is read from the cache, and what is recorded takes its place there.
    """
    rubric = collect(assignment)
    if course.is_pack:
        recorded = _from_pack(assignment, rubric)
        at_home = AtHome(recorded.key.plan.public, recorded.prints)
        return Prepared(assignment, rubric, recorded, bank=at_home, seen_alone=not rubric.has_hidden)
    require_sound(assignment)
    variants.solution(course, assignment)  # before anything is drawn: without one there is nothing to grade by
    book = casebooks.kept(rubric, course.seed(), course.reference / assignment.id / "casebook.json")
    return prepare_with(course, assignment, rubric, book, backend, cache=cache, anew=anew)


def prepare_with(
    course: Course,
    assignment: Assignment,
    rubric: Rubric,
    book: CaseBook,
    backend: Backend | OpenBackend,
    *,
    cache: Path | None = None,
    anew: bool = False,
    follow_on: bool = True,
) -> Prepared:
    """The same for a case book of one's own; without `follow_on`, nothing is paid of what follows from a mistake."""
    path = None if cache is None else cache / f"{assignment.id}-{_cache_key(course, assignment, rubric, book)}.msgpack"
    recorded = None if anew else _cached(path)
    if recorded is None:
        kept = Recordings(None if cache is None else cache / "recordings" / f"{assignment.id}.msgpack", anew=anew)
        with SideBySide(backend() if callable(backend) else backend) as beside:
            recorded = _record(course, assignment, rubric, book, beside, kept)
            if follow_on:
                recorded = _with_rows_that_count(course, assignment, rubric, recorded, beside, kept)
        kept.keep()
        if path is not None:
            with contextlib.suppress(OSError):  # a course that is read-only, a full disk: it is recorded anew each time
                make_private_folder(path.parent)
                write_whole(path, msgspec.msgpack.encode(recorded))
    solution = variants.solution(course, assignment).source.decode("utf-8", errors="replace")
    settled = None if cache is None else cache / "follow_on" / assignment.id
    judge = _judge(course, assignment, rubric, recorded, settled) if follow_on else None
    prepared = Prepared(assignment, rubric, recorded, terms=terms_of(solution), judge=judge)
    return replace(prepared, bank=bank_of(course, prepared))


def prepared_with_bank(course: Course, assignment: Assignment, backend: Backend) -> Prepared:
    """The same with a bank that is there for certain, kept in the course's own cache."""
    prepared = prepare(course, assignment, backend, cache=course.cache)
    return replace(prepared, bank=make_bank(course, prepared, backend))


def fresh_cases(course: Course, assignment: Assignment, backend: Backend, seed: int) -> Prepared:
    """An assignment under cases that are drawn for a test, and that no hand-in is graded by."""
    rubric = collect(assignment)
    book = casebooks.draw(rubric, hashlib.sha256(f"fresh {seed}".encode()).digest())
    return prepare_with(course, assignment, rubric, book, backend, follow_on=False)


def _record(
    course: Course, assignment: Assignment, rubric: Rubric, book: CaseBook, beside: SideBySide, kept: Recordings
) -> Recorded:
    solution = variants.solution(course, assignment)
    with beside.backend() as backend:
        key = rehearse(rubric, book, Recording(solution, assignment.limits, backend, assignment.provided))
    if why := _why_not_whole(key.reference):
        raise AssignmentError(
            f"the reference solution of {assignment.id} does not load to its end: {why}",
            remedy=f"mend reference/{assignment.id}/solution.py",
        )
    require_no_chance(assignment, key)
    with beside.backend() as backend:
        backwards = record(
            solution, key.plan.calls[::-1], backend=backend, limits=assignment.limits, provided=assignment.provided
        )
    require_same_again(assignment, key, backwards)

    def seen_calls_of(function: str) -> list[Call]:
        """Those that are asked at home, too: of other inputs NumPy may warn of something else besides."""
        return [call for call in key.plan.public if call.function == function]

    def known(mistake: Mistake) -> KnownMistake:
        with beside.backend() as backend:
            transcript = kept.record(
                mistake.submission,
                key.plan.calls,
                backend=backend,
                limits=assignment.limits,
                provided=assignment.provided,
            )
        if why := _why_not_whole(transcript):
            raise AssignmentError(
                f"the mistake {mistake.function}/{mistake.id} does not load: {why}",
                remedy=f"mend its file in reference/{assignment.id}/mistakes/; it is appended to the solution",
            )
        return KnownMistake(
            id=mistake.id,
            function=mistake.function,
            outcomes=transcript.difference_from(key.reference),
            words=mistake.words,
            same_as=mistake.same_as,
            loses=mistake.loses,
            warned=tuple(sorted(warned(transcript.outcomes[call] for call in seen_calls_of(mistake.function)))),
        )

    mistakes = beside.map(known, variants.mistakes(course, assignment))
    with beside.backend() as backend:
        return Recorded(key, tuple(mistakes), _other_constants(solution, assignment, key, backend, kept))


def _with_rows_that_count(
    course: Course, assignment: Assignment, rubric: Rubric, recorded: Recorded, beside: SideBySide, kept: Recordings
) -> Recorded:
    """With how many rows count of paths on which a mistake makes rounding grow."""
    judge = _judge(course, assignment, rubric, recorded, None)
    patient = replace(assignment.limits, cpu_seconds=600.0, wall_seconds=600.0)

    def record(submission: Submission, calls: Sequence[Call]) -> Mapping[Call, Outcome]:
        with beside.backend() as backend:
            return kept.record(
                submission, calls, backend=backend, limits=patient, provided=assignment.provided
            ).outcomes

    ways = judge.ways(record, beside)
    rows = beside.map(lambda each: judge.parting(each, ways, record), recorded.mistakes)
    known = [replace(each, rows=count) for each, count in zip(recorded.mistakes, rows, strict=True)]
    return replace(recorded, mistakes=tuple(known))


def _judge(course: Course, assignment: Assignment, rubric: Rubric, recorded: Recorded, cache: Path | None) -> Judge:
    from grader.grading.rulings import Judge  # noqa: PLC0415 - in a pack all is ruled already

    return Judge(course, assignment, rubric, recorded.key, recorded.mistakes, cache)


def _why_not_whole(transcript: Transcript) -> str:
    """Why a file of the course was not run to its end; empty where it was."""
    stops = [stop for stop in transcript.load.stops if stop.why is not Why.CELL_PASSED_OVER]
    return (stops[0].detail or stops[0].why) if stops else "" if transcript.loaded else reason(transcript.load)


def _other_constants(
    solution: Submission, assignment: Assignment, key: AnswerKey, backend: Backend, kept: Recordings
) -> tuple[KnownMistake, ...]:
    """The reference's answers when one parameter is taken otherwise."""
    planned, public = key.plan.calls, set(key.plan.public)
    wanted = [
        change
        for function in assignment.functions
        for change in other_constants.changes(function, planned, assignment.defaults(function))
    ]
    calls = list(dict.fromkeys(after for change in wanted for before, after in change.calls.items() if before != after))
    patient = replace(assignment.limits, cpu_seconds=600.0, wall_seconds=600.0)
    answers = kept.record(solution, calls, backend=backend, limits=patient, provided=assignment.provided).outcomes
    known = (other_constants.known_change(change, answers, key.reference, public) for change in wanted)
    return tuple(change for change in known if change is not None)


def _from_pack(assignment: Assignment, rubric: Rubric) -> Recorded:
    path = assignment.folder / ANSWER_KEY
    try:
        recorded = msgspec.msgpack.decode(path.read_bytes(), type=Recorded)
    except (OSError, msgspec.DecodeError) as trouble:
        raise AssignmentError(
            f"the recorded answers {path} cannot be read: {trouble}",
            remedy="copy the folder assignments/ of your pack again",
        ) from None
    if any(criterion.cases and criterion.id not in recorded.key.casebook.entries for criterion in rubric.criteria):
        raise AssignmentError(
            f"the recorded answers {path} belong to another version of the rubric",
            remedy="copy the folder assignments/ of your pack again",
        )
    return recorded


# Another word where more is recorded than before: what was kept lacks it.
_FORM = "rulings, rows that count, and warnings in public calls"


def _cache_key(course: Course, assignment: Assignment, rubric: Rubric, book: CaseBook) -> str:
    """Everything that recorded answers depend on."""
    digest = hashlib.sha256()
    folder = course.reference / assignment.id
    sources = [
        *built_in_sources(),
        folder / "solution.py",
        *staff_files(folder, "mistakes/*/*.py"),
    ]
    for path in sorted(sources):
        name = f"{path.parent.name}/{path.name}"  # a mistake's folder says which function it is about
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    for part in (_FORM, rubric.files_sha256, book.sha256, str(values.VERSION), np.__version__, __version__):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:32]


def _cached(path: Path | None) -> Recorded | None:
    if path is None:
        return None
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Recorded)
    except (OSError, msgspec.DecodeError):  # a cache may be thrown away at any time
        return None
