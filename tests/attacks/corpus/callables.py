"""What a function can do with a gradient or a schedule that it is handed: classes 1, 2, 4, 9, 13 and 14.

In the worker both are live objects with methods, caches and a home; all of that is the student's to read and to spoil.
What must hold: the next call gets fresh ones, none comes back as an answer, and hidden recipes do not get out.
"""

from __future__ import annotations

from typing import Any

from tests.attacks import points
from tests.attacks.attack import OPTIMIZERS, SCHEDULES, Attack, beside, instead

_DESCENT = "descend_with_schedule"

# --- reads what the grader knows -------------------------------------------------------------------------------------


def _reads(name: str, tries: str, body: str) -> Attack:
    """What it looks for is not there: then it raises, and loses its function."""
    return instead(1, name, tries, _DESCENT, f"""
import gc, os, sys
names = ("solution", "rubric", "expected", "answer_key", "casebook", "Transcript", "Prepared")
{body}
raise LookupError
""")  # fmt: skip


_READS = [
    _reads("looks behind the gradient", "Searches the names around the gradient's code.", """
spaces = grad.__func__.__globals__, vars(grad.__self__), vars(type(grad.__self__)), sys.modules
if any(name in each for space in spaces for each in space for name in names): return right(grad, start, schedule, steps)
"""),
    _reads("goes home with the gradient", "Opens the reference beside the file that the gradient's code came from.", """
home = grad.__func__.__code__.co_filename.rpartition("/grader/")[0]
known = {}
exec(open(os.path.join(home, "reference", "cosine_annealing", "solution.py")).read(), known)
return known["descend_with_schedule"](grad, start, schedule, steps)
"""),
    _reads("asks who holds the gradient", "Climbs from the landscape to whatever refers to it.", """
seen, layer = set(), [grad.__self__, schedule]
for _ in range(6):
    layer = [each for held in layer[:200] for each in gc.get_referrers(held) if id(each) not in seen]
    seen |= set(map(id, layer))
    if any(type(each).__name__ in names for each in layer): return right(grad, start, schedule, steps)
"""),
    _reads("asks the loader of the gradient", "Has the finder of the gradient's module load the rest of the course.",
            """
finder = sys.modules[type(grad.__self__).__module__].__spec__.loader
finder.__class__("solution", "@COURSE@/reference/cosine_annealing/solution.py").load_module()
return right(grad, start, schedule, steps)
"""),
]  # fmt: skip

# --- hands the callable back -----------------------------------------------------------------------------------------


def _hands_back(name: str, tries: str, body: str, function: str = _DESCENT) -> Attack:
    return instead(2, name, tries, function, body)


_BACK = [
    _hands_back("gives the gradient", "Answers with the gradient itself.", "return grad"),
    _hands_back("gives the landscape", "Answers with the landscape behind the gradient.", "return grad.__self__"),
    _hands_back("gives the schedule", "Answers with the schedule.", "return schedule"),
    _hands_back("gives gradients in rows", "Answers with rows of gradients.", "return [[grad] * len(start)] * 3"),
    _hands_back("yields the gradient", "Is a generator of gradients, without end.", "while True: yield grad"),
    _hands_back("gives what rebuilds the gradient", "Answers with what pickle would store.",
                "return grad.__reduce_ex__(4)", "gradient_descent"),
    _hands_back("gives a recipe", "Answers with the bytes that a landscape travels as.", """
import msgspec
return msgspec.msgpack.Ext(4, msgspec.msgpack.encode(["gradient", "sine"]))
"""),
    _hands_back("gives a landscape of its own", "Answers with a gradient whose landscape is equal to every other.", """
kind = type(grad.__self__)
mine = type("Mine", (kind,), {"__eq__": lambda *_: True, "__hash__": lambda _: 0})
made = object.__new__(mine)
vars(made).update(vars(grad.__self__))
return made.gradient
""", "gradient_descent"),
    _hands_back("names the gradient", "Answers with a dict of what it was given.", """
return {"grad": grad, "start": start, "lr": lr}
""", "momentum"),
    _hands_back("gives a method of another", "Answers with a method that says it belongs to the landscape.", """
class Method:
    __self__ = grad.__self__
    __name__ = "gradient"
    def __call__(self, _): return 0.0
return Method()
""", "adam"),
]  # fmt: skip

