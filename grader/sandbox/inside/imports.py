"""What students' imports meet in the worker: a list of what is allowed, and a stand-in where drawing is asked for.

Many right solutions plot while loading.  Importing the real matplotlib costs half a second and wants files to
write, so every machine gets the same stand-in, whether or not matplotlib is installed: it takes any use, and draws
nothing but notes down (`pictures`).  What a notebook shows with IPython's `display` goes the same way.  Runs on the
untrusted side.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from grader.sandbox.inside import pictures

DRAWING = frozenset({"matplotlib", "mpl_toolkits", "pylab", "IPython", "ipywidgets"})
OURS = frozenset({"grader.landscapes", "grader.schedules"})  # loaded already, so that nobody asks for them here

_SUBMODULES = frozenset(
    {
        *("animation", "axes", "cm", "collections", "colors", "contour", "figure", "gridspec", "lines", "patches"),
        *("path", "pylab", "pyplot", "style", "text", "ticker"),
    }
)

# What a star takes of a module that draws.
_USUAL = ["axis", "figure", "grid", "legend", "plot", "show", "subplot", "subplots", "title", "xlabel", "ylabel"]


class _DrawingModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012 - the protocol of packages: submodules may be imported

    def __getattr__(self, name: str) -> Any:
        if name in {"__all__", "__version__"}:
            return _USUAL if name == "__all__" else "0.0"
        if name.startswith("__"):
            raise AttributeError(name)
        if self.__name__ == "matplotlib" and name in _SUBMODULES:  # `from matplotlib import pyplot`
            return import_module(f"matplotlib.{name}")
        return pictures.function(name)

    def __repr__(self) -> str:
        return f"<module {self.__name__!r}>"


_DrawingModule.__name__ = "module"  # what a student is told who returns it


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
        of_python = top in sys.stdlib_module_names or top.startswith("_sysconfigdata_")  # which has the machine's name
        if of_python or top == "numpy" or top in self._packages:
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
