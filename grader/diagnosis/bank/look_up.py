"""A bank of answers that nobody gave yet, and the search in it: by prints first, then against every planned call."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np

from grader.diagnosis.agreement import agrees, scale_of
from grader.diagnosis.bank.answers import unpacked
from grader.diagnosis.bank.at_home import Printed, printed
from grader.diagnosis.bank.prints import NUMBERS, form_number, near, print_of
from grader.diagnosis.bank.written import Edit
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake
from grader.records import Call, Described, Outcome


class Recipe(msgspec.Struct, frozen=True, array_like=True):
    """How the reference is changed: lines of one of its functions or values; or of an accepted variant, `base`."""

    of: str
    edits: tuple[Edit, ...]
    base: str = ""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One behaviour: what is said of it, what makes it, and its answers where they are not the reference's.

    Answers are known by the position of their call in the plan, and lie behind the bank: at `begin`, so many bytes.
    """

    function: str
    described: Described
    recipe: Recipe
    begin: int
    length: int


class Shelf(msgspec.Struct, frozen=True, array_like=True):
    """What is known of one function: for each entry that changes its answers a print of a few of its calls."""

    calls: tuple[int, ...]
    entries: tuple[int, ...]
    forms: tuple[int, ...]
    numbers: bytes


class Bank(msgspec.Struct, frozen=True):
    """All behaviours of one assignment under one case book, the simplest first."""

    entries: tuple[Entry, ...]
    shelves: dict[str, Shelf]


class Looked:
    """A bank in a file, with the calls that it was recorded on; read when something is first looked up in it."""

    def __init__(self, calls: Sequence[Call], where: Callable[[], Path]) -> None:
        self._calls = tuple(calls)
        self._where = where  # asked late: the name follows from much that need not be read otherwise
        self._mistakes: dict[int, KnownMistake] = {}

    @cached_property
    def bank(self) -> Bank | None:
        """The bank; None where there is none."""
        found = read_bank(self._file)
        return None if found is None else found[0]

    @cached_property
    def _file(self) -> Path:
        return self._where()

    @cached_property
    def _begin(self) -> int:
        found = read_bank(self._file)
        return 0 if found is None else found[1]

    def fitting(
        self,
        function: str,
        theirs: Mapping[Call, Outcome],
        reference: Mapping[Call, Outcome],
        *,
        own: bool = True,
        calls: Sequence[Call] = (),
    ) -> Iterator[KnownMistake]:
        """The entries of a function that agree with all of its answers, or those to some calls, the simplest first.

        With `own` false those of other functions, whose rule this one may have written down itself.
        """
        for _, mistake in self.found(function, theirs, reference, own=own, calls=calls):
            yield mistake

    def found(
        self,
        function: str,
        theirs: Mapping[Call, Outcome],
        reference: Mapping[Call, Outcome],
        *,
        own: bool = True,
        calls: Sequence[Call] = (),
    ) -> Iterator[tuple[Recipe, KnownMistake]]:
        """The same, each with what makes it: for staff alone, as it shows the reference."""
        if self.bank is None or function not in self.bank.shelves:
            return
        shelf = self.bank.shelves[function]
        calls = calls or [call for call in self._calls if call.function == function]
        if not all(call in theirs for call in calls):
            return
        for place in _candidates(shelf, self._calls, theirs):
            entry = self.bank.entries[shelf.entries[place]]
            mistake = self._mistake(shelf.entries[place], entry)
            if (
                (mistake.function == function) is own
                and any(call in mistake.outcomes for call in calls)
                and all(agrees(call, theirs[call], mistake.outcomes.get(call) or reference[call]) for call in calls)
            ):
                yield entry.recipe, mistake

    def printed(self, function: str, public: Sequence[Call], reference: Mapping[Call, Outcome]) -> Printed | None:
        """What of a function's entries may go to students."""
        if self.bank is None or function not in self.bank.shelves:
            return None
        shown = set(public)
        behaviours = []
        for number in self.bank.shelves[function].entries:
            entry = self.bank.entries[number]
            if entry.function == function:
                outcomes = self._mistake(number, entry).outcomes
                behaviours.append((entry.described, {call: each for call, each in outcomes.items() if call in shown}))
                self._mistakes.pop(number)
        return printed([call for call in public if call.function == function], reference, behaviours)

    @property
    def recipes(self) -> Iterator[Recipe]:
        """What makes each entry: secret, as it shows the reference."""
        yield from (entry.recipe for entry in (() if self.bank is None else self.bank.entries))

    def _mistake(self, number: int, entry: Entry) -> KnownMistake:
        if number not in self._mistakes:
            with self._file.open("rb") as file:
                file.seek(self._begin + entry.begin)
                outcomes = unpacked(file.read(entry.length))
            by_call = {self._calls[position]: each for position, each in outcomes.items()}
            name = described_name(entry.described)
            self._mistakes[number] = KnownMistake(name, entry.function, by_call, described=entry.described)
        return self._mistakes[number]


_LENGTH = struct.Struct(">Q")  # of the bank, in front of it; its answers follow


def written_bank(bank: Bank, answers: Iterable[bytes]) -> bytes:
    """A bank as it is kept in a file."""
    head = msgspec.msgpack.encode(bank)
    return b"".join((_LENGTH.pack(len(head)), head, *answers))


def read_bank(path: Path) -> tuple[Bank, int] | None:
    """The bank in a file, and where its answers begin; None where there is none that can be read."""
    try:
        with path.open("rb") as file:
            (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
            return msgspec.msgpack.decode(file.read(length), type=Bank), _LENGTH.size + length
    except (OSError, struct.error, msgspec.DecodeError):  # a cache may be thrown away at any time
        return None


def _candidates(shelf: Shelf, calls: Sequence[Call], theirs: Mapping[Call, Outcome]) -> list[int]:
    """Places of a shelf whose prints may be those of the answers."""
    prints = [print_of(theirs[calls[position]], scale_of(calls[position])) for position in shelf.calls]
    form = form_number([each.form for each in prints])
    alike = np.flatnonzero(np.array(shelf.forms) == form)
    if not alike.size:
        return []
    known = np.frombuffer(shelf.numbers, dtype=np.float32).reshape(len(shelf.forms), -1)[alike].astype(np.float64)
    with np.errstate(over="ignore"):
        seen = np.array([number for each in prints for number in each.numbers], dtype=np.float32).astype(np.float64)
    sizes = np.repeat([each.size for each in prints], NUMBERS)
    return [int(place) for place in alike[near(known, seen, sizes)]]
