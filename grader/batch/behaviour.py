"""Which hand-ins of a class are wrong alike, as the gradebook's recordings have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from grader.gradebook.rests_on import NameOfGrade, name_of
from grader.gradebook.store import Gradebook
from grader.gradebook.transcripts import different_answers
from grader.grading.behaviour import Behaviours, WrongAnswers, lost_functions, wrong_answers
from grader.records import Grade, Key


class _Lost(NameOfGrade, frozen=True):
    """A grade that lost something, and in which functions."""

    functions: tuple[str, ...]


def wrong_behaviour(gradebook: Gradebook, grades: Iterable[Grade]) -> Behaviours:
    """Of each grade that lost something, what its functions answered instead; each recording is read once."""
    found: dict[Key, dict[str, WrongAnswers]] = defaultdict(dict)
    for resting, packed in gradebook.differences(_lost(grades)):
        difference = different_answers(packed.difference)
        for function in {name for each in resting for name in each.functions}:
            wrong = wrong_answers(resting[0].rubric_sha256, function, difference)
            for each in resting:
                if wrong is not None and function in each.functions:
                    found[each.student, each.assignment][function] = wrong
    return found


def _lost(grades: Iterable[Grade]) -> Iterator[_Lost]:
    for grade in grades:
        if functions := lost_functions(grade):
            yield _Lost(*name_of(grade), functions)
