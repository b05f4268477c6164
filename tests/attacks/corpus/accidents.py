"""Classes 10, 11 and 15: hand-ins that are no ordinary files, that hurt who parses them, and honest accidents."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

from grader.records import SourceKind
from tests.attacks.attack import ALL, NOTHING, RIGHT, RIGHT_RUN, RIGHT_STEP, STEP, Attack, careless

NAME = "momentum_step.py"

# --- no ordinary file ----------------------------------------------------------------------------------------------


def _link_to_solution(folder: Path, course: Path) -> None:
    (folder / NAME).symlink_to(course / "reference/momentum_step/solution.py")


def _hard_link_to_solution(folder: Path, course: Path) -> None:
    (folder / NAME).hardlink_to(course / "reference/momentum_step/solution.py")


def _fifo(folder: Path, _: Path) -> None:
    os.mkfifo(folder / NAME)


def _endless(folder: Path, _: Path) -> None:
    (folder / NAME).symlink_to("/dev/zero")


def _socket(folder: Path, _: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may have 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(NAME)
    finally:
        os.chdir(here)


def _folder(folder: Path, _: Path) -> None:
    (folder / NAME).mkdir()
    (folder / NAME / "__init__.py").write_text(RIGHT)


def _sparse(folder: Path, _: Path) -> None:
    with (folder / NAME).open("wb") as file:
        file.truncate(1 << 40)


def _modules_beside(folder: Path, _: Path) -> None:
    """The file imports what lies beside it: a solver of its own, and a NumPy that says yes."""
    (folder / NAME).write_text("import tools\nfrom tools import *\n")
    (folder / "tools.py").write_text(RIGHT)
    (folder / "numpy.py").write_text("raise SystemExit(0)\n")
    (folder / "conftest.py").write_text(f"open({str(folder / 'ran')!r}, 'w')\n")
    (folder / "sitecustomize.py").write_text("raise SystemExit(0)\n")


def _stale_byte_code(folder: Path, _: Path) -> None:
    """Byte code of something else beside a file that does nothing."""
    import py_compile  # noqa: PLC0415 - a part of this one hand-in

    source = folder / NAME
    source.write_text(RIGHT)
    py_compile.compile(str(source), doraise=True)
    source.write_text("x = 1\n")


def _both_kinds(folder: Path, _: Path) -> None:
    (folder / NAME).write_text(RIGHT)
    (folder / "momentum_step.ipynb").write_text("{}")


_NO_FILES = [
    Attack(10, "is a link to the solution", "Hands in the solution by a link.", "", 0.0, deliver=_link_to_solution),
    Attack(10, "is a hard link to the solution", "Hands in the solution by a second name.", "", 0.0,
           deliver=_hard_link_to_solution),
    Attack(10, "is a pipe", "Makes the grader wait for a writer.", "", 0.0, deliver=_fifo),
    Attack(10, "is a device", "Makes the grader read without end.", "", 0.0, deliver=_endless),
    Attack(10, "is a socket", "Is something that cannot be opened.", "", 0.0, deliver=_socket),
    Attack(10, "is a folder", "Is a package of the same name.", "", 0.0, deliver=_folder),
    Attack(10, "is a terabyte", "Is a file with a hole of a terabyte.", "", 0.0, deliver=_sparse),
    Attack(10, "brings modules", "Lies beside modules that would be imported first.", "", 0.0, deliver=_modules_beside),
    Attack(10, "brings byte code", "Lies beside byte code that is newer than it.", "", 0.0, deliver=_stale_byte_code),
    Attack(10, "is two files", "Hands in two answers to choose from.", "", 0.0, deliver=_both_kinds),
]  # fmt: skip

# --- hurts whoever parses it ---------------------------------------------------------------------------------------


def _notebook(*cells: str, **more: object) -> str:
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more)


_BOMBS = {
    "parentheses": "(" * 50_000 + ")" * 50_000,
    "lists in lists": "x = " + "[" * 90 + "]" * 90,
    "minus signs": "x = " + "-" * 200_000 + "1",
    "a long sum": "x = " + "+".join(["1"] * 100_000),
    "attributes of attributes": "x = a" + ".a" * 100_000,
    "lambdas": "lambda: " * 20_000 + "0",
    "a long number": "x = " + "9" * 500_000,
    "powers of powers": "x = (((10 ** 100) ** 100) ** 100)",
    "a folded text": "x = 'a' * 10 ** 10",
    "indentation": "".join(" " * depth + "if 1:\n" for depth in range(120)) + " " * 120 + "pass",
    "decorators": "@print\n" * 20_000 + "def f(): pass",
    "a megabyte of lines": "x = 1\n" * 170_000,
    "fields in fields": 'x = f"' + "{f'" * 40 + "1" + "'}" * 40 + '"',
    "a long chain": "x = " + "".join(f"{k} if a else " for k in range(5_000)) + "0",
    "a thousand cases": "match 1:\n" + "".join(f"    case {k}: pass\n" for k in range(1000)),
}

_PARSED = [
    *(Attack(11, f"bomb of {name}", f"Is hard on the compiler: {name}.", f"{source}\n{RIGHT}", ALL)
      for name, source in _BOMBS.items()),
    Attack(11, "null bytes", "Has null bytes in it.", b"x = 1\x00\n" + RIGHT.encode(), NOTHING),
    Attack(11, "letters of Latin-1", "Was saved in another encoding than it says.",
           "# Schöne Lösung\n".encode("latin-1") + RIGHT.encode(), ALL),
    Attack(11, "another encoding", "Says that it is encoded in something that is no encoding of text.",
           b"# coding: hex\n" + RIGHT.encode(), NOTHING),
    Attack(11, "an encoding that runs", "Says that it is encoded in UTF-7, where signs look like letters.",
           b"# coding: utf-7\n" + RIGHT.encode(), ALL),
    Attack(11, "as large as allowed", "Is a comment of one megabyte.", "#" * 1_040_000 + "\n" + RIGHT, ALL),
    Attack(11, "too large", "Is larger than a hand-in may be.", "#" * 1_100_000 + "\n" + RIGHT, NOTHING),
    Attack(11, "a notebook in depth", "Nests its JSON a hundred thousand deep.",
           '{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}", NOTHING, kind=SourceKind.NOTEBOOK),
    Attack(11, "a notebook of numbers", "Has a number of a million digits in its JSON.",
           '{"cells": [' + "9" * 1_000_000 + "]}", NOTHING, kind=SourceKind.NOTEBOOK),
    Attack(11, "a notebook of other things", "Has numbers and lists where cells and text are due.",
           json.dumps({"cells": [1, None, [], {"cell_type": "code", "source": [[1], {}]}, {"source": 3}]}), NOTHING,
           kind=SourceKind.NOTEBOOK),
    Attack(11, "a notebook of magics", "Has a hundred thousand lines that are no Python.", _notebook("!x\n" * 100_000),
           NOTHING, kind=SourceKind.NOTEBOOK, slow=True),
    Attack(11, "a notebook that patches its reader", "Changes, in its first cell, what reads the second.",
           _notebook("import json, sys\njson.loads = lambda *_: {}\n"
                     "sys.modules['grader.sandbox.notebook'].code_cells = 0",
                     RIGHT), ALL, kind=SourceKind.NOTEBOOK),
    Attack(11, "no notebook", "Is called a notebook, and is a picture.", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
           NOTHING, kind=SourceKind.NOTEBOOK),
]  # fmt: skip

# --- means no harm -------------------------------------------------------------------------------------------------

_CARELESS = [
    careless("asks for input while loading", "Waits for somebody to type.", "n = int(input('steps? '))\n" + RIGHT,
             most=NOTHING),
    careless("asks for input in one function", "Waits for somebody to type.", RIGHT + """
