"""What is known of a class, by student and assignment, in a file without a name: one record at a time is in memory.

A class of any size takes a few bytes a record.  What stands on a shelf stays as it was put there, whatever becomes of
the gradebook meanwhile, and processes that are forked read it, too.
"""

from __future__ import annotations

import os
import sys
import tempfile
import weakref
from array import array
from collections.abc import Callable, Iterator, MutableMapping
from typing import TypeVar

from grader.errors import StorageError
from grader.gradebook.compression import compressed, decompressed

Key = tuple[str, str]  # student and assignment
Record = TypeVar("Record")


class Shelf(MutableMapping[Key, Record]):
    """Records in the order in which their keys came; each is made anew when it is asked for."""

    def __init__(self, pack: Callable[[Record], bytes], unpack: Callable[[bytes], Record]) -> None:
        self._pack = pack
        self._unpack = unpack
        self._file = _File()
        self._numbers: dict[Key, int] = {}

    def copy(self) -> Shelf[Record]:
        """The same records, apart from which others can be put there."""
        other = Shelf(self._pack, self._unpack)
        other._file, other._numbers = self._file, dict(self._numbers)
        return other

    def put(self, key: Key, packed: bytes) -> None:
        """Put a record there that is packed already.  Raises `StorageError`."""
        number = self._file.keep(compressed(packed))
        self._numbers[key if key in self._numbers else (key[0], sys.intern(key[1]))] = number

    def __setitem__(self, key: Key, record: Record) -> None:
        self.put(key, self._pack(record))

    def __getitem__(self, key: Key) -> Record:
        return self._unpack(decompressed(self._file.kept(self._numbers[key])))

    def __delitem__(self, key: Key) -> None:
        del self._numbers[key]

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def __iter__(self) -> Iterator[Key]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class _File:
    """Bytes one after the other, by number; the file is made with the first of them, and goes with this process."""

    def __init__(self) -> None:
        self._descriptor = -1
        self._ends = array("Q")

    def keep(self, data: bytes) -> int:
        start = self._ends[-1] if self._ends else 0
        try:
            if self._descriptor < 0:
                self._open()
            os.lseek(self._descriptor, start, os.SEEK_SET)
            left = memoryview(data)
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as trouble:
            raise StorageError(
                f"{tempfile.gettempdir()} cannot hold the grades of the class meanwhile: {trouble.strerror}",
                remedy="make room there, or name another folder in the variable TMPDIR",
            ) from None
        self._ends.append(start + len(data))
        return len(self._ends) - 1

    def kept(self, number: int) -> bytes:
        start = self._ends[number - 1] if number else 0
        size = self._ends[number] - start
        if hasattr(os, "pread"):  # processes that share the file do not disturb each other
            return b"".join(_read(self._descriptor, start, size))
        os.lseek(self._descriptor, start, os.SEEK_SET)
        return os.read(self._descriptor, size)

    def _open(self) -> None:
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as what is read from it
        weakref.finalize(self, file.close)
        self._descriptor = file.fileno()


def _read(descriptor: int, start: int, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := os.pread(descriptor, size, start)):
        yield piece
        start, size = start + len(piece), size - len(piece)
