"""How much a class is held up by hostile hand-ins: `python benchmarks/hostile.py`, from the root of the repository.

Grades the same class twice, with everything written: once harmless throughout, once with an attack of
`tests/attacks/corpus` in every third place, each for the assignment of the harmless hand-in that it replaces.  Attacks
that wait for a clock are left out: what they cost is the time limit.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the attacks lie with the tests

from grader.batch.outputs import open_outputs
from grader.batch.processes import default_jobs
from grader.batch.run import grade_class
from grader.collect.hand_in import at_hand
from grader.isolation import Isolation
from grader.records import Submission
from tests.attacks.arena import Arena, harmless
from tests.attacks.corpus import ATTACKS

TURNS = 3
TIERS = (Isolation.STANDARD, Isolation.STRICT)


def main() -> None:
    """Print a table."""
    print(f"{'':12}{'hand-ins':>10}{'harmless':>12}{'every third hostile':>22}{'ratio':>8}   hand-ins a second")
    for tier in TIERS:
        with tempfile.TemporaryDirectory() as folder, Arena(Path(folder), tier) as arena:
            peaceful, mixed = classes(arena)
            seconds = [0.0, 0.0]
            for turn in range(TURNS):
                for which, hand_ins in enumerate((peaceful, mixed)):
                    seconds[which] += timed(arena, hand_ins, Path(folder) / f"graded-{turn}-{which}")
            rates = [TURNS * len(peaceful) / each for each in seconds]
            ratio = rates[1] / rates[0]
            print(f"{tier:12}{len(peaceful):10}{rates[0]:12.1f}{rates[1]:22.1f}{ratio:8.2f}")


def classes(arena: Arena) -> tuple[list[Submission], list[Submission]]:
    """Three hand-ins for each attack: all harmless, and with the attack as the third."""
    honest = {each.id: cycle(harmless(arena, each.id)) for each in arena.course.assignments()}
    peaceful: list[Submission] = []
    mixed: list[Submission] = []
    for attack in ATTACKS:
        if attack.slow:
            continue
        three = [next(honest[attack.assignment]) for _ in range(3)]
        peaceful += three
        mixed += [*three[:2], arena.handed_in(attack)]
    return numbered(peaceful), numbered(mixed)


def numbered(hand_ins: list[Submission]) -> list[Submission]:
    """A student for each."""
    return [msgspec.structs.replace(each, student=f"s{number:05}") for number, each in enumerate(hand_ins)]


def timed(arena: Arena, hand_ins: list[Submission], out: Path) -> float:
    """Seconds to grade a class, everything written."""
    prepared = {each.id: arena.ground(each.id).prepared for each in arena.course.assignments()}
    started = time.perf_counter()
    grade_class(
        [at_hand(each) for each in hand_ins],
        prepared,
        outputs=open_outputs(out),
        isolation=arena.tier,
        jobs=default_jobs(),
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
