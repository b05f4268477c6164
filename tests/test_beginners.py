"""Programming mistakes of those who begin: with the message alone in hand, one knows what to do."""

from __future__ import annotations

import codecs
import json
import re
import textwrap

import pytest
from msgspec.structs import replace
from rich.console import Console

from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.landscapes import quadratic, sine
from grader.records import Diagnosis, Grade, Judgement, Limits, SourceKind, Submission
from grader.reports.pages import student, terminal
from grader.sandbox.base import Backend
from grader.schedules import constant, harmonic, table
from grader.student.hints import Stage, told
from tests.whole_course import COURSE

STEP = """
def sgd_step(weight, gradient, lr, velocity, momentum):
    velocity = momentum * velocity - lr * gradient
    return weight + velocity, velocity
"""
SLOPE = """
import numpy as np
def loss(w): return np.sin(3 * w) + 0.5 * w**2 - w
def slope(w): return 3 * np.cos(3 * w) + w - 1
"""
RUN = """
def optimize_with_momentum(start, lr, momentum, steps):
    w, v = float(start), 0.0
    rows = [(w, loss(w))]
    for _ in range(steps):
        w, v = sgd_step(w, slope(w), lr, v, momentum)
        rows.append((w, loss(w)))
    return np.array(rows)
"""

QUICK = Limits(call_cpu_seconds=0.5, call_wall_seconds=1.5, cpu_seconds=3.0, wall_seconds=9.0)