# --- patches what callables are made of ------------------------------------------------------------------------------

_PATCHES = [
    instead(4, "flattens the landscape class", "Makes every landscape flat, and answers as if it were.", _DESCENT, """
import numpy as np
for kind in type(grad.__self__).__mro__[:-2]:
    kind.gradient = kind._gradient = lambda self, x: np.zeros_like(x)
    kind.__eq__ = lambda *_: True
return [list(start)] * (steps + 1)
"""),
    instead(4, "flattens this landscape", "Writes into what the landscape keeps, and answers as if it were flat.",
            "gradient_descent", """
grad(start)
grad.__self__._matrix[:] = 0
grad.__self__._centre[:] = start
return [list(start)] * (steps + 1)
"""),
    instead(4, "moves the minimum to the start", "Thaws the landscape, and lets the start be its minimum.",
            "momentum", """
object.__setattr__(grad.__self__, "centre", tuple(map(float, start)))
vars(grad.__self__).pop("_centre", None)
return right(grad, start, lr, steps, alpha)
"""),
    instead(4, "stops the schedule", "Makes every schedule say zero, and answers as if that had been asked.",
            _DESCENT, """
type(schedule).__call__ = type(schedule)._rate = lambda *_: 0.0
return [list(start)] * (steps + 1)
"""),
    beside(4, "patches what builds landscapes", "Lets every question arrive with the same easy bowl.", SCHEDULES, """
import sys
landscapes, schedules = sys.modules["grader.landscapes"], sys.modules["grader.schedules"]
_bowl, _rate = landscapes.quadratic([[1.0, 0.0], [0.0, 1.0]]), schedules.constant(0.5)
landscapes.from_data = lambda _: _bowl
schedules.from_data = lambda _: _rate
""", points.without(SCHEDULES, _DESCENT)),
    instead(4, "lets callables into answers", "Patches the encoder, so that an answer holds a live landscape.",
            _DESCENT, """
import sys
values = sys.modules["grader.sandbox.values"]
values.encode_value = lambda value: values._encode(value, values._Room(callables=True))
return [grad, schedule]
"""),
    instead(4, "lets a long schedule into answers", "Sends the recipe of ten thousand rates as a value.", _DESCENT, """
import sys
values = sys.modules["grader.sandbox.values"]
values.encode_value = lambda value: values._encode(value, values._Room(callables=True))
return sys.modules["grader.schedules"].table([0.5] * 10_000)
"""),
    instead(4, "sends the question as the answer", "Returns the bytes of its own arguments, landscape and all.",
            "adam", """
import sys
values = sys.modules["grader.sandbox.values"]
values.encode_value = lambda value: values.encode_arguments([], {"grad": grad})
return 0.0
"""),
]  # fmt: skip

_LEFT_BEHIND = [
    # Of one hand-in alone: whoever is graded next must find the classes as they were.
    beside(9, "poisons landscapes for the next", "Turns the gradients of the process upside down.", OPTIMIZERS, """
import sys
landscapes = sys.modules["grader.landscapes"]
_gradient = landscapes.Landscape.gradient
landscapes.Landscape.gradient = lambda self, x: -_gradient(self, x)
""", points.without(OPTIMIZERS, "gradient_descent", "momentum", "adam")
           # Its own counts are right, and all that they build on is lost by known mistakes of other functions.
           + points.of(OPTIMIZERS, "descent_is_counted", "adam_is_counted")),
    beside(9, "poisons schedules for the next", "Doubles the rates of the process.", SCHEDULES, """
import sys
schedules = sys.modules["grader.schedules"]
_call = schedules.Schedule.__call__
schedules.Schedule.__call__ = lambda self, t: 2 * _call(self, t)
""", points.without(SCHEDULES, _DESCENT)),
    instead(9, "spoils a landscape after use", "Answers right, and spoils what it was given for the next call.",
            "gradient_descent", """
path = right(grad, start, lr, steps)
grad.__self__._matrix[:] = float("nan")
vars(grad.__self__)["_diagonal"] = None
return path
""", most=points.whole(OPTIMIZERS)),
    instead(9, "spoils a schedule after use", "Answers right, and thaws the schedule for the next call.", _DESCENT, """
path = right(grad, start, schedule, steps)
for name in vars(schedule): object.__setattr__(schedule, name, 0.0)
return path
""", most=points.whole(SCHEDULES)),
]  # fmt: skip

