"""A class judged again after a change of tolerance, from what was recorded: `python benchmarks/regrade.py`.

A part of `make bench`.  The whole command `grader regrade` is timed, from its start to its end, for right work with
last digits of its own and for wrong work of which no file is known; with `--dry-run`, which writes no pages, and with
them.  No bytes of hand-ins are kept, so that nobody's code could run.  A second and core is a second of all cores.
What the command takes before it judges anything shows in a class of ten: the second figure is without it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.throughput import ASSIGNMENT, machine, mixed_class, right_class
from grader.batch.outputs import Outputs, open_outputs
from grader.batch.processes import default_jobs
from grader.batch.run import grade_class
from grader.collect.hand_in import at_hand
from grader.commands.preparing import prepare_all
from grader.course.folder import Course, find_course
from grader.isolation import Isolation
from grader.records import Submission

SIZE = 1000
FEW = 10
TURNS = 3
COMPARED = "names=PAIR|columns=COLUMNS"  # after each of these in the rubric another tolerance is put
CORES = os.cpu_count() or 1


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand-ins", type=int, default=SIZE)
    parser.add_argument("--json", type=Path, help="write every row there as well")
    options = parser.parse_args()
    print(f"{options.hand_ins} hand-ins to {ASSIGNMENT} judged again, {TURNS} turns, {machine()}")
    print(f"{'a second and core':28}{'whole command':>14}{'by turns':>14}{'start apart':>14}{'by turns':>14}")
    rows = {}
    with tempfile.TemporaryDirectory() as scratch:
        course = copied_course(Path(scratch) / "course")
        for name, submissions in classes(course, Path(scratch), options.hand_ins).items():
            out = graded(course, submissions, Path(scratch) / name)
            few = graded(course, submissions[:FEW], Path(scratch) / f"{name}, few")
            for pages in (False, True):
                taken = [judged_again(course, out, options.hand_ins, turn, pages=pages) for turn in range(TURNS)]
                begun = [judged_again(course, few, FEW, turn, pages=pages) for turn in range(TURNS)]
                row = f"{name}, {'with pages' if pages else 'without pages'}"
                rows[row] = {
                    "whole command": rates(options.hand_ins, taken),
                    "start apart": rates(options.hand_ins - FEW, (each - min(begun) for each in taken)),
                    "seconds for ten": sorted(begun),
                }
                print(f"{row:28}{shown(rows[row]['whole command'])}{shown(rows[row]['start apart'])}")
    if options.json is not None:
        options.json.write_text(json.dumps({"machine": machine(), "a second and core": rows}, indent=1))


def rates(count: int, seconds: Iterable[float]) -> list[float]:
    """Of each turn, the slowest first."""
    return sorted(count / each / CORES for each in seconds)


def shown(rates: Sequence[float]) -> str:
    """The median, and from which to which."""
    return f"{rates[len(rates) // 2]:14.0f}{f'{rates[0]:.0f} to {rates[-1]:.0f}':>14}"


def copied_course(folder: Path) -> Course:
    """A course whose rubric can be changed."""
    for part in ("assignments", "reference"):
        shutil.copytree(find_course(start=Path(__file__)).root / part, folder / part)
    return Course(folder)


def classes(course: Course, scratch: Path, size: int) -> dict[str, list[Submission]]:
    """Right work, and wrong work."""
    assignment = course.assignment(ASSIGNMENT)
    prepared, _ = prepare_all(course, [assignment], open_outputs(scratch / "prepared"), Isolation.STANDARD)
    wrong = [each for each in mixed_class(course, prepared[ASSIGNMENT], size) if each.student.startswith("w")]
    again = islice(cycle(wrong), size)
    return {
        "right": right_class(course, assignment, size),
        "wrong": [msgspec.structs.replace(each, student=f"w{place:05}") for place, each in enumerate(again)],
    }


def graded(course: Course, submissions: Sequence[Submission], folder: Path) -> Outputs:
    """The class graded once, and its bytes forgotten."""
    out = open_outputs(folder)
    prepared, isolation = prepare_all(course, [course.assignment(ASSIGNMENT)], out, Isolation.STANDARD)
    grade_class(list(map(at_hand, submissions)), prepared, outputs=out, isolation=isolation, jobs=default_jobs())
    with closing(sqlite3.connect(out.gradebook.files[0])) as book:
        book.execute("DELETE FROM sources")
        book.commit()
    return out


def judged_again(course: Course, out: Outputs, size: int, turn: int, *, pages: bool) -> float:
    """Seconds of the command, after another change of tolerance; a first one prepared the rubric of then."""
    rubric = course.assignment(ASSIGNMENT).folder / "test_public.py"
    before = rubric.read_text(encoding="utf-8")
    changed = re.sub(COMPARED, rf"\g<0>, tolerance={1e-3 * (1 + turn + TURNS * pages):g}", before)
    if changed == before:
        raise SystemExit(f"{rubric} compares nothing where a tolerance could be put")
    rubric.write_text(changed, encoding="utf-8")
    command = [sys.executable, "-m", "grader", "regrade", "--out", str(out.root), "--assignment", ASSIGNMENT]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    try:
        run([*command, "--dry-run"], course, environment)
        begun = time.perf_counter()
        said = run([*command, *([] if pages else ["--dry-run"])], course, environment)
        taken = time.perf_counter() - begun
    finally:
        rubric.write_text(before, encoding="utf-8")
    if re.search(rf"^{size} (would be )?judged again", said, re.MULTILINE) is None:
        raise SystemExit(f"it was not judged again from what is kept: {said}")
    return taken


def run(command: list[str], course: Course, environment: dict[str, str]) -> str:
    """What a command prints."""
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
