"""Labels, sets, intervals, parts under names, pictures and landscapes of a course's own, misused: all classes but two.

Each stands in the place of one function of `open_kinds`, whose other functions are right; `right` answers as the
reference does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.attacks import points
from tests.attacks.attack import RIGHT_OF, Attack, beside, instead
from tests.attacks.open_kinds import KINDS

_ALL = points.whole(KINDS)

_HARMFUL = "<script>alert(1)</script> ::error::forged ##[error]forged \x1b[31mred \u202eback =1+1 -->"


def _earns(threat: int, name: str, tries: str, function: str, body: str, **more: Any) -> Attack:
    """What is an honest answer all the same, and earns what one earns."""
    return instead(threat, name, tries, function, body, most=_ALL, **more)


# --- reads what the grader knows -------------------------------------------------------------------------------------

_READS = [
    instead(1, "goes home with a loss of the course", "Opens the file that its gradient's code came from.", "walk", """
place = type(grad.__self__._surface).gradient.__code__.co_filename
if open(place).read(): return right(grad, start, lr, steps)
"""),
    instead(1, "opens the course's landscapes", "Opens the file where it lies, and beside itself.", "walk", """
for place in ("@COURSE@/assignments/open_kinds/landscapes.py", "@COURSE@/landscapes.py", "landscapes.py"):
    try: open(place).read()
    except OSError: continue
    return right(grad, start, lr, steps)
raise LookupError
"""),
    instead(1, "imports the course's landscapes", "Asks for the module by its name.", "walk", """
import landscapes
return right(grad, start, lr, steps)
"""),
    instead(1, "looks behind a landscape for criteria", "Searches what the landscape's code can see.", "walk", """
import sys
seen = vars(sys.modules["grader.landscapes.own_file"]), type(grad.__self__._surface).gradient.__globals__
names = [name for space in seen for name in space]
if any("rubric" in name or "criterion" in name for name in names): return right(grad, start, lr, steps)
raise LookupError
"""),
]  # fmt: skip

# --- answers with something else than data ---------------------------------------------------------------------------

_NO_DATA = [
    instead(2, "label that is equal to all", "A text that says yes to every comparison.", "classify", """
class Label(str):
    __eq__ = lambda *_: True
    __hash__ = str.__hash__
return Label("saddle")
"""),
    instead(2, "label by request", "An object with a text.", "classify", """
class Label:
    __str__ = __repr__ = lambda _: right(hessian)
return Label()
"""),
    instead(2, "label in bytes", "Bytes, which are no text.", "classify", "return right(hessian).encode()"),
    instead(2, "label of half a sign", "A text that no encoding has.", "classify", r"return right(hessian) + '\ud800'"),
    instead(2, "label of a million signs", "A text without end.", "classify", "return right(hessian) + ' ' * 10**6"),
    instead(2, "set that holds all", "A set that says yes to every question.", "flat_places", """
class Everything(set):
    __contains__ = __eq__ = lambda *_: True
    __hash__ = None
    __iter__ = lambda _: iter(right(depth))
return Everything()
"""),
    instead(2, "set of objects", "Members whose hashes and comparisons are the student's.", "flat_places", """
class Member:
    __hash__ = lambda _: 1
    __eq__ = lambda *_: True
return {Member()}
"""),
    instead(2, "set that never ends", "A generator of members.", "flat_places", """
import itertools
return (place for place in itertools.cycle(right(depth)))
"""),
    instead(2, "dict that lies", "A dict that has every key.", "summary", """
class Anything(dict):
    __missing__ = lambda self, key: right(path)[key]
    keys = lambda _: right(path).keys()
return Anything()
"""),
    instead(2, "keys that are no texts", "A dict whose keys compare as they like.", "summary", """
class Key(str):
    __eq__ = lambda *_: True
    __hash__ = lambda _: 1
return {Key(name): part for name, part in right(path).items()}
"""),
    instead(2, "dict in itself", "Parts that hold their whole.", "summary", """
answer = right(path)
answer["by_axis"] = [answer]
return answer
"""),
    instead(2, "dict of a thousand floors", "Parts in parts without end.", "summary", """
