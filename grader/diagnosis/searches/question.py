"""What a search is asked: one function, its planned calls with both answers, and what a formula may be made of.

`Ground` is the same for a whole class, so that what is computed from it alone is computed once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from grader.diagnosis.agreement import agrees
from grader.diagnosis.searches.terms import FUNCTIONS, NO_TERMS, Terms
from grader.records import Call, Ending, Outcome
from grader.sandbox import values

VERSION = 11  # of all searches: another one, and what was found before is found anew


class Asked(msgspec.Struct, frozen=True, dict=True):
    """One planned call: its arguments under their names, those included that it leaves out, and the right answer."""

    call: Call
    given: Mapping[str, Any]
    right: Outcome
    public: bool

    @cached_property
    def answer(self) -> Any:
        """The right answer; None where there is none."""
        return read(self.right)


class Ground(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A function as it is asked.  `terms` are formulas, in the names of its parameters, that others may be made of.

    `wholes` are those that were asked for, `conditions` those on which the answer branches, `parts` the names of the
    parts of a tuple, `functions` those of mathematics that may be used, and `curves` formulas of one number that stand
    behind the answers.  `seen_alone` where calls are missing that a grade is made by.
    """

    function: str
    parameters: tuple[str, ...]
    asked: tuple[Asked, ...]
    wholes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    functions: tuple[str, ...] = FUNCTIONS
    curves: tuple[tuple[str, str], ...] = ()
    seen_alone: bool = False

    @cached_property
    def digest(self) -> bytes:
        """The same where the same is asked, and the same can be found."""
        calls = [(each.call.arguments, each.call.occurrence, each.right.value, each.public) for each in self.asked]
        made_of = self.wholes, self.terms, self.conditions, self.parts, self.functions, self.curves
        told = (VERSION, self.function, self.parameters, made_of, self.seen_alone, calls)
        return hashlib.sha256(msgspec.msgpack.encode(told)).digest()


class Question(msgspec.Struct, frozen=True, eq=False, dict=True):
    """What a function answers, where that has no name."""

    ground: Ground
    outcomes: tuple[Outcome, ...]  # to each of the calls

    @cached_property
    def digest(self) -> str:
        """The same for the same answers to the same calls."""
        told = [(each.counts_as, each.value, each.arguments_after, each.error) for each in self.outcomes]
        return hashlib.sha256(self.ground.digest + msgspec.msgpack.encode(told)).hexdigest()

    @cached_property
    def answers(self) -> tuple[Any, ...]:
        """What came back of each call; None where nothing did."""
        return tuple(read(each) for each in self.outcomes)

    @cached_property
    def shown(self) -> bool:
        """Whether an answer to a public call is not the right one."""
        pairs = zip(self.ground.asked, self.outcomes, strict=True)
        return any(each.public and not agrees(each.call, got, each.right) for each, got in pairs)


def ground_of(
    function: str,
    parameters: Sequence[str],
    defaults: Mapping[str, float],
    calls: Sequence[Call],
    public: Sequence[Call],
    reference: Mapping[Call, Outcome],
    terms: Terms = NO_TERMS,
    *,
    seen_alone: bool = False,
) -> Ground:
    """The planned calls of one function, each once."""
    shown = set(public)
    asked = tuple(
        Asked(call, {**defaults, **values.decode_arguments(call.arguments)[1]}, reference[call], call in shown)
        for call in calls
        if call.function == function
    )
    return Ground(
        function,
        tuple(parameters),
        asked,
        terms.wholes,
        terms.terms,
        terms.conditions,
        terms.parts,
        terms.functions,
        terms.curves,
        seen_alone,
    )


def question(ground: Ground, outcomes: Mapping[Call, Outcome]) -> Question | None:
    """What was answered there; None where a call was not asked."""
    if not ground.asked or not all(each.call in outcomes for each in ground.asked):
        return None
    return Question(ground, tuple(outcomes[each.call] for each in ground.asked))


def read(outcome: Outcome) -> Any:
    """A value, decoded; None where there is none."""
    return values.decode_value(outcome.value) if outcome.ending is Ending.VALUE else None
