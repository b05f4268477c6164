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
from tests.attacks import points
from tests.attacks.open_kinds import KINDS, SOLUTION
from tests.whole_course import COURSE

MOMENTUM, SCHEDULES, OPTIMIZERS = "momentum_step", "cosine_annealing", "optimizer_comparison"
ASSIGNMENTS = (MOMENTUM, SCHEDULES, OPTIMIZERS, KINDS)

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

# The honest part of hand-ins for the others, and what their functions are called with.
RIGHT_OF = {
    assignment: (COURSE.reference / assignment / "solution.py").read_text(encoding="utf-8")
    for assignment in (SCHEDULES, OPTIMIZERS)
} | {KINDS: SOLUTION}
_CALLED_WITH = {
    "step_decay": (SCHEDULES, "lr0, t, factor, every"),
    "exponential_decay": (SCHEDULES, "lr0, t, gamma"),
    "cosine_annealing": (SCHEDULES, "lr0, t, total"),
    "descend_with_schedule": (SCHEDULES, "grad, start, schedule, steps"),
    "gradient_descent": (OPTIMIZERS, "grad, start, lr, steps"),
    "momentum": (OPTIMIZERS, "grad, start, lr, steps, alpha=0.9"),
    "adam": (OPTIMIZERS, "grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8"),
    "condition_number": (OPTIMIZERS, "hessian"),
    "steps_to_converge": (OPTIMIZERS, "trajectory, minimum, tol"),
    "compare_optimizers": (OPTIMIZERS, "hessian, minimum, start, lrs, steps, tol"),
    "classify": (KINDS, "hessian"),
    "flat_places": (KINDS, "depth"),
    "stable_rates": (KINDS, "hessian"),
    "summary": (KINDS, "path"),
    "walk": (KINDS, "grad, start, lr, steps"),
    "draw": (KINDS, "loss, path"),
}


@dataclass(frozen=True, slots=True)
class Attack:
    """One hand-in: what it tries, and what may come of it.

    In `source` the arena fills in `@MARKER@` (a name for files that must not appear), `@COURSE@` (the course folder),
    `@TCP@`, `@UDP@` (ports that must not hear anything), `@UNIX@` (the same for an abstract socket), `@OUT@`,
    `@SEEDED@` (text that only secrets hold; `@DEEDEES@` is the same backwards), `@PUBLIC_ANSWERS@` (a table of what
    students can know) and `@PUBLIC_CALLS@` (how many calls these are).
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
    assignment: str = MOMENTUM


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
    """Hostile code while the file is loaded, with right functions after it.

    All of it is one statement: a line that is refused by itself would be passed over, and what is below it graded.
    """
    hostile = textwrap.indent(textwrap.dedent(body).strip() + "\n" + RIGHT, "    ")
    return Attack(threat, name, tries, f"if True:\n{hostile}", most, **more)


def around(threat: int, name: str, tries: str, source: str, *, most: float = STEP, **more: Any) -> Attack:
    """A right `sgd_step` and a right `right_run` to misuse; `source` writes the rest."""
    return Attack(threat, name, tries, RIGHT_STEP + RIGHT_RUN + textwrap.dedent(source), most, **more)


def careless(name: str, tries: str, source: str, *, most: float = ALL, **more: Any) -> Attack:
    """An accident of an honest student, who gets exactly what the work deserves."""
    return Attack(15, name, tries, textwrap.dedent(source).lstrip("\n"), most, exact=True, **more)


def instead(threat: int, name: str, tries: str, function: str, body: str, **more: Any) -> Attack:
    """Hostile code in the place of one function of the other assignments; the others are right.

    `right`, with the same parameters, answers as the reference does; where the body does not return, it is asked, and
    also where an honest function of the same hand-in calls, with a gradient that is a plain function.  The honest part
    is worth what is left without this function, unless `most` says otherwise, and it must earn just that: a point lost
    on the way would leave room for one that is stolen.
    """
    assignment, given = _CALLED_WITH[function]
    names = ", ".join(each.partition("=")[0].strip() for each in given.split(","))
    hostile = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    ours = f'    if not hasattr(grad, "__self__"): return right({names})\n' if "grad" in names.split(", ") else ""
    source = (
        f"{RIGHT_OF[assignment]}\n\nright = {function}\n\n\n"
        f"def {function}({given}):\n{ours}{hostile}\n    return right({names})\n"
    )
    most = more.pop("most", None)
    if most is None:
        most = points.without(assignment, function)
    return Attack(threat, name, tries, source, most, exact=more.pop("exact", True), assignment=assignment, **more)


def beside(threat: int, name: str, tries: str, assignment: str, source: str, most: float, **more: Any) -> Attack:
    """Right work on one of the other assignments, and `source` after it; it earns just `most`."""
    right = f"{RIGHT_OF[assignment]}\n\n{textwrap.dedent(source).strip()}\n"
    return Attack(threat, name, tries, right, most, exact=more.pop("exact", True), assignment=assignment, **more)
