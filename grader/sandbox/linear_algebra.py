"""NumPy's linear algebra where processors keep no floating-point flags, as in WebAssembly.

NumPy learns by such a flag that a matrix is singular, or is not positive definite, and without it answers NaN where it
raises `LinAlgError` everywhere else.  Code that asks by `try` whether a matrix is positive definite is right, and must
be so in a browser too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import numpy as np

_SAID: Final = {
    "cholesky": "Matrix is not positive definite",
    "inv": "Singular matrix",
    "solve": "Singular matrix",
}


def mend() -> None:
    """Have NumPy raise as it does elsewhere; nothing happens where flags are kept."""
    if flags_are_kept():
        return
    for name, said in _SAID.items():
        setattr(np.linalg, name, raising(getattr(np.linalg, name), said))


def flags_are_kept() -> bool:
    """Whether a division by zero is noticed."""
    try:
        with np.errstate(divide="raise"):
            _ = np.ones(1) / np.zeros(1)
    except FloatingPointError:
        return True
    return False


def raising(function: Callable[..., Any], said: str) -> Callable[..., Any]:
    """The function, which raises where numbers come to NaN that were none."""

    @wraps(function)
    def asked(*arguments: Any, **named: Any) -> Any:
        answer = function(*arguments, **named)
        given = [np.asarray(each) for each in arguments if isinstance(each, np.ndarray | list | tuple)]
        if np.isnan(answer).any() and not any(np.isnan(each).any() for each in given):
            raise np.linalg.LinAlgError(said)
        return answer

    return asked
