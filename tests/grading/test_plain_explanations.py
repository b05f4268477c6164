"""What real programs are told: the form of an answer before a formula, and the functions that have a part in it."""

from __future__ import annotations

import pytest

from grader.course.folder import find_course
from grader.grading.grade import grade, with_searches
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Grade, Judgement, SourceKind, Submission, Verdict
from grader.sandbox.base import Backend
from grader.words.descriptions import FORMULA_HINTS
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import judgement_message

COURSE = find_course()


def graded(assignment: str, backend: Backend, *changes: tuple[str, str]) -> Grade:
    """The grade of a reference solution with some texts of it replaced."""
    text = (COURSE.root / "reference" / assignment / "solution.py").read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    prepared = _prepared(assignment, backend)
    submission = Submission("ada", assignment, f"{assignment}.py", SourceKind.PYTHON, text.encode())
    return with_searches(grade(submission, prepared, backend), prepared, share=1.0).grade


_KEPT: dict[str, Prepared] = {}  # of assignments that a test asked for: to prepare one takes longer than to grade


def _prepared(assignment: str, backend: Backend) -> Prepared:
    if assignment not in _KEPT:
        _KEPT[assignment] = prepare(COURSE, COURSE.assignment(assignment), backend, cache=COURSE.cache)
    return _KEPT[assignment]


def titles(grade: Grade) -> list[str]:
    return [diagnosis_words(each, for_staff=True).title for each in grade.diagnoses]


def lost(grade: Grade, criterion: str) -> Judgement:
    return next(each for each in grade.judgements if each.id == criterion)


UPDATE = "        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)\n"


def test_one_row_too_few_is_told_as_one_mistake(backend):
    zeros = (
        "rows = [(weight, loss(weight))]\n    for _ in range(steps):\n" + UPDATE,
        "rows = np.zeros((steps, 2))\n    rows[0] = weight, loss(weight)\n    for t in range(1, steps):\n" + UPDATE,
    )
    stored = ("rows.append((weight, loss(weight)))", "rows[t] = weight, loss(weight)")

    (said,) = titles(graded("momentum_step", backend, zeros, stored))

    assert said.startswith("The trajectory ends one update too early.")


def test_two_updates_in_one_round_are_told_as_every_second_row(backend):
    (said,) = titles(graded("momentum_step", backend, (UPDATE, UPDATE + UPDATE)))

    assert said == "Row 1 of yours is the expected row 2, row 2 the expected row 4, and so on."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            ("return lr0 * factor ** (t // every)", "return round(lr0 * factor ** (t // every), 2)"),
            "Your numbers are the right ones, rounded to 2 decimals: keep all digits.",
        ),
        (
            ("        trajectory.append(x)", "        trajectory += [x, x]"),
            "Your rows are right, and each after the first stands there twice.",
        ),
        (
            ("        trajectory.append(x)", "        trajectory.append(x.astype(int))"),
            "Your rows after the first are the right ones, cut to whole numbers.",
        ),
    ],
)
def test_right_numbers_are_told_by_what_became_of_them(change, sentence, backend):
    assert sentence in titles(graded("cosine_annealing", backend, change))


@pytest.mark.parametrize(
    ("assignment", "change"),
    [
        ("batches", ("return lr * new_batch / batch", "return lr + (new_batch - batch) * lr")),
        ("cosine_annealing", ("lr0 / 2 * (1 + math.cos(math.pi * t / total))", "lr0 * (1 - t / total)")),
    ],
)
def test_a_formula_has_the_hints_of_a_formula_whatever_is_in_it(assignment, change, backend):
    grade = graded(assignment, backend, change)

    words = [diagnosis_words(each) for each in grade.diagnoses if each.described is not None and each.described.pieces]

    assert words
    assert {(each.hint, each.second_hint) for each in words} == {FORMULA_HINTS}


COUNTED = "        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, tol)\n"


