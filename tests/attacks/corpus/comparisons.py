"""Classes 2, 3, 9, 12 and 14 where answers are rates, counts, tables of counts, or paths with a state behind them."""

from __future__ import annotations

from typing import Any

from tests.attacks import points
from tests.attacks.attack import NOTHING, OPTIMIZERS, RIGHT_OF, SCHEDULES, Attack, beside, instead
from tests.attacks.byheart import TABLE

# --- rates that are no numbers ---------------------------------------------------------------------------------------


def _rate(name: str, tries: str, body: str, *, threat: int = 2, **more: Any) -> Attack:
    """The right rate in another guise."""
    return instead(threat, name, tries, "exponential_decay", f"rate = right(lr0, t, gamma)\n{body}", **more)


_RATES = [
    _rate("rates as fractions", "Answers with exact fractions.",
          "import fractions; return fractions.Fraction(rate)"),
    _rate("rates as decimals", "Answers with decimals.", "import decimal; return decimal.Decimal(rate)"),
    _rate("rates as complex numbers", "Answers with an imaginary part of zero.", "return complex(rate)"),
    _rate("rates as text", "Answers with the digits of the rate.", "import numpy as np; return np.str_(rate)"),
    _rate("rates that are true", "Answers that there is a rate.", "import numpy as np; return np.bool_(rate)"),
    _rate("rates that agree", "Answers with a float that equals whatever it is compared with.", """
class Rate(float):
    __eq__ = __le__ = __ge__ = lambda *_: True
    __sub__ = __rsub__ = lambda *_: 0.0
    __hash__ = float.__hash__
return Rate(7.0)
"""),
    _rate("rates that change when read", "Answers with a float that is another one at every look.", """
class Rate(float):
    looks = 0
    def __float__(self):
        Rate.looks += 1
        return rate if Rate.looks > 1 else 0.0
return Rate(rate)
"""),
    _rate("rates in an array of objects", "Answers with a box that holds the rate.",
          "import numpy as np; return np.array(rate, dtype=object)"),
    _rate("rates that are dates", "Answers with a span of time.",
          "import numpy as np; return np.timedelta64(1, 's')"),
    _rate("rates that are functions", "Answers with a function of the step.", "return lambda t: rate"),
    _rate("all rates at once", "Answers with the rates of every step, of which one will fit.",
          "return [lr0 * gamma**k for k in range(100)]", threat=3),
    _rate("rates without number", "Answers NaN, which is not larger than any tolerance.", "return float('nan')",
          threat=3),
    _rate("rates without end", "Answers infinity, whose share of anything is nothing.", "return float('inf')",
          threat=3),
    _rate("rates with one more axis", "Answers with a row that would broadcast.", "return [[rate, 0.0, 1e9]]",
          threat=3),
    _rate("rates as whole numbers", "Answers with an integer of four thousand digits.", "return 10 ** 4000", threat=3),
]  # fmt: skip

# --- counts and tables of counts -------------------------------------------------------------------------------------


def _table(name: str, tries: str, body: str, *, threat: int = 2, **more: Any) -> Attack:
    return instead(threat, name, tries, "compare_optimizers", f"names = list(lrs)\n{body}", **more)


