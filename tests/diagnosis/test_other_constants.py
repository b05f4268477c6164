"""Right formula, other constant: named with the value it is right for."""

from __future__ import annotations

import pytest

from grader.course import variants
from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import SourceKind, Submission
from grader.sandbox.base import Backend
from grader.sandbox.tiers import open_backend
from grader.words.diagnoses import diagnosis_words
from tests.whole_course import COURSE


@pytest.fixture(scope="module")
def backend():
    backend = open_backend(Isolation.NONE, hidden=False)
    yield backend
    backend.close()


@pytest.fixture(scope="module")
def prepared(backend: Backend) -> dict[str, Prepared]:
    return {each.id: prepare(COURSE, each, backend, cache=COURSE.cache) for each in COURSE.assignments()}


def diagnosed(prepared: Prepared, backend: Backend, wrapper: str) -> list[tuple[str, str, str]]:
    """Function, name and hint of each diagnosis of the solution with one function wrapped."""
    source = variants.solution(COURSE, prepared.assignment).source + b"\n\n" + wrapper.encode()
    submission = Submission("x", prepared.assignment.id, f"{prepared.assignment.id}.py", SourceKind.PYTHON, source)
    found = grade(submission, prepared, backend).grade.diagnoses
    return [(diagnosis.function, diagnosis.mistake, diagnosis_words(diagnosis).hint) for diagnosis in found]


def wrapped(signature: str, arguments: str) -> str:
    """Code that calls the right function with other arguments."""
    name = signature.partition("(")[0]
    return f"_right = {name}\ndef {signature}:\n    return _right({arguments})\n"


MOMENTUM = "momentum(grad, start, lr, steps, alpha=0.9)"
ADAM = "adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8)"


@pytest.mark.parametrize(
    ("assignment", "signature", "arguments", "name"),
    [
        ("optimizer_comparison", MOMENTUM, "grad, start, lr, steps, alpha**2", "alpha_squared"),
        ("optimizer_comparison", ADAM, "grad, start, lr / 2, steps, beta1, beta2, eps", "lr_half"),
        ("cosine_annealing", "exponential_decay(lr0, t, gamma)", "lr0, t, gamma**2", "gamma_squared"),
        ("cosine_annealing", "step_decay(lr0, t, factor, every)", "lr0 / 2, t, factor, every", "lr0_half"),
    ],
)
def test_another_constant_is_named(prepared, backend, assignment, signature, arguments, name):
    found = diagnosed(prepared[assignment], backend, wrapped(signature, arguments))

    assert [(where, what) for where, what, _ in found] == [(signature.partition("(")[0], name)]


def test_the_hint_says_both_values(prepared, backend):
    wrapper = wrapped(MOMENTUM, "grad, start, lr, steps, alpha**2")

    ((_, _, hint),) = diagnosed(prepared["optimizer_comparison"], backend, wrapper)

    assert hint == "This is the right answer for alpha = 0.64; alpha was 0.8."


def test_a_known_mistake_is_named_before_a_parameter(prepared, backend):
    mistakes = variants.mistakes(COURSE, prepared["optimizer_comparison"].assignment)
    twice = next(m for m in mistakes if (m.function, m.id) == ("momentum", "lr_twice"))

    found = grade(twice.submission, prepared["optimizer_comparison"], backend).grade.diagnoses

    assert [diagnosis.words for diagnosis in found] == [twice.words]


def test_a_change_with_no_trace_is_not_offered(prepared):
    for each in prepared.values():
        for change in each.recorded.other_constants:
            reference = each.key.reference.outcomes

            assert any(outcome.value != reference[call].value for call, outcome in change.outcomes.items())


@pytest.mark.parametrize(
    ("signature", "arguments"),
    [
        (ADAM, "grad, start, lr, steps, beta1, beta2, 1e-7 if eps == 1e-3 else eps"),
        (MOMENTUM, "grad, start, lr, steps, alpha**2 if alpha != 0.9 else alpha"),  # right where it is left out
    ],
)
def test_a_fit_that_any_recorded_answer_contradicts_is_none(prepared, backend, signature, arguments):
    found = diagnosed(prepared["optimizer_comparison"], backend, wrapped(signature, arguments))

    assert found == []


def test_hidden_calls_are_looked_at_and_never_travel_to_students(prepared):
    for each in prepared.values():
        public = set(each.key.plan.public)
        held = {call for change in each.recorded.other_constants for call in change.outcomes}
        given = {call for change in each.public.recorded.other_constants for call in change.outcomes}

        assert held - public
        assert given
        assert given <= public
