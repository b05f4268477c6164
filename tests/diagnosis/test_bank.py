"""Small changes of the reference: made in one order, asked in workers, looked up by their answers alone."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from grader.diagnosis.agreement import agrees
from grader.diagnosis.bank.answers import packed, unpacked
from grader.diagnosis.bank.changes import changes_of
from grader.diagnosis.bank.many import asked_of, file_of, is_endless
from grader.diagnosis.bank.written import Edit, apart, between, written
from grader.grading.banks import Workshop, bank_of, make_bank
from grader.grading.grade import grade, with_searches, without_a_name
from grader.grading.holding import holds
from grader.grading.leave_one_out import leave_one_out
from grader.grading.prepare import prepare
from grader.grading.slip_test import slip_test
from grader.grading.slips import BEYOND, KINDS
from grader.isolation import Isolation
from grader.records import (
    Call,
    Described,
    Diagnosis,
    Ending,
    Family,
    FoundBy,
    Limits,
    Outcome,
    Place,
    Provided,
    SourceKind,
    Submission,
    Term,
    Transcript,
)
from grader.release.leaks import find_leaks, secrets_of
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.recording import record
from grader.sandbox.tiers import open_backend
from grader.words.diagnoses import diagnosis_words
from tests.conftest import CourseWriter

TOML = """\
title = "Walks"
source = "Unit 0"
level = "Beginner"
minutes = 5
functions = ["push", "walk"]
points = 2.0
"""
STUB = '''
def push(x, lr):
    """Return the way of one step."""
    raise NotImplementedError


def walk(start, lr, steps):
    """Return all points."""
    raise NotImplementedError
'''
SOLUTION = '''
import numpy as np


def push(x, lr):
    """The way of one step."""
    return lr * (3 * x - 1)


def walk(start, lr, steps):
    """All points."""
    x = float(start)
    path = [x]
    for _ in range(steps):
        x = x - push(x, lr)
        path.append(x)
    return np.array(path)
'''
PUBLIC = '''
"""The public part."""

from grader.rubric import assert_close, criterion


@criterion(points=1, functions=["push"], hint="By hand.")
def test_push(submission, reference):
    """The way is right."""
    for x, lr in ((2.0, 0.1), (-1.0, 0.25), (0.7, 0.2), (0.1, 0.3), (-3.0, 0.5), (1.2, 0.15)):
        assert_close(submission.push(x=x, lr=lr), reference.push(x=x, lr=lr))
'''
HIDDEN = '''
"""The hidden part."""

from grader.rubric import assert_close, criterion


@criterion(points=1, functions=["push", "walk"], hint="By hand.")
def test_walk(submission, reference):
    """The path is right."""
    for start, steps in ((1.5, 4), (-0.5, 3), (2.5, 1), (1.0, 0)):
        run = dict(start=start, lr=0.1, steps=steps)
        assert_close(submission.walk(**run), reference.walk(**run))
    for x in (0.5, 3.0, 1 / 3):
        assert_close(submission.push(x=x, lr=0.2), reference.push(x=x, lr=0.2))
'''
LATE = '''
"""Stores each point before it moves.

loses: walk
hint: When is a point stored?
second hint: After the step.
"""

import numpy as np


def walk(start, lr, steps):
    x = float(start)
    path = [x]
    for _ in range(steps):
        path.append(x)
        x = x - push(x, lr)
    return np.array(path)
'''
DOUBLED = '''
"""Begins at twice the start.