def optimize_with_momentum(start, lr, momentum, steps):
    return input("which? ")
""", most=STEP),
    careless("shows figures", "Draws what it found, as in the lesson.", """
import matplotlib.pyplot as plt
import numpy as np
""" + RIGHT + """
path = np.array(optimize_with_momentum(-1.8, 0.05, 0.9, 50))
fig, axes = plt.subplots(1, 2, figsize=(8, 3))
axes[0].plot(path[:, 0], path[:, 1], "o-")
plt.show()
plt.savefig("figure.png")
"""),
    careless("reads a data file", "Wants a file that lies on its author's machine.", RIGHT + """
import csv
ROWS = list(csv.reader(open("data.csv")))
""", most=NOTHING),
    careless("writes a log", "Keeps a log on the disk, beside right work.", RIGHT + """
import logging
logging.basicConfig(level=logging.INFO)
_run = optimize_with_momentum
def optimize_with_momentum(start, lr, momentum, steps):
    logging.info("start %s", start)
    return _run(start, lr, momentum, steps)
"""),
    careless("keeps global state", "Counts its calls, which hurts nobody.", RIGHT + """
calls = 0
_step = sgd_step
def sgd_step(weight, gradient, lr, velocity, momentum):
    global calls
    calls += 1
    return _step(weight, gradient, lr, velocity, momentum)
"""),
    careless("has a default that remembers", "Keeps its rows in a default argument.", RIGHT_STEP + """
import math
def optimize_with_momentum(start, lr, momentum, steps, kept=[]):
    kept.clear()
    weight, velocity = float(start), 0.0
    for step in range(steps + 1):
        kept.append([weight, math.sin(3 * weight) + 0.5 * weight**2 - weight])
        velocity = momentum * velocity - lr * (3 * math.cos(3 * weight) + weight - 1)
        weight += velocity
    return kept
"""),
    careless("formats its numbers", "Returns numbers as text.", RIGHT + """
_run = optimize_with_momentum
def optimize_with_momentum(start, lr, momentum, steps):
    return [[f"{each:.4f}" for each in row] for row in _run(start, lr, momentum, steps)]