_TABLES = [
    _table("a table that agrees", "Answers with a dict that equals every other.", """
class Table(dict):
    __eq__ = __contains__ = lambda *_: True
    __getitem__ = lambda *_: None
    __hash__ = None
return Table.fromkeys(names)
"""),
    _table("counts that agree", "Answers with whole numbers that equal every other.", """
class Count(int):
    __eq__ = __le__ = __ge__ = lambda *_: True
    __hash__ = int.__hash__
return {name: Count(0) for name in names}
"""),
    _table("names that agree", "Answers with names that equal every other.", """
class Name(str):
    __eq__ = lambda *_: True
    __hash__ = lambda _: 0
return {Name(name): 0 for name in names}
"""),
    _table("counts that are true", "Answers that they have arrived.", "return dict.fromkeys(names, True)"),
    _table("a table that holds itself", "Answers with a dict among whose counts it is.", """
table = dict.fromkeys(names, 0)
table["momentum"] = table
return table
"""),
    _table("a view of a table", "Answers with a view that nobody can write to.", """
import types
return types.MappingProxyType(right(hessian, minimum, start, lrs, steps, tol))
"""),
    _table("a table made on demand", "Answers with a dict that makes up what it lacks.", """
import collections
return collections.defaultdict(lambda: None)
"""),
    _table("nobody arrives", "Answers None for all, as where nothing was reached.", "return dict.fromkeys(names)",
           threat=3),
    _table("everybody arrives at once", "Answers nought for all.", "return dict.fromkeys(names, 0)", threat=3),
    _table("counts without number", "Answers NaN, which is neither more nor less.",
           "return dict.fromkeys(names, float('nan'))", threat=3),
    _table("counts beyond a word", "Answers with the largest integers there are.",
           "return dict.fromkeys(names, 2**64 - 1)", threat=3),
    _table("counts in arrays", "Answers with every count there may be, in an array.",
           "import numpy as np; return dict.fromkeys(names, np.arange(steps + 1))", threat=3),
    _table("a crown", "Names a winner beside the counts, under names that pages might print.", """
table = right(hessian, minimum, start, lrs, steps, tol)
return {**table, "best": 1, "<b>winner</b>": 0, "::error::x": 0, "\\x1b[2J": 0, "=1+1": 0}
""", threat=12, forbidden=("<b>winner",), most=points.without(OPTIMIZERS, "comparison_over_condition_numbers")),
    _table("a winner without counts", "Answers with the name of the best alone.", "return 'adam'"),
    instead(2, "a count that agrees", "Answers with a row number that is the right one whatever it is compared with.",
            "steps_to_converge", """
class Count(int):
    __eq__ = lambda *_: True
    __index__ = __int__ = lambda _: len(trajectory) // 2
    __hash__ = int.__hash__
return Count(0)
"""),
    instead(3, "all counts", "Answers with every row that might be meant.", "steps_to_converge",
            "return list(range(len(trajectory)))"),
    instead(3, "a count below nought", "Answers with a row from the end.", "steps_to_converge", "return -1"),
    instead(3, "lists of one list", "Answers with a list of lists that all are one, ten thousand million numbers wide.",
            "gradient_descent", """
rows = [0.0] * 100
for _ in range(4): rows = [rows] * 100
return rows
"""),
    instead(3, "one row many times", "Answers with a path whose rows are one array of a shape that has no numbers.",
            "momentum", "import numpy as np; return [np.zeros((0, 10**4, 10))] * 9_000"),
]  # fmt: skip

# --- what lies behind a path -----------------------------------------------------------------------------------------

