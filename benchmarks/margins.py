"""How far right answers stay inside the tolerance, and mistakes outside: the table of docs/explanation/tolerances.md.

Every distance is a fraction of the column's size (of `lr0` for rates), the largest over all calls of the rubric.  For
right answers the worst seed counts, for mistakes the one on which they hide best:
`python benchmarks/margins.py --seeds 50`.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course
from grader.grading.prepare import prepare_with
from grader.isolation import Isolation
from grader.records import Call, Ending, Outcome, Transcript
from grader.rubric import casebook as casebooks
from grader.rubric.rubric_files import collect
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.recording import record
from grader.sandbox.tiers import open_backend

SINGLE = "single_precision"
ROUNDED = ("rounded", "four")  # how variants that round are called
APPROXIMATE = ("finite_differences",)
SCALES = {"sgd_step": 1.0}  # criteria that set a scale of their own: the size of the numbers they draw


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    seeds = parser.parse_args().seeds
    course = find_course(start=Path(__file__))
    print("| function | double | single | rounded | nearest mistake |")
    print("|---|---|---|---|---|")
    for assignment in course.assignments():
        right: dict[tuple[str, str], float] = defaultdict(float)
        wrong: dict[tuple[str, str], float] = {}
        backend = open_backend(Isolation.AUTO, packages=assignment.packages, hidden=False)
        for number in range(seeds):
            for key, distance in measured(course, assignment, backend, number):
                if key[1].startswith("mistake "):
                    wrong[key] = min(wrong.get(key, math.inf), distance)
                else:
                    right[key] = max(right[key], distance)
        backend.close()
        for function in assignment.functions:
            print(row(function, right, wrong))


def row(function: str, right: Mapping[tuple[str, str], float], wrong: Mapping[tuple[str, str], float]) -> str:
    """One line of the table."""
    of_kind = [f"{right[function, kind]:.1e}" for kind in ("double", "single", "rounded")]
    mistakes = {name: distance for (where, name), distance in wrong.items() if where == function}
    nearest = min(mistakes, key=mistakes.__getitem__)
    shown = f"{mistakes[nearest]:.2g}, {nearest.removeprefix('mistake ').replace('_', ' ')}"
    return f"| `{function}` | {' | '.join(of_kind)} | {shown} |"


def measured(
    course: Course, assignment: Assignment, backend: Backend, number: int
) -> Iterator[tuple[tuple[str, str], float]]:
    """Function and kind of variant, or name of mistake, with its distance under one seed."""
    rubric = collect(assignment)
    book = casebooks.draw(rubric, hashlib.sha256(f"selftest {number}".encode()).digest())
    prepared = prepare_with(course, assignment, rubric, book, backend)
    reference = prepared.key.reference
    for variant in variants.accepted(course, assignment):
        transcript = record(variant.submission, prepared.key.plan.calls, backend=backend, limits=assignment.limits)
        for function in assignment.functions:
            yield (function, kind_of(variant.id)), distance_on(function, transcript.outcomes, reference)
    for mistake in prepared.mistakes:
        outcomes = {call: mistake.outcomes.get(call, outcome) for call, outcome in reference.outcomes.items()}
        yield (mistake.function, f"mistake {mistake.id}"), distance_on(mistake.function, outcomes, reference)


def kind_of(variant: str) -> str:
    """Which column of the table an accepted variant belongs to."""
    if variant == SINGLE:
        return "single"
    if any(word in variant for word in ROUNDED):
        return "rounded"
    return "approximate" if any(word in variant for word in APPROXIMATE) else "double"


def distance_on(function: str, outcomes: Mapping[Call, Outcome], reference: Transcript) -> float:
    """The largest distance on the calls of a function."""
    calls = [call for call in reference.outcomes if call.function == function]
    return max((distance(call, outcomes[call], reference.outcomes[call]) for call in calls), default=0.0)


def distance(call: Call, got: Outcome, want: Outcome) -> float:
    """The largest |got - want| as a fraction of its column's size; infinite where the form differs."""
    if got.ending is not want.ending or bool(got.arguments_after) != bool(want.arguments_after):
        return math.inf
    if want.ending is not Ending.VALUE:
        return 0.0
    scale = values.decode_arguments(call.arguments)[1].get("lr0", SCALES.get(call.function))
    return between(values.decode_value(got.value), values.decode_value(want.value), scale)


def between(got: Any, want: Any, scale: float | None) -> float:
    """The distance of two values, part by part where the expected one is a tuple or a dict."""
    if isinstance(want, dict):
        same = isinstance(got, dict) and got.keys() == want.keys()
        return max(between(got[name], want[name], scale) for name in want) if same else math.inf
    if isinstance(want, tuple):
        same = isinstance(got, Sequence | np.ndarray) and len(got) == len(want)
        return max(map(between, got, want, [scale] * len(want))) if same else math.inf
    if want is None or got is None or isinstance(want, int):  # counts are exact
        return 0.0 if isinstance(got, int | np.integer | None) and got == want else math.inf
    try:
        ours, theirs = np.asarray(want, dtype=np.float64), np.asarray(got, dtype=np.float64)
    except (TypeError, ValueError):
        return math.inf
    if ours.shape != theirs.shape or not np.isfinite(theirs).all():
        return math.inf
    size = np.abs(ours).max(axis=0) if ours.ndim == 2 else np.abs(ours).max(initial=0.0)
    allowed = np.maximum(size if scale is None else scale, 1e-9 / 3e-4)  # the floor of the rule
    return float((np.abs(theirs - ours) / allowed).max(initial=0.0))


if __name__ == "__main__":
    main()
