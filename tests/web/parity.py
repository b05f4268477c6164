"""Whether a browser says what `standard` says: `python -m tests.web.parity [--every N] [ASSIGNMENT …]`.

Every known mistake and accepted variant of the course is checked on the course's site in a real browser, over pipes to
a fresh interpreter, and by the official tier.  Compared is what a student is told of the public criteria: verdict,
points, message, hint, and each diagnosis.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grader.exports import results
from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Submission
from grader.release.editor import editor
from grader.release.pack import release
from grader.release.site import Web
from grader.sandbox.base import Backend
from grader.sandbox.tiers import INTERPRETER, STANDARD, open_tier
from tests.sandbox.verdicts import known_variants
from tests.web.conftest import PYODIDE, Bench, serving
from tests.whole_course import WHOLE_COURSE as COURSE

Told = dict[str, Any]


def told(json_text: str | bytes) -> Told:
    """What of a results document is the same wherever the file is checked."""
    row = json.loads(json_text)["grades"][0]
    return {
        "score": row["score"],
        "criteria": [
            {name: each[name] for name in ("id", "verdict", "points", "message", "hint")} for each in row["criteria"]
        ],
        "diagnoses": row["diagnoses"],
        "stops": row["stops"],
    }


def by(backend: Backend, submission: Submission, prepared: Prepared) -> Told:
    """What a tier says of a submission's public criteria."""
    return told(results.to_json([grade(submission, prepared.public, backend).grade]))


def in_browser(bench: Bench, submission: Submission) -> Told:
    """What the site says; the page of the assignment is open."""
    bench.value("delete window.told")
    bench.value("document.addEventListener('grader-checked', (event) => { window.told = event.detail; }, {once: true})")
    said = bench.check(submission.source.decode(), submission.filename)
    found = bench.value("window.told")
    assert found, said
    return told(found)


def sampled(prepared: Sequence[Prepared], every: int) -> Iterator[tuple[Prepared, list[Submission]]]:
    """Each `every`-th variant of each assignment."""
    for each in prepared:
        yield each, known_variants(COURSE, each.assignment)[::every]


def main() -> int:
    """Print each difference and the counts; 1 if there is a difference."""
    from tests.reports.browser import Browser, find_chromium  # noqa: PLC0415 - needs the package websockets

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only each N-th variant")
    parser.add_argument("assignments", nargs="*", help="only these")
    asked = parser.parse_args()
    program = find_chromium()
    if program is None or not (PYODIDE / "ready").exists():
        sys.exit("needs Chromium, and Pyodide: make .venv/pyodide/ready")
    counts = {"variants": 0, "criteria": 0, "diagnoses": 0, "differ in the browser": 0, "differ over pipes": 0}
    with (
        open_tier(STANDARD) as standard,
        open_tier(INTERPRETER) as pipes,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        assignments = COURSE.assignments(asked.assignments)
        recorded = [prepare(COURSE, each, standard, cache=COURSE.cache) for each in assignments]
        prepared = [each.with_all_rulings(lambda: standard) for each in recorded]
        release(COURSE, prepared, Path(folder) / "pack", web=Web(editor(COURSE.cache), PYODIDE))
        with serving(Path(folder) / "pack" / "web") as server, Browser(program, Path(folder) / "profile") as browser:
            for each, variants in sampled(prepared, asked.every):
                bench = Bench(browser, server.address)
                bench.open(each.assignment.id)
                for submission in variants:
                    official = by(standard, submission, each)
                    counts["variants"] += 1
                    counts["criteria"] += len(official["criteria"])
                    counts["diagnoses"] += len(official["diagnoses"])
                    for where, other in (
                        ("differ in the browser", in_browser(bench, submission)),
                        ("differ over pipes", by(pipes, submission, each)),
                    ):
                        if other != official:
                            counts[where] += 1
                            sys.stdout.write(
                                f"{each.assignment.id} {submission.student}: {where}\n  {official}\n  {other}\n"
                            )
    sys.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()) + "\n")
    return 1 if counts["differ in the browser"] or counts["differ over pipes"] else 0


if __name__ == "__main__":
    sys.exit(main())