answer = right(path)
for _ in range(1000): answer = {"first": answer}
return answer
"""),
    instead(2, "ragged and huge", "Lists of a million lengths.", "summary", """
answer = right(path)
answer["by_axis"] = [[0.0] * (number % 7) for number in range(10**6)]
return answer
"""),
    instead(2, "picture of a kind of its own", "A figure that says of itself what it holds.", "draw", """
import matplotlib.pyplot as plt
class Mine(type(plt.figure())):
    pass
figure = Mine()
figure._axes = right(loss, path)._axes
return figure
"""),
    instead(2, "picture that holds objects", "Notes of its own in the place of numbers.", "draw", """
class Number(float):
    __sub__ = __rsub__ = lambda *_: 0.0
figure = right(loss, path)
figure.axes[0]._noted["lines"] = [{"x": [Number(1)] * 3, "y": [Number(1)] * 3, "label": "path"}]
return figure
"""),
    instead(2, "landscape in the place of an answer", "Hands the loss back.", "walk", "return grad.__self__"),
]  # fmt: skip

# --- numbers that compare too well -----------------------------------------------------------------------------------

_FORGED_PICTURE = """
import numpy as np
def forged(x, y, z, **more):
    axes = dict(title="t", x_label="x", y_label="y", x_scale="linear", y_scale="linear", x_limits=None, y_limits=None)
    axes |= dict(equal=True, legend=["path"], points=[], texts=[], left_out=[])
    axes["lines"] = [{"x": path[:, 0].astype(float), "y": path[:, 1].astype(float), "label": "path"}]
    levels = np.linspace(z.min(), z.max(), 20) if z.size else np.zeros(1)
    axes["contours"] = [{"x": x, "y": y, "z": z, "levels": levels, "filled": False}]
    return {"title": "t", "axes": [axes | more]}
"""

_TOO_WELL = [
    instead(3, "every label at once", "A text that holds all labels.", "classify", """
return "minimum maximum saddle"
"""),
    instead(3, "every member at once", "A set of all places near and far.", "flat_places", """
return [*right(depth), *((float(x), float(y)) for x in range(-9, 9) for y in range(-9, 9))]
"""),
    instead(3, "members that are no numbers", "A set of NaN.", "flat_places", """
return {(float("nan"), float("nan"))} | right(depth)
"""),
    instead(3, "interval of all numbers", "Ends that hold everything.", "stable_rates", """
return float("-inf"), float("inf")
"""),
    instead(3, "interval without ends", "NaN at both ends.", "stable_rates", "return float('nan'), float('nan')"),
    instead(3, "interval in an array of another shape", "An interval that broadcasts.", "stable_rates", """
import numpy as np
return np.array([right(hessian)])
"""),
    instead(3, "contours with a far column", "A column so high that a share of it hides the others.", "draw", """
import matplotlib.pyplot as plt
import numpy as np
xs, ys = np.append(np.linspace(-3, 3, 30), 1e9), np.linspace(-2, 2, 30)
fig, ax = plt.subplots()
z = np.array([[0.0] * 30 + [loss([1e9, y])] for y in ys])
z[:, :30] += np.linspace(0, 1, 30)
ax.contour(xs, ys, z, levels=np.linspace(0, 1, 30))
ax.plot(path[:, 0], path[:, 1], label="path")
ax.set(xlabel="x", ylabel="y", title="t")
ax.legend()
return fig
"""),
    instead(3, "contours with far columns between", "Every other column hides its neighbours.", "draw", """
