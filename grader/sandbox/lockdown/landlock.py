"""Landlock: a process gives up the file system, but for a few folders it may read.

No package: three system calls, the same numbers on every architecture.  A kernel that knows more rights than an
older one names them by the version of its interface (ABI); everything it can take away is taken away.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from ctypes import addressof, create_string_buffer
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.lockdown import libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_LOG_SAME_EXEC_OFF = 1  # from ABI 7: a hand-in must not be able to flood the audit log

_READ_FILE = 1 << 2
_READ_DIR = 1 << 3

# For each ABI the number of file system rights, of network rights and of scopes that it knows; all are taken.
_RIGHTS = {
    1: (13, 0, 0),
    2: (14, 0, 0),  # moving files between folders
    3: (15, 0, 0),  # truncating
    4: (15, 2, 0),  # TCP bind and connect
    5: (16, 2, 0),  # ioctl on devices
    6: (16, 2, 2),  # abstract sockets and signals to processes outside
    9: (17, 2, 2),  # sockets with a path
}

# Other people's packages may lie inside the folder of the standard library; the worker has no business there.
PACKAGE_FOLDERS = ("site-packages", "dist-packages")

_REASONS = {
    errno.ENOSYS: "this kernel has no Landlock (it came with Linux 5.13)",
    errno.EOPNOTSUPP: "Landlock is part of this kernel, but switched off when it starts (boot option lsm=)",
    errno.EPERM: "a filter around this process, such as an old container's, forbids Landlock",
}


def version() -> int:
    """Ask the kernel for its ABI.  Raises OSError with a reason where there is none."""
    try:
        return libc.syscall(_CREATE_RULESET, 0, 0, _CREATE_RULESET_VERSION)
    except OSError as trouble:
        reason = _REASONS.get(trouble.errno or 0, trouble.strerror)
        raise OSError(trouble.errno, reason) from trouble


def rights(abi: int) -> tuple[int, int, int]:
    """Bit sets of all file system rights, network rights and scopes of an ABI, or of the last one known before it."""
    known = max(number for number in _RIGHTS if number <= abi)
    files, network, scopes = ((1 << count) - 1 for count in _RIGHTS[known])
    return files, network, scopes


@dataclass(frozen=True, slots=True)
class Ruleset:
    """What may still be read.  Holds a descriptor, which must be open in the process that calls `enforce`."""

    descriptor: int
    abi: int

    def enforce(self) -> None:
        """Give up all else, for good.  Needs no_new_privs (or root); closes the descriptor in this process."""
        libc.syscall(_RESTRICT_SELF, self.descriptor, _LOG_SAME_EXEC_OFF if self.abi >= 7 else 0)
        os.close(self.descriptor)


def ruleset(readable: Sequence[str], abi: int) -> Ruleset:
    """Allow to read the files and folders `readable` and what lies beneath, nothing else.  All must exist."""
    attributes = create_string_buffer(struct.pack("=QQQ", *rights(abi)), 24)
    size = 8 if abi < 4 else 16 if abi < 6 else 24  # older kernels refuse a longer structure
    made = Ruleset(libc.syscall(_CREATE_RULESET, addressof(attributes), size, 0), abi)
    try:
        for path, access in _openings(readable):
            _allow(made.descriptor, path, access)
    except BaseException:
        os.close(made.descriptor)
        raise
    return made


def _openings(readable: Iterable[str]) -> Iterator[tuple[Path, int]]:
    """Each path with the rights on it; a folder that holds packages is opened entry by entry, without them."""
    for path in map(Path, readable):
        if not path.is_dir():
            yield path, _READ_FILE
        elif not any((path / name).is_dir() for name in PACKAGE_FOLDERS):
            yield path, _READ_FILE | _READ_DIR
        else:
            yield path, _READ_DIR
            yield from _openings(str(entry) for entry in path.iterdir() if entry.name not in PACKAGE_FOLDERS)


def _allow(descriptor: int, path: Path, access: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = create_string_buffer(struct.pack("=Qi", access, opened), 12)
        libc.syscall(_ADD_RULE, descriptor, _RULE_PATH_BENEATH, addressof(rule), 0)
    finally:
        os.close(opened)