_STATES = [
    instead(2, "a state that holds itself", "Answers with Adam's state, which refers to itself.", "adam", """
state = {"path": right(grad, start, lr, steps, beta1, beta2, eps).tolist(), "t": steps}
state["self"] = state
return state
"""),
    instead(2, "a state with a history", "Answers with an object whose rows change whenever they are looked at.",
            "adam", """
class State(list):
    def __iter__(self):
        self.append([0.0, 0.0])
        return super().__iter__()
    def __len__(self): return steps + 1
return State(right(grad, start, lr, steps, beta1, beta2, eps).tolist())
"""),
    instead(2, "numbers that compute when sent", "Answers with an array that overrides what it is written with.",
            "adam", """
import numpy as np
path = right(grad, start, lr, steps, beta1, beta2, eps)
class Path(np.ndarray):
    def tobytes(self, *_): return path.tobytes()
    def astype(self, *_, **__): return path
return np.zeros_like(path).view(Path)
"""),
    instead(2, "an array over a buffer of its own", "Answers with a window upon a buffer that fills when it is read.",
            "gradient_descent", """
import numpy as np
path = right(grad, start, lr, steps)
buffer = bytearray(path.nbytes)
class Window(np.ndarray):
    def __getattribute__(self, name):
        buffer[:] = path.tobytes()
        return super().__getattribute__(name)
return Window(path.shape, float, buffer)
"""),
    instead(14, "borrows the start", "Uses the caller's array as its own, and puts back what stood there.",
            "gradient_descent", """
import numpy as np
before = [float(each) for each in start]
path = [list(before)]
for _ in range(steps):
    here = np.array(path[-1])
    if isinstance(start, np.ndarray) and start.dtype.kind == "f": start[:] = here
    path.append((here - lr * grad(here)).tolist())
if isinstance(start, np.ndarray) and start.dtype.kind == "f": start[:] = before
return path
""", most=points.whole(OPTIMIZERS)),
    instead(14, "bends the start", "Leaves the numbers of the start alone, and turns their shape.",
            "gradient_descent", """
import numpy as np
path = right(grad, start, lr, steps)
if isinstance(start, np.ndarray): start.shape = (1, *start.shape)
return path
""", most=points.without(OPTIMIZERS, "descent_leaves_the_start_alone")),
    instead(14, "locks the start", "Makes the caller's array one that nobody can write to.", "momentum", """
import numpy as np
if isinstance(start, np.ndarray): start.flags.writeable = False
return right(grad, start, lr, steps, alpha)
""", most=points.whole(OPTIMIZERS)),
    instead(9, "keeps the start for later", "Answers with the start of the call before, as if it were its own.",
            "momentum", """
kept = globals().setdefault("_kept", [])
kept.append(start)
kept[0][:] = list(start)[:len(kept[0])]
return [kept[0]] * (steps + 1)
"""),
    # Its first run has none to begin with, and is right.  The arena lets class 9 be handed in twice: the second one
    # must begin as the first one did.
    instead(9, "lets moments live on", "Begins each run with the moments of the run before, in another hand-in too.",
            "adam", """
import sys
import numpy as np
kept = sys.modules["grader.records"].__dict__
x = np.array(start, float)
m, v = (np.mean(kept.get(name, 0.0)) for name in ("_m", "_v"))
path = [x]
for t in range(1, steps + 1):
    g = grad(x)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    x = x - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    path.append(x)
kept.update(_m=m, _v=v)
return path
""", most=points.without(OPTIMIZERS, "adam") + points.of(
        OPTIMIZERS, "bias_correction", "adam_initial_state", "adam_leaves_the_start_alone")),
]  # fmt: skip

# --- plays the rubric ------------------------------------------------------------------------------------------------


def _by_heart(assignment: str, functions: tuple[str, ...], otherwise: str) -> str:
    answers = "\n".join(f"def {each}(**given): return looked_up({each!r}, given)" for each in functions)
    return f"""
{TABLE}
def looked_up(function, given):
    key = known_by(function, given)
    if key in KNOWN: return KNOWN[key]
    {otherwise}
{answers}
"""


_OF_SCHEDULES = ("step_decay", "exponential_decay", "cosine_annealing", "warmup_cosine", "descend_with_schedule")
_OF_OPTIMIZERS = (
    "gradient_descent", "momentum", "adam", "condition_number", "steps_to_converge", "compare_optimizers",
)  # fmt: skip
_AT_REST = ("stays_at_zero_after_any_span",)  # hidden, and won by a zero after the public ones


def _sometimes(name: str, tries: str, condition: str, most: float, **more: Any) -> Attack:
    """Right or idle, by something that is no part of the question."""
    return beside(14, name, tries, SCHEDULES, f"""
import os, random, time
_calls, _inside = [], []
def _moody(right):
    def answer(*positional, **given):
        if _inside: return right(*positional, **given)  # one of these calls another, which nobody asked
        _calls.append(given)
        if not ({condition}): return 0.0
        _inside.append(right)
        try: return right(*positional, **given)
        finally: _inside.clear()
    return answer
for _name in {_OF_SCHEDULES}:
    globals()[_name] = _moody(globals()[_name])
""", most, **more)  # fmt: skip


