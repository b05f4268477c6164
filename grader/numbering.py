"""Texts that are numbered in the order in which they came: what everybody in a class of any size is known by.

They lie in one piece of memory, a few bytes beside each.  A dict takes ten times as much for a hundred thousand names,
and its parts lie among others, so that a process that is forked soon has a copy of all of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping

_FREE = 0  # in a slot; others have a number, counted from one
_SLOTS = array("I", [_FREE] * 8)  # at first: a power of two


class Numbering(Mapping[str, int]):
    """Each text's number; none is taken away."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._letters = bytearray()
        self._ends = array("Q", [0])
        self._slots = _SLOTS[:]
        for text in texts:
            self.add(text)

    def copy(self) -> Numbering:
        """The same, to which others can be added."""
        other = Numbering()
        other._letters, other._ends, other._slots = self._letters[:], self._ends[:], self._slots[:]
        return other

    def add(self, text: str) -> int:
        """The number of a text: the next one where it has none yet."""
        letters = _letters(text)
        slot = self._slot_of(letters)
        if self._slots[slot] == _FREE:
            if 3 * len(self) >= 2 * len(self._slots):
                self._make_room()
                slot = self._slot_of(letters)
            self._letters += letters
            self._ends.append(len(self._letters))
            self._slots[slot] = len(self)
        return self._slots[slot] - 1

    def text(self, number: int) -> str:
        """The text that has a number.  Raises `IndexError` where there is none."""
        return self._at(range(len(self))[number]).decode(errors="surrogatepass")

    def __getitem__(self, text: str) -> int:
        number = self._slots[self._slot_of(_letters(text))]
        if number == _FREE:
            raise KeyError(text)
        return number - 1

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self._slots[self._slot_of(_letters(text))] != _FREE

    def __iter__(self) -> Iterator[str]:
        return map(self.text, range(len(self)))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __reduce__(self) -> tuple[Callable[[list[str]], Numbering], tuple[list[str]]]:
        """Hashes are this process's own, and of those that are forked from it."""
        return Numbering, (list(self),)

    def _at(self, number: int) -> bytes:
        return bytes(self._letters[self._ends[number] : self._ends[number + 1]])

    def _slot_of(self, letters: bytes) -> int:
        """Where the number of a text stands, or would."""
        last = len(self._slots) - 1
        slot = hash(letters) & last
        while (number := self._slots[slot]) != _FREE and self._at(number - 1) != letters:
            slot = (slot + 1) & last
        return slot

    def _make_room(self) -> None:
        self._slots = array("I", [_FREE]) * (2 * len(self._slots))
        for number in range(len(self)):
            self._slots[self._slot_of(self._at(number))] = number + 1


def _letters(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # a file's name may be no text
