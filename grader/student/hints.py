"""Hints one after the other: what is seen of a lost criterion, its own hint, then what is known of the mistake."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from grader.records import Ending, Grade, Judgement
from grader.words.diagnoses import ONE_OF_SEVERAL, diagnosis_words
from grader.words.judgements import FORMS_OF_ANSWERS, judgement_message


class Stage(msgspec.Struct, frozen=True):
    """One thing to be told; by its key it is remembered that it was."""

    key: str
    kind: str  # of grader.words.hints.KINDS
    text: str


class Told(msgspec.Struct, frozen=True):
    """The hints to a criterion that are told now: those told before, and the next one."""

    judgement: Judgement
    stages: tuple[Stage, ...]
    count: int  # of all there are

    @property
    def is_last(self) -> bool:
        """Whether there is no other one."""
        return len(self.stages) == self.count


def first_lost(judgements: Sequence[Judgement], grade: Grade) -> Judgement | None:
    """The criterion to look at first: one that was lost by itself, even where others were asked for that build on it.

    None where all of them passed.
    """
    lost = [each for each in judgements if each.lost]
    return next(filter(_by_itself, lost), None) or next((_root(each, grade) for each in lost), None)


def told(judgement: Judgement, grade: Grade, before: Collection[str]) -> Told:
    """What is told of a lost criterion, if `before` was told already."""
    stages = tuple(_stages(judgement, grade))
    new = next((stage for stage in stages if stage.key not in before), None)
    return Told(judgement, tuple(each for each in stages if each is new or each.key in before), len(stages))


def _by_itself(judgement: Judgement) -> bool:
    return not judgement.builds_on and not judgement.follows_from


def _root(judgement: Judgement, grade: Grade) -> Judgement:
    """The lost criterion that is to be mended first for this one."""
    needed = next((each for each in grade.judgements if each.id == judgement.builds_on), judgement)
    roots = set(needed.follows_from)
    lost = (each for each in grade.judgements if each.lost and roots.intersection(each.functions))
    return next(filter(_by_itself, lost), needed)


def _stages(judgement: Judgement, grade: Grade) -> Iterator[Stage]:
    yield Stage(
        f"{judgement.id}:seen", "seen", judgement_message(msgspec.structs.replace(judgement, follows_from=()), grade)
    )
    if judgement.hint and _is_about_a_formula(judgement):
        yield Stage(f"{judgement.id}:hint", "hint", judgement.hint)
    fitting = [each for each in grade.diagnoses if each.function in judgement.functions]
    for diagnosis in fitting:
        several = sum(each.function == diagnosis.function for each in fitting) > 1
        words, key = diagnosis_words(diagnosis), f"{diagnosis.function}/{diagnosis.mistake}"
        told = f"{ONE_OF_SEVERAL if several else ''} {words.title} {words.hint}".strip()
        texts = (told, words.second_hint, words.convention)
        for kind, text in zip(("mistake", "second", "convention"), texts, strict=True):
            if text:
                yield Stage(f"{key}:{kind}", kind, text)


def _is_about_a_formula(judgement: Judgement) -> bool:
    """Whether a hint on how to compute helps: not where a call did not end, or an answer has another form."""
    if judgement.outcome is not None:
        return judgement.outcome.ending is Ending.MISSING
    return judgement.difference is None or judgement.difference.kind not in FORMS_OF_ANSWERS
