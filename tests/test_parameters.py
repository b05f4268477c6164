"""Right formula, other constant: named with the value it is right for."""

from __future__ import annotations

import pytest

from grader import variants
from grader.course import Course
from grader.grading import Prepared, grade
from grader.preparing import prepare
from grader.records import Isolation, SourceKind, Submission
from grader.sandbox.backends import open_backend
from grader.sandbox.base import Backend
from tests.course import COURSE


@pytest.fixture(scope="module")
def backend():
    backend = open_backend(Isolation.NONE, hidden=False)
    yield backend
    backend.close()


@pytest.fixture(scope="module")
def prepared(backend: Backend) -> dict[str, Prepared]:
    return {assignment.id: prepare(COURSE, assignment, backend) for assignment in COURSE.assignments()}


def diagnosed(
    prepared: Prepared, backend: Backend, wrapper: str, course: Course = COURSE
) -> list[tuple[str, str, str]]:
    """Function, name and hint of each diagnosis of the solution with one function wrapped."""
    source = variants.solution(course, prepared.assignment).source + b"\n\n" + wrapper.encode()
    submission = Submission("x", prepared.assignment.id, f"{prepared.assignment.id}.py", SourceKind.PYTHON, source)
    found = grade(submission, prepared, backend).grade.diagnoses
    return [(diagnosis.function, diagnosis.mistake, diagnosis.hint) for diagnosis in found]


@pytest.mark.parametrize(
    ("assignment", "wrapper", "function", "name"),
    [
        (
            "optimizer_comparison",
            "_right = momentum\ndef momentum(grad, start, lr, steps, alpha=0.9):\n"
            "    return _right(grad, start, lr, steps, alpha**2)\n",
            "momentum",
            "alpha_squared",
        ),
        (
            "optimizer_comparison",
            "_right = adam\ndef adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):\n"
            "    return _right(grad, start, lr / 2, steps, beta1, beta2, eps)\n",
            "adam",
            "lr_half",
        ),
        (
            "cosine_annealing",
            "_right = exponential_decay\ndef exponential_decay(lr0, t, gamma):\n    return _right(lr0, t, gamma**2)\n",
            "exponential_decay",
            "gamma_squared",
        ),
        (
            "cosine_annealing",
            "_right = step_decay\ndef step_decay(lr0, t, factor, every):\n    return _right(lr0 / 2, t, factor, every)\n",
            "step_decay",
            "lr0_half",
        ),
    ],
)
def test_another_constant_is_named(prepared, backend, assignment, wrapper, function, name):
    found = diagnosed(prepared[assignment], backend, wrapper)

    assert [(where, what) for where, what, _ in found] == [(function, name)]


def test_the_hint_says_both_values(prepared, backend):
    wrapper = (
        "_right = momentum\ndef momentum(grad, start, lr, steps, alpha=0.9):\n"
        "    return _right(grad, start, lr, steps, alpha**2)\n"
    )

    ((_, _, hint),) = diagnosed(prepared["optimizer_comparison"], backend, wrapper)

    assert hint == "This is the right answer for alpha = 0.64; alpha was 0.8."


def test_a_known_mistake_is_named_before_a_parameter(prepared, backend):
    wrapper = variants.mistakes(COURSE, prepared["optimizer_comparison"].assignment)
    twice = next(m for m in wrapper if (m.function, m.id) == ("momentum", "lr_twice"))

    found = grade(twice.submission, prepared["optimizer_comparison"], backend).grade.diagnoses

    assert [diagnosis.title for diagnosis in found] == [twice.title]


def test_a_change_with_no_trace_is_not_offered(prepared):
    for each in prepared.values():
        for change in each.other_parameters:
            reference = each.key.reference.outcomes

            assert any(outcome.value != reference[call].value for call, outcome in change.outcomes.items())


def test_only_public_calls_are_looked_at(prepared):
    for each in prepared.values():
        public = set(each.key.plan.public)

        assert each.other_parameters
        assert all(call in public for change in each.other_parameters for call in change.outcomes)
