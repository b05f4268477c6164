"""What an attack is, and the honest code that attacks are written around.

The score itself tells whether an attack went through: hostile code stands in front of a right answer and raises where
it is refused, so whoever earns more than the honest part has got what it tried for.  A new attack is an entry in a
module of `corpus/`, in the class of threats that it belongs to.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.records import SourceKind

ALL = 10.0  # what `momentum_step` is worth
STEP = 4.0  # of these for `sgd_step`, which most attacks leave right
NOTHING = 0.0

# What the classes are called; docs/explanation/threat-model.md has a row for each.
CLASSES = {
    1: "reads what the grader knows",
    2: "answers with something else than data",
    3: "answers with numbers that compare too well",
    4: "forges answers, or earns by not answering",
    5: "outlives its clocks, or starts something that does",
    6: "takes rights",
    7: "reaches past the file system rules",
    8: "uses what the host leaves lying about",
    9: "leaves something for the next hand-in",
    10: "is no ordinary file",
    11: "hurts whoever parses it",
    12: "writes into pages, tables, terminals and logs",
    13: "carries hidden inputs out",
    14: "plays the rubric",
    15: "means no harm",
}

RIGHT_STEP = """
def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return weight + new_velocity, new_velocity

"""

RIGHT_RUN = """
def right_run(start, lr, momentum, steps):
    import math
    weight, velocity = float(start), 0.0
    rows = [[weight, math.sin(3 * weight) + 0.5 * weight**2 - weight]]
    for _ in range(steps):
        velocity = momentum * velocity - lr * (3 * math.cos(3 * weight) + weight - 1)
        weight += velocity
        rows.append([weight, math.sin(3 * weight) + 0.5 * weight**2 - weight])
    return rows

"""

RIGHT = RIGHT_STEP + RIGHT_RUN + "optimize_with_momentum = right_run\n\n"


@dataclass(frozen=True, slots=True)
class Attack:
    """One hand-in: what it tries, and what may come of it.

    In `source` the arena fills in `@MARKER@` (a name for files that must not appear), `@COURSE@` (the course folder),
    `@TCP@`, `@UDP@` (ports that must not hear anything), `@UNIX@` (the same for an abstract socket), `@OUT@`,
    `@SEEDED@` (text that only secrets hold; `@DEEDEES@` is the same backwards) and `@PUBLIC_ANSWERS@` (a table of what
    students can know).
    """

    threat: int
    name: str
    tries: str
    source: str | bytes
    most: float  # the points that its honest part deserves
    exact: bool = False  # it earns just these: what an honest student would have got
    slow: bool = False  # it waits for a clock
    kind: SourceKind = SourceKind.PYTHON
    forbidden: tuple[str, ...] = ()  # must not stand in the student's page as it is
    deliver: Callable[[Path, Path], Any] | None = None  # (student's folder, course) → puts the hand-in there itself


def in_call(threat: int, name: str, tries: str, body: str, *, most: float = STEP, **more: Any) -> Attack:
    """Hostile code inside a function; what follows it is right, so it earns the points if nothing stops it."""
    hostile = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    source = (
        RIGHT_STEP
        + RIGHT_RUN
        + f"def optimize_with_momentum(start, lr, momentum, steps):\n{hostile}\n"
        + "    return right_run(start, lr, momentum, steps)\n"
    )
    return Attack(threat, name, tries, source, most, **more)


def at_load(threat: int, name: str, tries: str, body: str, *, most: float = NOTHING, **more: Any) -> Attack:
    """Hostile code while the file is loaded, with right functions after it."""
    return Attack(threat, name, tries, textwrap.dedent(body).strip() + "\n" + RIGHT, most, **more)


def around(threat: int, name: str, tries: str, source: str, *, most: float = STEP, **more: Any) -> Attack:
    """A right `sgd_step` and a right `right_run` to misuse; `source` writes the rest."""
    return Attack(threat, name, tries, RIGHT_STEP + RIGHT_RUN + textwrap.dedent(source), most, **more)


def careless(name: str, tries: str, source: str, *, most: float = ALL, **more: Any) -> Attack:
    """An accident of an honest student, who gets exactly what the work deserves."""
    return Attack(15, name, tries, textwrap.dedent(source).lstrip("\n"), most, exact=True, **more)
