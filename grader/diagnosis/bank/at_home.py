"""What of a bank goes to students: prints of answers to public calls, and what is said where they fit.

No recipe and no answer is in it, and nothing that hidden calls alone would show.  Where several behaviours look alike
in public, only what they have in common is said, and where they are of different kinds nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from grader.diagnosis.bank.prints import count_of, form_number, near, print_of
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake, agrees, scale_of
from grader.records import Call, Described, Ending, Family, FoundBy, Outcome, Place

_FEWEST = 2  # public calls that give an answer
_POINTS = 6  # numbers in these answers

# What may be told: a kind and a place, by their places in these lists, so that no text of anybody's can be among it.
_FAMILIES = tuple(Family)
_PLACES = tuple(Place)


class Printed(msgspec.Struct, frozen=True, array_like=True):
    """The prints of one function's wrong behaviours, each with a kind of slip and a place.

    `numbers` are single precision, shape (behaviours, calls): of each answer one number, in which all of it is mixed.
    `said` are two bytes for each behaviour, whose first is 255 where nothing is said.
    """

    forms: bytes
    numbers: bytes
    said: bytes


def printed(
    calls: Sequence[Call],
    reference: Mapping[Call, Outcome],
    behaviours: Sequence[tuple[Described, Mapping[Call, Outcome]]],
) -> Printed | None:
    """The prints of what a function's public calls show; None where they show too little for anything to be said."""
    valued = [call for call in calls if reference[call].ending is Ending.VALUE]
    if len(valued) < _FEWEST or sum(count_of(reference[call]) for call in valued) < _POINTS:
        return None
    forms, numbers, said = [], [], bytearray()
    for described, outcomes in behaviours:
        if not any(call in outcomes for call in calls):
            continue
        prints = [print_of(outcomes.get(call) or reference[call], scale_of(call)) for call in calls]
        forms.append(_form(each.form for each in prints))
        numbers.append([each.mixed for each in prints])
        telling = described.found is FoundBy.CHANGE
        said += bytes((_FAMILIES.index(described.family) if telling else _SILENT, _PLACES.index(described.place)))
    if not forms:
        return None
    with np.errstate(over="ignore"):
        held = np.array(numbers, dtype=np.float32)
    return Printed(np.array(forms, dtype=np.uint32).tobytes(), held.tobytes(), bytes(said))


_SILENT = 255


class AtHome:
    """The prints of a pack, as something that mistakes are looked up in."""

    def __init__(self, calls: Sequence[Call], prints: Mapping[str, Printed]) -> None:
        self._calls = tuple(calls)
        self._prints = prints

    def fitting(
        self,
        function: str,
        theirs: Mapping[Call, Outcome],
        reference: Mapping[Call, Outcome],
        *,
        own: bool = True,
        calls: Sequence[Call] = (),
    ) -> Iterator[KnownMistake]:
        """What all behaviours have in common that look like these answers; nothing where that is nothing."""
        known = self._prints.get(function)
        asked = [call for call in self._calls if call.function == function]
        if known is None or not own or calls or not all(call in theirs for call in asked):
            return
        if all(agrees(call, theirs[call], reference[call]) for call in asked):
            return
        prints = [print_of(theirs[call], scale_of(call)) for call in asked]
        alike = np.flatnonzero(np.frombuffer(known.forms, np.uint32) == _form(each.form for each in prints))
        numbers = np.frombuffer(known.numbers, np.float32).reshape(-1, len(asked))[alike].astype(np.float64)
        seen, sizes = (np.array([*of]) for of in zip(*((each.mixed, each.size) for each in prints), strict=True))
        fits = alike[near(numbers, seen, sizes)]
        told = {(known.said[2 * place], known.said[2 * place + 1]) for place in fits}
        families = {family for family, _ in told}
        if len(families) != 1 or _SILENT in families:
            return
        places = {place for _, place in told}
        described = Described(
            _FAMILIES[families.pop()],
            FoundBy.CHANGE,
            place=_PLACES[places.pop()] if len(places) == 1 else Place.UNKNOWN,
            seen_alone=True,
        )
        yield KnownMistake(described_name(described), function, {}, described=described)


def _form(forms: Iterator[str]) -> int:
    return form_number(forms) & 0xFFFFFFFF