def test_a_list_in_the_place_of_a_dict_is_told_the_names(backend):
    grade = graded(
        "optimizer_comparison",
        backend,
        ("    return {\n" + COUNTED, "    return [\n" + COUNTED.replace("name: ", "")),
        ("in optimizers.items()\n    }", "in optimizers.items()\n    ]"),
    )

    assert judgement_message(lost(grade, "adam_is_counted"), grade) == (
        "Expected a dict with adam among its keys; yours is a list."
    )
    hidden = [
        judgement_message(each, grade) for each in grade.judgements if not each.public and each.difference is not None
    ]
    assert any("the answer is no dict." in message for message in hidden)


WRONG_ADAM = ("m_hat = m / (1 - beta1**t)", "m_hat = m * 1.3 / (1 - beta1 ** (2 * t))")


def test_a_count_follows_from_its_own_optimizer_and_from_no_other(backend):
    mixed_up = ("return hessian @ (x - minimum)", "return hessian @ x - minimum")

    grade = graded("optimizer_comparison", backend, WRONG_ADAM, mixed_up)

    assert lost(grade, "adam_is_counted").follows_from == ("adam",)
    assert lost(grade, "descent_is_counted").follows_from == ()
    assert lost(grade, "momentum_is_counted").follows_from == ()


def test_paths_in_the_place_of_counts_follow_from_no_optimizer(backend):
    grade = graded(
        "optimizer_comparison",
        backend,
        WRONG_ADAM,
        (COUNTED, "        name: optimize(grad, start, lrs[name], steps)\n"),
    )

    assert lost(grade, "adam_is_counted").follows_from == ()
    assert lost(grade, "descent_is_counted").follows_from == ()


def test_what_builds_on_a_criterion_that_follows_from_another_function_follows_from_it_too(backend):
    sums = ("return errors @ rows / len(rows)", "return errors.sum() * rows.sum(axis=0) / len(rows)")

    given = graded("batches", backend, sums)

    for criterion in ("step_of_each_batch", "any_weights", "epoch_on_any_data"):
        assert lost(given, criterion).follows_from == ("minibatch_gradient",)


def test_what_only_uses_three_others_is_not_named_for_the_row_that_all_three_lack(backend):
    one_less = ("for _ in range(steps):", "for _ in range(steps - 1):")

    grade = graded("optimizer_comparison", backend, one_less, one_less, ("range(1, steps + 1)", "range(1, steps)"))

    assert {each.function for each in grade.diagnoses} == {"gradient_descent", "momentum", "adam"}
    failed = [each for each in grade.judgements if each.verdict is Verdict.FAILED]
    of_comparison = [each for each in failed if each.functions == ("compare_optimizers",)]
    assert of_comparison
    assert all("This follows from `" in judgement_message(each, grade) for each in of_comparison)


def test_a_rule_that_is_written_down_again_is_named_only_if_one_mistake_in_it_fits(backend):
    own_descent = """    x = np.array(start, dtype=float)
    own = []
    for _ in range(steps):
        x = x - lrs["gradient_descent"] * grad(x)
        own.append(x)
    optimizers["gradient_descent"] = lambda *_: np.array(own)
"""
    end = "    return {\n        name: steps_to_converge"

    (said,) = titles(graded("optimizer_comparison", backend, (end, own_descent + end)))

    assert said == "`compare_optimizers` is right in `momentum` and `adam`, and not in `gradient_descent`."


def test_labels_that_are_exchanged_are_told_instead_of_a_kind_of_slip(backend):
    always = (
        "def behaviour(trajectory, minimum, tol):\n",
        "def behaviour(trajectory, minimum, tol):\n    return CRAWLS\n",
    )
    label = ("def largest_stable_rate", 'CRAWLS = "crawls"\n\n\ndef largest_stable_rate')

    assert titles(graded("stability", backend, label, always)) == ["Every answer of `behaviour` is `crawls`."]


def test_what_calls_a_wrong_function_that_the_reference_does_not_call_there_follows_from_it(backend):
    root = ("return lr / batch", "return lr / np.sqrt(batch)")
    built_on_it = ("    return lr * new_batch / batch", "    return effective_rate(lr, batch) * new_batch")

    grade = graded("batches", backend, root, built_on_it)

    assert {each.function for each in grade.diagnoses} == {"effective_rate"}
    assert lost(grade, "linear_scaling").follows_from == ("effective_rate",)
