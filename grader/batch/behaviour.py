"""Which hand-ins of a class are wrong alike, as the gradebook's recordings have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from grader.gradebook.store import Gradebook
from grader.gradebook.transcripts import different_answers
from grader.grading.behaviour import Behaviours, Key, WrongAnswers, lost_functions, wrong_answers
from grader.records import Grade


def wrong_behaviour(gradebook: Gradebook, grades: Iterable[Grade]) -> Behaviours:
    """Of each grade that lost something, what its functions answered instead; each recording is read once."""
    lost = {(each.student, each.assignment): each for each in grades if lost_functions(each)}
    found: dict[Key, dict[str, WrongAnswers]] = defaultdict(dict)
    for resting, packed in gradebook.differences(lost.values()):
        difference = different_answers(packed)
        for function in {name for grade in resting for name in lost_functions(grade)}:
            wrong = wrong_answers(resting[0].rubric_sha256, function, difference)
            for grade in resting:
                if wrong is not None and function in lost_functions(grade):
                    found[grade.student, grade.assignment][function] = wrong
    return found
