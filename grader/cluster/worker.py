"""What a Dask worker does: grade a unit, and prove first that it may.

Everything it needs comes with the unit, so that a worker may come and go.  Its own trouble is an answer and no
exception: an exception would be unpickled where it is shown.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

import msgspec

from grader.cluster.units import Answer, Demand, GradedThere, Parcel, Unit, shortcoming
from grader.course.folder import Course
from grader.errors import GraderError
from grader.gradebook.transcripts import difference_of
from grader.grading.conditions import conditions_of
from grader.grading.grade import grade
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import Submission
from grader.rubric.rubric_files import collect
from grader.sandbox.base import Backend
from grader.sandbox.tiers import Backends, tier_called

_ONE_AT_A_TIME = threading.Lock()  # a zygote is talked with by one thread
_HELD = 4  # assignments that are ready at once
_SPILLS = "distributed.worker.memory.spill"


def grade_unit(parcel: bytes, unit: bytes) -> bytes:
    """Grade a unit's hand-ins; MessagePack in and out."""
    with _ONE_AT_A_TIME:
        try:
            answer = _answer(parcel, msgspec.msgpack.decode(unit, type=Unit))
        except GraderError as trouble:
            answer = Answer(refused=f"cannot grade: {trouble.problem}")
        except Exception as trouble:  # noqa: BLE001 - see above
            answer = Answer(refused=f"cannot grade: {type(trouble).__name__}: {trouble}")
        return msgspec.msgpack.encode(answer)


def _answer(parcel: bytes, unit: Unit) -> Answer:
    if refused := _may_spill():
        return Answer(refused=refused)
    prepared = _prepared(parcel)
    backends = _backends(_isolation(unit.demand))
    try:
        backend = backends.having(prepared.assignment.packages)
        if refused := shortcoming(unit.demand, conditions_of(backend), prepared.key.rubric_sha256):
            return Answer(refused=refused)
        return Answer(tuple(_graded(each, prepared, backend) for each in unit.hand_ins))
    except BaseException:  # whatever it was, the next unit begins with new ones
        backends.drop(prepared.assignment.packages)
        raise


@lru_cache
def _backends(isolation: Isolation) -> Backends:
    """What a worker grades in from its first unit to its last: to start it takes as long as to grade twenty."""
    kept = Backends(isolation, hidden=True)
    atexit.register(kept.close)
    return kept


def _graded(submission: Submission, prepared: Prepared, backend: Backend) -> GradedThere:
    graded = grade(submission, prepared, backend)
    transcript = graded.transcript
    return GradedThere(graded.grade, b"" if transcript is None else difference_of(transcript, prepared.key.reference))


def _isolation(demand: Demand) -> Isolation:
    tier = tier_called(demand.tier)
    return Isolation.STRICT if tier is None or tier.isolation is None else tier.isolation


def _may_spill() -> str:
    """Why the answer key could come to lie on this machine's disk, in a clause."""
    import dask  # noqa: PLC0415 - only a worker has it

    spills = dask.config.get(_SPILLS, default=None)
    return "" if spills is False else f"may write what it holds to its disk: set {_SPILLS} to false"


@lru_cache(_HELD)
def _prepared(parcel: bytes) -> Prepared:
    """An assignment from a parcel; of it only the files that students and rubrics are made of lie on the disk."""
    told = msgspec.msgpack.decode(parcel, type=Parcel)
    folder = Path(tempfile.mkdtemp(prefix="grader-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, data in told.files.items():
        path = folder / "assignments" / name
        if folder / "assignments" not in path.resolve().parents:
            raise GraderError(f"a parcel names the file {name!r}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assignment = Course(folder).assignment(told.assignment)
    return Prepared(assignment, collect(assignment), told.recorded)
