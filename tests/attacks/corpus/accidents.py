"""Class 15: accidents of honest students, who get exactly what their work deserves."""

from __future__ import annotations

from collections.abc import Sequence

from grader.records import SourceKind
from tests.attacks import points
from tests.attacks.attack import (
    ALL,
    NOTHING,
    OPTIMIZERS,
    RIGHT,
    RIGHT_OF,
    RIGHT_RUN,
    RIGHT_STEP,
    SCHEDULES,
    STEP,
    Attack,
    beside,
    careless,
)
from tests.attacks.corpus.files import notebook

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
"""),
    careless("begins with a data file", "Wants a file that lies on its author's machine, and computes without it.", """
import csv
ROWS = list(csv.reader(open("data.csv")))
""" + RIGHT),
    careless("computes with a data file", "Wants a file that lies on its author's machine, in every step.", """
import csv
ROWS = list(csv.reader(open("data.csv")))
""" + RIGHT_RUN + """
def sgd_step(weight, gradient, lr, velocity, momentum):
    velocity = momentum * velocity - lr * gradient * len(ROWS)
    return weight + velocity, velocity

def optimize_with_momentum(start, lr, momentum, steps):
    return right_run(start, lr * len(ROWS), momentum, steps)
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
    careless("exits at the end", "Ends with exit(), as at the prompt.", RIGHT + "exit()\n"),
    careless("has one function only", "Did the first part.", RIGHT_STEP, most=STEP),
    careless("did nothing", "Is the empty stub with other words.", "def sgd_step(*a): ...\n", most=NOTHING),
    careless("imports what is not here", "Asks for a missing package, and needs it not.", "import torch\n" + RIGHT),
    careless("uses what is not here", "Computes with a missing package.", "import torch\n" + RIGHT_RUN + """
def sgd_step(weight, gradient, lr, velocity, momentum):
    velocity = momentum * velocity - lr * torch.tensor(gradient)
    return weight + velocity, velocity
""", most=NOTHING),
    careless("keeps names private", "Has a class, and names with underscores.", RIGHT_STEP + RIGHT_RUN + """
class Ball:
    def __init__(self, start): self.__start = start
    def roll(self, *settings): return right_run(self.__start, *settings)
def optimize_with_momentum(start, lr, momentum, steps): return Ball(start).roll(lr, momentum, steps)
"""),
    careless("is a notebook with tries", "Has cells that fail, magics, and figures.",
             notebook("%matplotlib inline\n!pip install numpy", RIGHT, "1 / 0", "plt.show()", "sgd_step?"),
             kind=SourceKind.NOTEBOOK),
]  # fmt: skip


def _slip(assignment: str, name: str, tries: str, source: str, *lost: str, paid: Sequence[str] = ()) -> Attack:
    """An accident at one of the other two assignments, which costs these functions or criteria.

    `paid` are criteria of other functions that follow from it alone.
    """
    deserved = points.without(assignment, *lost) + points.of(assignment, *paid)
    return beside(15, name, tries, assignment, source, deserved, exact=True)