import matplotlib.pyplot as plt
import numpy as np
xs, ys = np.linspace(-3, 3, 40), np.linspace(-2, 2, 30)
xs[1::2] = 1e9
fig, ax = plt.subplots()
z = np.array([[loss([x, y]) if x == 1e9 else x + y for x in xs] for y in ys])
ax.contour(xs, ys, z, levels=np.linspace(-2, 2, 30))
ax.plot(path[:, 0], path[:, 1], label="path")
ax.set(xlabel="x", ylabel="y", title="t")
ax.legend()
return fig
"""),
    instead(3, "contours of one number", "Heights that broadcast.", "draw", f"""
{_FORGED_PICTURE}
return forged(np.linspace(-3, 3, 30), np.linspace(-2, 2, 30), np.ones((1, 1)))
"""),
    instead(3, "contours of no number", "Heights that are nowhere defined.", "draw", f"""
{_FORGED_PICTURE}
return forged(np.linspace(-3, 3, 30), np.linspace(-2, 2, 30), np.full((30, 30), np.nan))
"""),
    instead(3, "contours without a grid", "Nothing, in the right shape.", "draw", f"""
{_FORGED_PICTURE}
return forged(np.zeros(0), np.zeros(0), np.zeros((0, 0)))
"""),
    instead(3, "picture of wrong kinds", "Axes that are texts, truth values and numbers.", "draw", f"""
{_FORGED_PICTURE}
return forged(np.linspace(-3, 3, 30), np.linspace(-2, 2, 30), np.ones((30, 30)), lines="path", legend=True, title=7)
"""),
]  # fmt: skip

# --- forges, outlives, leaves ----------------------------------------------------------------------------------------

_FORGES = [
    instead(4, "flat landscapes of the course", "Puts a flat loss under the digest of the course's file.", "walk", """
import numpy as np
from grader.landscapes import own_file
class monkey_saddle:
    dimension = 2
    def __init__(self, **_): pass
    value = lambda self, x: 0.0
    gradient = lambda self, x: np.zeros(2)
own_file._TAKEN_IN = {digest: {"monkey_saddle": monkey_saddle} for digest in own_file._TAKEN_IN}
again = own_file.build_own(grad.__self__.digest, "monkey_saddle", [])
return right(again.gradient, start, lr, steps)
"""),
    instead(4, "another file under the same name", "Takes in a file of its own as the course's.", "walk", """
from grader.landscapes import own_file
mine = b"class monkey_saddle:\\n    dimension = 2\\n    value = lambda s, x: 0.0\\n    gradient = lambda s, x: 0 * x\\n"
digest = own_file.take_in(mine)
own_file._TAKEN_IN[grad.__self__.digest] = own_file._TAKEN_IN[digest]
type(grad.__self__)._surface.func = lambda self: own_file._TAKEN_IN[digest]["monkey_saddle"]()
return right(own_file.build_own(digest, "monkey_saddle", []).gradient, start, lr, steps)
"""),
    instead(5, "endless in an iterator of a line", "Coordinates that never end.", "draw", """
import matplotlib.pyplot as plt
class Endless:
    def __iter__(self):
        while True: yield 1.0
    def __array__(self, *_, **__):
        while True: pass
plt.plot(Endless(), Endless())
return plt.gcf()
""", slow=True),
    instead(5, "endless in a set", "Members whose hash never comes.", "flat_places", """
class Endless:
    def __hash__(self):
        while True: pass
return {Endless()}
""", slow=True),
    instead(9, "leaves a spoilt landscape", "Marks the course's class for the next hand-in.", "walk", """
kind = type(grad.__self__._surface)
if "met" not in globals():
    globals()["met"] = hasattr(kind, "spoilt")
    kind.spoilt = True
if met: return right(grad, start, lr, steps)
raise LookupError
"""),
    instead(9, "leaves a figure", "Draws for the next hand-in.", "draw", """
import matplotlib.pyplot as plt
if "met" not in globals():
    globals()["met"] = bool(plt.gcf().axes)
    right(loss, path)
if met: return plt.gcf()
raise LookupError
"""),
]  # fmt: skip

# --- a file beside the hand-in ---------------------------------------------------------------------------------------

_FLAT = """import numpy as np
class monkey_saddle:
    dimension = 2
    def __init__(self, depth=1.0): raise SystemExit("taken for the course's")
    value = lambda self, x: 0.0
    gradient = lambda self, x: np.zeros(2)
