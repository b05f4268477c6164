"""Bytes one after the other in a file without a name: what can be read again from there takes no memory.

The file is made with the first of them, and goes with its `Spool`, or with this process.  Processes that are forked
have it, too: what is handed to them names it by its number.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from array import array
from collections.abc import Callable

from grader.errors import StorageError


class Spool:
    """Kept bytes, each known by where it begins and by its size; `what` they are is said where there is no room."""

    def __init__(self, what: str, descriptor: int = -1) -> None:
        self._what = what
        self._descriptor = descriptor
        self._end = 0

    def keep(self, data: bytes) -> int:
        """Write bytes away; where they begin.  Raises `StorageError`."""
        start = self._end
        try:
            if self._descriptor < 0:
                self._open()
            os.lseek(self._descriptor, start, os.SEEK_SET)
            left = memoryview(data)
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as trouble:
            raise StorageError(
                f"{tempfile.gettempdir()} cannot hold {self._what}: {trouble.strerror}",
                remedy="make room there, or name another folder in the variable TMPDIR",
            ) from None
        self._end += len(data)
        return start

    def read(self, start: int, size: int) -> bytes:
        """What was kept there; processes that share the file do not disturb each other."""
        if self._descriptor < 0:
            return b""
        if not hasattr(os, "pread"):
            os.lseek(self._descriptor, start, os.SEEK_SET)
            return os.read(self._descriptor, size)
        pieces = []
        while size > 0 and (piece := os.pread(self._descriptor, size, start)):
            pieces.append(piece)
            start, size = start + len(piece), size - len(piece)
        return b"".join(pieces)

    def _open(self) -> None:
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as what is read from it
        weakref.finalize(self, file.close)
        self._descriptor = file.fileno()

    def __reduce__(self) -> tuple[Callable[[str, int], Spool], tuple[str, int]]:
        """A process that was forked has the file under the same number."""
        return Spool, (self._what, self._descriptor)


class Numbered:
    """Kept bytes, each known by how many were kept before it."""

    def __init__(self, what: str) -> None:
        self._spool = Spool(what)
        self._ends = array("Q", [0])

    def keep(self, data: bytes) -> int:
        """Write bytes away; their number.  Raises `StorageError`."""
        self._ends.append(self._spool.keep(data) + len(data))
        return len(self._ends) - 2

    def read(self, number: int) -> bytes:
        """What was kept by that number."""
        return self._spool.read(self._ends[number], self._ends[number + 1] - self._ends[number])