_SLIPS = [
    _slip(SCHEDULES, "prints every gradient", "Prints inside the loop, in every step of every run.", """
_descend = descend_with_schedule
def descend_with_schedule(grad, start, schedule, steps):
    def shown(x):
        g = grad(x)
        print("x", x, "g", g, "of", grad)
        return g
    return _descend(shown, start, schedule, steps)
"""),
    _slip(SCHEDULES, "keeps whole numbers whole", "Writes each point into a copy of the start, as it came.", """
def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start)
    path = [x.copy()]
    for t in range(steps):
        x[:] = x - schedule(t) * grad(x)
        path.append(x.copy())
    return np.array(path)
""", "integer_start"),
    _slip(SCHEDULES, "walks in single precision", "Has all its numbers in four bytes.", """
def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=np.float32)
    path = [x]
    for t in range(steps):
        x = (x - np.float32(schedule(t)) * grad(x)).astype(np.float32)
        path.append(x)
    return np.array(path)
"""),
    _slip(SCHEDULES, "asks for the next rate", "Counts its steps from one.", """
def descend_with_schedule(grad, start, schedule, steps):
    path = [np.array(start, dtype=float)]
    for t in range(1, steps + 1):
        path.append(path[-1] - schedule(t) * grad(path[-1]))
    return np.array(path)
""", "descend_with_schedule"),
    _slip(SCHEDULES, "gives rates as they come", "Has rates of several kinds of numbers.", """
_wave = cosine_annealing
def cosine_annealing(lr0, t, total):
    return np.float32(_wave(lr0, t, total)) if t % 2 else np.array(_wave(lr0, t, total))
"""),
    _slip(SCHEDULES, "yields its rows", "Is a generator, without knowing.", """
def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    yield x
    for t in range(steps):
        x = x - schedule(t) * grad(x)
        yield x
""", "descend_with_schedule"),
    _slip(SCHEDULES, "divides by the ramp", "Forgot that there may be no warm-up.", """
def warmup_cosine(lr0, t, warmup, total):
    slope = lr0 / warmup
    return slope * (t + 1) if t < warmup else cosine_annealing(lr0, t - warmup, total - warmup)
""", "no_warm_up_is_plain_annealing"),
    _slip(OPTIMIZERS, "begins with integers", "Fills a table of the kind that the start has.", """
def momentum(grad, start, lr, steps, alpha=0.9):
    path = np.tile(np.array(start), (steps + 1, 1))
    v = np.zeros(path.shape[1])
    for t in range(steps):
        v = alpha * v - lr * grad(path[t])
        path[t + 1] = path[t] + v
    return path
""", "momentum_from_integers"),
    _slip(OPTIMIZERS, "walks in the caller's array", "Moves the start itself, and copies the rows.", """
def gradient_descent(grad, start, lr, steps):
    x = np.asarray(start, dtype=float)
    path = [x.copy()]
    for _ in range(steps):
        x -= lr * grad(x)
        path.append(x.copy())
    return np.array(path)
""", "descent_leaves_the_start_alone"),
    _slip(OPTIMIZERS, "optimizes by class", "Has callable objects with a state of their own.", """
class Momentum:
    def __call__(self, grad, start, lr, steps, alpha=0.9):
        self.path = [np.array(start, dtype=float)]
        self.velocity = np.zeros(len(start))
        for _ in range(steps):
            self.velocity = alpha * self.velocity - lr * grad(self.path[-1])
            self.path.append(self.path[-1] + self.velocity)
        return self.path
momentum = Momentum()
"""),
    _slip(OPTIMIZERS, "remembers gradients by their point", "Caches in every run what the gradient said before.", """
import functools
_adam = adam
def adam(grad, start, lr, steps, **decay):
    @functools.lru_cache(maxsize=None)
    def kept(*point): return grad(np.array(point))
    return _adam(lambda x: kept(*x), start, lr, steps, **decay)
"""),
    _slip(OPTIMIZERS, "tries itself out", "Draws contours and prints a table while it is loaded.", """
import matplotlib.pyplot as plt
counts = compare_optimizers([[3, 1], [1, 3]], [1, 0], [2, -2], dict(gradient_descent=.1, momentum=.1, adam=.1), 100, .1)
for name, count in counts.items(): print(f"{name:20}{count}")
plt.contour(*np.meshgrid(np.linspace(-2, 2), np.linspace(-2, 2)), np.zeros((50, 50)))
plt.show()
"""),
    _slip(OPTIMIZERS, "does not correct its moments", "Is a mistake that is known, and gets its hints.", """
def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m, v, path = np.zeros_like(x), np.zeros_like(x), [x]
    for _ in range(steps):
        g = grad(x)
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        x = x - lr * m / (np.sqrt(v) + eps)
        path.append(x)
    return np.array(path)
""", "bias_correction", "moment_decay", "gradient_without_memory", "epsilon_outside_the_root", "adam_on_any_bowl",
          "scale_of_each_coordinate", paid=("adam_is_counted", "comparison_over_condition_numbers")),
    _slip(OPTIMIZERS, "forgot one of three", "Has no comparison yet.", "del compare_optimizers", "compare_optimizers"),
    Attack(15, "is a notebook of optimizers", "Has a cell for each function, and tables between them.",
           notebook("%matplotlib widget", RIGHT_OF[OPTIMIZERS], "compare_optimizers?", "condition_number([[2.0]])"),
           points.whole(OPTIMIZERS), exact=True, kind=SourceKind.NOTEBOOK, assignment=OPTIMIZERS),
]  # fmt: skip

_BYTES = {
    "line ends of Windows": b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode(),
    "says its encoding": "# coding: latin-1\n# Schöne Lösung\n".encode("latin-1") + RIGHT.encode(),
}


def _as_bytes(attack: Attack) -> Attack:
    """Files that are no UTF-8 cannot be written as text above."""
    source = _BYTES.get(attack.name, attack.source)
    return Attack(15, attack.name, attack.tries, source, attack.most, True, attack.slow, attack.kind)


ATTACKS = [*map(_as_bytes, _CARELESS), *_SLIPS]
