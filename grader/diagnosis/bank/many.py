"""One file that holds many changed copies of the reference, so that one worker answers for all of them.

Each copy has globals of its own, in which the changed function stands for the right one.  Loops are counted: a change
that never ends is ended after the same number of rounds on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from grader.records import Call, Outcome

_ROUNDS = 10_000  # of all loops, in one call
ENDLESS = "StopAsyncIteration"  # what is raised by then; no function of numbers raises it

_LOOP = re.compile(r"^( *)(?:for|while) .*:$", re.MULTILINE)
_COPIES = """

import math
import numpy as np
from types import FunctionType as _Function

_own = {name: value for name, value in globals().items() if type(value) is _Function and value.__module__ == __name__}
_left = [0]


def _tick():
    _left[0] -= 1
    if _left[0] < 0:
        raise StopAsyncIteration


def _counted(function):
    def counted(*arguments, **keywords):
        _left[0] = %(rounds)d
        return function(*arguments, **keywords)

    return counted


def _copy(number, **changed):
    space = dict(globals())
    for name, function in (_own | changed).items():
        if type(function) is not _Function:
            space[name] = function
            continue
        space[name] = _Function(
            function.__code__, space, name, function.__defaults__, function.__closure__
        )
        space[name].__kwdefaults__ = function.__kwdefaults__
    for name in %(functions)r:
        globals()[f"{name}__{number}"] = _counted(space[name])
"""


def file_of(source: str, copies: Sequence[Mapping[str, str]], functions: Iterable[str]) -> bytes:
    """The file: the reference, and a copy for each mapping of names to the text that defines them anew."""
    parts = [source, _COPIES % {"rounds": _ROUNDS, "functions": tuple(functions)}]
    for number, changed in enumerate(copies):
        body = "\n".join(_indented(_counting(text)) for text in changed.values())
        given = ", ".join(f"{name}={name}" for name in changed)
        parts.append(f"\n\ndef _changed_{number}():\n{body}\n    _copy({number}, {given})\n\n\n_changed_{number}()\n")
    return "".join(parts).encode()


def asked_of(number: int, calls: Iterable[Call]) -> list[Call]:
    """The calls as they have to be put to one copy."""
    return [Call(f"{call.function}__{number}", call.arguments, call.occurrence) for call in calls]


def is_endless(outcome: Outcome) -> bool:
    """Whether a call was ended because its loops went round too often."""
    return outcome.error == ENDLESS


def _counting(text: str) -> str:
    """With a count as the first line of each loop."""
    return _LOOP.sub(lambda found: f"{found[0]}\n{found[1]}    _tick()", text)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
