from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from grader.errors import UsageError
from grader.exports import classroom50
from grader.records import Status, Verdict

WHERE = {
    "CLASSROOM": "cs1",
    "ASSIGNMENT": "walk",
    "OWNER": "alice",
    "ASSIGNMENT_TYPE": "individual",
    "SUBMISSION_TAG": "submit/2026-11-22T14-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/commit/a1b2c3d",
    "RELEASE_URL": "https://example.org/releases/tag/x",
}

# Typed anew after the text of Classroom 50's schema `classroom50/result/v1`.
TEXT = {"type": "string", "minLength": 1}
POINTS = {"type": "integer", "minimum": 0}
TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit", "release"),
        *("review", "datetime", "score", "max-score", "tests"),
    ],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), TEXT),
        "assignment_type": {"enum": ["individual", "group"]},
        "submission": {"type": "string", "pattern": "^submit/"},
        "datetime": TIME,
        "graded_at": TIME,
        "score": POINTS,
        "max-score": POINTS,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": TEXT,
                    "passed": {"type": "boolean"},
                    "score": POINTS,
                    "max-score": POINTS,
                },
            },
        },
    },
}


def read(text: str) -> dict[str, Any]:
    """The document as their validator takes it: by the schema, and by what it holds of two fields together."""
    document = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert all(each["score"] <= each["max-score"] for each in (document, *document["tests"]))
    assert isinstance(document, dict)
    return document


def test_halves_of_points_become_whole_numbers_everywhere(grade):
    document = read(classroom50.write([grade()], WHERE))

    assert (document["score"], document["max-score"]) == (3, 6)
    assert [(each["passed"], each["score"], each["max-score"]) for each in document["tests"]] == [
        (True, 3, 3),
        (False, 0, 3),
    ]


def test_whole_points_stay_as_they_are(grade, judgement):
    whole = judgement("first_move", points=2.0, max_points=2.0)

    document = read(classroom50.write([grade(judgements=(whole,), max_score=2.0)], WHERE))

    assert (document["score"], document["max-score"]) == (2, 2)


def test_it_says_whose_hand_in_it_is_and_why_something_was_lost(grade):
    document = read(classroom50.write([grade()], WHERE))

    assert (document["classroom"], document["owner"]) == ("cs1", "alice")
    assert document["review"] == document["commit"]
    assert document["tests"][1]["message"] == "What was seen in last_move."


def test_how_it_was_taken_what_its_time_costs_and_what_persons_say_is_in_it(beside):
    first, last = (each["message"] for each in read(classroom50.write([beside], WHERE))["tests"])

    assert "walk (1).py" in first
    assert first.endswith("eve: Come and see me.")
    assert last == "What was seen in last_move. kim: Read by hand."


@pytest.mark.parametrize("status", [Status.MISSING, Status.REJECTED])
def test_a_hand_in_that_was_not_graded_is_a_zero_that_says_why(grade, judgement, status):
    lost = (judgement("first_move", Verdict.NOT_RUN, message="Nothing came."),)

    document = read(classroom50.write([grade(status=status, message="Nothing came.", judgements=lost)], WHERE))

    assert document["score"] == 0
    assert document["tests"][0]["message"] == "Nothing came."


@pytest.mark.parametrize(
    ("parts", "environment", "said"),
    [
        ({"status": Status.REGRADE_NEEDED}, WHERE, "no other word"),
        ({"max_score": 1.0}, WHERE, "3 points of 2"),
        ({}, WHERE | {"OWNER": ""}, "lacks OWNER"),
        ({}, WHERE | {"SUBMISSION_TAG": "v1"}, "SUBMISSION_TAG"),
    ],
)
def test_what_would_be_refused_is_not_written(grade, parts, environment, said):
    with pytest.raises(UsageError, match=said):
        classroom50.write([grade(**parts)], environment)
