"""How much memory a class takes: `python benchmarks/memory.py`, from the root of the repository.

Writes classes to disk, two thirds right and a third with known mistakes, each with last digits of its own, and grades
them with the command `grade`.  Meanwhile the memory of its process and of all below it, shards and workers, is summed:
what several share is divided among them (PSS), so that the sum is what the machine has to have.  The first process
holds what grows with a class: two sizes tell by how much.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # its neighbours lie beside it

from benchmarks.throughput import OWN_DIGITS, machine
from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course

ASSIGNMENT = "flat_and_sharp"
SIZES = (1_000, 10_000)
WRONG = 3  # every so-manieth
PAUSE = 0.2  # seconds between two looks
MIB = 1024  # kB


@dataclass(frozen=True, slots=True)
class Peak:
    """The most that was seen, in kB: of the first process, and of it and all below it."""

    first: int = 0
    tree: int = 0


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand-ins", type=int, nargs="+", default=SIZES)
    parser.add_argument("--assignment", default=ASSIGNMENT)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write every row there as well")
    parser.add_argument("--again", action="store_true", help="grade each class a second time, with nothing to be done")
    options = parser.parse_args()

    course = find_course(start=Path(__file__))
    assignment = course.assignment(options.assignment)
    print(f"hand-ins to {assignment.id}, {options.jobs} processes, {machine()}")
    print(f"{'':24}{'whole tree, MiB':>18}{'first process, MiB':>20}{'seconds':>10}")
    first: dict[str, list[tuple[int, int]]] = {}
    rows: list[dict[str, float | str]] = []
    for size in options.hand_ins:
        with tempfile.TemporaryDirectory() as folder:
            write_class(course, assignment, size, Path(folder, "class"))
            for turn in ("graded", "graded again")[: 1 + options.again]:
                started = time.perf_counter()
                peak = peak_of(command(course, assignment, Path(folder), options.jobs), course.root)
                seconds = time.perf_counter() - started
                first.setdefault(turn, []).append((size, peak.first))
                name = f"{size} {turn}"
                rows.append({"row": name, "tree, MiB": peak.tree / MIB, "first, MiB": peak.first / MIB})
                print(f"{name:24}{peak.tree / MIB:18.0f}{peak.first / MIB:20.0f}{seconds:10.0f}", flush=True)
    for turn, seen in first.items():
        for (size, least), (larger, most) in pairwise(seen):
            growth = 1024 * (most - least) / (larger - size)
            print(f"{turn}: the first process grows by {growth:.0f} bytes a hand-in from {size} to {larger}")
            rows.append({"row": f"{turn}, from {size} to {larger}", "growth, bytes a hand-in": growth})
    if options.json is not None:
        options.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1), encoding="utf-8")


def write_class(course: Course, assignment: Assignment, size: int, folder: Path) -> None:
    """Hand-ins of the reference and its accepted variants, and every third a known mistake; no two alike."""
    right = [variants.solution(course, assignment)]
    right += [each.submission for each in variants.accepted(course, assignment)]
    wrong = cycle([each.submission for each in variants.mistakes(course, assignment)])
    wrapped = "\n".join(f"{name} = _with_own_digits({name})" for name in assignment.functions)
    for number, one in enumerate(islice(cycle(right), size), start=1):
        made = next(wrong) if number % WRONG == 0 else one
        path = folder / f"s{number:06}" / f"{assignment.id}{Path(made.filename).suffix}"
        path.parent.mkdir(parents=True)
        path.write_bytes(made.source + OWN_DIGITS.format(number=number, functions=wrapped).encode())


def command(course: Course, assignment: Assignment, folder: Path, jobs: int) -> list[str]:
    """The command that grades the class in a folder."""
    told = ["--out", folder / "out", "--assignment", assignment.id, "--jobs", jobs, "--course", course.root]
    return [sys.executable, "-m", "grader", "grade", str(folder / "class"), "--quiet", *map(str, told)]


def peak_of(arguments: list[str], where: Path) -> Peak:
    """The most memory that a command takes, looked at until it has ended."""
    peak = Peak()
    with subprocess.Popen(arguments, cwd=where, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        while running.poll() is None:
            held = {process: pss(process) for process in family(running.pid)}
            peak = Peak(max(peak.first, held.get(running.pid, 0)), max(peak.tree, sum(held.values())))
            time.sleep(PAUSE)
        said = b"" if running.stderr is None else running.stderr.read()
    if running.returncode:
        raise SystemExit(f"the class could not be graded: {said.decode()}")
    return peak


def family(first: int) -> Iterator[int]:
    """A process and all below it."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state = path.read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has ended since
            continue
        below.setdefault(int(state.rpartition(")")[2].split()[1]), []).append(int(path.parent.name))
    waiting = [first]
    while waiting:
        process = waiting.pop()
        yield process
        waiting += below.get(process, [])


def pss(process: int) -> int:
    """The memory of a process in kB, of what is shared its part; nothing of one that has ended."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^Pss: +(\d+) kB$", told, re.MULTILINE)
    return 0 if found is None else int(found[1])


if __name__ == "__main__":
    main()
