"""What students' imports meet in the worker: a list of what is allowed, and a stand-in where drawing is asked for.

Many right solutions plot while loading.  Importing the real matplotlib costs half a second and wants files to
write, so every machine gets the same stand-in, whether or not matplotlib is installed: it takes any call and draws
nothing.  Runs on the untrusted side.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType, TracebackType
from typing import Any

import numpy as np

DRAWING = frozenset({"matplotlib", "mpl_toolkits"})
_OWN = frozenset({"numpy", "grader"})


class Anything:
    """Takes any use that plotting code makes of a figure, and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _SHAPED.get(name) or Anything()

    def __call__(self, *_: Any, **__: Any) -> Any:
        return Anything()

    def __getitem__(self, _: Any) -> Any:
        return Anything()

    def __setitem__(self, _: Any, __: Any) -> None: ...

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None: ...


def _subplots(nrows: int = 1, ncols: int = 1, *, squeeze: bool = True, **_: Any) -> tuple[Anything, Any]:
    axes = np.empty((nrows, ncols), dtype=object)
    axes[:] = [[Anything() for _ in range(ncols)] for _ in range(nrows)]
    if not squeeze:
        return Anything(), axes
    return Anything(), axes.item() if axes.size == 1 else axes.squeeze()


# Calls whose results plotting code takes apart.
_SHAPED: dict[str, Any] = {
    "subplots": _subplots,
    "plot": lambda *_, **__: [Anything()],
    "hist": lambda *_, **__: (np.zeros(1), np.zeros(2), Anything()),
    "get_xlim": lambda *_, **__: (0.0, 1.0),
    "get_ylim": lambda *_, **__: (0.0, 1.0),
}


class _DrawingModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012 - the protocol of packages: submodules may be imported

    def __getattr__(self, name: str) -> Any:
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
        top = fullname.partition(".")[0]
        if top in DRAWING:
            return ModuleSpec(fullname, _DrawingLoader(), is_package=True)
        if top in sys.stdlib_module_names or top in _OWN or top in self._packages:
            return None
        allowed = ", ".join(["the standard library", "numpy", *sorted(self._packages)])
        raise ModuleNotFoundError(
            f"{top} is not available to this assignment; allowed are {allowed}, and matplotlib, which draws nothing here",
            name=fullname,
        )
