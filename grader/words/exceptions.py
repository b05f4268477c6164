"""What Python's own exceptions mean to those who begin, and what to do: a sentence for a message of a known form."""

from __future__ import annotations

import re

from grader.safe_text import visible

_LONGEST = 60  # characters of a name

BREAKPOINT = (
    "`breakpoint()` or `pdb.set_trace()` was left in the code, and nobody is there to answer the debugger: take it out."
)

# That are no files of a student's own.
PACKAGES = (
    "scipy|torch|tensorflow|keras|jax|pandas|sklearn|sympy|seaborn|plotly|numba|tqdm|IPython|autograd|cv2|requests"
)

# Class of the exception and a form of its message → what to say.  Groups of the form are the student's text.
MEANINGS = {
    ("UnboundLocalError", r"local variable '(?P<name>\w+)'"): (
        "`{name}` gets its value in this function, and not on the way that led here: in a loop that goes round no "
        "times, below a condition that did not hold, or further down. Give it one before."
    ),
    ("NameError", "name 'np' is not defined"): (
        "NumPy is not imported: `import numpy as np` belongs at the top of the file."
    ),
    ("NameError", "name '(?P<name>math|random|numpy)' is not defined"): (
        "`import {name}` is missing at the top of the file."
    ),
    ("NameError", r"name '(?P<name>\w+)' is not defined"): (
        "Nothing is called `{name}` there: is it spelt as where it is made, and made before?"
    ),
    ("AttributeError", r"'NoneType' object has no attribute '(?P<name>\w+)'"): (
        "What stands before `.{name}` is None. A function without a `return` gives None, and so do `append`, `sort` "
        "and their like, which change a list in place: call these in a line of their own."
    ),
    ("AttributeError", r"'(?:list|tuple)' object has no attribute '(?P<name>\w+)'"): (
        "What stands before `.{name}` is a list: make an array of it with np.array."
    ),
    ("AttributeError", r"'(?P<kind>int|float|numpy\.float64|str|dict)' object has no attribute '(?P<name>\w+)'"): (
        "What stands before `.{name}` is of type {kind}: was its name given to something else?"
    ),
    ("TypeError", "'NoneType'"): (
        "Something there is None. A function without a `return` gives None, and so do `append`, `sort` and their like, "
        "which change a list in place."
    ),
    (
        "TypeError",
        (
            r"can't multiply sequence by non-int|for [-+*/]=?: '(?:list|tuple)'|"
            r"for [-+*/]=?: '\w+' and '(?:list|tuple)'|can only concatenate (?:list|tuple)"
        ),
    ): ("A list is no vector: make an array of it with np.array before calculating with it."),
    ("TypeError", r"bitwise_xor|for \^=?:"): ("`^` is no power in Python: write `**`."),
    ("TypeError", r"'(?:int|float|complex|ndarray|numpy\.\w+|list|tuple|str)' object is not callable"): (
        "A value stands before the round brackets as if it were a function: is a `*` missing there, or does a variable "
        "of yours have the name of a function?"
    ),
    ("TypeError", "object is not callable"): ("A variable has the name of a function there: give it another name."),
    ("TypeError", r"Cannot cast ufunc '\w+' output"): (
        "An array of whole numbers takes no decimals in place: make it of floats first, np.array(…, dtype=float)."
    ),
    ("TypeError", r"Cannot interpret '.*' as a data type"): (
        "A shape of two sides has brackets of its own: np.zeros((n, 2))."
    ),
    ("TypeError", "only integer scalar arrays can be converted to a scalar index"): (
        "A whole number is expected there, and an array came. The larger numbers of two arrays are np.maximum(a, b)."
    ),
    ("TypeError", r"^(?:Landscape\.\w+|Schedule\.__call__)\(\)"): (
        "A loss and its gradient take one thing, the point; a schedule takes one, the step. Python counts what they "
        "belong to as well."
    ),
    ("TypeError", "'Schedule'"): ("A schedule is a function of the step: call it, `schedule(t)`."),
    ("AttributeError", r"module 'numpy(?:\.\w+)*' has no attribute '(?P<name>\w+)'"): (
        "NumPy has nothing called `{name}`: is it spelt as in its documentation?"
    ),
    ("IndexError", r"index (?P<index>-?\d+) is out of bounds for axis \d+ with size (?P<size>\d+)"): (
        "Places are counted from 0: with {size} of them there is none of the number {index}."
    ),
    ("ValueError", "truth value of an array with more than one element is ambiguous"): (
        "A comparison of arrays has an answer for each entry: ask np.all or np.any, compare a norm, or take np.maximum "
        "in the place of max."
    ),
    ("TypeError", r"'(?P<kind>\w+)' object is not subscriptable"): (
        "What stands before the square brackets is of type {kind}, which has no entries."
    ),
    ("TypeError", r"append\(\) takes exactly one argument"): (
        "`append` takes one thing: put both into brackets of their own, `append((a, b))`."
    ),
    ("BdbQuit", ""): BREAKPOINT,
    ("Exception", "^BdbQuit"): BREAKPOINT,
    ("SyntaxError", "invalid decimal literal"): ("A number stands right before a name: is a `*` missing between them?"),
    ("SyntaxError", "invalid (?:non-printable )?character"): (
        "Such signs come out of pages and text programs with what is copied: type that place anew."
    ),
    ("IndentationError", "unindent does not match"): (
        "The lines of a block begin at one column: give this one the blanks of the line that it belongs with."
    ),
    ("ModuleNotFoundError", rf"^(?!(?:{PACKAGES})\b)(?P<name>[A-Za-z]\w*) is not available to this assignment"): (
        "If `{name}` is a file of your own: it is not handed in with this one, so write here what you need of it."
    ),
    ("RecursionError", "maximum recursion depth"): ("The function calls itself without an end."),
}


def meaning(error: str, message: str) -> str:
    """What to say beside an exception of that class; empty where its message has no known form."""
    for (name, form), said in MEANINGS.items():
        if name == error and (found := re.search(form, message)):
            return said.format(**{key: visible(text, _LONGEST) for key, text in found.groupdict().items()})
    return ""