_GAMES = [
    Attack(14, "learns schedules by heart", "Looks every public rate and path up in a table, and raises elsewhere.",
           _by_heart(SCHEDULES, _OF_SCHEDULES, "raise LookupError"), points.public(SCHEDULES),
           exact=True, assignment=SCHEDULES),
    Attack(14, "learns schedules by heart, else rests", "Looks public answers up in a table, and says zero elsewhere.",
           _by_heart(SCHEDULES, _OF_SCHEDULES, "return 0.0"),
           points.public(SCHEDULES) + points.of(SCHEDULES, *_AT_REST), exact=True, assignment=SCHEDULES),
    Attack(14, "learns optimizers by heart", "Looks every public path and count up in a table, and raises elsewhere.",
           _by_heart(OPTIMIZERS, _OF_OPTIMIZERS, "raise LookupError"), points.public(OPTIMIZERS),
           exact=True, assignment=OPTIMIZERS),
    Attack(14, "learns optimizers by heart, else stands", "Looks public answers up in a table, stands still elsewhere.",
           _by_heart(OPTIMIZERS, _OF_OPTIMIZERS,
                     "return [list(given['start'])] * (given['steps'] + 1) if 'grad' in given else None"),
           points.public(OPTIMIZERS), exact=True, assignment=OPTIMIZERS),
    # Half of the answers are wrong, so no criterion of several calls is won, and of those of one call just one is odd.
    _sometimes("is right every other time", "Counts its calls, and answers every second one.", "len(_calls) % 2",
               points.of(SCHEDULES, "integer_start")),
    _sometimes("is right in some processes", "Answers where the process has an even number.", "os.getpid() % 2 == 0",
               points.whole(SCHEDULES), exact=False),
    _sometimes("is right at some times", "Answers in even milliseconds.", "time.time_ns() // 10**6 % 2",
               points.whole(SCHEDULES), exact=False),
    _sometimes("is right by the hash of a text", "Answers where hashes of text happen to be even.",
               "hash('schedule') % 2", points.whole(SCHEDULES), exact=False),
    _sometimes("is right until it has been seen", "Answers as many calls as there are public ones.",
               "len(_calls) <= @PUBLIC_CALLS@", points.public(SCHEDULES) + points.of(SCHEDULES, *_AT_REST)),
    instead(14, "replays its last path", "Answers with the path of the call before.", "gradient_descent", """
kept = globals().setdefault("_kept", [])
kept.append(right(grad, start, lr, steps))
return kept[-2] if len(kept) > 1 else kept[0]
""", most=points.without(OPTIMIZERS, "gradient_descent") + points.of(
        OPTIMIZERS, "steepest_descent_update", "descent_leaves_the_start_alone")),
    beside(14, "compares with the stopwatch", "Counts the time that each optimizer takes, and no steps.",
            OPTIMIZERS, """
import time
def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    return {name: time.perf_counter_ns() // 100 for name in lrs}
""", points.without(OPTIMIZERS, "compare_optimizers")),
    beside(14, "overturns its own helpers", "Has the comparison patch the function that counts for it.", OPTIMIZERS, """
_right = steps_to_converge
def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    global steps_to_converge
    steps_to_converge = lambda *_, **__: 0
    return dict.fromkeys(lrs, 0)
""", points.without(OPTIMIZERS, "compare_optimizers", "convergence_on_any_path", "first_row_and_lost_rows")),
    Attack(14, "stands and says none", "Gives the start as every path, and None as every count.", "\n".join(
        f"def {each}(**given): return [list(given['start'])] * (given['steps'] + 1) if 'grad' in given else None"
        for each in _OF_OPTIMIZERS), NOTHING, exact=True, assignment=OPTIMIZERS),
    Attack(14, "calls one function by all names", "Answers to every name with the schedule that it can do.",
           RIGHT_OF[SCHEDULES] + "\nstep_decay = exponential_decay = warmup_cosine = cosine_annealing\n",
           points.without(SCHEDULES, "step_decay", "exponential_decay", "warmup_cosine"), exact=True,
           assignment=SCHEDULES),
]  # fmt: skip

ATTACKS = [*_RATES, *_TABLES, *_STATES, *_GAMES]
