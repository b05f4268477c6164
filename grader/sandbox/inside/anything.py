"""A stand-in that takes any use, for what plotting code makes of figures.  Runs on the untrusted side."""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Self

import numpy as np

_UNPACKING = dis.opmap["UNPACK_SEQUENCE"]


class Anything:
    """Takes any use that plotting code makes of a figure, and does nothing.

    Attributes, items and the results of calls and of arithmetic are stand-ins again.  It is one thing long, for
    `colors[i % len(colors)]`; false, so that `while` ends; nothing to a loop; and 0 where a number is due.
    """

    __array_ufunc__ = None  # arithmetic with an array is ours as well

    def __init__(self, *_: object, **__: object) -> None: ...

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return SHAPED.get(name) or Anything()

    def __call__(self, *_: object, **__: object) -> Any:
        """Give another one, whatever is asked."""
        return Anything()

    def __setitem__(self, _: object, __: object) -> None: ...

    def __delitem__(self, _: object) -> None: ...

    def __iter__(self) -> Iterator[Any]:
        return iter([Anything() for _ in range(_names_to_fill(sys._getframe(1)))])  # noqa: SLF001 - see there

    def __len__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        return False

    def __contains__(self, _: object) -> bool:
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.zeros(1, dtype)

    def __float__(self) -> float:
        return 0.0

    def __index__(self) -> int:
        return 0

    def __format__(self, _: str) -> str:
        return ""

    def __repr__(self) -> str:
        return "which draws nothing here"

    def __instancecheck__(self, _: object) -> bool:
        return False

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:  # `class Mine(plt.Axes)`
        first = next(base for base in bases if isinstance(base, Anything))
        return (Anything,) if first is self else ()  # a class has each base once


Anything.__name__ = "Matplotlib"  # what a student is told who returns it

_BOTH_WAYS = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "or", "and"]
_ONE_WAY = ["getitem", "neg", "pos", "abs", "round", "lt", "le", "gt", "ge"]
for _operation in [*_ONE_WAY, *_BOTH_WAYS, *(f"r{name}" for name in _BOTH_WAYS)]:
    setattr(Anything, f"__{_operation}__", Anything.__call__)


def _names_to_fill(caller: FrameType) -> int:
    """How many names the caller's statement unpacks into: two for `bars, labels = …`, none for a loop."""
    code, position = caller.f_code.co_code, caller.f_lasti
    return code[position + 1] if code[position] == _UNPACKING else 0


def _limits(*_: object, **__: object) -> tuple[float, float]:
    return 0.0, 1.0


# Calls whose results plotting code computes with.
SHAPED: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("get_xlim", "get_ylim", "get_zlim", "xlim", "ylim", "set_xlim", "set_ylim"), _limits),
    "axis": lambda *_, **__: (0.0, 1.0, 0.0, 1.0),
    "get_size_inches": lambda *_, **__: np.array([6.4, 4.8]),
    "hist": lambda *_, **__: (np.zeros(1), np.zeros(2), Anything()),
}
