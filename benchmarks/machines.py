"""A class by one process, by two, and by a Dask scheduler with two workers on this machine: `make bench`.

The mixed class of `throughput.py`, in `standard`, by turns.  What the second process gains has its limit in the second
core, and in what is done once: starting, and the class's pages.  Dask's workers are started beforehand, as they would
be; each starts what it grades in with its first unit.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.throughput import ASSIGNMENT, TURNS, machine, mixed_class
from grader.batch.describing import with_known
from grader.batch.outputs import open_outputs
from grader.batch.run import grade_class
from grader.cluster.asking import Cluster
from grader.collect.hand_in import HandIn, at_hand
from grader.commands.preparing import prepare_all
from grader.course.folder import find_course
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from tests.cluster.conftest import Dask

WAYS = ("one process", "two processes", "Dask, two workers")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand-ins", type=int, default=300)
    parser.add_argument("--json", type=Path, help="write every turn there as well")
    options = parser.parse_args()
    course = find_course(start=Path(__file__))
    print(f"{options.hand_ins} hand-ins to {ASSIGNMENT}, {TURNS} turns, {machine()}")
    with tempfile.TemporaryDirectory() as scratch, closing(Dask(Path(scratch) / "dask")) as dask:
        folder = Path(scratch)
        prepared, _ = prepare_all(
            course, [course.assignment(ASSIGNMENT)], open_outputs(folder / "prepared"), Isolation.STANDARD
        )
        hand_ins = list(map(at_hand, mixed_class(course, prepared[ASSIGNMENT], options.hand_ins)))
        warm = open_outputs(folder / "warm")
        grade_class(hand_ins, prepared, outputs=warm, isolation=Isolation.STANDARD, jobs=2)
        prepared = with_known(prepared, warm)  # searches have a row of their own
        taken = defaultdict[str, list[float]](list)
        for turn in range(TURNS):
            place = turn % len(WAYS)
            for way in WAYS[place:] + WAYS[:place]:
                taken[way].append(seconds_of(way, hand_ins, prepared, folder / f"{way}-{turn}", dask))
    print(f"{'':24}{'a second':>12}{'slowest to quickest':>24}")
    rates = {way: sorted(options.hand_ins / seconds for seconds in taken[way]) for way in WAYS}
    for way, turns in rates.items():
        print(f"{way:24}{turns[len(turns) // 2]:12.1f}{f'{turns[0]:.1f} to {turns[-1]:.1f}':>24}")
    for way in WAYS[1:]:
        print(f"{way} / {WAYS[0]}: {sum(taken[WAYS[0]]) / sum(taken[way]):.2f}")
    if options.json is not None:
        options.json.write_text(json.dumps({"machine": machine(), "a second": rates}, indent=1), encoding="utf-8")


def seconds_of(
    way: str, hand_ins: Sequence[HandIn], prepared: Mapping[str, Prepared], folder: Path, dask: Dask
) -> float:
    """How long a class takes, with everything written."""
    outputs, begun = open_outputs(folder), time.perf_counter()
    if way.startswith("Dask"):
        with Cluster(dask.address, "standard") as cluster:
            grade_class(hand_ins, prepared, outputs=outputs, isolation=Isolation.STANDARD, jobs=2, cluster=cluster)
    else:
        jobs = 1 + WAYS.index(way)
        grade_class(hand_ins, prepared, outputs=outputs, isolation=Isolation.STANDARD, jobs=jobs)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
