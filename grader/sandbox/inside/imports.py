"""What students' imports meet in the worker: a list of what is allowed, and a stand-in where drawing is asked for.

Many right solutions plot while loading.  Importing the real matplotlib costs half a second and wants files to
write, so every machine gets the same stand-in, whether or not matplotlib is installed: it takes any use and draws
nothing.  What a notebook shows with IPython's `display` goes the same way.  Runs on the untrusted side.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType
from typing import Any, Self

import numpy as np

DRAWING = frozenset({"matplotlib", "mpl_toolkits", "pylab", "IPython", "ipywidgets"})
OURS = frozenset({"grader.landscapes", "grader.schedules"})  # loaded already, so that nobody asks for them here

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
        return _SHAPED.get(name) or Anything()

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

    def __instancecheck__(self, _: object) -> bool:
        return False

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:  # `class Mine(plt.Axes)`
        first = next(base for base in bases if isinstance(base, Anything))
        return (Anything,) if first is self else ()  # a class has each base once


_BOTH_WAYS = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "or", "and"]
_ONE_WAY = ["getitem", "neg", "pos", "abs", "round", "lt", "le", "gt", "ge"]
for _operation in [*_ONE_WAY, *_BOTH_WAYS, *(f"r{name}" for name in _BOTH_WAYS)]:
    setattr(Anything, f"__{_operation}__", Anything.__call__)


def _names_to_fill(caller: FrameType) -> int:
    """How many names the caller's statement unpacks into: two for `bars, labels = …`, none for a loop."""
    code, position = caller.f_code.co_code, caller.f_lasti
    return code[position + 1] if code[position] == _UNPACKING else 0


def _axes(nrows: int = 1, ncols: int = 1, *, squeeze: bool = True, **_: object) -> Any:
    axes = np.empty((nrows, ncols), dtype=object)
    for place in np.ndindex(nrows, ncols):
        axes[place] = Anything()
    if not squeeze:
        return axes
    return axes.item() if axes.size == 1 else axes.squeeze()


def _limits(*_: object, **__: object) -> tuple[float, float]:
    return 0.0, 1.0


# Calls of figures and axes whose results plotting code computes with.
_SHAPED: dict[str, Callable[..., Any]] = {
    "subplots": _axes,
    **dict.fromkeys(("get_xlim", "get_ylim", "get_zlim", "xlim", "ylim", "set_xlim", "set_ylim"), _limits),
    "axis": lambda *_, **__: (0.0, 1.0, 0.0, 1.0),
    "get_size_inches": lambda *_, **__: np.array([6.4, 4.8]),
    "hist": lambda *_, **__: (np.zeros(1), np.zeros(2), Anything()),
}

# The same of modules; a star takes the names that usually stand behind it.
_OF_MODULES: dict[str, Any] = {
    "subplots": lambda *sizes, **how: (Anything(), _axes(*sizes, **how)),
    "__version__": "0.0",
    "__all__": ["axis", "figure", "grid", "legend", "plot", "show", "subplot", "subplots", "title", "xlabel", "ylabel"],
}


class _DrawingModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012 - the protocol of packages: submodules may be imported

    def __getattr__(self, name: str) -> Any:
        if name in _OF_MODULES:
            return _OF_MODULES[name]
        if name.startswith("__"):
            raise AttributeError(name)
        return _SHAPED.get(name) or Anything()


class _DrawingLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _DrawingModule(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


class ImportGuard(MetaPathFinder):
    """Lets pass the standard library, NumPy and an assignment's own packages; says of all else what is allowed."""

    def __init__(self, packages: Sequence[str]) -> None:
        self._packages = frozenset(packages)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:  # noqa: ARG002
        """Where a module comes from; None leaves that to Python.  ModuleNotFoundError says what is allowed."""
        top = fullname.partition(".")[0]
        if top in DRAWING:
            return ModuleSpec(fullname, _DrawingLoader(), is_package=True)
        if top in sys.stdlib_module_names or top == "numpy" or top in self._packages:
            return None
        if top == "grader":
            raise ModuleNotFoundError(
                f"{fullname} is not for hand-ins; of the grader there are {' and '.join(sorted(OURS))}", name=fullname
            )
        allowed = ", ".join(["the standard library", "numpy", *sorted(self._packages)])
        raise ModuleNotFoundError(
            f"{top} is not available to this assignment; allowed are {allowed}, and matplotlib, "
            "which draws nothing here",
            name=fullname,
        )
