"""Many texts looked for in bytes at once.

A pack with its own Python is some sixty megabytes and a course has thousands of secret lines: one search after another
took most of the time of a release.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

_ANCHOR: Final = 8  # bytes at the beginning of a needle, read as one number
_BITS: Final = 16
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)  # odd: the upper bits of a product with it depend on all lower ones
_SHIFT: Final = np.uint64(64 - _BITS)


class Needles:
    """Texts of any length; the longer ones share one pass over the bytes."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        self._needles = tuple(dict.fromkeys(needles))
        self._by_anchor: dict[int, list[bytes]] = {}
        self._short = frozenset(each for each in self._needles if len(each) < _ANCHOR)
        for needle in self._needles:
            if needle not in self._short:
                self._by_anchor.setdefault(int.from_bytes(needle[:_ANCHOR], "little"), []).append(needle)
        self._anchors = np.array(sorted(self._by_anchor), dtype=np.uint64)
        self._may_be = np.zeros(1 << _BITS, dtype=np.bool_)
        self._may_be[_mixed(self._anchors)] = True

    def in_(self, data: bytes) -> list[bytes]:
        """Those that stand in the bytes, in the order in which they were given."""
        found = {needle for needle in self._short if needle in data}
        for anchor in self._anchors_in(data):
            found.update(needle for needle in self._by_anchor[anchor] if needle in data)
        return [needle for needle in self._needles if needle in found]

    def _anchors_in(self, data: bytes) -> set[int]:
        seen: set[int] = set()
        for offset in range(min(_ANCHOR, len(data) - _ANCHOR + 1)):
            whole = (len(data) - offset) // _ANCHOR
            windows = np.frombuffer(data, dtype="<u8", count=whole, offset=offset)
            likely = windows[self._may_be[_mixed(windows)]]
            places = np.searchsorted(self._anchors[1:], likely, side="right")
            seen.update(likely[self._anchors[places] == likely].tolist() if likely.size else ())
        return seen


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A number below 2**16 for each."""
    return (numbers * _MIX) >> _SHIFT
