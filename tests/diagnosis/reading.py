"""Described hand-ins to be read by a person: `python -m tests.diagnosis.reading FOLDER [--seed N] [--number N]`.

Right work with one random slip in it, of which no file is known and something is described all the same.  For each
there is what its student has: the statement, and the report in words.  Whoever reads these two alone says where in the
code the slip is; `slips.txt` beside them has the change that was made, to be compared afterwards.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, islice, zip_longest
from pathlib import Path

from grader.course import variants
from grader.grading.grade import Graded, grade, with_searches
from grader.grading.prepare import prepared_with_bank
from grader.grading.prepared import Prepared
from grader.grading.slip_test import slip_test
from grader.isolation import Isolation
from grader.records import Submission
from grader.reports.pages import student
from grader.sandbox.tiers import Backends
from tests.reports.reading import Element, read
from tests.whole_course import WHOLE_COURSE as COURSE

_WITHOUT = {"landscape_quiz", "draw_the_landscape"}  # a slip there is another label, or another picture


def described(
    prepared: Prepared, backends: Backends, number: int, seed: int
) -> Iterator[tuple[Submission, str, Graded]]:
    """Hand-ins with one slip that is described, the variant that each was, and its grade."""
    backend = backends.having(prepared.assignment.packages)
    for said in slip_test(COURSE, prepared, backend, number=4 * number, seed=seed):
        submission = said.slip.submission
        graded = with_searches(grade(submission, prepared, backend), prepared, share=1.0)
        if any(each.described is not None for each in graded.grade.diagnoses):
            yield submission, said.slip.of, graded


def right_sources(prepared: Prepared) -> dict[str, str]:
    """The text of the reference and of each accepted variant."""
    right = [
        variants.solution(COURSE, prepared.assignment),
        *(each.submission for each in variants.accepted(COURSE, prepared.assignment)),
    ]
    return {each.student: each.source.decode() for each in right}


def main() -> int:
    """Write so many, from all assignments in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=30)
    asked = parser.parse_args()
    assignments = [each for each in COURSE.assignments() if each.id not in _WITHOUT]
    with ExitStack() as open_:
        backends = open_.enter_context(Backends(Isolation.STANDARD, hidden=True))
        prepared = [prepared_with_bank(COURSE, each, backends.having(each.packages)) for each in assignments]
        share = -(-asked.number // len(prepared))
        each_in_turn = zip_longest(
            *(
                [(one, *found) for found in islice(described(one, backends, share, asked.seed), share)]
                for one in prepared
            )
        )
        chosen = [found for found in chain.from_iterable(each_in_turn) if found is not None][: asked.number]
    slips = [_write(asked.folder / f"{place:02}", *found) for place, found in enumerate(chosen, 1)]
    (asked.folder / "slips.txt").write_text("\n".join(slips), encoding="utf-8")
    sys.stdout.write(f"{len(chosen)} described hand-ins in {asked.folder}\n")
    return 0


def _write(folder: Path, prepared: Prepared, submission: Submission, variant: str, graded: Graded) -> str:
    """What one student has, as files; the change that was made, as text."""
    folder.mkdir(parents=True, exist_ok=True)
    page = student.page(graded, prepared)
    (folder / "report.html").write_text(page, encoding="utf-8")
    (folder / "report.txt").write_text("\n".join(_lines(read(page).one("main"))), encoding="utf-8")
    statement = (prepared.assignment.folder / "statement.md").read_text(encoding="utf-8")
    (folder / "statement.md").write_text(statement, encoding="utf-8")
    before = ast.unparse(ast.parse(right_sources(prepared)[variant]))
    changed = difflib.unified_diff(before.splitlines(), submission.source.decode().splitlines(), lineterm="", n=1)
    return "\n".join([f"== {folder.name} {prepared.assignment.id}, {variant}", *changed])


_LINES = {"h1", "h2", "h3", "h4", "p", "li", "tr", "summary", "figcaption", "pre", "dt", "dd"}


def _lines(element: Element) -> Iterator[str]:
    """A page's text, a line for each paragraph, row or heading; pictures are left out."""
    for part in element.content:
        if isinstance(part, str) or part.tag == "svg":
            continue
        if part.tag in _LINES and not any(part.all(tag) for tag in _LINES):
            yield part.text
        else:
            yield from _lines(part)


if __name__ == "__main__":
    sys.exit(main())
