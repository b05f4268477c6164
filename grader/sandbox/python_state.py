"""What student code changes in the Python that it runs in, taken down and put back.

The surface is changed by how a hand-in is run (its streams, its imports, its chance) and goes on and off around each
answer; everything else that it may have left is put back when the conversation is over.  Within objects nothing is
looked for: a list that belongs to a module stays as it was left.
"""

from __future__ import annotations

import builtins
import os
import random
import sys
import warnings
from collections.abc import Mapping, MutableMapping
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import numpy as np

_BUILTINS = vars(builtins)
_SOUND = dict(_BUILTINS)  # what this module itself stands on: student code may have taken even `list` away


class Surface:
    """Names of `sys` and `builtins`, what is imported and from where, and the state of chance, at one moment."""

    def __init__(self) -> None:
        self._builtins = _BUILTINS.copy()
        _BUILTINS.update(_SOUND)
        self._sys = dict(vars(sys))
        lists: list[list[Any]] = [sys.path, sys.meta_path, sys.path_hooks]
        self._lists = [(each, list(each)) for each in lists]
        self._modules = dict(sys.modules)
        self._random = random.getstate()
        self._numpy = np.random.get_state()
        self._tracing = sys.gettrace(), sys.getprofile()
        _BUILTINS.update(self._builtins)

    def put_on(self) -> None:
        """Make it so again.  Extension modules and parts of NumPy that were loaded since stay: they load only once."""
        _BUILTINS.update(_SOUND)
        since = {name: module for name, module in list(sys.modules.items()) if name not in self._modules}
        stay = {name: module for name, module in since.items() if _loads_once(name, module)}
        _refill(vars(sys), self._sys)
        _refill(sys.modules, stay | self._modules)
        for each, items in self._lists:
            each[:] = items
        random.setstate(self._random)
        np.random.set_state(self._numpy)
        trace, profile = self._tracing
        sys.settrace(trace)
        sys.setprofile(profile)
        _refill(_BUILTINS, self._builtins)


class Everything:
    """The surface, and below it the names of every module and what a process has one of."""

    def __init__(self) -> None:
        self._surface = Surface()
        modules = {id(each): each for each in sys.modules.values() if type(each) is ModuleType}
        self._names = [(each, dict(vars(each))) for each in modules.values() if each not in (sys, builtins)]
        self._environment = dict(os.environ)
        self._folder = Path.cwd()
        self._filters = warnings.filters, list(warnings.filters)
        self._numpy = np.geterr(), np.get_printoptions()
        self._recursion = sys.getrecursionlimit()

    def put_back(self) -> None:
        """Undo all of it."""
        self._surface.put_on()
        for module, names in self._names:
            _put_back_names(module, names)
        sys.setrecursionlimit(self._recursion)
        _refill(os.environ, self._environment)
        os.chdir(self._folder)
        filters, items = self._filters
        cast("list[object]", filters)[:] = items
        errors, printed = self._numpy
        np.seterr(**errors)
        np.set_printoptions(**printed)


def _refill(mapping: MutableMapping[str, Any], items: Mapping[str, Any]) -> None:
    """Give a mapping these items and no others, without a moment in which it is empty."""
    for name in [name for name in mapping if name not in items]:
        del mapping[name]
    mapping.update(items)


def _loads_once(name: str, module: ModuleType) -> bool:
    if name == "numpy" or name.startswith("numpy."):
        return True
    return isinstance(getattr(getattr(module, "__spec__", None), "loader", None), ExtensionFileLoader)


def _put_back_names(module: ModuleType, names: Mapping[str, Any]) -> None:
    """The names that a module had, as they were; of new ones its parts stay, which others have imported since."""
    now = vars(module)
    for name, value in list(now.items()):
        if name not in names and sys.modules.get(f"{module.__name__}.{name}") is not value:
            del now[name]
    for name, value in names.items():
        if now.get(name, now) is not value:
            now[name] = value
