"""System calls that Python has no function for, by ctypes.  A new one is a line here; failure is always `OSError`."""

from __future__ import annotations

import ctypes
import os
import sys

_LARGE = 1 << 16  # bytes, and less than what is mapped for itself

_libc = ctypes.CDLL(None, use_errno=True)
if sys.platform.startswith("linux"):  # elsewhere this is imported for the tier `none`, which calls `settle_heap` alone
    _libc.prctl.argtypes = (ctypes.c_int, *(4 * [ctypes.c_ulong]))
    _libc.mount.argtypes = (*(3 * [ctypes.c_char_p]), ctypes.c_ulong, ctypes.c_char_p)
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


def unshare(flags: int) -> None:
    """Leave the namespaces that the flags name for new ones; of process ids, the next children will."""
    _checked(_libc.unshare(flags))


def setns(descriptor: int, flags: int) -> None:
    """Enter the namespace that a descriptor refers to; of process ids, the next children will."""
    _checked(_libc.setns(descriptor, flags))


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system, or change how one is mounted."""
    _checked(_libc.mount(*(text.encode() for text in (source, target, kind)), flags, options.encode()))


def umount2(target: str, flags: int) -> None:
    """Take a mounted file system away."""
    _checked(_libc.umount2(target.encode(), flags))


def pivot_root(new: str, old: str) -> None:
    """Make a mounted folder the root, and mount the former root at `old`, which lies in it."""
    _checked(_libc.pivot_root(new.encode(), old.encode()))


def settle_heap() -> None:
    """Merge and sort all that is free in the heap, where the C library is one that would do it later.

    It would at the first larger request of every forked child, and there each page of the heap that this touches is
    copied: 0.8 ms.
    """
    if hasattr(_libc, "malloc_trim"):  # glibc
        _libc.malloc_trim(ctypes.c_size_t(0))
        bytearray(_LARGE)  # the request after which everything free is in its place


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
