"""Grades numerical optimization exercises: student code records, everything else judges.

Read `grader.records` first, then follow its arrows.  In a notebook: `%load_ext grader`, then `%grader ASSIGNMENT`.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from typing import Any

__version__ = "0.2.0"

# Beside students' code this package is loaded too: what notebooks need is imported when it is asked for, by its name.
_NOTEBOOK = "grader.notebook.extension"
_WORKER = "grader.sandbox.inside.worker"


def check(*names: str) -> Any:
    """Check in a notebook what its kernel holds of assignments, functions or criteria; the verdict, which shows itself.

    In a hand-in that is being graded it does nothing: a notebook may hold the cell that checks it.
    """
    if _WORKER in sys.modules and not hasattr(builtins, "get_ipython"):
        return None
    return importlib.import_module(_NOTEBOOK).check(*names)


def load_ipython_extension(shell: Any) -> None:
    """Be loaded by `%load_ext grader`."""
    importlib.import_module(_NOTEBOOK).load(shell)