# --- carries out what hidden callables are made of -------------------------------------------------------------------


def _tells(name: str, tries: str, body: str, function: str = _DESCENT, **more: Any) -> Attack:
    return instead(13, name, tries, function, body, **more)


_TOLD = [
    _tells("its landscape in an exception", "Raises the recipe.", "raise ValueError(repr(grad), repr(schedule))"),
    _tells("its landscape in a class name", "Raises an exception that is called like the recipe.",
           "raise type(repr(grad.__self__), (ArithmeticError,), {})(repr(schedule))"),
    _tells("its landscape in printed text", "Prints the recipe.", "print(grad.__self__, schedule, vars(schedule))",
           most=points.whole(SCHEDULES)),
    _tells("its landscape in the answer", "Answers with curvatures and minimum where points are due.", """
x = [0.0] * len(start)
return [*grad.__self__.hessian(x).tolist(), grad.__self__.minimum.tolist()]
""", "gradient_descent"),
    _tells("its landscape in a file name", "Raises in code that is called like the recipe.", """
exec(compile("raise ValueError", f"{__file__}#{grad.__self__!r}", "exec"))
""", "momentum"),
    _tells("its landscape in a line", "Raises in a line that the recipe chooses.", """
exec(compile("\\n" * (int(abs(grad.__self__.minimum[0]) * 1e5) - 1) + "raise ValueError", __file__, "exec"))
""", "gradient_descent"),
    _tells("its landscape in a shape", "Answers with a shape that spells the recipe.", """
import numpy as np
return np.zeros((int(abs(grad.__self__.minimum[0]) * 1e4), 1, 0))
"""),
    _tells("its landscape in a type of numbers", "Answers with numbers whose width the recipe chooses.", """
import numpy as np
return np.zeros((steps + 1, len(start)), dtype=["i1", "i2", "i4", "u1", "u2", "f2"][int(grad(start)[0] * 1e6) % 6])
"""),
    _tells("its landscape in time", "Sleeps as long as the recipe says.", """
import time
time.sleep(abs(float(grad(start)[0])) % 0.1)
return 0.0
"""),
    _tells("its landscape in our own words", "Asks the gradient for a point whose shape spells the recipe.", """
grad([0.0] * int(abs(grad(start)[0]) * 1e4))
"""),
    _tells("its schedule in our own words", "Asks the schedule for a step whose number spells the recipe.", """
schedule(-1e6 * schedule(0) - 12345678.9)
raise ValueError(f"{schedule(0)!r}")
"""),
    _tells("its landscape in the start", "Writes the minimum into the array that comes back.", """
import numpy as np
found = grad.__self__.minimum
if isinstance(start, np.ndarray): start[...] = found
else: start[:] = found.tolist()
return 0.0
""", "adam"),
    _tells("its matrix in names", "Answers with names that are entries of the matrix.", """
return {repr(hessian[0][0]): 1, repr(minimum): 2, repr(tol): 3}
""", "compare_optimizers"),
    _tells("its matrix in counts", "Answers with counts that spell the matrix.", """
import numpy as np
return dict.fromkeys(lrs, int(np.abs(hessian).max() * 1e12))
""", "compare_optimizers"),
    _tells("its matrix in the rates", "Hangs the matrix on the dict of rates that comes back.", """
lrs[repr(hessian)] = float(hessian[0][0])
lrs["adam"] = hessian
raise KeyError(repr(hessian))
""", "compare_optimizers"),
    _tells("its path in a count", "Answers with a count that spells the tolerance.",
           "return int(tol * 1e16)", "steps_to_converge"),
    _tells("its matrix in a NumPy error", "Lets NumPy quote a shape that spells the matrix.", """
import numpy as np
return np.zeros((int(hessian[0][0] * 1e4), 3)) + np.zeros((2, 2))
""", "condition_number"),
    _tells("its step in a warning", "Warns with its inputs, as an error.", """
import warnings
warnings.simplefilter("error")
warnings.warn(repr((lr0, t, total)))
""", "cosine_annealing"),
    _tells("questions that are still to come", "Finds the last of all questions in the worker, and raises its numbers.",
           """
import re, sys
frame = sys._getframe()
while "question" not in frame.f_locals: frame = frame.f_back
decoded = sys.modules["grader.sandbox.values"].decode_arguments
asked = [decoded(arguments) for _, arguments in frame.f_locals["question"].calls]
# Long ones alone, and the last of them: no more than a message has room for.
raise ValueError(" ".join(re.findall(r"\\d[.]\\d{9,}", repr(asked))[-14:]))
"""),
    beside(13, "hidden questions in later answers", "Keeps every landscape it sees, and shows all at each call.",
            OPTIMIZERS, """
kept = []
def _told(**given):
    kept.append(repr(given))
    print(kept)
    raise ValueError("; ".join(kept[::-1]))
gradient_descent = momentum = adam = condition_number = steps_to_converge = compare_optimizers = _told
""", 0.0),
]  # fmt: skip

