"""Two known mistakes in one function: `python -m tests.diagnosis.merged_pairs [--number N] [ASSIGNMENT …]`.

Of each assignment so many pairs of known mistakes that touch different lines of one function, drawn by a fixed seed and
merged into one hand-in; printed is of how many something is said, and of how many that it is these two.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from random import Random

from grader.grading.banks import Workshop
from grader.grading.grade import grade, with_searches
from grader.grading.prepare import prepared_with_bank
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import FoundBy, SourceKind, Submission
from grader.sandbox.base import Backend
from grader.sandbox.tiers import Backends
from tests.whole_course import WHOLE_COURSE as COURSE


def counted(prepared: Prepared, backend: Backend, number: int) -> Counter[str]:
    """What is said of so many merged pairs of an assignment; those that lose nothing together do not count."""
    assignment = prepared.assignment
    workshop = Workshop(COURSE, prepared, backend)
    pairs = [
        pair for function in assignment.functions if function in workshop.parts for pair in workshop._pairs(function)
    ]
    Random(f"pairs {assignment.id}").shuffle(pairs)
    found: Counter[str] = Counter()
    for pair in pairs[:number]:
        text = f"{workshop.source}\n\n{workshop.parts[pair.function].edited(pair.recipe.edits)}\n"
        submission = Submission("pair", assignment.id, f"{assignment.id}.py", SourceKind.PYTHON, text.encode())
        graded = with_searches(grade(submission, prepared, backend), prepared, share=1.0)
        if not any(judgement.lost and pair.function in judgement.functions for judgement in graded.grade.judgements):
            continue
        said = [each for each in graded.grade.diagnoses if each.function == pair.function]
        found["merged"] += 1
        found["named"] += bool(said)
        found["as a pair"] += any(each.described is not None and each.described.found is FoundBy.PAIR for each in said)
    return found


def main() -> int:
    """Print a line for each assignment, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=30, help="pairs of each assignment")
    parser.add_argument("assignments", nargs="*", help="only these")
    asked = parser.parse_args()
    everything: Counter[str] = Counter()
    with Backends(Isolation.STANDARD, hidden=True) as backends:
        for assignment in COURSE.assignments(asked.assignments):
            backend = backends.having(assignment.packages)
            found = counted(prepared_with_bank(COURSE, assignment, backend), backend, asked.number)
            sys.stdout.write(f"{assignment.id}: {_told(found)}\n")
            everything += found
    sys.stdout.write(f"all: {_told(everything)}\n")
    return 0


def _told(found: Counter[str]) -> str:
    return ", ".join(f"{found[what]} {what}" for what in ("merged", "named", "as a pair"))


if __name__ == "__main__":
    sys.exit(main())
