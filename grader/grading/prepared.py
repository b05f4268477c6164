"""What is known of an assignment before the first hand-in; made once and read by all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Self

import msgspec
from msgspec.structs import replace

from grader.course.assignment import Assignment
from grader.diagnosis.bank.at_home import AtHome, Printed
from grader.diagnosis.bank.look_up import Looked
from grader.diagnosis.known_mistakes import KnownMistake, LookUp
from grader.diagnosis.searches.question import Ground
from grader.diagnosis.searches.terms import Terms
from grader.grading.ruling import OpenBackend, Rules, Ruling
from grader.records import Call, Described, Outcome
from grader.rubric.answer_key import AnswerKey, Wins
from grader.rubric.criteria import Criterion, Rubric


class Recorded(msgspec.Struct, frozen=True):
    """Answer key and mistakes as they are stored, in a cache or in a pack."""

    key: AnswerKey
    mistakes: tuple[KnownMistake, ...]
    other_constants: tuple[KnownMistake, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    prints: dict[str, Printed] = {}  # of a pack: what of a bank goes to students


class Prepared(msgspec.Struct, frozen=True):
    """An assignment ready to grade by.

    `terms` are what searches may put formulas together from: read from the reference where that is, and never written
    down.  `descriptions` are what was found so far, by the digest of their questions;
    `seen_alone` where hidden calls are missing.
    """

    assignment: Assignment
    rubric: Rubric
    recorded: Recorded
    bank: LookUp | None = None  # of mistakes that nobody wrote down, where one was made
    terms: Mapping[str, Terms] = {}
    descriptions: Mapping[str, Described | None] = {}
    seen_alone: bool = False
    judge: Rules | None = None  # of what is paid, where the reference is
    wins: Wins | None = None  # by a tape, where one was made
    grounds: dict[str, Ground] = msgspec.field(default_factory=dict)  # made when first asked for

    @property
    def key(self) -> AnswerKey:
        """Calls, cases, and the reference's answers."""
        return self.recorded.key

    @property
    def mistakes(self) -> tuple[KnownMistake, ...]:
        """What each known mistake answers."""
        return self.recorded.mistakes

    def certain(self, criteria: Sequence[Criterion], answers: Mapping[Call, Outcome]) -> Collection[str]:
        """The ids of criteria that some answers win, as far as that can be told without running them."""
        return () if self.wins is None else self.wins(criteria, answers)

    @property
    def with_tape(self) -> Self:
        """With what each criterion compares, noted; it takes as long as a few hand-ins that are judged without."""
        if self.wins is not None:
            return self
        from grader.rubric.tape import tape_of  # noqa: PLC0415 - a student's check has none

        return replace(self, wins=tape_of(self.rubric, self.key).wins)

    def rulings(self, root: str, mistake: str, backend: OpenBackend) -> tuple[Ruling, ...]:
        """What is paid of criteria that a mistake costs other functions; it may have to be found out now."""
        if self.judge is not None:
            return self.judge.of(root, mistake, backend)
        return tuple(each for each in self.recorded.rulings if (each.root, each.mistake) == (root, mistake))

    def with_all_rulings(self, backend: OpenBackend) -> Self:
        """With all that can be asked of what is paid, for where there is no reference."""
        if self.judge is None:
            return self
        return replace(self, recorded=replace(self.recorded, rulings=self.judge.all(backend)))

    @property
    def public(self) -> Self:
        """The part that goes to students: public criteria, calls and answers, and names of public criteria alone.

        Its `recorded` is what a pack holds, so here and there is judged alike.
        """
        shown = set(self.key.plan.public)
        named = {criterion.id for criterion in self.rubric.public.criteria}
        mistakes = (_public_part(mistake, shown, named) for mistake in self.mistakes)
        kept = tuple(each for each in mistakes if any(call.function == each.function for call in each.outcomes))
        known = {(each.function, each.id) for each in kept}
        prints = self.recorded.prints or dict(self._prints())
        return type(self)(
            self.assignment,
            self.rubric.public,
            Recorded(
                self.key.public(self.rubric),
                kept,
                tuple(_public_part(each, shown, named) for each in self.recorded.other_constants),
                tuple(
                    each.untold
                    for each in self.recorded.rulings
                    if each.criterion in named and (each.root, each.mistake) in known
                ),
                prints=prints,
            ),
            bank=AtHome(self.key.plan.public, prints),
            seen_alone=True,
        )

    def _prints(self) -> Iterator[tuple[str, Printed]]:
        if isinstance(self.bank, Looked):
            for function in self.rubric.functions:
                made = self.bank.printed(function, self.key.plan.public, self.key.reference.outcomes)
                if made is not None:
                    yield function, made


def _public_part(mistake: KnownMistake, calls: set[Call], named: set[str]) -> KnownMistake:
    return replace(
        mistake,
        outcomes={call: outcome.without_source for call, outcome in mistake.outcomes.items() if call in calls},
        rows={call: rows for call, rows in mistake.rows.items() if call in calls},
        loses=tuple(criterion for criterion in mistake.loses if criterion in named),
    )