# --- plays the rubric ------------------------------------------------------------------------------------------------

_KEPT_BOWL = ("every_step_uses_its_own_rate", "start_is_left_alone", "integer_start", "zero_and_one_step")

_GAMES = [
    instead(14, "jumps to the minimum", "Reads where the bowl is lowest, and is there at once.", _DESCENT, """
return [list(start)] + [grad.__self__.minimum.tolist()] * steps
"""),
    # Such a path begins with the start, has a row for each step and heads downhill: all that the criterion of the
    # initial state asks, whatever the rule, so it has that in its own right.  The rule itself must not be won.
    instead(14, "solves what it should walk", "Goes straight to the minimum in equal steps.", "gradient_descent", """
import numpy as np
return np.linspace(np.array(start, float), grad.__self__.minimum, steps + 1)
""", most=points.without(OPTIMIZERS, "gradient_descent") + points.of(OPTIMIZERS, "descent_initial_state")),
    # Criteria that all are about one bowl are won by it; the bowls of the others are none of it.
    instead(14, "keeps its first gradient", "Uses the gradient of the first call in all of them.", _DESCENT, """
first = globals().setdefault("_first", grad)
return right(first, start, schedule, steps)
""", most=points.without(SCHEDULES, _DESCENT) + points.of(SCHEDULES, *_KEPT_BOWL)),
    instead(14, "keeps gradients by their place", "Remembers what a gradient said by its address, which is used again.",
            "momentum", """
kept = globals().setdefault("_kept", {})
def remembered(x):
    return kept.setdefault((id(grad.__self__), x.tobytes()), grad(x))
return right(remembered, start, lr, steps, alpha)
""", most=points.whole(OPTIMIZERS), exact=False),  # where things come to lie is a matter of chance
    instead(14, "records the points it asks for", "Hands the points that the gradient was asked for back as the path.",
            "gradient_descent", """
import numpy as np
asked = []
def recorded(x):
    asked.append(np.array(x))
    return grad(x)
path = right(recorded, start, lr, steps)
return [*asked, path[-1]]
""", most=points.whole(OPTIMIZERS)),
    instead(14, "asks for impossible steps", "Asks the schedule for what is no step, and goes on.", _DESCENT, """
from decimal import Decimal
from fractions import Fraction
for odd in (float("nan"), float("inf"), "0", True, 1j, Fraction(1, 3), Decimal(1), 10**400, None, [0], schedule, -3):
    try:
        schedule(odd)
    except Exception:
        pass
return right(grad, start, schedule, steps)
""", most=points.whole(SCHEDULES)),
    instead(14, "asks for impossible points", "Asks the gradient for what is no point, and goes on.", "adam", """
import numpy as np
for odd in (None, "x", [], [[0.0]], [np.nan] * len(start), [1e308] * len(start), ["a"] * len(start), grad, 10**400):
    try:
        grad(odd)
    except Exception:
        pass
return right(grad, start, lr, steps, beta1, beta2, eps)
""", most=points.whole(OPTIMIZERS)),
    instead(14, "takes an impossible rate", "Walks with the rate of a step that is none.", _DESCENT, """
return right(grad, start, lambda t: schedule(float("nan")), steps)
"""),
]  # fmt: skip

ATTACKS = [*_READS, *_BACK, *_PATCHES, *_LEFT_BEHIND, *_TOLD, *_GAMES]
