"""A call as a line to paste: `momentum(grad=quartic().gradient, start=[2.0, -1.5], lr=0.03, steps=7)`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from grader.records import Call
from grader.sandbox import values


@lru_cache(maxsize=4096)  # a class is asked the same calls, and each loses them anew
def call_line(call: Call, signature: Sequence[str] = ()) -> str:
    """The call, its arguments in the order of the function's signature."""
    positional, keywords = values.decode_arguments(call.arguments)
    parts = [_argument(value) for value in positional]
    parts += [f"{name}={_argument(keywords[name])}" for name in _in_order(keywords, signature)]
    return f"{call.function}({', '.join(parts)})"


def _in_order(names: dict[str, Any], signature: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: signature.index(name) if name in signature else len(signature))


def _argument(value: Any) -> str:
    owner = getattr(value, "__self__", None)
    if owner is not None:
        return f"{owner!r}.{value.__name__}"
    return repr(value).replace("\n", "")
