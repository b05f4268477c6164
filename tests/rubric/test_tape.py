"""A criterion that is won by its tape is won: whoever answers, in whatever digits, it is judged so without one."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import numpy as np
import pytest

from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Call, Ending, Outcome, Transcript
from grader.rubric.answer_key import judge_all, judge_some
from grader.rubric.rubric_files import collect
from grader.rubric.sealed import Notes, Opened, Sealed
from grader.rubric.tape import tape_of
from grader.sandbox import values
from grader.sandbox.base import Backend
from tests.conftest import HIDDEN, PUBLIC, CourseWriter
from tests.whole_course import WHOLE_COURSE

APART = (0.0, 1e-12, 1e-7, 1e-5, 2.9e-4, 3.1e-4, 1e-3, 0.1)  # of a number: on both sides of the tolerance


@pytest.fixture(scope="module", params=WHOLE_COURSE.assignment_ids())
def prepared(request: pytest.FixtureRequest, backend: Backend) -> Prepared:
    return prepare(WHOLE_COURSE, WHOLE_COURSE.assignment(request.param), backend, cache=WHOLE_COURSE.cache).with_tape


def changed(value: Any, apart: float, chance: Random) -> Any:
    """The same in other digits, and now and then in another form, which may be as long and wrong."""
    factor = 1 + apart * chance.choice((-1, 1))
    match value:
        case np.ndarray() if value.dtype.kind == "f":
            other = np.asarray(value * factor)
            spoilt = other.copy()
            spoilt.flat[: spoilt.size // 2 : 3] = chance.choice((np.nan, np.inf))
            wrong = (other.reshape(other.shape[::-1]), other.view(np.int64), spoilt)
            with np.errstate(over="ignore"):
                right = (other, other.tolist(), list(other) if other.ndim else other, other.astype(np.float32))
                return chance.choice(wrong if apart and chance.random() < 0.03 else (other, *right))
        case float():
            return chance.choice((value * factor, np.float64(value * factor), float(value * factor)))
        case list() | tuple() if type(value) in {list, tuple}:
            kind = chance.choice((type(value), type(value), type(value), list, tuple))
            return kind(changed(each, apart, chance) for each in value)
        case _:
            return value


def transcripts(prepared: Prepared) -> Iterator[Transcript]:
    """The reference and every known mistake as recorded, and in digits and forms of their own."""
    reference = prepared.key.reference
    recorded = [{}, *(mistake.outcomes for mistake in prepared.mistakes)]
    for number, outcomes in enumerate(recorded):
        answers = reference.outcomes | outcomes
        yield Transcript(reference.load, answers)
        for apart in APART if not number else (1e-7,):
            chance = Random(f"{prepared.assignment.id} {number} {apart}")
            yield Transcript(reference.load, {call: in_digits(each, apart, chance) for call, each in answers.items()})


def in_digits(outcome: Outcome, apart: float, chance: Random) -> Outcome:
    if outcome.ending is not Ending.VALUE:
        return outcome
    other = changed(values.decode_value(outcome.value), apart, chance)
    return msgspec.structs.replace(outcome, value=values.encode_value(other))


def test_every_judgement_is_the_same_with_and_without_the_tape(prepared: Prepared) -> None:
    won, by_tape = 0, prepared.wins
    assert by_tape is not None
    for transcript in transcripts(prepared):

        def ask(call: Call, transcript: Transcript = transcript) -> Outcome:
            return transcript.outcomes[call]

        together = by_tape(prepared.rubric.judged, transcript.outcomes)
        alone = [each.id for each in prepared.rubric.judged if by_tape([each], transcript.outcomes)]
        won += len(together)

        judged = judge_all(prepared.rubric, prepared.key, ask)

        assert set(together) == set(alone)
        assert [each for each in judged if each.id in together and not each.passed] == []
        assert judge_some(prepared.rubric, prepared.rubric.criteria, prepared.key, ask, together) == judged
    assert won or not tape_of(prepared.rubric, prepared.key).checks


def test_most_criteria_that_compare_numbers_are_noted(prepared: Prepared) -> None:
    noted = tape_of(prepared.rubric, prepared.key).checks
    compared = {"landscape_quiz": 0, "draw_the_landscape": 0}  # labels and pictures

    assert len(noted) >= compared.get(prepared.assignment.id, 0.8 * len(prepared.rubric.judged))


BRANCHES = {
    "asks for its type": "if type(got) is float:\n        got = 6.0",
    "asks whether it is another": "if got is want:\n        return",
    "asks whether it is a number": "if isinstance(got, float):\n        got = 6.0",
    "looks whether it is true": "if got:\n        got = 6.0",
    "calculates with it": "got = got * 1.0",
    "writes it down": "text = f'{got}'",
    "asks a helper for its type": "if is_plain(got):\n        got = 6.0",
    "passes over what goes wrong": "try:\n        got = got + 0.0\n    except Exception:\n        got = 6.0",
    "passes over anything": "try:\n        got.real\n    except BaseException:\n        pass",
    "goes on without asking": "try:\n        submission.twice(x=got)\n    except BaseException:\n        pass",
}
LOOKS = '''
"""The public part."""

from grader.rubric import assert_close, criterion


def is_plain(answer):
    return type(answer) is float


@criterion(points=1, functions=["twice"], hint="Add the number to itself.")
def test_three(submission, reference):
    """Twice three is right."""
    got, want = submission.twice(x=3.0), reference.twice(x=3.0)
    {branch}
    assert_close(got, want)
'''


@pytest.mark.parametrize("branch", BRANCHES.values(), ids=BRANCHES)
def test_a_criterion_that_looks_at_an_answer_in_any_way_has_no_tape(
    courses: CourseWriter, backend: Backend, branch: str
) -> None:
    assignment = courses.add(public=LOOKS.replace("{branch}", branch), mistakes={})
    prepared = prepare(courses.course, assignment, backend)

    noted = tape_of(collect(assignment), prepared.key).checks

    assert set(noted) == {"any_number"}


def test_a_criterion_that_asks_and_compares_nothing_has_no_tape(courses: CourseWriter, backend: Backend) -> None:
    public = PUBLIC.replace("    assert_close(", "    submission.twice(x=4.0)\n    assert_close(")
    prepared = prepare(courses.course, courses.add(public=public, mistakes={}), backend)

    assert set(tape_of(prepared.rubric, prepared.key).checks) == {"any_number"}


def test_a_helper_of_another_module_is_not_trusted(courses: CourseWriter, backend: Backend) -> None:
    hidden = HIDDEN.replace("from grader.rubric", "from statistics import mean as assert_near\nfrom grader.rubric", 1)
    hidden = hidden.replace("    assert_close(", "    assert_near([1.0])\n    assert_close(")
    prepared = prepare(courses.course, courses.add(hidden=hidden, mistakes={}), backend)

    assert set(tape_of(prepared.rubric, prepared.key).checks) == {"three"}


@pytest.mark.parametrize(
    "look",
    [
        *(bool, len, list, str, repr, float, hash, iter, np.asarray, np.isfinite),
        *(lambda it: it == 1, lambda it: it < 1, lambda it: it + 1, lambda it: -it),
        *(lambda it: isinstance(it, float), lambda it: it.shape, lambda it: it[0], lambda it: np.float64(2) * it),
        *(lambda it: np.ones(3) - it, lambda it: it in (1.0, 2.0), lambda it: {it: 1}, lambda it: max(it, 1.0)),
    ],
)
def test_nothing_can_be_learnt_of_a_sealed_answer(look: Any) -> None:
    notes = Notes()

    with pytest.raises(Opened):
        look(Sealed(Call("f", b""), notes))

    assert notes.is_opened
