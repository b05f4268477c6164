"""The course that attacks are graded in: a copy of ours with canaries in all that is secret, and its assignments."""

from __future__ import annotations

import json
import math
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MethodType
from typing import Any, cast

import numpy as np

from grader import landscapes, schedules
from grader.course.folder import Course
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Call, Ending, Transcript
from grader.sandbox import values
from grader.sandbox.base import Backend
from tests.attacks import open_kinds
from tests.attacks.byheart import public_answers
from tests.whole_course import COURSE

# Short, so that what waits for a clock does not wait for long.
_LIMITS = "\n[limits]\ncall_cpu_seconds = 0.3\ncall_wall_seconds = 0.8\ncpu_seconds = 2.0\nwall_seconds = 6.0\n"
_MISTAKES = 5  # that are known of each function, beside those that an attack turns right work into
_LED_TO_BY_AN_ATTACK = {"ascent", "uphill", "no_bias_correction", "compare_optimizers"}
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "casebook.json", "seed")


_SCALES = (1e4, 1e5, 1e12, 1e16)  # by which attacks make a whole number of one with a fraction
_SHORT, _LONG = 5, 9  # digits of a whole number that nobody has by chance, and of one that nobody has if it is round


@dataclass(frozen=True, slots=True)
class Hidden:
    """Numbers that only hidden calls have, in every dress in which attacks carry them out."""

    written: frozenset[str]  # in full, as decimals and in hexadecimal
    digits: frozenset[str]  # as whole numbers
    raw: frozenset[bytes]  # as they lie in memory


@dataclass(frozen=True, slots=True)
class Ground:
    """An assignment made ready: all of it, what a pack holds of it, its secret numbers, and its public answers."""

    prepared: Prepared
    packed: Prepared
    hidden: Hidden
    public_answers: dict[str, Any]


def scratch_course(folder: Path, canary: str) -> Course:
    """A copy of three assignments and of one of all kinds, with short limits, and a canary in all that only staff read.

    That is: solutions, hidden rubrics, the seed, and known mistakes and accepted ways, in their code and beside the
    part of their docstring that is for students.  Of each function's mistakes there are a few: all of them would take
    longer to record than the attacks take.
    """
    for name in COURSE.assignment_ids():
        shutil.copytree(COURSE.root / "assignments" / name, folder / "assignments" / name, ignore=_NOT_COPIED)
        shutil.copytree(COURSE.reference / name, folder / "reference" / name, ignore=_NOT_COPIED)
    open_kinds.write(folder)
    for function in folder.glob("reference/*/mistakes/*"):
        of_many = sorted(function.glob("*.py"))[_MISTAKES:]
        for mistake in of_many:
            if not {mistake.stem, function.name} & _LED_TO_BY_AN_ATTACK:
                mistake.unlink()
    line = f'\nCANARY = "{canary}"\n'
    for settings in folder.glob("assignments/*/assignment.toml"):
        _append(settings, _LIMITS)
    for secret in (*folder.glob("assignments/*/test_hidden.py"), *folder.glob("reference/*/solution.py")):
        _append(secret, line)
    for known in (*folder.glob("reference/*/mistakes/*/*.py"), *folder.glob("reference/*/accepted/*.py")):
        opening, docstring, code = known.read_text(encoding="utf-8").split('"""', maxsplit=2)
        known.write_text(f'{opening}"""{docstring}\n\nFor staff: {canary}\n"""{code}{line}', encoding="utf-8")
    (folder / "reference" / "seed").write_text(f"{canary}\n")
    return Course(folder)


def ground(course: Course, assignment: str, backend: Backend, canary: str) -> Ground:
    """Rehearse an assignment of the scratch course; its case book, which is drawn by then, gets a canary too."""
    prepared = prepare(course, course.assignment(assignment), backend)
    book = course.reference / assignment / "casebook.json"
    book.write_text(json.dumps(json.loads(book.read_text()) | {"canary": canary}))
    return Ground(prepared, prepared.public, _hidden_numbers(prepared), public_answers(prepared))


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


# --- what is secret --------------------------------------------------------------------------------------------------


def _hidden_numbers(prepared: Prepared) -> Hidden:
    """Inputs and expected values of hidden calls that no public call has."""
    plan, reference = prepared.key.plan, prepared.key.reference
    public = {number for call in plan.public for number in (*_asked(call), *_answered(call, reference))}
    asked = {number for call in plan.hidden for number in _asked(call)} - public
    hidden = asked | {number for call in plan.hidden for number in _answered(call, reference)} - public
    long = {number for number in hidden if len(repr(number)) > 10}
    return Hidden(
        written=frozenset({repr(number) for number in long} | {number.hex() for number in long}),
        # Of few digits, inputs alone: expected values are so many that any number might be one of them.
        digits=frozenset(_in_digits(asked, _SHORT) | _in_digits(hidden, _LONG)) - _in_digits(public, _SHORT),
        raw=frozenset(struct.pack(order, number) for number in long for order in ("<d", ">d")),
    )


def _in_digits(numbers: set[float], fewest: int) -> set[str]:
    """Numbers as attacks make whole ones of them: of so many digits, and no round ones if they are short."""
    scaled = [number * scale for number in numbers if math.isfinite(number) for scale in _SCALES]
    texts = {str(each) for size in scaled if math.isfinite(size) for each in (int(size), round(size))}
    return {text for text in texts if len(text) >= fewest and (len(text) >= _LONG or len(set(text)) > 2)}


def _asked(call: Call) -> Iterator[float]:
    yield from _floats(values.decode_arguments(call.arguments)[1])


def _answered(call: Call, reference: Transcript) -> Iterator[float]:
    if reference.outcomes[call].ending is Ending.VALUE:
        yield from _floats(values.decode_value(reference.outcomes[call].value))


def _floats(value: object) -> Iterator[float]:
    """The sizes of all numbers in a value; of a landscape or schedule, those of its recipe, and its curvatures."""
    if isinstance(value, MethodType):
        surface = cast("landscapes.Landscape", value.__self__)
        value = [landscapes.to_data(surface), surface.hessian([0.0] * surface.dimension)]
    if isinstance(value, schedules.Schedule):
        value = schedules.to_data(value)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, np.ndarray):
        value = value.reshape(-1).tolist()
    if isinstance(value, list | tuple):
        for part in value:
            yield from _floats(part)
    elif isinstance(value, float):
        yield abs(float(value))
