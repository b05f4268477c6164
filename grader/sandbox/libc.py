"""System calls that Python has no function for, by ctypes.  A new one is a line here; failure is always `OSError`."""

from __future__ import annotations

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
_libc.prctl.argtypes = (ctypes.c_int, *(4 * [ctypes.c_ulong]))
_libc.syscall.argtypes = (ctypes.c_long, *(6 * [ctypes.c_ulong]))
_libc.syscall.restype = ctypes.c_long


def prctl(option: int, first: int = 0, second: int = 0) -> int:
    """Ask or change something about the own process; pointers travel as addresses."""
    return _checked(_libc.prctl(option, first, second, 0, 0))


def syscall(number: int, *arguments: int) -> int:
    """Make a system call by its number, for those the C library does not know; at most six arguments."""
    return _checked(_libc.syscall(number, *arguments, *(6 - len(arguments)) * [0]))


def capget(header: ctypes.Array[ctypes.c_uint32], sets: ctypes.Array[ctypes.c_uint32]) -> None:
    """Fill `sets` with the capabilities of the process that `header` names."""
    _checked(_libc.capget(header, sets))


def capset(header: ctypes.Array[ctypes.c_uint32], sets: ctypes.Array[ctypes.c_uint32]) -> None:
    """Take on the capabilities in `sets`."""
    _checked(_libc.capset(header, sets))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
