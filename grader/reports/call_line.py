"""A call as lines to paste: `momentum(grad=quartic().gradient, start=[2.0, -1.5], lr=0.03, steps=7)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from grader import landscapes
from grader.records import Call
from grader.sandbox import values

# What a line needs, by the names that occur in it.
_IMPORTS = (
    ("grader.landscapes", tuple(landscapes.__all__)),
    ("grader.schedules", ("constant", "harmonic", "table")),
    ("numpy", ("array", "nan", "inf")),
)


class Pasted(NamedTuple):
    """What is pasted: imports, and what stands below them."""

    imports: list[str]
    lines: list[str]


@lru_cache(maxsize=4096)  # a class is asked the same calls, and each loses them anew
def call_line(call: Call, signature: Sequence[str] = ()) -> str:
    """The call, its arguments in the order of the function's signature; Python reads the very same values from it."""
    positional, keywords = values.decode_arguments(call.arguments)
    parts = [_argument(value) for value in positional]
    parts += [f"{name}={_argument(keywords[name])}" for name in _in_order(keywords, signature)]
    return f"{call.function}({', '.join(parts)})"


def lines_to_paste(
    call: Call, signature: Sequence[str], module: str = "", watched: str = "", *, again: bool = False
) -> Pasted:
    """The call with all that it needs; its function comes from a module, or is there already where none is named.

    An argument that is `watched`, since the call is to leave it as it is, has a name and is shown afterwards.  What is
    answered otherwise `again` stands there twice.
    """
    lines = _watching(call, signature, watched) if watched else [call_line(call, signature)] * (1 + again)
    used = set(re.findall(r"\b[a-z_]+\b", " ".join(lines)))
    imports = [
        f"from {home} import {', '.join(name for name in names if name in used)}"
        for home, names in _IMPORTS
        if used.intersection(names)
    ]
    if module:
        imports.append(f"from {module} import {call.function}")
    return Pasted(imports, lines)


def _watching(call: Call, signature: Sequence[str], watched: str) -> list[str]:
    positional, keywords = values.decode_arguments(call.arguments)
    if watched not in keywords:
        return [call_line(call, signature)]
    parts = [_argument(value) for value in positional]
    parts += [
        f"{name}={name if name == watched else _argument(keywords[name])}" for name in _in_order(keywords, signature)
    ]
    return [f"{watched} = {_argument(keywords[watched])}", f"{call.function}({', '.join(parts)})", f"print({watched})"]


def _in_order(names: dict[str, Any], signature: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: signature.index(name) if name in signature else len(signature))


def _argument(value: Any) -> str:
    match value:
        case np.ndarray():  # its own repr leaves digits and entries out
            kind = "" if value.dtype in {np.dtype(np.float64), np.dtype(np.int64)} else f", dtype={value.dtype.name!r}"
            return f"array({value.tolist()!r}{kind})"
        case np.generic():
            return repr(value.item())
        case list():
            return f"[{', '.join(map(_argument, value))}]"
        case dict():
            return f"{{{', '.join(f'{name!r}: {_argument(each)}' for name, each in value.items())}}}"
        case tuple():
            return f"({', '.join(map(_argument, value))}{',' * (len(value) == 1)})"
    owner = getattr(value, "__self__", None)
    return repr(value) if owner is None else f"{owner!r}.{value.__name__}"
