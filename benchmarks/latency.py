"""How long one waits: whole commands, from their start to their end.

`python benchmarks/latency.py`; a part of `make bench`.  The first row is the least that any tool of this kind needs: a
Python that imports NumPy, once for the grader and once for student code.  A third of the class has known mistakes;
searches for what nobody wrote down have a row in `throughput.py`.  Turns alternate, another command first each time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.throughput import ASSIGNMENT, machine, right_class
from grader.course import variants
from grader.course.folder import find_course

TURNS = 5
SIZE = 100


@dataclass(frozen=True, slots=True)
class Wait:
    """A command, where it is run, and what is done before each time."""

    name: str
    arguments: tuple[str, ...]
    folder: Path
    before: Callable[[], object] = lambda: None


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--json", type=Path, help="write every turn there as well")
    options = parser.parse_args()
    print(f"seconds of whole commands, {options.turns} turns, {machine()}")
    with tempfile.TemporaryDirectory() as scratch:
        taken = by_turns(waits(Path(scratch)), options.turns)
    print(f"{'':52}{'median':>10}{'quickest':>10}{'slowest':>10}")
    for name, seconds in taken.items():
        print(f"{name:52}{statistics.median(seconds):10.2f}{min(seconds):10.2f}{max(seconds):10.2f}")
    if options.json is not None:
        options.json.write_text(json.dumps({"machine": machine(), "seconds": taken}, indent=1), encoding="utf-8")


def waits(folder: Path) -> list[Wait]:
    """The commands, with all that they need."""
    course = find_course(start=Path(__file__))
    assignment = course.assignment(ASSIGNMENT)
    run([sys.executable, "-m", "grader", "release", "--out", str(folder / "pack"), ASSIGNMENT], course.root)
    (folder / "pack" / f"{ASSIGNMENT}.py").write_bytes(variants.solution(course, assignment).source)
    mistakes = cycle(variants.mistakes(course, assignment))
    for place, each in enumerate(right_class(course, assignment, SIZE)):
        source = next(mistakes).submission.source if place % 3 == 2 else each.source
        for hand_ins in ["class", *(["one"] if not place else [])]:
            path = folder / hand_ins / each.student / f"{ASSIGNMENT}.py"
            path.parent.mkdir(parents=True)
            path.write_bytes(source)

    def grade(name: str, hand_ins: str, out: str, before: Callable[[], object] = lambda: None) -> Wait:
        arguments = (
            "-m",
            "grader",
            "grade",
            str(folder / hand_ins),
            "--out",
            str(folder / out),
            "--assignment",
            ASSIGNMENT,
        )
        return Wait(name, (*arguments, "--force", "--quiet"), course.root, before)

    return [
        Wait("Python that imports NumPy, twice", ("-c", NUMPY_TWICE), folder),
        Wait("grader --help", ("-m", "grader", "--help"), folder),
        Wait("grader check, a right file", ("-m", "grader", "check", ASSIGNMENT), folder / "pack"),
        grade("grader grade, one hand-in, the key recorded", "one", "one-out"),
        grade(f"grader grade, {SIZE} hand-ins, the key recorded", "class", "class-out"),
        grade(f"grader grade, {SIZE} hand-ins, the first run ever", "class", "new", lambda: forget(folder / "new")),
    ]


NUMPY_TWICE = "import subprocess, sys, numpy; subprocess.run([sys.executable, '-c', 'import numpy'])"


def forget(folder: Path) -> None:
    """Have no run been here before."""
    shutil.rmtree(folder, ignore_errors=True)


def by_turns(commands: list[Wait], turns: int) -> dict[str, list[float]]:
    """Seconds of each command; the first turn, in which files come from the disk, does not count."""
    taken: dict[str, list[float]] = {each.name: [] for each in commands}
    for turn in range(turns + 1):
        place = turn % len(commands)
        for each in commands[place:] + commands[:place]:
            each.before()
            begun = time.perf_counter()
            run([sys.executable, *each.arguments], each.folder)
            if turn:
                taken[each.name].append(time.perf_counter() - begun)
    return taken


def run(command: list[str], folder: Path) -> None:
    """Run a command to its end, without what it prints."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
