"""Two functions that are wrong, and one that only uses them: its answers under names follow from both."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grader.course import variants
from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Grade, Submission
from grader.sandbox.base import Backend
from grader.words.judgements import judgement_message
from tests.whole_course import COURSE

ASSIGNMENT = COURSE.assignment("optimizer_comparison")
SOLUTION = variants.solution(COURSE, ASSIGNMENT)
MISTAKES = {(each.function, each.id): each for each in variants.mistakes(COURSE, ASSIGNMENT)}
DESCENT, MOMENTUM = ("gradient_descent", "sign_of_the_gradient"), ("momentum", "uphill")


@pytest.fixture(scope="module")
def prepared(backend: Backend) -> Prepared:
    return replace(prepare(COURSE, ASSIGNMENT, backend, cache=COURSE.cache), bank=None)


def with_mistakes(*named: tuple[str, str]) -> Submission:
    texts = [MISTAKES[each].submission.source[len(SOLUTION.source) :] for each in named]
    return replace(SOLUTION, source=SOLUTION.source + b"".join(texts))


def of_comparison(graded: Grade) -> dict[str, float]:
    return {each.id: each.points for each in graded.judgements if each.functions == ("compare_optimizers",)}


def test_each_count_is_paid_by_the_mistake_of_its_optimizer(prepared: Prepared, backend: Backend) -> None:
    alone = [of_comparison(grade(with_mistakes(each), prepared, backend).grade) for each in (DESCENT, MOMENTUM)]

    both = grade(with_mistakes(DESCENT, MOMENTUM), prepared, backend).grade

    assert {each.function for each in both.diagnoses} == {"gradient_descent", "momentum"}
    for criterion in ("descent_is_counted", "momentum_is_counted", "adam_is_counted"):
        assert of_comparison(both)[criterion] == min(each[criterion] for each in alone)
    told = next(each for each in both.judgements if each.id == "descent_is_counted")
    assert "This follows from `gradient_descent`: mend that first" in judgement_message(told, both)


def test_a_mistake_of_its_own_is_not_hidden_by_those_of_two_others(prepared: Prepared, backend: Backend) -> None:
    own = next(each for each in MISTAKES if each[0] == "compare_optimizers")

    graded = grade(with_mistakes(DESCENT, MOMENTUM, own), prepared, backend).grade

    lost = [each for each in graded.judgements if each.functions == ("compare_optimizers",) and each.lost]
    assert lost
    assert not any(set(each.follows_from) >= {"gradient_descent", "momentum"} for each in lost)