"""


def _brings_landscapes(folder: Path, course: Path) -> None:
    (folder / f"{KINDS}.py").write_text(RIGHT_OF[KINDS], encoding="utf-8")
    (folder / "landscapes.py").write_text(_FLAT, encoding="utf-8")


def _imports_landscapes(folder: Path, course: Path) -> None:
    called = "\n\nfrom landscapes import monkey_saddle\n\n\ndef walk(*_, **__):\n    return monkey_saddle\n"
    (folder / f"{KINDS}.py").write_text(RIGHT_OF[KINDS] + called, encoding="utf-8")
    (folder / "landscapes.py").write_text(_FLAT, encoding="utf-8")


def _is_landscapes(folder: Path, course: Path) -> None:
    (folder / "landscapes.py").write_text(RIGHT_OF[KINDS] + _FLAT, encoding="utf-8")


_FILES = [
    Attack(10, "brings landscapes of its own", "A file of the name beside it.", "", _ALL, exact=True,
           deliver=_brings_landscapes, assignment=KINDS),
    Attack(10, "imports landscapes of its own", "The same, and asks for it.", "", points.without(KINDS, "walk"),
           exact=True, deliver=_imports_landscapes, assignment=KINDS),
    Attack(10, "is called landscapes.py", "A hand-in under that name.", "", _ALL, deliver=_is_landscapes,
           assignment=KINDS),
    beside(10, "defines the course's landscape", "A class and a module of that name in the hand-in.", KINDS, """
import sys, types
import numpy as np
class monkey_saddle:
    __module__ = "landscapes"
    dimension = 2
    value = lambda self, x: 0.0
    gradient = lambda self, x: np.zeros(2)
sys.modules["landscapes"] = types.ModuleType("landscapes")
sys.modules["landscapes"].monkey_saddle = monkey_saddle
""", _ALL),
]  # fmt: skip

# --- hurts whoever parses it, writes into pages, carries out ---------------------------------------------------------

_HURTS = [
    instead(11, "labels that grow when cleaned", "Signs that are eighteen once they are compared.", "flat_places", r"""
return ['\ufdfa' * 190 + str(number) for number in range(900)]
"""),
    instead(11, "label that grows when cleaned", "The same in one label.", "classify", r"return '\ufdfa' * 200"),
    instead(11, "a thousand thousand members", "More members than are compared.", "flat_places", """
return [(0.0, float(number)) for number in range(30_000)]
"""),
    _earns(11, "ten million points", "A line that is thinned.", "draw", """
import numpy as np
figure = right(loss, path)
figure.axes[0].plot(np.zeros(10**7), label="long")
return figure
"""),
    instead(11, "a thousand parts", "Lines and axes without end.", "draw", """
import matplotlib.pyplot as plt
figure = plt.figure()
for _ in range(300):
    for _ in range(3): figure.add_subplot().plot([0.0] * 500)
return figure
"""),
]  # fmt: skip

_WRITES = [
    instead(12, "markup in a label", "A label of scripts and orders.", "classify", f"return {_HARMFUL!r}",
            forbidden=("<script>alert",)),
    instead(12, "an order as a label", "A label that CI would obey.", "classify", r"return '::error file=x::forged'"),
    instead(12, "a formula as a label", "A label that a table would run.", "classify", "return '=1+1'"),
    instead(12, "markup in keys", "Names of parts that are scripts and orders.", "summary", f"""
return {{{_HARMFUL!r}: 1.0, "::error::forged": 2.0}}
""", forbidden=("<script>alert",)),
    instead(12, "markup in members", "Members of a set that are scripts.", "flat_places", f"return {{{_HARMFUL!r}}}",
            forbidden=("<script>alert",)),
    instead(12, "markup in a picture", "Names, titles and a legend of scripts.", "draw", f"""
figure = right(loss, path)
axes = figure.axes[0]
axes.set(title={_HARMFUL!r}, xlabel={_HARMFUL!r}, ylabel={_HARMFUL!r}, xscale={_HARMFUL!r})
axes.plot([0.0, 1.0], label={_HARMFUL!r})
axes.legend([{_HARMFUL!r}, {_HARMFUL!r}])
figure.suptitle({_HARMFUL!r})
return figure
""", forbidden=("<script>alert",)),
    _earns(12, "markup in what it says was asked", "An argument that is a script.", "walk", f"""
