"""What is known of a class, by student and assignment, in a file without a name: one record at a time is in memory.

A class of any size takes a few bytes a record.  What stands on a shelf stays as it was put there, whatever becomes of
the gradebook meanwhile, and processes that are forked read it, too.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator, MutableMapping
from typing import TypeVar

from grader.gradebook.compression import compressed, decompressed
from grader.numbering import Numbering
from grader.records import Key
from grader.spool import Numbered

Record = TypeVar("Record")
_GONE = -1


class Shelf(MutableMapping[Key, Record]):
    """Records in the order in which their keys came; each is made anew when it is asked for."""

    def __init__(self, pack: Callable[[Record], bytes], unpack: Callable[[bytes], Record]) -> None:
        self._pack = pack
        self._unpack = unpack
        self._file = Numbered("the grades of the class meanwhile")
        self._keys = Numbering()
        self._records = array("q")  # the number of each key's; _GONE where it was taken away

    def copy(self) -> Shelf[Record]:
        """The same records, apart from which others can be put there."""
        other = Shelf(self._pack, self._unpack)
        other._file, other._keys, other._records = self._file, self._keys.copy(), self._records[:]
        return other

    def put(self, key: Key, packed: bytes) -> None:
        """Put a record there that is packed already.  Raises `StorageError`."""
        record = self._file.keep(compressed(packed))
        place = self._keys.add(_text(key))
        self._records[place : place + 1] = array("q", [record])

    def __setitem__(self, key: Key, record: Record) -> None:
        self.put(key, self._pack(record))

    def __getitem__(self, key: Key) -> Record:
        record = self._record(key)
        if record == _GONE:
            raise KeyError(key)
        return self._unpack(decompressed(self._file.read(record)))

    def __delitem__(self, key: Key) -> None:
        if key not in self:
            raise KeyError(key)
        self._records[self._keys[_text(key)]] = _GONE

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and self._record(key) != _GONE

    def __iter__(self) -> Iterator[Key]:
        return (_key(text) for text, record in zip(self._keys, self._records, strict=True) if record != _GONE)

    def __len__(self) -> int:
        return len(self._records) - self._records.count(_GONE)

    def _record(self, key: Key) -> int:
        """The number of its record; `_GONE` where there is none."""
        place = self._keys.get(_text(key))
        return _GONE if place is None else self._records[place]


def _text(key: Key) -> str:
    student, assignment = key
    return f"{assignment}\0{student}"


def _key(text: str) -> Key:
    assignment, _, student = text.partition("\0")
    return student, sys.intern(assignment)