loses: walk
hint: Where does it begin?
second hint: At the start.
"""

import numpy as np


def walk(start, lr, steps):
    x = float(2 * start)
    path = [x]
    for _ in range(steps):
        x = x - push(x, lr)
        path.append(x)
    return np.array(path)
'''


@pytest.fixture(scope="module")
def backend():
    opened = open_backend(Isolation.NONE, hidden=False)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def walks(tmp_path_factory, backend):
    """A course of one assignment with its bank, and the folder that it is kept in."""
    writer = CourseWriter(tmp_path_factory.mktemp("walks") / "course")
    assignment = writer.add(
        "walks",
        toml=TOML,
        stub=STUB,
        solution=SOLUTION,
        public=PUBLIC,
        hidden=HIDDEN,
        mistakes={"walk/stored_late": LATE, "walk/start_doubled": DOUBLED},
        accepted={"terms": '"""Term by term."""\n\n\ndef push(x, lr):\n    return 3 * lr * x - lr\n'},
    )
    cache = writer.root / "cache"
    prepared = prepare(writer.course, assignment, backend, cache=cache)
    bank = make_bank(writer.course, prepared, backend)
    return writer.course, replace(prepared, bank=bank), cache


def diagnosed(walks: Any, backend: Backend, *changes: tuple[str, str]) -> tuple[Diagnosis, ...]:
    """The diagnoses of the solution with some texts of it replaced."""
    text = SOLUTION
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    submission = Submission("ada", "walks", "walks.py", SourceKind.PYTHON, text.encode())
    return grade(submission, walks[1], backend).grade.diagnoses


def described(found: Diagnosis) -> Described:
    assert found.described is not None
    return found.described


def test_a_slip_that_nobody_wrote_down_is_described_by_kind_and_place(walks, backend):
    (found,) = diagnosed(walks, backend, ("x = x - push(x, lr)", "x = x + push(x, lr)"))

    assert (found.function, described(found).found) == ("walk", FoundBy.CHANGE)
    assert (described(found).family, described(found).place) == (Family.SIGN, Place.LOOP)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    return np.array(path)", "        return np.array(path)"),  # in the first round
        ("    return np.array(path)", "    return path[-1]"),
        ("    return np.array(path)", "    return np.array(path)[1:]"),
        ("    return np.array(path)", "    return np.array([path])"),
        ("    return np.array(path)", "    return None"),
        ("path.append(x)", "path += [x, x]"),
    ],
)
def test_answers_of_another_form_send_nobody_to_a_sign_or_a_factor(walks, backend, before, after):
    found = diagnosed(walks, backend, (before, after))

    assert not [each for each in found if each.described is not None and each.described.found is FoundBy.CHANGE]


def test_what_a_loop_goes_through_is_not_told_where_the_function_made_it():
    own = written("def f(x):\n    steps = x * 2\n    for a in steps:\n        x = x + a\n    return x")["f"]
    given = written("def f(x, steps):\n    for a in steps:\n        x = x + a\n    return x")["f"]

    assert Place.LOOP_HEAD not in {change.place for change in changes_of(own)}
    assert Place.LOOP_HEAD in {change.place for change in changes_of(given)}


def test_the_smaller_in_the_place_of_the_larger_is_no_sign():
    function = written("def f(a, b):\n    return np.maximum(a, b)")["f"]

    first = min(changes_of(function), key=lambda change: change.cost)

    assert (function.edited(first.edits), first.family) == ("def f(a, b):\n    return np.minimum(a, b)", Family.FORM)


def test_what_no_public_call_shows_is_known_to_be_hidden(walks, backend):
    (in_walk,) = diagnosed(walks, backend, ("x = x - push(x, lr)", "x = x + push(x, lr)"))
    in_push, *_ = diagnosed(walks, backend, ("lr * (3 * x - 1)", "lr * abs(3 * x - 1)"))

    assert (described(in_walk).shown, described(in_push).shown) == (False, True)


def test_accepted_variants_are_changed_as_well(walks):
    bases = {recipe.base for recipe in walks[1].bank.recipes}

    assert bases == {"", "terms"}


def test_two_known_mistakes_at_once_are_named_together(walks, backend):
    late = (
        "        x = x - push(x, lr)\n        path.append(x)",
        "        path.append(x)\n        x = x - push(x, lr)",
    )
    (found,) = diagnosed(walks, backend, ("float(start)", "float(start) * 2"), late)

    assert described(found).found is FoundBy.PAIR
    assert [words.title for words in described(found).mistakes] == [
        "Begins at twice the start.",
        "Stores each point before it moves.",
    ]


def test_a_caller_that_only_follows_from_a_described_mistake_is_not_named(walks, backend):
    found = diagnosed(walks, backend, ("lr * (3 * x - 1)", "lr * abs(3 * x - 1)"))

    assert {each.function for each in found} == {"push"}


def test_nothing_is_said_that_one_answer_contradicts(walks, backend):
    found = diagnosed(walks, backend, ("x = x - push(x, lr)", "x = x + push(x, lr) * (1 if steps != 3 else 1.01)"))

    assert found == ()


def test_a_kept_bank_is_read_again_and_says_the_same(walks, backend):
    course, prepared, cache = walks
    again = (course, replace(prepared, bank=bank_of(course, prepared)), cache)
    change = ("x = x - push(x, lr)", "x = x + push(x, lr)")

    assert diagnosed(again, backend, change) == diagnosed(walks, backend, change)


def test_what_is_made_of_a_mistake_is_left_out_with_it(walks):
    said = {each.mistake: each.said for each in leave_one_out(walks[0], walks[1])}

    assert set(said) == {"stored_late", "start_doubled"}
    assert all(said.values())
    assert not any("pair" in name for names in said.values() for name in names)


def test_at_home_a_slip_is_told_as_officially_or_with_less(walks, backend):
    course, prepared, cache = walks
    change = ("lr * (3 * x - 1)", "lr * abs(3 * x - 1)")

    (at_home,) = diagnosed((course, prepared.public, cache), backend, change)
    official, *_ = diagnosed(walks, backend, change)

    assert at_home.function == official.function == "push"
    assert described(at_home).seen_alone
    assert described(at_home).family is described(official).family
    assert described(at_home).place in {described(official).place, Place.UNKNOWN}
    assert diagnosis_words(at_home).title.endswith("It fits what can be seen here.")


def test_at_home_nothing_is_said_of_what_public_calls_do_not_show(walks, backend):
    course, prepared, cache = walks

    assert diagnosed((course, prepared.public, cache), backend, ("x = x - push(x, lr)", "x = x + push(x, lr)")) == ()


def test_what_goes_to_students_holds_no_line_of_a_changed_reference(walks):
    prepared = walks[1]
    lines = {line for recipe in prepared.bank.recipes for edit in recipe.edits for line in edit.lines}

    pack = msgspec.msgpack.encode(prepared.public.recorded)

    assert prepared.public.recorded.prints.keys() == {"push"}
    assert not any(line.strip().encode() in pack for line in lines if len(line.strip()) > 9)


def test_a_release_is_searched_for_lines_of_a_changed_reference(walks, tmp_path):
    course, prepared, _ = walks
    (tmp_path / "notes.txt").write_text("x = x + push(x, lr)")

    (leak,) = find_leaks(tmp_path, secrets_of(course, [prepared]))

    assert leak.secret == "code of the reference of walks, changed"


def test_random_slips_are_the_same_for_a_seed_and_told_whether_they_are_named(walks, backend):
    course, prepared, _ = walks
    made = [list(slip_test(course, prepared, backend, number=5, seed=3, fresh=[prepared])) for _ in range(2)]

    assert made[0] == made[1]
    assert len(made[0]) == 5
    assert all(each.named == (not each.unnamed) for each in made[0])
    assert any(each.said for each in made[0])
    assert not any(each.untrue for each in made[0])  # the cases are those that it was said of


def test_slips_that_no_bank_holds_are_of_other_kinds(walks, backend):
    course, prepared, _ = walks

    beyond = list(slip_test(course, prepared, backend, number=2, seed=3, beyond=True))

    assert beyond
    assert {kind for each in beyond for _, kind in each.slip.slips} <= BEYOND.keys()
    assert not BEYOND.keys() & KINDS.keys()


def test_what_is_said_and_does_not_hold_on_other_cases_is_untrue(walks, backend):
    course, prepared, _ = walks
    reference, doubled = prepared.key.reference, next(each for each in prepared.mistakes if each.id == "start_doubled")
    said = Diagnosis("walk", doubled.id, doubled.words)
    made = Transcript(reference.load, reference.outcomes | doubled.outcomes)
    workshop = Workshop(course, prepared, backend)

    assert holds(said, prepared, made, workshop, made)
    assert not holds(said, prepared, made, workshop, reference)


def test_a_change_that_never_ends_is_ended_by_counting(backend):
    source = "def f(n):\n    while n > 0:\n        n -= 1\n    return n\n"
    changed = {"f": "def f(n):\n    while n > 0:\n        n += 1\n    return n"}
    call = Call("f", values.encode_arguments((), {"n": 3}))
    submission = Submission("bank", "f", "f.py", SourceKind.PYTHON, file_of(source, [{}, changed], ["f"]))
    asked = [*asked_of(0, [call]), *asked_of(1, [call])]
    outcomes = record(submission, asked, backend=backend, limits=Limits(), provided=Provided()).outcomes

    assert outcomes[asked[0]].ending is Ending.VALUE
    assert is_endless(outcomes[asked[1]])


def test_the_changes_of_a_function_are_python_each_once_and_in_one_order():
    function = written(SOLUTION)["walk"]
    changes = [function.edited(change.edits) for change in changes_of(function)]

    assert len(changes) == len(set(changes)) > 100
    assert function.text not in changes
    assert changes == [function.edited(change.edits) for change in changes_of(written(SOLUTION)["walk"])]


def test_edits_make_one_text_of_another_and_are_apart_where_lines_are():
    function = written(SOLUTION)["walk"]
    first, second = function.text.replace("float(start)", "2.0"), function.text.replace("np.array(path)", "path")

    one, other = between(function, first), between(function, second)

    assert function.edited(one) == first
    assert apart(one, other)
    assert not apart(one, (Edit(one[0].first, one[0].end),))
    assert function.edited((*one, *other)) == first.replace("np.array(path)", "path")


def test_long_tables_are_kept_in_few_bytes_and_within_every_tolerance():
    table = np.cumsum(np.sin(np.arange(400.0)).reshape(200, 2), axis=0) * [1.0, 1e-5]
    outcomes = {
        0: Outcome(Ending.VALUE, value=values.encode_value(table)),
        3: Outcome(Ending.RAISED, error="TypeError"),
    }

    again = unpacked(packed(outcomes))

    call = Call("f", values.encode_arguments((), {}))
    assert len(packed(outcomes)) < len(outcomes[0].value) / 3
    assert again[3] == outcomes[3]
    assert agrees(call, again[0], outcomes[0])


def test_one_plain_mistake_is_told_before_two_that_cancel(walks, backend):
    late = (
        "        x = x - push(x, lr)\n        path.append(x)",
        "        path.append(x)\n        x = x - push(x, lr)",
    )
    prepared = walks[1]
    text = SOLUTION.replace("float(start)", "float(start) * 2").replace(*late)
    submission = Submission("ada", "walks", "walks.py", SourceKind.PYTHON, text.encode())
    graded = grade(submission, prepared, backend)
    assert graded.transcript is not None
    question = without_a_name(graded.grade, graded.transcript, prepared)["walk"]

    def titles(described: Described) -> list[str]:
        searched = replace(prepared, descriptions={question.digest: described})
        return [diagnosis_words(each, for_staff=True).title for each in with_searches(graded, searched).grade.diagnoses]

    assert graded.unsearched
    assert titles(Described(Family.START, FoundBy.PATH_RULE, slot="first_row_missing")) == [
        "Your rows are right, and the first one is missing: row 0 is the start."
    ]
    assert titles(Described(Family.FORM, FoundBy.PATH_RULE, rule=(Term("-lr", "gradient"),)))[0].startswith("Both at")