# What a student did → the file, and what the message must say.
MISTAKES: dict[str, tuple[str, str]] = {
    "leaves a bracket open": (
        SLOPE + STEP + "def optimize_with_momentum(start, lr, momentum, steps):\n    return (start\n",
        "momentum_step.py is not valid Python in line 10: `return (start`: SyntaxError: '(' was never closed",
    ),
    "forgets a colon": ("def sgd_step(weight)\n    return weight\n", "line 1: `def sgd_step(weight)`: SyntaxError"),
    "indents by one": ("def sgd_step(w):\n    a = 1\n     return a\n", "IndentationError: unexpected indent"),
    "spells the name in another way": (
        SLOPE + STEP + RUN.replace("optimize", "optimise"),
        "but there is `optimise_with_momentum`. Give it exactly the name `optimize_with_momentum`.",
    ),
    "writes a method": (
        SLOPE + STEP + "class Ball:\n" + textwrap.indent(RUN, "    "),
        "`optimize_with_momentum` is a method of the class `Ball` in your file",
    ),
    "nests a function": (
        SLOPE + "def main():\n" + textwrap.indent(STEP + RUN, "    "),
        "`sgd_step` is defined inside of `main` in your file (line 7)",
    ),
    "comments a function out": (
        SLOPE + STEP + textwrap.indent(RUN, "# ", lambda line: bool(line.strip())),
        "`optimize_with_momentum` is commented out in your file",
    ),
    "leaves a function below the main guard": (
        SLOPE + STEP + 'if __name__ == "__main__":\n' + textwrap.indent(RUN, "    "),
        'stands in a block of your file that was not run (line 9: `if __name__ == "__main__":`). Move it out of there',
    ),
    "leaves a function below a flag": (
        SLOPE + STEP + "DEBUG = False\nif DEBUG:\n" + textwrap.indent(RUN, "    "),
        "stands in a block of your file that was not run (line 10: `if DEBUG:`)",
    ),
    "puts a function between quotes": (
        SLOPE + STEP + '"""' + RUN + '"""\n',
        "`optimize_with_momentum` stands between quotes in your file (line 10)",
    ),
    "gives its name to nothing": (
        SLOPE + STEP + "optimize_with_momentum = None\n",
        "a later line of your file gives its name to a value of type NoneType",
    ),
    "returns a dict for a pair": (
        SLOPE
        + STEP.replace("return weight + velocity, velocity", "return dict(w=weight + velocity, v=velocity)")
        + RUN,
        "Expected the 2 parts (new weight, new velocity) as numbers; yours is a dict (names: v, w).",
    ),
    "yields": (
        SLOPE + STEP + RUN.replace("return np.array(rows)", "yield np.array(rows)"),
        "Collect the values in a list or an array, and return that",
    ),
    "writes an async function": (
        SLOPE + STEP + RUN.replace("def optimize", "async def optimize"),
        "Take the word `async` away from the function.",
    ),
    "takes an entry of a number": (
        SLOPE + STEP + RUN.replace("float(start)", "start[0]"),
        "What stands before the square brackets is of type float, which has no entries.",
    ),
    "appends two things": (
        SLOPE + STEP + RUN.replace("append((w, loss(w)))", "append(w, loss(w))"),
        "`append` takes one thing",
    ),
    "leaves a product to the reader": (
        SLOPE.replace("3 * w) + 0.5", "3w) + 0.5") + STEP + RUN,
        "A number stands right before a name: is a `*` missing between them?",
    ),
    "copies blanks out of a page": (
        SLOPE + STEP.replace("    return", "\u00a0\u00a0\u00a0\u00a0return"),
        "type that place anew",
    ),
    "copies quotes out of a page": (SLOPE + "print(“ready”)\n" + STEP + RUN, "type that place anew"),
    "gives its name to a number": (
        SLOPE + STEP + RUN + "sgd_step = 0.1\n",
        "a later line of your file gives its name to a value of type float",
    ),
    "gives the parameters other names": (
        SLOPE + RUN + "def sgd_step(w, g, lr, v, m):\n    v = m * v - lr * g\n    return w + v, v\n",
        "has the parameters (w, g, lr, v, m), and is called with (weight, gradient, lr, velocity, momentum)",
    ),
    "gives a parameter no default": (
        SLOPE + STEP + RUN.replace("steps):", "steps, decay):"),
        "is called with (start, lr, momentum, steps), and has no default for `decay`. Write the default behind the",
    ),
    "asks the user": (
        SLOPE + RUN + "def sgd_step(weight, gradient, lr, velocity, momentum):\n    return float(input('w? ')), 0.0\n",
        "`sgd_step` asks for input(), and nobody is there to answer. Use its parameters instead.",
    ),
    "prints and does not return": (
        SLOPE + STEP + RUN.replace("return np.array(rows)", "print(rows[:1])"),
        "nothing came back (None)",
    ),
    "returns the path and the losses apart": (
        SLOPE + STEP + RUN.replace("return np.array(rows)", "return np.array(rows), [loss(w)]"),
        "yours is a pair",
    ),
    "returns text": (
        SLOPE + RUN + "def sgd_step(weight, gradient, lr, velocity, momentum):\n    return 'done'\n",
        "a string, 'done'",
    ),
    "divides by zero": (SLOPE + STEP + RUN.replace("slope(w)", "1.0 / (steps - steps)"), "ZeroDivisionError"),
    "divides an array by zero": (
        SLOPE + STEP + RUN.replace("slope(w)", "slope(w) / (steps - steps)"),
        "RuntimeWarning: divide by zero encountered",
    ),
    "calls a variable": (
        SLOPE + STEP + RUN.replace("rows = [", "loss = 0.0\n    rows = [").replace("(w, loss(w))]", "(w, loss(w))]"),
        "does a variable of yours have the name of a function?",
    ),
    "uses a name that does not exist": (
        SLOPE + STEP + RUN.replace("slope(w)", "slop(w)"),
        "name 'slop' is not defined",
    ),
    "fails in its own step": (
        SLOPE + RUN + "def sgd_step(weight, gradient, lr, velocity, momentum):\n    return weights, velocity\n",
        "It happened in `sgd_step`, which `optimize_with_momentum` calls: look at `sgd_step`, and at what",
    ),
    "hands its own step something else": (
        SLOPE + STEP + RUN.replace("lr, v, momentum)", "lr, (v, v, v), momentum)"),
        "It happened in `sgd_step`, which is right by itself: look at what `optimize_with_momentum` hands to it.",
    ),
    "has not written its own step": (
        SLOPE + RUN + "def sgd_step(weight, gradient, lr, velocity, momentum):\n    raise NotImplementedError\n",
        "It happened in `sgd_step`, which `optimize_with_momentum` calls: look at `sgd_step`, and at what",
    ),
    "forgets a star": (
        SLOPE + STEP.replace("lr * gradient", "lr (gradient)") + RUN,
        "A value stands before the round brackets as if it were a function: is a `*` missing there",
    ),
    "changes whole numbers in place": (
        SLOPE + STEP + RUN.replace("float(start), 0.0", "np.array([1, 2]), 0.0\n    w -= 0.5"),
        "An array of whole numbers takes no decimals in place",
    ),
    "forgets the brackets of a shape": (
        SLOPE + STEP + RUN.replace("rows = [", "rows = np.zeros(steps + 1, 2)\n    rows = ["),
        "A shape of two sides has brackets of its own",
    ),
    "misspells a function of NumPy": (
        SLOPE + STEP + RUN.replace("np.array(rows)", "np.arrray(rows)"),
        "NumPy has nothing called `arrray`",
    ),
    "counts places from one": (
        SLOPE + STEP + RUN.replace("return np.array(rows)", "return np.array(rows)[len(rows)]"),
        "Places are counted from 0: with",
    ),
    "imports what is not there": ("import torch\n" + SLOPE + STEP + RUN, "torch is not available to this assignment"),
    "reads a file": (
        "data = open('data.csv').read()\n" + SLOPE + STEP + RUN,
        "was graded without line 1: `data = open('data.csv').read()`: FileNotFoundError",
    ),
    "reads a file and computes with it": (
        "data = open('data.csv').read()\n" + SLOPE + STEP.replace("- lr", "- len(data) * lr") + RUN,
        "name 'data' is not defined",
    ),
    "reads a file in a function": (
        SLOPE + RUN + STEP.replace("    return", "    open('data.csv').close()\n    return"),
        "Files, connections and other programs are not to be had here: work with the arguments alone.",
    ),
    "leaves a breakpoint in a function": (
        SLOPE + RUN + STEP.replace("    return", "    breakpoint()\n    return"),
        "`breakpoint()` or `pdb.set_trace()` was left in the code, and nobody is there to answer the debugger: take it",
    ),
    "leaves a breakpoint at the margin": (
        SLOPE + STEP + RUN + "import pdb; pdb.set_trace()\nprint(sgd_step(1, 1, 1, 1, 1))\n",
        "`breakpoint()` or `pdb.set_trace()` was left in the code",
    ),
    "sets a locale that is not there": (
        "import locale\nlocale.setlocale(locale.LC_ALL, 'xx_XX.nowhere')\n" + SLOPE + STEP + RUN,
        "was graded without line 2: `locale.setlocale(locale.LC_ALL, 'xx_XX.nowhere')`: Error: unsupported locale",
    ),
    "imports what is not there and uses it": (
        "from scipy import special as sp\n" + SLOPE + STEP.replace("- lr", "- sp.gamma(2) * lr") + RUN,
        "`sgd_step` raised ModuleNotFoundError: scipy is not available to this assignment",
    ),
    "imports a file of its own and uses it": (
        "from my_slopes import slope\n" + STEP + RUN,
        "If `my_slopes` is a file of your own: it is not handed in with this one, so write here what you need of it.",
    ),
    "asks while loading": ("lr = float(input())\n" + SLOPE + STEP + RUN, "asks for input in line 1"),
    "loops for ever": (
        SLOPE + STEP + RUN.replace("for _ in range(steps):", "while True:"),
        "no answer within its time; it was in line 13: `while True:`. Look for a loop that does not end",
    ),
    "waits for ever": (
        "import time\n" + SLOPE + RUN + STEP.replace("    return", "    time.sleep(1e6)\n    return"),
        "`sgd_step` gave no answer within its time. Look for a loop that does not end, or a sleep.",
    ),
    "loops for ever in a function that another one calls": (
        SLOPE + STEP.replace("    return", "    while lr:\n        lr = abs(lr)\n    return") + RUN,
        "`sgd_step` gave no answer within its time; it was in line 8: `while lr:`.",
    ),
    "never ends loading": (
        SLOPE + "w = 0.0\nwhile True:\n    for _ in range(3):\n        w = w - slope(w)\n" + STEP + RUN,
        "it does not end: its time was up in line 6: `while True:`. That was left out, with what stands below it.",
    ),
    "never ends below its functions": (
        SLOPE + STEP + RUN + "w = 0.0\nwhile True:\n    w = sgd_step(w, slope(w), 0.1, 0.0, 0.9)[0]\n",
        "was graded, but it does not end: its time was up in line 18: `while True:`. That was left out, with",
    ),
    "never ends below its functions in one of them": (
        SLOPE + STEP + RUN + "def main():\n    x = 1\n    while True:\n        x += 1\nmain()\n",
        "its time was up in line 21: `main()`, which had come to `while True:`. That was left out, with",
    ),
    "keeps the velocity outside of the function": (
        SLOPE
        + STEP
        + RUN.replace("def", "v = 0.0\ndef").replace("w, v = float(start), 0.0", "global v; w = float(start)"),
        "Asked the same a second time, `optimize_with_momentum` gave another answer: something is kept from one call",
    ),
    "keeps the rows in a default": (
        SLOPE
        + STEP
        + RUN.replace("momentum, steps):", "momentum, steps, rows=[]):").replace(
            "rows = [(w, loss(w))]", "rows += [(w, loss(w))]"
        ),
        "Asked the same a second time, `optimize_with_momentum` gave another answer: something is kept from one call",
    ),
    "draws at random": (
        SLOPE + RUN + STEP.replace("return weight", "return np.random.normal() + weight"),
        "Asked the same a second time, `sgd_step` gave another answer",
    ),
    "uses a name before it has a value": (
        SLOPE + STEP + RUN.replace("rows = [(w, loss(w))]", "loss = loss(w); rows = [(w, loss)]"),
        "`loss` gets its value in this function, and not on the way that led here",
    ),
    "takes NumPy's name": (
        SLOPE + STEP + RUN.replace("rows = [", "np = 3\n    rows = ["),
        "What stands before `.array` is of type int: was its name given to something else?",
    ),
    "subtracts lists": (
        SLOPE + RUN + STEP.replace("- lr * gradient", "- [lr] + [gradient]"),
        "A list is no vector: make an array of it with np.array",
    ),
    "forgets to import NumPy": (
        SLOPE.replace("import numpy as np", "from numpy import *") + STEP + RUN,
        "not imported",
    ),
    "forgets the return of a helper": (
        SLOPE.replace("def slope(w): return", "def slope(w):") + STEP + RUN,
        "Something there is None. A function without a `return` gives None",
    ),
    "has a return with nothing behind it": (
        SLOPE + STEP + RUN.replace("return np.array(rows)", "return"),
        "Behind the `return` of `optimize_with_momentum` (line 16) stands nothing, or None: write there what is to",
    ),
    "returns what append gives back": (
        SLOPE + STEP + RUN.replace("return np.array(rows)", "return rows.append(w)"),
        "`optimize_with_momentum` returns what `append` gives back (line 16), and that is None. Call `append` in a",
    ),
    "returns what a helper without a return gives back": (
        SLOPE + STEP + "def table(rows):\n    np.array(rows)\n" + RUN.replace("np.array(rows)", "table(rows)"),
        "`table` has no `return` with something behind it.",
    ),
    "keeps what append gives back": (
        SLOPE + STEP + RUN.replace("rows.append(", "rows = rows.append("),
        "so do `append`, `sort` and their like, which change a list in place: call these in a line of their own.",
    ),
    "calls itself": (
        SLOPE + RUN + STEP.replace("return weight", "return sgd_step(weight, gradient, lr, velocity, momentum)[0]"),
        "The function calls itself without an end.",
    ),
    "asks a whole array": (
        SLOPE + STEP.replace("    velocity", "    if np.array([weight, 1.0]) > 0: pass\n    velocity", 1) + RUN,
        "ask np.all or np.any, compare a norm, or take np.maximum in the place of max.",
    ),
    "returns inside the loop": (
        SLOPE + STEP + RUN.replace("    return np.array(rows)", "        return np.array(rows)"),
        "The one `return` of `optimize_with_momentum` stands inside a loop (line 16)",
    ),
    "returns on one branch": (
        SLOPE + STEP + RUN.replace("    return np.array", "    if steps > 3:\n        return np.array"),
        "`optimize_with_momentum` returns something on some branches alone (line 17); on the others nothing comes back",
    ),
    "returns an array of another class": (
        SLOPE + STEP + RUN.replace("np.array(rows)", "np.array(rows).view(np.recarray)"),
        "an instance of recarray, which is a subclass of ndarray. Make a plain array of it: np.array(…)",
    ),
    "returns a dict": (
        SLOPE + STEP + RUN.replace("np.array(rows)", "{'path': rows}"),
        "Expected trajectory as numbers; yours is a dict (names: path). Return the numbers themselves.",
    ),
    "returns an array of objects": (
        SLOPE + STEP + RUN.replace("np.array(rows)", "np.array(rows, dtype=object)"),
        "an array of object, not of numbers. Make it of numbers alone: is there None, a text",
    ),
    "returns texts of numbers": (
        SLOPE + STEP + RUN.replace("np.array(rows)", "[(str(a), str(b)) for a, b in rows]"),
        "a string, '2.3'. Return the numbers themselves, not a text of them.",
    ),
    "takes the name of a builtin": (
        SLOPE + STEP + RUN.replace("rows = [", "range = steps\n    rows = ["),
        "'int' object is not callable (line 14: `for _ in range(steps):`). A value stands before the round brackets",
    ),
    "takes the square root of a negative number": (
        SLOPE + STEP + RUN.replace("w, v = sgd_step", "w = w if _ < 2 else np.sqrt(-1.0)\n        w, v = sgd_step"),
        "Row 3, weight: yours is NaN, which is no finite number; expected 1.89155.",
    ),
    "forgets an argument": (
        SLOPE + STEP + RUN.replace("lr, v, momentum)", "lr, v)"),
        "sgd_step() missing 1 required positional argument: 'momentum' (line 14:",
    ),
    "mixes tabs and spaces": (
        SLOPE + STEP + RUN.replace("    rows.append", "\trows.append"),
        "in line 15: `rows.append((w, loss(w)))`: TabError: inconsistent use of tabs and spaces in indentation. Run",
    ),
    "pastes a curly quote": (
        SLOPE + STEP + RUN.replace("return np", "print(“done”)\n    return np"),
        "in line 16: `print(“done”)`: SyntaxError: invalid character '“' (U+201C). Run it once yourself",
    ),
    "prints as in Python 2": (
        SLOPE + STEP + RUN.replace("return np", "print rows\n    return np"),
        "Missing parentheses in call to 'print'. Did you mean print(...)? Run it once",
    ),
    "compares with one sign": (
        SLOPE + STEP + RUN.replace("for _ in", "if steps = 0: return rows\n    for _ in"),
        "Maybe you meant '==' or ':=' instead of '='?",
    ),
    "takes ^ for a power": (SLOPE.replace("w**2", "w^2") + STEP + RUN, "`^` is no power in Python: write `**`."),
    "goes beyond the end of a list": (
        SLOPE + STEP + RUN.replace("np.array(rows)", "np.array([rows[i] for i in range(steps + 2)])"),
        "IndexError: list index out of range (line 16:",
    ),
    "returns one thing for two": (
        SLOPE + RUN + STEP.replace("return weight + velocity, velocity", "return weight + velocity"),
        "Expected 2 parts in the answer; yours has one alone.",
    ),
    "defines it again below": (
        SLOPE + STEP + RUN + "def sgd_step(weight, gradient, lr, velocity, momentum):\n    return weight, velocity\n",
        "`sgd_step` is defined more than once; the last one counts (line 17), whatever stands above.",
    ),
    "rounds to two decimals": (
        SLOPE + STEP + RUN.replace("np.array(rows)", "np.round(np.array(rows), 2)"),
        "rounded to 2 decimals",
    ),
    "steps on nothing": (
        SLOPE + STEP + RUN.replace("lr, v, momentum)", "float('nan'), v, momentum)"),
        "which is no finite number",
    ),
    "prints what it does": (
        SLOPE + STEP + RUN.replace("return np.array(rows)", "print('the rows are there'); return rows[-1]"),
        "the rows are there",
    ),
    "fails in its last line": (
        SLOPE + STEP + RUN + "print(optimise(0.0))\n",
        (
            "momentum_step.py was graded, but it stops in line 17: `print(optimise(0.0))`: NameError: name 'optimise'"
            " is not defined. What stands below that was not run."
        ),
    ),
    "fails below its functions in one of them": (
        SLOPE
        + STEP.replace("    velocity", "    1 / (weight - 9)\n    velocity", 1)
        + RUN
        + "sgd_step(9, 1, 1, 1, 1)\n",
        "it stops in line 18: `sgd_step(9, 1, 1, 1, 1)`: ZeroDivisionError: division by zero. What stands below that",
    ),
    "waits in a helper for a loop of its own": (
        SLOPE
        + "def total(a):\n    s = 0\n    for x in a:\n        s += x\n    return s\n"
        + STEP.replace("    return", "    while lr >= 0:\n        total(range(100000))\n    return")
        + RUN,
        "`sgd_step` gave no answer within its time; it was in line 13: `while lr >= 0:`.",
    ),
    "leaves in the middle": (
        SLOPE + STEP + "exit()\n" + RUN,
        "momentum_step.py was graded, but it ends itself in line 9: `exit()`.",
    ),
}


