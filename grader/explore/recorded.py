"""The reference's paths at the presets' own numbers, recorded once for a pack: what shows where students have none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path as File

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.course.staff_files import staff_source
from grader.errors import AssignmentError
from grader.explore.paths import rows_of
from grader.explore.preset_files import FILE
from grader.explore.presets import Preset
from grader.explore.walks import Walk, call_of, walks_of
from grader.records import Ending, Limits, Provided, SourceKind, Submission
from grader.sandbox.base import Backend
from grader.sandbox.recording import record
from grader.words.answers import reason

Array = NDArray[np.float64]
Opener = Callable[[tuple[str, ...]], Backend]  # given packages

DEMONSTRATIONS = "demonstrations"  # reference/demonstrations.py: functions that presets show and no assignment asks for
NAME = "recorded_paths.msgpack"


class RecordedPath(msgspec.Struct, frozen=True, array_like=True):
    """Rows of a path as float64 bytes in C order, and how many numbers a row has."""

    width: int
    data: bytes

    @property
    def rows(self) -> Array:
        """Shape (n, d)."""
        return np.frombuffer(self.data, dtype="<f8").reshape(-1, self.width).astype(np.float64)


Recorded = dict[str, list[RecordedPath]]  # id of a preset → one for each walk, in order


def owner_of(function: str, assignments: Sequence[Assignment]) -> Assignment | None:
    """The assignment that asks for a function."""
    return next((each for each in assignments if function in each.functions), None)


def title_of(function: str, assignments: Sequence[Assignment]) -> str:
    """The title of the assignment that asks for a function; empty where none does."""
    owner = owner_of(function, assignments)
    return "" if owner is None else owner.title


def record_presets(
    course: Course, assignments: Sequence[Assignment], presets: Sequence[Preset], opener: Opener
) -> Recorded:
    """Run the reference on every preset.  Raises `AssignmentError` where it gives no path."""
    return {
        preset.id: [_recorded(course, assignments, preset, walk, opener) for walk in walks_of(preset, preset.setting)]
        for preset in presets
    }


def _recorded(
    course: Course, assignments: Sequence[Assignment], preset: Preset, walk: Walk, opener: Opener
) -> RecordedPath:
    owner = owner_of(walk.function, assignments)
    submission = _demonstrations(course) if owner is None else variants.solution(course, owner)
    parameters = parameters_of(walk.function, owner)
    call = call_of(walk, preset.setting, parameters)
    provided = Provided() if owner is None else owner.provided
    backend = opener(provided.packages)
    transcript = record(submission, [call], backend=backend, limits=Limits(), provided=provided)
    outcome = transcript.outcomes[call]
    rows = rows_of(outcome, walk)
    if rows is None:
        why = "what it gives back is no path" if outcome.ending is Ending.VALUE else reason(outcome) or outcome.ending
        raise AssignmentError(
            f"the preset {preset.id!r} of assignments/{preset.assignment}/{FILE} shows `{walk.function}`, "
            f"which gives no path: {why}",
            remedy=f"name a function of an assignment, or write it into reference/{DEMONSTRATIONS}.py",
        )
    return RecordedPath(rows.shape[1], rows.astype("<f8").tobytes())


def parameters_of(function: str, owner: Assignment | None) -> tuple[str, ...]:
    """What a function is called with: as its stub has it, or as the optimizers of demonstrations have it."""
    return ("grad", "start", "lr", "steps") if owner is None else owner.signature(function)


def _demonstrations(course: Course) -> Submission:
    path = course.reference / f"{DEMONSTRATIONS}.py"
    source = staff_source(path) if path.is_file() else b""
    return Submission("reference", DEMONSTRATIONS, path.name, SourceKind.PYTHON, source)


def load(path: File) -> Recorded:
    """What a pack holds; nothing where it holds none."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Recorded)
    except (OSError, msgspec.DecodeError):
        return {}


def at_preset(preset: Preset, recorded: Mapping[str, Sequence[RecordedPath]], place: int) -> Array | None:
    """The recorded path of one walk, shape (n, d)."""
    paths = recorded.get(preset.id, ())
    return paths[place].rows if place < len(paths) else None