""", most=STEP),
    careless("guards its main part", "Tries itself out only when it is started.", RIGHT + """
if __name__ == "__main__":
    raise SystemExit(optimize_with_momentum(0.0, 0.1, 0.9, 3))
"""),
    careless("prints a lot", "Prints every step of every run.", RIGHT + """
_run = optimize_with_momentum
def optimize_with_momentum(start, lr, momentum, steps):
    for step in range(2000):
        print("step", step, "weight", start, "x" * 100)
    return _run(start, lr, momentum, steps)
"""),
    careless("prints 200 MB at once", "Prints a table that nobody can read.", RIGHT + "print('x' * 200_000_000)\n"),
    careless("writes 50 MB to descriptor 1", "Lets a library print past Python.", RIGHT + """
import os
for _ in range(50):
    os.write(1, b"x" * 1_000_000)
"""),
    careless("closes its output", "Closes what it prints to.", RIGHT + "import sys\nsys.stdout.close()\nprint('x')\n"),
    careless("wants too much memory", "Allocates fifty gigabytes in one function.", RIGHT + """
import numpy as np
def optimize_with_momentum(start, lr, momentum, steps):
    return np.ones((steps + 1, 7_000_000_000))
""", most=STEP),
    careless("fills memory bit by bit", "Appends to a list without end.", RIGHT + """
def optimize_with_momentum(start, lr, momentum, steps):
    rows = []
    while True:
        rows.append(bytearray(1 << 20))
""", most=STEP, slow=True),
    careless("recurses without end", "Forgot where recursion stops.", RIGHT + """
def optimize_with_momentum(start, lr, momentum, steps):
    return optimize_with_momentum(start, lr, momentum, steps)
""", most=STEP),
    careless("recurses deep, and means it", "Raises the limit, and goes deeper than the stack.", RIGHT + """
import sys
sys.setrecursionlimit(10**9)
class Deep:
    def __getattr__(self, name): return getattr(self, name + "x")
def optimize_with_momentum(start, lr, momentum, steps):
    return Deep().x
""", most=STEP, slow=True),
    careless("leaves a thread", "Starts a thread and forgets it.", RIGHT + """
import threading, time
threading.Thread(target=time.sleep, args=(30,)).start()
"""),
    careless("raises an interrupt", "Was stopped by its author while it ran.", RIGHT + """
def optimize_with_momentum(start, lr, momentum, steps):
    raise KeyboardInterrupt
""", most=STEP),
    careless("fails while it is tidied up", "Raises in __del__.", RIGHT + """
class Resource:
    def __del__(self): raise ValueError("closed twice")
_run = optimize_with_momentum
def optimize_with_momentum(start, lr, momentum, steps):
    Resource()
    return _run(start, lr, momentum, steps)
"""),
    careless("warns", "Divides by zero on the way, and goes on.", RIGHT + """
import warnings, numpy as np
np.array([1.0]) / 0
warnings.warn("so")
"""),
    careless("line ends of Windows", "Was written on Windows, with a byte order mark.", "", most=ALL),
    careless("says its encoding", "Was saved in Latin-1, and says so.", "", most=ALL),
    careless("sets the seed and the options", "Changes how numbers are printed.", RIGHT + """
import numpy as np, random
np.random.seed(0); random.seed(0); np.set_printoptions(precision=2); np.seterr(all="raise")
"""),
    careless("exits at the end", "Ends with exit(), as at the prompt.", RIGHT + "exit()\n", most=NOTHING),
    careless("has one function only", "Did the first part.", RIGHT_STEP, most=STEP),
    careless("did nothing", "Is the empty stub with other words.", "def sgd_step(*a): ...\n", most=NOTHING),
    careless("imports what is not here", "Uses a missing package.", "import torch\n" + RIGHT, most=NOTHING),
    careless("keeps names private", "Has a class, and names with underscores.", RIGHT_STEP + RIGHT_RUN + """
class Ball:
    def __init__(self, start): self.__start = start
    def roll(self, *settings): return right_run(self.__start, *settings)
def optimize_with_momentum(start, lr, momentum, steps): return Ball(start).roll(lr, momentum, steps)
"""),
    careless("is a notebook with tries", "Has cells that fail, magics, and figures.",
             _notebook("%matplotlib inline\n!pip install numpy", RIGHT, "1 / 0", "plt.show()", "sgd_step?"),
             kind=SourceKind.NOTEBOOK),
]  # fmt: skip

_BYTES = {
    "line ends of Windows": b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode(),
    "says its encoding": "# coding: latin-1\n# Schöne Lösung\n".encode("latin-1") + RIGHT.encode(),
}


def _as_bytes(attack: Attack) -> Attack:
    """Files that are no UTF-8 cannot be written as text above."""
    source = _BYTES.get(attack.name, attack.source)
    return Attack(15, attack.name, attack.tries, source, attack.most, True, attack.slow, attack.kind)


ATTACKS = [*_NO_FILES, *_PARSED, *map(_as_bytes, _CARELESS)]
