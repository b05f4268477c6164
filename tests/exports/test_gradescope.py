from __future__ import annotations

import json
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from grader.errors import UsageError
from grader.exports import gradescope
from grader.records import Grade, Status, Told, Verdict, Visibility

# What the harness is known to take; there is no official schema.
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
TEST = {
    "type": "object",
    "properties": {
        "score": {"type": "number"},
        "max_score": {"type": "number"},
        "status": {"enum": ["passed", "failed"]},
        "name": {"type": "string"},
        "name_format": FORMAT,
        "number": {"type": "string"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "tags": {"type": "array", "items": {"type": "string"}},
        "visibility": VISIBILITY,
        "extra_data": {"type": "object"},
    },
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "anyOf": [{"required": ["score"]}, {"required": ["tests"]}],
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {"type": "array", "items": TEST},
    },
    "additionalProperties": False,
}


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def document(grade: Grade) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(gradescope.write([grade]), parse_constant=refuse)
    return made


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_grade_is_a_document_that_gradescope_takes(grade, judgement, status, verdict):
    made = document(grade(status=status, message="Said.", judgements=(judgement("first_move", verdict),)))

    Draft202012Validator(SCHEMA).validate(made)
    assert [test["name"] for test in made["tests"]] == ["The title of first_move."]


def test_the_tests_add_up_to_the_score(grade):
    made = document(grade())

    assert made["score"] == sum(test["score"] for test in made["tests"]) == 1.5


def test_a_lost_criterion_says_what_was_seen_and_where_to_look(grade):
    *_, lost = document(grade())["tests"]

    assert (lost["status"], lost["output"]) == (
        "failed",
        "What was seen in last_move.\nHint: Where to look in last_move.",
    )


def test_how_it_was_taken_what_its_time_costs_and_what_persons_say_is_in_it(beside):
    made = document(beside)
    first, last = made["tests"]

    assert "walk (1).py" in made["output"]
    assert "10" in made["output"]
    assert made["output"].endswith("eve: Come and see me.")
    assert last["output"].endswith("kim: Read by hand.")
    assert "kim" not in made["output"] + first["output"]


def test_what_a_person_says_of_a_criterion_that_is_never_shown_is_not_in_it(beside, judgement):
    hidden = judgement("last_move", Verdict.FAILED, visibility=Visibility.HIDDEN)

    assert "kim" not in json.dumps(document(msgspec.structs.replace(beside, judgements=(hidden,))))


@pytest.mark.parametrize("visibility", Visibility)
def test_a_criterion_keeps_its_visibility(grade, judgement, visibility):
    (test,) = document(grade(judgements=(judgement("first_move", visibility=visibility),)))["tests"]

    assert test["visibility"] == visibility


def test_a_criterion_that_is_never_shown_has_no_output(grade, judgement):
    lost = judgement("first_move", Verdict.FAILED, visibility=Visibility.HIDDEN)

    (test,) = document(grade(judgements=(lost,)))["tests"]

    assert "output" not in test


def test_what_is_for_staff_is_not_in_it(grade):
    assert "31.4159" not in gradescope.write([grade()])


def test_a_mistake_is_named_where_its_function_shows(grade, diagnosis):
    made = document(grade(diagnoses=(diagnosis,)))

    assert made["output"] == "momentum: The step goes uphill. Does the loss fall?"


def test_a_mistake_is_not_named_before_any_criterion_of_its_function_shows(grade, judgement, diagnosis):
    later = judgement("first_move", Verdict.FAILED, visibility=Visibility.AFTER_PUBLISHED)

    made = document(grade(judgements=(later,), diagnoses=(diagnosis,)))

    assert made["output"] == ""


def test_a_grade_that_the_grader_owes_claims_no_score(grade):
    made = document(grade(status=Status.REGRADE_NEEDED, message="The grader failed."))

    assert "score" not in made
    assert not [test for test in made["tests"] if "score" in test or "status" in test]


def test_two_hand_ins_are_not_mixed_into_one(grade):
    with pytest.raises(UsageError, match="one hand-in, not 2"):
        gradescope.write([grade("ada"), grade("bob")])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(), max_size=60))
def test_students_text_comes_back_without_control_characters(grade, judgement, text):
    lost = msgspec.structs.replace(judgement("first_move", Verdict.CRASHED), told=Told(f"raised {text}"))

    (test,) = document(grade(judgements=(lost,)))["tests"]

    assert not [sign for sign in test["output"] if sign != "\n" and unicodedata.category(sign) in {"Cc", "Cf", "Cs"}]
