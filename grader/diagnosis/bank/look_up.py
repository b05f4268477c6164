"""A bank of answers that nobody gave yet, and the search in it: by prints first, then against every planned call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from grader.diagnosis.bank.at_home import Printed, printed
from grader.diagnosis.bank.prints import NUMBERS, form_number, near, print_of
from grader.diagnosis.bank.written import Edit
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake, agrees, scale_of
from grader.records import Call, Described, Outcome

_OUTCOMES = msgspec.msgpack.Decoder(dict[int, Outcome])


class Recipe(msgspec.Struct, frozen=True, array_like=True):
    """How the reference is changed: lines of one of its functions or values; or of an accepted variant, `base`."""

    of: str
    edits: tuple[Edit, ...]
    base: str = ""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One behaviour: what is said of it, what makes it, and its answers where they are not the reference's.

    Answers are known by the position of their call in the plan; they are decoded when they are looked at.
    """

    function: str
    described: Described
    recipe: Recipe
    outcomes: msgspec.Raw


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
    """A bank with the calls that it was recorded on; read when something is first looked up in it."""

    def __init__(self, calls: Sequence[Call], read: Callable[[], Bank | None]) -> None:
        self._calls = tuple(calls)
        self._read = read
        self._bank: Bank | None = None
        self._is_read = False
        self._mistakes: dict[int, KnownMistake] = {}

    @property
    def bank(self) -> Bank | None:
        """The bank; None where there is none."""
        if not self._is_read:
            self._bank, self._is_read = self._read(), True
        return self._bank

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
            mistake = self._mistake(shelf.entries[place])
            if (
                (mistake.function == function) is own
                and any(call in mistake.outcomes for call in calls)
                and all(agrees(call, theirs[call], mistake.outcomes.get(call) or reference[call]) for call in calls)
            ):
                yield self.bank.entries[shelf.entries[place]].recipe, mistake

    def printed(self, function: str, public: Sequence[Call], reference: Mapping[Call, Outcome]) -> Printed | None:
        """What of a function's entries may go to students."""
        if self.bank is None or function not in self.bank.shelves:
            return None
        shown = set(public)
        behaviours = []
        for number in self.bank.shelves[function].entries:
            mistake = self._mistake(number)
            if mistake.function == function and mistake.described is not None:
                outcomes = {call: each for call, each in mistake.outcomes.items() if call in shown}
                behaviours.append((mistake.described, outcomes))
        return printed([call for call in public if call.function == function], reference, behaviours)

    @property
    def recipes(self) -> Iterator[Recipe]:
        """What makes each entry: secret, as it shows the reference."""
        yield from (entry.recipe for entry in (() if self.bank is None else self.bank.entries))

    def _mistake(self, number: int) -> KnownMistake:
        if number not in self._mistakes and self._bank is not None:
            entry = self._bank.entries[number]
            outcomes = {self._calls[position]: each for position, each in _OUTCOMES.decode(entry.outcomes).items()}
            self._mistakes[number] = KnownMistake(
                described_name(entry.described), entry.function, outcomes, described=entry.described
            )
        return self._mistakes[number]


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