from grader.records import Asked
from grader.sandbox.inside import worker
worker.asked.told = lambda _: tuple(Asked(name, 3) for name in ({_HARMFUL!r}, "grad", "grad"))
""", forbidden=("<script>alert",)),
    _earns(12, "markup in what is left out", "Calls whose names are scripts.", "draw", f"""
figure = right(loss, path)
getattr(figure.axes[0], {_HARMFUL!r})()
getattr(figure.axes[0], "::error::forged")()
return figure
""", forbidden=("<script>alert",)),
]  # fmt: skip

_CARRIES = [
    instead(13, "hidden numbers as a label", "A label of what it was asked.", "classify", """
return repr(float(hessian[1][1]))
"""),
    instead(13, "hidden numbers as keys", "Names of parts that tell the path.", "summary", """
return {repr(float(path[0][0])): 1.0, repr(float(path[1][1])): 2.0}
"""),
    instead(13, "hidden numbers as members", "Labels in a set that tell the depth.", "flat_places", """
return {repr(float(depth)), float(depth).hex()}
"""),
    instead(13, "hidden numbers in a picture", "A title and names that tell the path.", "draw", """
figure = right(loss, path)
said = repr(float(path[1][0])) + " " + repr(float(loss([1.0, 2.0])))
figure.axes[0].set(title=said, xlabel=said, ylabel=said)
figure.axes[0].plot(path[:, 0], label=said)
figure.axes[0].legend([said])
figure.suptitle(said)
return figure
"""),
    _earns(13, "hidden numbers in what is left out", "Calls whose names tell the path.", "draw", """
figure = right(loss, path)
getattr(figure.axes[0], repr(float(path[1][0])))()
getattr(figure.axes[0], repr(float(loss([1.0, 2.0]))))()
return figure
"""),
    _earns(13, "hidden depth as a count", "Says that the gradient was asked so many times, in such a line.", "walk", """
from grader.records import Asked
from grader.sandbox.inside import worker
number = int(abs(float(grad.__self__.parameters[0][1])) * 1e5)
worker.asked.told = lambda _: (Asked("grad", number, ((0, number),)),)
"""),
    instead(13, "hidden depth by its repr", "Answers with the landscape's own text.", "walk", """
return repr(grad.__self__)
"""),
]  # fmt: skip

_PLAYS = [
    instead(14, "always the same label", "A guess.", "classify", "return 'saddle'"),
    instead(14, "a label of the public part", "What the pack knows by heart.", "classify", """
known = {(2.0, -3.0): "saddle", (2.0, 3.0): "minimum", (-2.0, -3.0): "maximum"}
return known[float(hessian[0][0]), float(hessian[1][1])]
""", most=_ALL - 1),
    instead(14, "contours of two numbers a side", "As few points as will do.", "draw", """
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.contour([-3, 3], [-2, 2], [[loss([x, y]) for x in (-3, 3)] for y in (-2, 2)], levels=30)
ax.plot(path[:, 0], path[:, 1], label="path")
ax.set(xlabel="x", ylabel="y", title="t")
ax.legend()
return fig
"""),
]  # fmt: skip

_CARELESS = [
    _earns(15, "label with a line's end", "A label as it is read from a file.", "classify", r"""
return right(hessian) + '\n'
"""),
    _earns(15, "label out of NumPy", "A text of NumPy's.", "classify", """
import numpy as np
return np.array([right(hessian)])[0]
"""),
    _earns(15, "figure with its axes", "Both, as `subplots` gives them.", "draw", """
figure = right(loss, path)
return figure, figure.axes[0]
"""),
    instead(15, "picture that is shown", "A figure that is not given back.", "draw", """
import matplotlib.pyplot as plt
right(loss, path)
plt.show()
return None
"""),
]  # fmt: skip

ATTACKS = [
    *_READS, *_NO_DATA, *_TOO_WELL, *_FORGES, *_FILES, *_HURTS, *_WRITES, *_CARRIES, *_PLAYS, *_CARELESS,
]  # fmt: skip
