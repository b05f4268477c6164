"""What of a bank goes to students: prints of answers to public calls, and what is said where they fit.

No recipe and no answer is in it, and nothing that hidden calls alone would show.  Where several behaviours look alike
in public, only what they have in common is said, and where they are of different kinds nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.agreement import agrees, scale_of
from grader.diagnosis.bank.prints import Print, count_of, form_number, near, print_of
from grader.diagnosis.described import described_name
from grader.diagnosis.known_mistakes import KnownMistake
from grader.records import Call, Described, Ending, Family, FoundBy, Outcome, Place

_FEWEST = 2  # public calls that give an answer
_POINTS = 6  # numbers in these answers

# What may be told: a kind and a place, by their places in these lists, so that no text of anybody's can be among it.
_FAMILIES = tuple(Family)
_PLACES = tuple(Place)


class Printed(msgspec.Struct, frozen=True, array_like=True):
    """The prints of one function's wrong behaviours, each with a kind of slip and a place.

    `numbers` are single precision, shape (behaviours, calls): of each answer one number, in which all of it is mixed;
    of the answers after the first ten one number for all.
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
    right = [print_of(reference[call], scale_of(call)) for call in calls]
    alike: dict[tuple[int, bytes], set[tuple[int, int]]] = {}
    for described, outcomes in behaviours:
        if not any(call in outcomes for call in calls):
            continue
        prints = [print_of(outcomes.get(call) or reference[call], scale_of(call)) for call in calls]
        numbers, _ = _row(prints, right)
        telling = described.found is FoundBy.CHANGE
        told = (_FAMILIES.index(described.family) if telling else _SILENT, _PLACES.index(described.place))
        alike.setdefault((_form(each.form for each in prints), numbers.tobytes()), set()).add(told)
    if not alike:
        return None
    forms = np.array([form for form, _ in alike], dtype=np.uint32).tobytes()
    return Printed(forms, b"".join(numbers for _, numbers in alike), b"".join(map(bytes, map(_common, alike.values()))))


def _row(prints: Sequence[Print], right: Sequence[Print]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """The numbers that are held of some answers, and the size that each is compared on."""
    numbers = [each.mixed for each in prints[:_EACH]]
    sizes = [each.size for each in prints[:_EACH]]
    with np.errstate(all="ignore"):
        if rest := [(each.mixed / of.size, each.size / of.size) for each, of in zip(prints, right, strict=True)][
            _EACH:
        ]:
            numbers.append(float(np.mean([number for number, _ in rest])))
            sizes.append(float(np.mean([size for _, size in rest])))
        return np.array(numbers, dtype=np.float32), np.array(sizes)


_EACH = 10  # answers that have a number of their own


def _common(told: set[tuple[int, int]]) -> tuple[int, int]:
    """What several have in common that look alike: their kind, and their place if that is one."""
    families, places = {family for family, _ in told}, {place for _, place in told}
    family = families.pop() if len(families) == 1 else _SILENT
    return family, places.pop() if len(places) == 1 else _PLACES.index(Place.UNKNOWN)


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
        seen, sizes = _row(prints, [print_of(reference[call], scale_of(call)) for call in asked])
        numbers = np.frombuffer(known.numbers, np.float32).reshape(-1, len(seen))[alike].astype(np.float64)
        fits = alike[near(numbers, seen.astype(np.float64), sizes)]
        told = {(known.said[2 * place], known.said[2 * place + 1]) for place in fits}
        if not told or (common := _common(told))[0] == _SILENT:
            return
        described = Described(_FAMILIES[common[0]], FoundBy.CHANGE, place=_PLACES[common[1]], seen_alone=True)
        yield KnownMistake(described_name(described), function, {}, described=described)


def _form(forms: Iterator[str]) -> int:
    return form_number(forms) & 0xFFFFFFFF
