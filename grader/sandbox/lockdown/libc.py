"""System calls that Python has no function for, by ctypes.  A new one is a line here; failure is always `OSError`."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Callable

_PROT_READ, _MAP_PRIVATE = 1, 2
_MADV_WILLNEED, _MADV_POPULATE_READ = 3, 22
_LARGE = 1 << 16  # bytes, and less than what is mapped for itself

_libc = ctypes.CDLL(None, use_errno=True)
if sys.platform.startswith("linux"):  # elsewhere this is imported for the tier `none`, which calls `settle_heap` alone
    _libc.prctl.argtypes = (ctypes.c_int, *(4 * [ctypes.c_ulong]))
    _libc.mount.argtypes = (*(3 * [ctypes.c_char_p]), ctypes.c_ulong, ctypes.c_char_p)
    _libc.syscall.argtypes = (ctypes.c_long, *(6 * [ctypes.c_ulong]))
    _libc.syscall.restype = ctypes.c_long
    _libc.mmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t, *(3 * [ctypes.c_int]), ctypes.c_long)
    _libc.mmap.restype = ctypes.c_void_p
    _libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)


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


def map_for_reading(descriptor: int, size: int) -> memoryview:
    """The contents of a file, mapped for this process and its children: what one of them writes, none other sees."""
    address = _libc.mmap(None, size, _PROT_READ, _MAP_PRIVATE, descriptor, 0)
    if address == ctypes.c_void_p(-1).value:
        _checked(-1)
    return memoryview((ctypes.c_char * size).from_address(address)).cast("B").toreadonly()


def bring_in(address: int, size: int) -> None:
    """Have what is mapped there in memory, and in the tables of this process, so that nobody can put it out again.

    Before Linux 5.14 it is only read; what cannot be had, such as the end of a file behind its end, is left.
    """
    if _libc.madvise(address, size, _MADV_POPULATE_READ) < 0 and ctypes.get_errno() == errno.EINVAL:
        _libc.madvise(address, size, _MADV_WILLNEED)


class _Linked(ctypes.Structure):
    """A library that is loaded, as `<link.h>` has it; `next` is the address of another."""

    _fields_ = (
        ("address", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("dynamic", ctypes.c_void_p),
        ("next", ctypes.c_void_p),
    )


_RTLD_DI_LINKMAP = 2
_library_names: list[bytes] = []  # the C library reads them for as long as there is a process


def rename_libraries(renamed: Callable[[str], str]) -> None:
    """Call libraries that are loaded by other names: the C library then tells these, and finds them by these alone."""
    place = ctypes.c_void_p()
    program = ctypes.CDLL(None)
    with contextlib.suppress(AttributeError):  # a C library without it
        if program.dlinfo(ctypes.c_void_p(program._handle), _RTLD_DI_LINKMAP, ctypes.byref(place)) < 0:  # noqa: SLF001
            return
    address = place.value
    while address:
        linked = _Linked.from_address(address)
        name = os.fsdecode(linked.name or b"")
        if (other := renamed(name)) != name:  # the linker's own entry cannot be written, and is never among these
            _library_names.append(os.fsencode(other))
            linked.name = _library_names[-1]
        address = linked.next


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
