"""The same hand-ins graded by gradescope-utils: `pip install gradescope-utils`, then `python benchmarks/peers.py`.

gradescope-utils runs a unittest suite over the hand-in in one and the same process and writes results.json: no wall, no
clock, no pages, no gradebook.  It is given the same calls of `momentum_step` and the expected answers, in two ways, two
processes each: one interpreter that takes hand-in after hand-in, which is as quick as it can be, and one interpreter a
hand-in, as Gradescope has it.  Ours has two processes, too, and writes everything.
By turns in one run: the ratio counts, not the rate.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
import types
import unittest
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.throughput import ASSIGNMENT, machine, mixed_class
from grader.batch.describing import with_known
from grader.batch.outputs import open_outputs
from grader.batch.run import grade_class
from grader.collect.hand_in import at_hand
from grader.commands.preparing import prepare_all
from grader.course.folder import find_course
from grader.isolation import Isolation
from grader.sandbox import values

PROCESSES = 2
TURNS = 3
RELATIVE = 0.02  # of the largest number: one tolerance for all calls, where ours has one for each criterion
FLOOR = 1e-4  # who rounds to four decimals is right
WEIGHT = 5


def main() -> None:
    """Measure and print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand-ins", type=int, default=100)
    parser.add_argument(
        "--share", nargs=2, type=Path, help="grade what lies in the first folder into the second (used by itself)"
    )
    options = parser.parse_args()
    if options.share:
        grade_share(*options.share)
        return
    try:
        import gradescope_utils  # noqa: F401, PLC0415 - said in a sentence where it is missing
    except ImportError:
        sys.exit("needs the package gradescope-utils: pip install gradescope-utils")
    course = find_course(start=Path(__file__))
    print(f"{options.hand_ins} hand-ins to {ASSIGNMENT}, a third wrong, {PROCESSES} processes, {machine()}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = open_outputs(folder / "prepare")
        prepared, _ = prepare_all(course, [course.assignment(ASSIGNMENT)], made, Isolation.STANDARD)
        submissions = mixed_class(course, prepared[ASSIGNMENT], options.hand_ins)
        hand_ins = list(map(at_hand, submissions))
        warm = open_outputs(folder / "warm")
        grade_class(hand_ins, prepared, outputs=warm, isolation=Isolation.STANDARD, jobs=PROCESSES)
        prepared = with_known(prepared, warm)
        key = prepared[ASSIGNMENT].key
        write_hand_ins(folder, [(each.student, each.source) for each in submissions])
        expected = [
            (
                call.function,
                *values.decode_arguments(call.arguments),
                values.decode_value(key.reference.outcomes[call].value),
            )
            for call in key.plan.calls
        ]
        np.save(folder / "expected.npy", np.array(expected, dtype=object), allow_pickle=True)

        def ours(turn: int) -> None:
            outputs = open_outputs(folder / f"ours-{turn}")
            grade_class(hand_ins, prepared, outputs=outputs, isolation=Isolation.STANDARD, jobs=PROCESSES)

        ways: dict[str, Callable[[int], object]] = {
            "ours, `standard`, everything written": ours,
            "gradescope-utils, one interpreter after another": lambda _: by_peer(folder, options.hand_ins),
            "gradescope-utils, one interpreter for many": lambda _: by_peer(folder, PROCESSES),
        }
        seconds = by_turns(ways)
    for name, taken in seconds.items():
        ratios = [mine / other for mine, other in zip(seconds[next(iter(ways))], taken, strict=True)]
        print(
            f"{name:52}{options.hand_ins / statistics.median(taken):8.1f} a second;"
            f" ours takes {statistics.median(ratios):.2f} of its time, by turns {min(ratios):.2f} to {max(ratios):.2f}"
        )


def by_turns(ways: dict[str, Callable[[int], object]]) -> dict[str, list[float]]:
    """Seconds of each way, another one first each time."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(TURNS):
        names = list(ways)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            begun = time.perf_counter()
            ways[name](turn)
            taken[name].append(time.perf_counter() - begun)
    return taken


def write_hand_ins(folder: Path, sources: Sequence[tuple[str, bytes]]) -> None:
    """Each as a file, in one folder for all and in one for each process."""
    for place, (student, source) in enumerate(sources):
        for share in (f"share-of-{len(sources)}-{place}", f"share-of-{PROCESSES}-{place % PROCESSES}"):
            (folder / share).mkdir(exist_ok=True)
            (folder / share / f"{student}.py").write_bytes(source)


def by_peer(folder: Path, shares: int) -> None:
    """Every share in a process of its own, so many at once as ours has."""
    waiting = [folder / f"share-of-{shares}-{place}" for place in range(shares)]
    running: list[subprocess.Popen[bytes]] = []
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            share = waiting.pop()
            command = [sys.executable, __file__, "--share", str(share), str(folder / "results")]
            running.append(subprocess.Popen(command))
        ended = running.pop(0)
        if ended.wait():
            raise SystemExit("gradescope-utils failed")


def grade_share(share: Path, out: Path) -> None:
    """What a Gradescope autograder does, for each hand-in of a folder."""
    from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner  # noqa: PLC0415 - asked for alone

    out.mkdir(exist_ok=True)
    expected = np.load(share.parent / "expected.npy", allow_pickle=True)
    for path in share.iterdir():
        with (out / f"{path.stem}.json").open("w") as results, redirect_stdout(io.StringIO()):
            JSONTestRunner(visibility="visible", stream=results).run(suite_of(path, expected))
        score = json.loads((out / f"{path.stem}.json").read_text())["score"]
        if path.stem.startswith("r") and score != WEIGHT * len({row[0] for row in expected}):
            raise SystemExit(f"{path.stem} is right, and gets {score} points")


def suite_of(path: Path, expected: Any) -> unittest.TestSuite:
    """A test for each function: every call, compared within the tolerance."""
    from gradescope_utils.autograder_utils.decorators import weight  # noqa: PLC0415 - as above

    module = types.ModuleType(ASSIGNMENT)
    with suppress(Exception):  # its tests then fail, each for itself
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))  # noqa: S102 - that is what it does

    def test_of(function: str) -> Callable[[unittest.TestCase], None]:
        def test(_: unittest.TestCase) -> None:
            for name, positional, keywords, want in expected:
                if name == function:
                    expected_numbers = np.hstack(want)
                    room = max(RELATIVE * np.abs(expected_numbers).max(initial=0.0), FLOOR)
                    got = np.hstack(getattr(module, name)(*positional, **keywords))
                    np.testing.assert_allclose(got, expected_numbers, rtol=0, atol=room)

        weighted: Callable[[unittest.TestCase], None] = weight(WEIGHT)(test)
        return weighted

    tests = {f"test_{name}": test_of(name) for name in dict.fromkeys(row[0] for row in expected)}
    return unittest.defaultTestLoader.loadTestsFromTestCase(type("Tests", (unittest.TestCase,), tests))


if __name__ == "__main__":
    main()
