"""A made-up class: hand-ins of every kind that an instructor meets, out of the course's own reference folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course


def write_class(course: Course, assignments: list[Assignment], folder: Path, *, students: int) -> None:
    """Write `folder/<student>/<assignment>.py` for so many students; the same class every time."""
    for assignment in assignments:
        files = islice(cycle(_hand_ins(course, assignment)), students)
        for number, (suffix, source) in enumerate(files, 1):
            path = folder / f"student-{number:03}" / f"{assignment.id}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source)


def _hand_ins(course: Course, assignment: Assignment) -> list[tuple[str, bytes]]:
    """Suffix and bytes of each kind of file, mixed: right, mistaken, untouched, broken."""
    solution = variants.solution(course, assignment).source
    right = [(".py", solution), *((".py", each.submission.source) for each in variants.accepted(course, assignment))]
    mistaken = [(".py", each.submission.source) for each in variants.mistakes(course, assignment)]
    others = [
        (".py", (assignment.folder / "stub.py").read_bytes()),
        (".ipynb", notebook_of(solution)),
        *((".py", make(solution.decode(), assignment).encode()) for make in BROKEN.values()),
    ]
    return list(_mixed(right, mistaken[::3] + mistaken[1::3] + mistaken[2::3], others))


def _mixed(*kinds: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """One of each kind in turn until all are used."""
    for position in range(max(map(len, kinds))):
        for kind in kinds:
            if position < len(kind):
                yield kind[position]


def notebook_of(source: bytes) -> bytes:
    """The same code as a notebook with a magic and a heading, as students hand it in."""
    cells = [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# My solution"]},
        _code_cell("magic", "%matplotlib inline\n!ls"),
        _code_cell("code", source.decode()),
        _code_cell("leftover", "%%time\nprint('tried out')"),
    ]
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document).encode()


def _code_cell(name: str, source: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def _replaced(body: str) -> Callable[[str, Assignment], str]:
    """The solution with the last function of the assignment doing something else."""
    return lambda solution, assignment: f"{solution}\n\ndef {assignment.functions[-1]}(*args, **kwargs):\n    {body}\n"


# What is wrong with a file → the file, made of the solution.
BROKEN: dict[str, Callable[[str, Assignment], str]] = {
    "does not compile": lambda solution, _: f"{solution}\n\ndef unfinished(:\n",
    "one function raises": _replaced("return 1 / 0"),
    "one function is missing": lambda solution, assignment: f"{solution}\n\ndel {assignment.functions[-1]}\n",
    "one function returns text": _replaced("return 'the answer'"),
    "one function ends Python": _replaced("import os; os._exit(0)"),
    "one function loops": _replaced("while True: pass"),
    "imports what is not there": lambda solution, _: f"import pandas\n{solution}",
    "prints without end while loading": lambda solution, _: f"{solution}\nfor _ in range(100_000): print('here')\n",
    "plots while loading": lambda solution, _: (
        f"import matplotlib.pyplot as plt\n{solution}\nfig, axes = plt.subplots(2, 2)\naxes[0, 0].plot([1, 2])\n"
    ),
    "windows line ends and a byte order mark": lambda solution, _: "\ufeff" + solution.replace("\n", "\r\n"),
}