def notebook(*cells: tuple[str, str]) -> str:
    made = [{"cell_type": kind, "metadata": {}, "source": text, "outputs": []} for kind, text in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


# How a file was saved → its bytes, and what the message must say.
SAVED: dict[str, tuple[bytes, str]] = {
    name: (text.encode(codec) if codec else codecs.BOM_UTF16_BE + text.encode("utf-16-be"), said)
    for name, (text, codec, said) in {
        "in UTF-16 with its mark": (SLOPE + STEP + RUN, "utf-16", "the file is saved as UTF-16; save it as UTF-8."),
        "in UTF-16 the other way round": (SLOPE + STEP, "", "the file is saved as UTF-16; save it as UTF-8."),
        "in UTF-16 without a mark": (SLOPE + STEP + RUN, "utf-16-le", "the file is saved as UTF-16; save it as UTF-8."),
        "in UTF-16 with other letters first": (
            '"""Импульс."""\n' + SLOPE + STEP,
            "utf-16-be",
            "the file is saved as UTF-16; save it as UTF-8.",
        ),
        "in UTF-32 without a mark": (
            "# — α\n" + SLOPE + STEP,
            "utf-32-le",
            "the file is saved as UTF-32; save it as UTF-8.",
        ),
        "in UTF-32": (SLOPE + STEP + RUN, "utf-32", "the file is saved as UTF-32; save it as UTF-8."),
        "in Latin-1": (
            SLOPE + STEP.replace("    velocity =", "    é = 1\n    velocity =") + RUN,
            "latin-1",
            "in line 7: `\ufffd = 1`: SyntaxError: a sign here is not UTF-8, as Python expects; save the file",
        ),
    }.items()
}

IN_NOTEBOOKS: dict[str, tuple[str, str]] = {
    "writes a function into a text cell": (
        notebook(("code", SLOPE + STEP), ("markdown", RUN)),
        "`optimize_with_momentum` stands in cell 2, which is a text cell. Make it a code cell.",
    ),
    "never ends in a cell": (
        notebook(("code", SLOPE + STEP), ("code", "x = 1\nwhile x:\n    x += 1"), ("code", RUN)),
        "was graded, but it does not end: its time was up in cell 2, line 2: `while x:`. That was left out, with what",
    ),
    "breaks two cells that try things out": (
        notebook(("code", SLOPE + STEP), ("code", "print(undefined)"), ("code", RUN), ("code", "1 / 0")),
        (
            "momentum_step.ipynb was graded, but it stops in cell 2, line 1: `print(undefined)`: NameError: name "
            "'undefined' is not defined. The other cells were run. momentum_step.ipynb was graded, but it stops in"
        ),
    ),
    "writes the functions to another file": (
        notebook(("code", "%%writefile other.py\n" + SLOPE + STEP + RUN)),
        "momentum_step.ipynb was graded without its cell 1, which begins with %%writefile and was not run.",
    ),
    "works in another language": (
        json.dumps(json.loads(notebook(("code", "x <- 1"))) | {"metadata": {"language_info": {"name": "R"}}}),
        "momentum_step.ipynb says of itself that it is a notebook of R, not of Python.",
    ),
    "defines it again in a later cell": (
        notebook(
            ("code", SLOPE + STEP),
            ("code", RUN),
            ("code", "def sgd_step(weight, gradient, lr, velocity, momentum):\n    pass\n"),
        ),
        "`sgd_step` is defined more than once; the last one counts (cell 3, line 1), whatever stands above.",
    ),
    "breaks a later cell": (
        notebook(("code", SLOPE + STEP), ("code", "x = 1\ndef optimize_with_momentum(start:\n    pass\n")),
        "Cell 2 stops in line 2: SyntaxError",
    ),
    "leaves a bracket open in its only cell": (
        notebook(("code", SLOPE + STEP + RUN.replace("range(steps)", "range(steps"))),
        "momentum_step.ipynb is not valid Python in cell 1, line 13:",
    ),
    "leaves a bracket open in two cells": (
        notebook(("code", SLOPE + STEP.replace("momentum):", "momentum:")), ("code", "x = (1")),
        "It stops in cell 2, line 1: `x = (1`, too: SyntaxError: '(' was never closed.",
    ),
    "leaves a function below a flag in a cell": (
        notebook(("code", SLOPE + STEP), ("code", "if False:\n" + textwrap.indent(RUN, "    "))),
        "stands in a block of your file that was not run (cell 2, line 1: `if False:`)",
    ),
    "divides by zero in a cell": (
        notebook(("code", SLOPE + STEP), ("code", RUN.replace("float(start)", "float(start) / 0"))),
        "(cell 2, line 3: `w, v = float(start) / 0, 0.0`)",
    ),
}


@pytest.fixture(scope="module")
def prepared(backend: Backend) -> Prepared:
    whole = prepare(COURSE, COURSE.assignment("momentum_step"), backend, cache=COURSE.cache).public
    return replace(whole, assignment=replace(whole.assignment, limits=QUICK))


def said(source: str | bytes, prepared: Prepared, backend: Backend, kind: SourceKind) -> str:
    """What the terminal says, as one line."""
    name = "momentum_step.py" if kind is SourceKind.PYTHON else "momentum_step.ipynb"
    graded = grade(
        Submission("you", "momentum_step", name, kind, source.encode() if isinstance(source, str) else source),
        prepared,
        backend,
    )
    console = Console(width=400, color_system=None)
    with console.capture() as captured:
        console.print(terminal.page(graded, prepared))
    return " ".join(captured.get().split())


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_message_names_the_cause(mistake, prepared, backend):
    source, cause = MISTAKES[mistake]

    assert cause in said(source, prepared, backend, SourceKind.PYTHON)


@pytest.mark.parametrize("given", ["return", "return rows.append(w)", "x = None; return x", "return print(rows)"])
def test_no_return_is_called_missing_where_there_is_one(given, prepared, backend):
    source = SLOPE + STEP + RUN.replace("return np.array(rows)", given)

    told = said(source, prepared, backend, SourceKind.PYTHON)

    assert "nothing came back" in told
    assert "missing" not in told


def test_a_return_is_called_missing_where_there_is_none(prepared, backend):
    source = SLOPE + STEP + RUN.replace("return np.array(rows)", "np.array(rows)")

    assert "nothing came back (None). Is a `return` missing?" in said(source, prepared, backend, SourceKind.PYTHON)


def test_why_a_function_is_missing_is_told_once(prepared, backend):
    told = said(SLOPE + STEP + RUN.replace("optimize", "optimise"), prepared, backend, SourceKind.PYTHON)

    assert told.count("but there is `optimise_with_momentum`") == 1
    assert told.count("The same as above.") == 5


def test_the_only_cell_of_a_notebook_is_not_said_to_be_graded_where_it_does_not_load(prepared, backend):
    told = said(notebook(("code", SLOPE + STEP + "x = (1")), prepared, backend, SourceKind.NOTEBOOK)

    assert "was graded" not in told
    assert told.count("'(' was never closed") == 1


def test_a_line_that_python_could_not_read_is_shown_once_with_a_caret(prepared, backend):
    source = SLOPE + STEP + RUN.replace("range(steps):", "range(steps)")

    graded = grade(
        Submission("you", "momentum_step", "momentum_step.py", SourceKind.PYTHON, source.encode()), prepared, backend
    )
    console = Console(width=60, color_system=None)
    with console.capture() as captured:
        console.print(terminal.page(graded, prepared))

    shown = "  for _ in range(steps)\n                       ^\n"
    assert "\n".join(line.rstrip() for line in captured.get().splitlines()).count(shown) == 1
    assert "<pre>for _ in range(steps)\n                     ^</pre>" in student.page(graded, prepared)


@pytest.mark.parametrize("saved", SAVED)
def test_the_message_names_the_encoding(saved, prepared, backend):
    source, cause = SAVED[saved]

    assert cause in said(source, prepared, backend, SourceKind.PYTHON)
    if not saved.endswith("Latin-1"):
        text = json.dumps({"cells": [{"cell_type": "code", "source": SLOPE}]})
        wide = text.encode("utf-32" if "32" in saved else "utf-16")
        assert f"saved as UTF-{'32' if '32' in saved else '16'}" in said(wide, prepared, backend, SourceKind.NOTEBOOK)


@pytest.mark.parametrize("mistake", IN_NOTEBOOKS)
def test_the_message_about_a_notebook_names_the_cause(mistake, prepared, backend):
    source, cause = IN_NOTEBOOKS[mistake]

    assert cause in said(source, prepared, backend, SourceKind.NOTEBOOK)


@pytest.mark.parametrize(
    "value", [harmonic(0.1, 0.5), constant(0.1), table([0.1]), quadratic(condition_number=3), sine()]
)
def test_no_name_of_ours_shows_in_an_exception(value):
    with pytest.raises(TypeError) as raised:
        value[0]

    assert re.search("'(Schedule|Landscape)' object", str(raised.value))


def test_a_function_that_calls_a_wrong_one_is_said_to_follow_from_it(prepared, backend):
    odd = STEP.replace("- lr * gradient", "- lr * gradient - 0.017 * weight")

    text = said(SLOPE + odd + RUN, prepared, backend, SourceKind.PYTHON)

    assert "This follows from `sgd_step`: mend that first" in text


@pytest.fixture(scope="module")
def comparison(backend: Backend) -> Prepared:
    return prepare(COURSE, COURSE.assignment("optimizer_comparison"), backend, cache=COURSE.cache).public


@pytest.mark.parametrize("mistake", ["beta_times_t", "steps_counted_from_zero"])
def test_a_path_of_nan_is_named_at_home_where_numpy_warns_of_the_same(mistake, comparison, backend):
    reference = COURSE.root / "reference/optimizer_comparison"
    source = (reference / "solution.py").read_bytes() + (reference / f"mistakes/adam/{mistake}.py").read_bytes()

    def named(source: bytes) -> list[str]:
        handed_in = Submission("you", "optimizer_comparison", "optimizer_comparison.py", SourceKind.PYTHON, source)
        return [each.mistake for each in grade(handed_in, comparison, backend).grade.diagnoses]

    assert named(source) == [mistake]
    assert named(source.replace(b"np.sqrt(", b"np.nan + np.sqrt(")) == []


def lines_of_comparison(more: str, comparison: Prepared, backend: Backend) -> list[str]:
    """What the terminal says of the reference with a function written anew."""
    root = COURSE.root
    source = (root / "reference/optimizer_comparison/solution.py").read_bytes() + more.encode()
    handed_in = Submission("you", "optimizer_comparison", "optimizer_comparison.py", SourceKind.PYTHON, source)
    console = Console(width=400, color_system=None)
    with console.capture() as captured:
        console.print(terminal.page(grade(handed_in, comparison, backend), comparison))
    return [line.strip() for line in captured.get().splitlines()]


def test_what_a_named_mistake_would_not_lose_is_not_said_to_go_with_it(comparison, backend):
    lines = lines_of_comparison(
        """
def steps_to_converge(trajectory, minimum, tol):
    rows = np.asarray(trajectory, dtype=float)
    for first in range(len(rows)):
        if all(np.linalg.norm(row - minimum) <= tol for row in rows[first:]):
            return float(first)
    return -1
""",
        comparison,
        backend,
    )

    assert any("gives -1 instead of None" in line for line in lines)
    kinds = [line for line in lines if line.startswith("Expected the count as a whole number")]
    assert kinds
    assert not [line for line in kinds if "goes with the mistake" in line]


def test_the_same_as_above_is_said_of_what_stands_right_above(comparison, backend):
    lines = lines_of_comparison(
        """
right = adam

def adam(grad, start, lr, steps, beta1, beta2, eps):
    return right(grad, start, lr, steps, beta1, beta2, eps)
""",
        comparison,
        backend,
    )

    places = [number for number, line in enumerate(lines) if line == "The same as above."]
    whole = [line for line in lines if "has no default for `beta1`, `beta2` and `eps`" in line]
    assert places
    assert len(whole) == 2  # of the first, and again below one that passes
    assert not [number for number in places if "✓" in lines[number - 2]]


def test_several_mistakes_that_fit_are_told_as_several_and_no_return_is_blamed_for_an_entry(comparison, backend):
    mistake = COURSE.root / "reference/optimizer_comparison/mistakes/compare_optimizers/gradient_not_shifted.py"
    source = (COURSE.root / "reference/optimizer_comparison/solution.py").read_bytes() + mistake.read_bytes()
    graded = grade(
        Submission("you", "optimizer_comparison", "optimizer_comparison.py", SourceKind.PYTHON, source),
        comparison,
        backend,
    )
    assert graded.grade.diagnoses == ()  # None each time, as of any program that never comes near the minimum
    both = [
        each for each in comparison.recorded.mistakes if each.id in {"gradient_not_shifted", "distance_from_the_origin"}
    ]
    found = tuple(Diagnosis(each.function, each.id, each.words) for each in both)
    graded = replace(graded, grade=replace(graded.grade, diagnoses=found))
    console = Console(width=400, color_system=None)
    with console.capture() as captured:
        console.print(terminal.page(graded, comparison))
    lost = next(each for each in graded.grade.judgements if not each.passed)
    hints = [stage.text for number in range(1, 7) for stage in hints_told(lost, graded.grade, number)]

    for shown in (captured.get(), student.page(graded, comparison)):
        assert "Your answers fit each of these." in shown
        assert "There is a `return`" not in shown
        assert "is that of a bowl around the origin" in shown
        assert "measured from the origin instead of the minimum" in shown
    assert sum("Your answers fit several mistakes" in hint for hint in set(hints)) == 2


def hints_told(lost: Judgement, grade: Grade, number: int) -> tuple[Stage, ...]:
    """The stages that are told when so many were told before."""
    before: list[str] = []
    stages: tuple[Stage, ...] = ()
    for _ in range(number):
        stages = told(lost, grade, before).stages
        before = [stage.key for stage in stages]
    return stages
