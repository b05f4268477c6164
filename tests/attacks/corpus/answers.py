"""Classes 2, 3 and 14: answers that are no data, numbers that compare too well, and playing the rubric."""

from __future__ import annotations

from tests.attacks import points
from tests.attacks.attack import NOTHING, RIGHT, Attack, around, in_call
from tests.attacks.byheart import TABLE


def _wrapped(name: str, tries: str, wrapper: str) -> Attack:
    """The right answer, handed over as something that is no answer: it must earn nothing."""
    return around(2, name, tries, f"""
{wrapper}

def optimize_with_momentum(start, lr, momentum, steps):
    return wrapped(right_run(start, lr, momentum, steps))
""")  # fmt: skip


_NO_DATA = [
    _wrapped("subclass of ndarray", "An array that says yes to every comparison.", """
import numpy as np
class Agreeable(np.ndarray):
    def __array_function__(self, *_): return True
    def __array_ufunc__(self, *_, **__): return np.zeros(1)
    def __eq__(self, _): return True
def wrapped(rows): return np.array(rows).view(Agreeable)
"""),
    _wrapped("subclass of float", "Numbers that are what they are compared with.", """
class Number(float):
    def __sub__(self, _): return 0.0
    __rsub__ = __sub__
    def __eq__(self, _): return True
def wrapped(rows): return [[Number(each) for each in row] for row in rows]
"""),
    _wrapped("lying class", "An object that calls itself an array.", """
import numpy as np
class Liar:
    __class__ = property(lambda self: np.ndarray)
    def __init__(self, rows): self.rows = rows
    def __array__(self, *_, **__): return np.array(self.rows)
wrapped = Liar
"""),
    _wrapped("number by request", "An object with __float__ and __index__.", """
class Number:
    def __init__(self, value): self.value = value
    def __float__(self): return self.value
    def __index__(self): return int(self.value)
def wrapped(rows): return [[Number(each) for each in row] for row in rows]
"""),
    _wrapped("equal to everything", "An object whose __eq__ is always true.", """
class Same:
    __eq__ = __le__ = __ge__ = lambda *_: True
    __hash__ = None
def wrapped(rows): return Same()
"""),
    _wrapped("class that cannot be named", "A metaclass whose name, hash and comparison are student code.", """
class Meta(type):
    __name__ = property(lambda _: 1 / 0)
    def __hash__(cls): raise SystemExit
    def __eq__(cls, _): return True
class Thing(metaclass=Meta):
    def __repr__(self): raise KeyboardInterrupt
def wrapped(rows): return Thing()
"""),
    _wrapped("pickle", "An object that runs code when it is unpickled.", """
import os
class Bomb:
    def __reduce__(self): return os.mkdir, ("/tmp/@MARKER@",)
def wrapped(rows): return Bomb()
"""),
    _wrapped("pickled bytes", "Bytes that run code when they are unpickled.", """
import pickle, os
class Bomb:
    def __reduce__(self): return os.mkdir, ("/tmp/@MARKER@",)
def wrapped(rows): return pickle.dumps(Bomb())
"""),
    _wrapped("objects in an array", "An array of objects.", """
import numpy as np
def wrapped(rows): return np.array(rows, dtype=object)
"""),
    _wrapped("text", "Numbers as text.", "def wrapped(rows): return [[str(each) for each in row] for row in rows]"),
    _wrapped("truth values", "The answer is simply: true.", "def wrapped(rows): return True"),
    _wrapped("generator", "Rows that are made when somebody asks, without end.", """
def wrapped(rows):
    while True: yield rows[0]
"""),
    _wrapped("structured array", "Numbers with names.", """
import numpy as np
def wrapped(rows): return np.array([tuple(row) for row in rows], dtype=[("w", "f8"), ("l", "f8")])
"""),
    _wrapped("masked array", "An array that hides what is wrong.", """
import numpy as np
def wrapped(rows): return np.ma.masked_all((len(rows), 2))
"""),
    _wrapped("decimals", "Numbers with their own arithmetic.", """
from decimal import Decimal
def wrapped(rows): return [[Decimal(each) for each in row] for row in rows]
"""),
    _wrapped("complex numbers", "Numbers with an imaginary part.", """
def wrapped(rows): return [[each + 0j for each in row] for row in rows]
"""),
    _wrapped("a list in itself", "A list that has no end.", "def wrapped(rows): rows.append(rows); return rows"),
    _wrapped("huge whole number", "An integer that no machine word holds.", "def wrapped(rows): return 10 ** 4000"),
    _wrapped("names that are no text", "A dict whose keys lie about their hash.", """
class Key(str):
    def __hash__(self): return 0
def wrapped(rows): return {Key("a"): 1.0}
"""),
]  # fmt: skip


