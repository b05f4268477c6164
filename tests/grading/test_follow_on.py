"""A mistake is paid for once: what its function costs others, and what of that they get all the same."""

from __future__ import annotations

from itertools import product

import msgspec
import pytest
from msgspec.structs import replace

from grader.course import variants
from grader.course.policies import FollowOnPolicy
from grader.grading.grade import grade, judge_transcript, judged
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared, Recorded
from grader.records import Grade, Submission, Verdict
from grader.sandbox.base import Backend
from grader.words.judgements import NOT_TOLD_APART, PAID_IN_PART, PAID_ONCE, judgement_message
from tests.whole_course import COURSE

ASSIGNMENT = COURSE.assignment("momentum_step")
SOLUTION = variants.solution(COURSE, ASSIGNMENT)
MISTAKES = {(each.function, each.id): each for each in variants.mistakes(COURSE, ASSIGNMENT) if not each.same_as}
STEPS = [id_ for function, id_ in MISTAKES if function == "sgd_step"]
LOOPS = [id_ for function, id_ in MISTAKES if function == "optimize_with_momentum"]


@pytest.fixture(scope="module")
def momentum(backend: Backend) -> Prepared:
    """The assignment whose loop calls the step."""
    prepared = replace(prepare(COURSE, ASSIGNMENT, backend, cache=COURSE.cache), bank=None)
    return prepared.with_all_rulings(lambda: backend)


def own_text(function: str, id_: str) -> bytes:
    return MISTAKES[function, id_].submission.source[len(SOLUTION.source) :]


def with_mistakes(*named: tuple[str, str], base: bytes = SOLUTION.source) -> Submission:
    """A hand-in with some known mistakes in it."""
    return replace(SOLUTION, source=base + b"".join(own_text(*each) for each in named))


def under(policy: FollowOnPolicy, prepared: Prepared) -> Prepared:
    return replace(prepared, assignment=replace(prepared.assignment, follow_on=policy))


def paid(graded: Grade) -> set[str]:
    """The criteria that were lost and earn something all the same."""
    return {each.id for each in graded.judgements if each.follow_on is not None and each.follow_on.share > 0}


@pytest.mark.parametrize("loop", ["ball_with_a_state", "finite_differences", "two_points_back"])
def test_a_right_loop_is_paid_under_every_mistake_of_the_step_that_lets_it_show(momentum, backend, loop):
    base = next(each for each in variants.accepted(COURSE, ASSIGNMENT) if each.id == loop).submission.source
    for step in STEPS:
        withheld = {each.criterion for each in momentum.recorded.rulings if each.mistake == step and not each.pays}

        graded = grade(with_mistakes(("sgd_step", step), base=base), momentum, backend).grade

        for judgement in graded.judgements:
            earns = judgement.passed or (not {"sgd_step"} & {*judgement.functions} and judgement.id not in withheld)
            assert judgement.points == (judgement.max_points if earns else 0), (step, judgement.id)


def test_most_mistakes_of_the_step_leave_a_right_loop_all_its_points(momentum):
    whole = {step for step in STEPS if all(each.pays for each in momentum.recorded.rulings if each.mistake == step)}

    assert 2 * len(whole) > len(STEPS)  # which others do, is decided by the cases that are drawn
    assert {"gradient_is_added", "moving_average", "pair_in_the_other_order"} <= whole


@pytest.mark.parametrize("step", ["velocity_is_forgotten", "momentum_is_left_out"])
def test_where_nothing_shows_whether_the_loop_carries_the_velocity_nothing_is_paid(momentum, backend, step):
    graded = grade(with_mistakes(("sgd_step", step)), momentum, backend).grade

    withheld = [each for each in graded.judgements if each.follow_on is not None]
    assert paid(graded) == set()
    assert "velocity_is_carried_over" in {each.id for each in withheld}
    for judgement in withheld:
        assert judgement_message(judgement, graded).endswith(NOT_TOLD_APART.format(root="sgd_step"))


NOTHING = {
    "what it was given": "return weight, velocity",
    "zeros": "return 0.0 * weight, 0.0 * velocity",
    "not a number": "return weight * float('nan'), velocity * float('nan')",
    "constants": "return 1.5, -0.5",
    "chance": "import random; return random.random(), random.random()",
    "nothing": "return None",
    "an error": "raise ValueError(weight)",
    "weight alone": "return weight",
}


@pytest.mark.parametrize("body", NOTHING.values(), ids=NOTHING)
def test_a_step_that_says_nothing_pays_nobody(momentum, backend, body):
    step = f"\n\ndef sgd_step(weight, velocity, gradient, lr, momentum):\n    {body}\n"

    graded = grade(replace(SOLUTION, source=SOLUTION.source + step.encode()), momentum, backend).grade

    assert paid(graded) == set()


def test_points_are_the_same_in_a_run_from_what_is_recorded_and_from_what_travels(momentum, backend):
    """Of 200 hand-ins with a mistake in the step and one in the loop; none is paid for what its own mistake costs."""
    pairs = list(product(STEPS, LOOPS))[::2][:200]
    assert len(pairs) >= 180
    travelled = msgspec.msgpack.decode(msgspec.msgpack.encode(momentum.recorded), type=Recorded)
    elsewhere = replace(momentum, recorded=travelled, judge=None)
    caught = _caught_by_criteria(momentum)
    for step, loop in pairs:
        submission = with_mistakes(("sgd_step", step), ("optimize_with_momentum", loop))
        graded = grade(submission, momentum, backend)
        assert graded.transcript is not None

        for again in (momentum, elsewhere):
            judgements = judge_transcript(graded.transcript, again)
            found = judged(submission, again, judgements, graded.transcript, backend=_not_opened)
            assert [each.points for each in found.grade.judgements] == [each.points for each in graded.grade.judgements]
        assert not paid(graded.grade) & caught[loop], (step, loop)


