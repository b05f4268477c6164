"""What is known of a class, by student and assignment, in a file without a name: one record at a time is in memory.

A class of any size takes a few bytes a record.  What stands on a shelf stays as it was put there, whatever becomes of
the gradebook meanwhile, and processes that are forked read it, too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, MutableMapping
from typing import TypeVar

from grader.gradebook.compression import compressed, decompressed
from grader.records import Key
from grader.spool import Numbered

Record = TypeVar("Record")


class Shelf(MutableMapping[Key, Record]):
    """Records in the order in which their keys came; each is made anew when it is asked for."""

    def __init__(self, pack: Callable[[Record], bytes], unpack: Callable[[bytes], Record]) -> None:
        self._pack = pack
        self._unpack = unpack
        self._file = Numbered("the grades of the class meanwhile")
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
        return self._unpack(decompressed(self._file.read(self._numbers[key])))

    def __delitem__(self, key: Key) -> None:
        del self._numbers[key]

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def __iter__(self) -> Iterator[Key]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