def _instead(threat: int, name: str, tries: str, expression: str, *, most: float = NOTHING) -> Attack:
    """Both functions give the same thing, whatever is asked."""
    return Attack(threat, name, tries, f"""
import numpy as np
def optimize_with_momentum(start, lr, momentum, steps):
    return {expression}
def sgd_step(weight, gradient, lr, velocity, momentum):
    steps = start = weight
    return {expression if "steps" not in expression else "np.nan, np.nan"}
""", most)  # fmt: skip


_TOO_WELL = [
    _instead(3, "not a number", "NaN everywhere.", "np.full((steps + 1, 2), np.nan)"),
    _instead(3, "infinite", "Infinity everywhere.", "np.full((steps + 1, 2), np.inf)"),
    _instead(3, "largest numbers", "Differences that overflow.", "np.full((steps + 1, 2), -1.79e308)"),
    _instead(3, "one number", "A scalar that would broadcast.", "0.0"),
    _instead(3, "one row", "A row that would broadcast.", "np.zeros((1, 2))"),
    _instead(3, "one more axis", "A shape that would broadcast to all pairs.", "np.zeros((steps + 1, 1, 2))"),
    _instead(3, "empty", "Nothing to compare: all of nothing is right.", "np.zeros((0, 2))"),
    _instead(3, "empty of great length", "No numbers in a shape of 10**15.", "np.zeros((100000, 100000, 100000, 0))"),
    _instead(3, "unsigned", "Differences that wrap around.", "np.zeros((steps + 1, 2), dtype=np.uint8)"),
    _instead(3, "mixed whole numbers", "Whole numbers of both ends of the range.", "[[2**64 - 1, -1]] * (steps + 1)"),
    _instead(3, "ragged", "Rows of different lengths.", "[[0.0, 1.0], [0.0]]"),
    _instead(3, "nothing", "None.", "None"),
    _instead(3, "a dict of everything", "Names that an answer might have.", "{'weight': 0.0, 'loss': 0.0, '': None}"),
    _instead(3, "long answers", "A value as large as allowed, at every call.", "np.random.rand(99_000)"),
    _instead(3, "answers that take long to read", "Nine thousand small arrays, at every call.",
             "[np.zeros(0)] * 9_000"),
    _instead(3, "answers of many parts", "Tuples in lists, a thousand times.", "([[[[()]]]],) * 1_500"),
    _instead(3, "answers of many names", "A dict of nine thousand names.", "{str(k): [] for k in range(9_000)}"),
]  # fmt: skip

_MEMORISED = f"""
{TABLE}
def sgd_step(**given):
    found = KNOWN.get(known_by("sgd_step", given), [np.zeros_like(given["weight"])] * 2)
    return tuple(np.array(each) for each in found)
def optimize_with_momentum(**given):
    return np.array(KNOWN.get(known_by("optimize_with_momentum", given), np.zeros((given["steps"] + 1, 2))))
"""

_GAMES = [
    Attack(14, "learns the public answers by heart", "Looks every public answer up in a table.", _MEMORISED,
           points.public("momentum_step")),
    Attack(14, "is right where it is watched", "Right on inputs that were seen at home, idle on others.",
           RIGHT + """
import numpy as np
_right = optimize_with_momentum
def optimize_with_momentum(start, lr, momentum, steps):
    seen = start in (-1.8, -1.1, 0.6, 1.3, 2.5, 3.1, 3.9, 2.3, -1.9, 0.7, -1.6)
    return _right(start, lr, momentum, steps) if seen else np.zeros((steps + 1, 2))
""", 8.0),
    Attack(14, "repeats its first answer", "Answers every question as the first.", RIGHT + """
_right, _kept = optimize_with_momentum, []
def optimize_with_momentum(start, lr, momentum, steps):
    _kept.append(_right(start, lr, momentum, steps))
    return _kept[0]
""", 6.0),
    Attack(14, "does nothing, politely", "Returns what it was given.", """
def sgd_step(weight, gradient, lr, velocity, momentum): return weight, velocity
def optimize_with_momentum(start, lr, momentum, steps): return [[start, 0.0]] * (steps + 1)
""", NOTHING),
    Attack(14, "guesses", "Answers by chance until it fits.", """
import random
def sgd_step(weight, gradient, lr, velocity, momentum): return random.random(), random.random()
def optimize_with_momentum(start, lr, momentum, steps):
    return [[random.uniform(-2, 4), random.uniform(-2, 4)] for _ in range(steps + 1)]
""", NOTHING),
    in_call(14, "spoils the question", "Changes its arguments, as if the reference got them next.", """
        start = lr = momentum = 0.0
        return [[0.0, 0.0]] * (steps + 1)
        """),
]  # fmt: skip

ATTACKS = [*_NO_DATA, *_TOO_WELL, *_GAMES]