def _not_opened() -> Backend:
    raise AssertionError("what was settled needs nobody's code")


def _caught_by_criteria(prepared: Prepared) -> dict[str, set[str]]:
    """For each mistake of the loop, the criteria that catch it where the step is right."""
    reference = prepared.key.reference
    found = {}
    for known in prepared.mistakes:
        if known.function == "optimize_with_momentum":
            transcript = replace(reference, outcomes=reference.outcomes | known.outcomes)
            found[known.id] = {each.id for each in judge_transcript(transcript, prepared) if not each.passed}
    return found


def test_the_course_decides_how_much_of_it_is_paid(momentum, backend):
    submission = with_mistakes(("sgd_step", "gradient_is_added"))
    whole, half, none = (grade(submission, under(each, momentum), backend).grade for each in FollowOnPolicy)

    assert none.score < half.score < whole.score
    assert half.score - none.score == (whole.score - none.score) / 2
    (judgement, *_) = [each for each in whole.judgements if each.id in paid(whole)]
    assert judgement.verdict is Verdict.FAILED
    assert judgement_message(judgement, whole).endswith(PAID_ONCE.format(root="sgd_step"))
    (judgement, *_) = [each for each in half.judgements if each.id in paid(half)]
    said = PAID_IN_PART.format(root="sgd_step", points=f"{judgement.max_points / 2:g}")
    assert judgement_message(judgement, half).endswith(said)


def test_what_goes_to_students_names_no_mistake_and_pays_alike(momentum):
    public = {each.id for each in momentum.rubric.public.criteria}
    kept = {(each.root, each.mistake, each.criterion): each for each in momentum.public.recorded.rulings}

    assert {criterion for _, _, criterion in kept} <= public
    for ruling in momentum.recorded.rulings:
        if ruling.criterion in public:
            assert kept[ruling.root, ruling.mistake, ruling.criterion].pays is ruling.pays
    assert {each.like for each in kept.values()} <= {"", "another"}


# A criterion that was not looked at, since it builds on one that was lost

CHAIN = """\
title = "Twice"
source = "Unit 0"
level = "Beginner"
minutes = 5
functions = ["twice", "quadruple"]
points = 3.0
"""
CHAIN_PUBLIC = '''
from grader.rubric import assert_close, criterion

@criterion(points=1, functions=["twice"], hint="Double it.")
def test_twice(submission, reference):
    """A number is doubled."""
    for x in (2.0, 3.0):
        assert_close(submission.twice(x=x), reference.twice(x=x))

@criterion(points=1, functions=["quadruple"], hint="Double it twice.")
def test_quadruple(submission, reference):
    """A number is doubled twice."""
    assert_close(submission.quadruple(x=3.0), reference.quadruple(x=3.0))

@criterion(points=1, functions=["quadruple"], hint="Nothing stays nothing.", after=["quadruple"])
def test_nothing(submission, reference):
    """Nothing doubled is nothing."""
    assert_close(submission.quadruple(x=0.0), reference.quadruple(x=0.0))
'''
CHAIN_SOLUTION = "def twice(x):\n    return 2 * x\n\n\ndef quadruple(x):\n    return twice(twice(x))\n"
THRICE = '"""Triples.\n\nloses: twice\nhint: Count.\nsecond hint: Two.\n"""\n\n\ndef twice(x):\n    return 3 * x\n'
ONE_MORE = (
    '"""Adds one.\n\nloses: quadruple, nothing\nhint: Count.\nsecond hint: No more.\n"""\n\n\n'
    "def quadruple(x):\n    return twice(twice(x)) + 1\n"
)
ONCE = (
    '"""Doubles once.\n\nloses: quadruple\nhint: Count.\nsecond hint: Twice.\n"""\n\n\n'
    "def quadruple(x):\n    return twice(x)\n"
)


@pytest.fixture
def chain(courses, backend):
    mistakes = {"twice/thrice": THRICE, "quadruple/one_more": ONE_MORE, "quadruple/once": ONCE}
    assignment = courses.add(
        toml=CHAIN, public=CHAIN_PUBLIC, hidden="", solution=CHAIN_SOLUTION, mistakes=mistakes, stub=CHAIN_SOLUTION
    )
    return prepare(courses.course, assignment, backend)


def test_what_was_not_looked_at_is_paid_where_all_before_it_follows_from_another_function(chain, backend, hand_in):
    graded = grade(hand_in(CHAIN_SOLUTION.replace("2 * x", "3 * x")), chain, backend).grade

    assert [(each.id, each.verdict) for each in graded.judgements] == [
        ("twice", Verdict.FAILED),
        ("quadruple", Verdict.FAILED),
        ("nothing", Verdict.NOT_RUN),
    ]
    assert (graded.score, paid(graded)) == (1.0, {"quadruple"})
    nothing = graded.judgements[2].follow_on
    assert nothing is not None
    assert nothing.like == "first_argument"  # nothing has it as well


def test_a_dependant_with_a_mistake_of_its_own_is_not_paid(chain, backend, hand_in):
    source = CHAIN_SOLUTION.replace("2 * x", "3 * x").replace("twice(twice(x))", "twice(twice(x)) + 1")

    assert paid(grade(hand_in(source), chain, backend).grade) == set()


def test_a_root_that_no_known_mistake_explains_pays_nobody(chain, backend, hand_in):
    graded = grade(hand_in(CHAIN_SOLUTION.replace("2 * x", "2.37 * x + 0.3 * x * x")), chain, backend).grade

    assert paid(graded) == set()
