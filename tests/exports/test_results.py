"""`results.json`, field by field as documented: read back it is the same grades, without staff's details."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import StorageError, UsageError
from grader.exports import results
from grader.records import (
    Call,
    Conditions,
    Diagnosis,
    Ending,
    Grade,
    Judgement,
    MistakeWords,
    Outcome,
    Status,
    Told,
    Trouble,
    TroubleKind,
    Verdict,
    Visibility,
)
from grader.safe_text import json_without_orders
from grader.words.judgements import grade_message, judgement_message

PASSED = Judgement(
    "velocity_update", "The title.", ("sgd_step",), 1.0, 1.0, Verdict.PASSED, Visibility.VISIBLE, public=True
)
LOST = Judgement(
    "update_rule",
    "Any numbers „ü“.",
    ("sgd_step", "optimize"),
    0.0,
    2.5,
    Verdict.TIMED_OUT,
    Visibility.AFTER_DUE_DATE,
    public=False,
    hint="Look.",
    call=Call("sgd_step", b"SECRET"),
    outcome=Outcome(Ending.TIMED_OUT, detail="SECRET 0.125", line=7),
)
GRADE = Grade(
    "ada",
    "momentum_step",
    Status.GRADED,
    3.5,
    (PASSED, LOST),
    (Diagnosis("sgd_step", "velocity_forgotten", MistakeWords("Forgets.", "A hint.", "SECRET second hint")),),
    seconds=0.02,
    submission_sha256="a" * 64,
    rubric_sha256="b" * 64,
)
NOTHING = Grade("bob", "momentum_step", Status.MISSING, 3.5, trouble=Trouble(TroubleKind.NOT_BEGUN, "momentum_step"))


def document(*grades: Grade) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(results.to_json(grades))
    return found


def test_the_document_has_the_documented_fields():
    assert document(GRADE)["schema"] == "grader/results/1"
    (grade,) = document(GRADE)["grades"]

    expected = {
        "student": "ada",
        "assignment": "momentum_step",
        "score": 1.0,
        "max_score": 3.5,
        "status": "graded",
        "diagnoses": [{"function": "sgd_step", "mistake": "velocity_forgotten", "title": "Forgets."}],
        "seconds": 0.02,
        "submission_sha256": "a" * 64,
        "rubric_sha256": "b" * 64,
    }
    assert expected.items() <= (grade | {"diagnoses": [first_three(each) for each in grade["diagnoses"]]}).items()


def first_three(diagnosis: dict[str, str]) -> dict[str, str]:
    return {name: diagnosis[name] for name in ("function", "mistake", "title")}


def test_a_criterion_has_the_documented_fields():
    passed, lost = document(GRADE)["grades"][0]["criteria"]

    assert {
        "id": "update_rule",
        "title": "Any numbers „ü“.",
        "functions": ["sgd_step", "optimize"],
        "points": 0.0,
        "max_points": 2.5,
        "verdict": "timed_out",
        "visibility": "after_due_date",
        "message": "`sgd_step` gave no answer within its time. Look for a loop that does not end, or a sleep.",
        "hint": "",
    }.items() <= lost.items()
    assert (passed["verdict"], passed["message"], passed["hint"]) == ("passed", "", "")


def test_what_is_for_staff_is_not_in_the_document():
    text = results.to_json([GRADE]).decode()

    assert "SECRET" not in text
    assert "0.125" not in text


def test_the_document_is_utf8_json_without_nan():
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    text = results.to_json([GRADE, NOTHING]).decode()

    assert json.loads(text, parse_constant=refuse)["grades"][1]["student"] == "bob"
    assert "„ü“" in text
    assert text.endswith("}\n")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_status_and_verdict_is_written_as_its_name(status, verdict):
    judgement = msgspec.structs.replace(LOST, verdict=verdict)

    (grade,) = document(msgspec.structs.replace(GRADE, status=status, judgements=(judgement,)))["grades"]

    assert (grade["status"], grade["criteria"][0]["verdict"]) == (status.value, verdict.value)


def test_no_grades_are_a_document_too():
    assert document() == {"schema": "grader/results/1", "audience": "staff", "grades": []}


texts = st.text(max_size=20) | st.sampled_from(["##[error] x", "<|--", "--|>", ":=>>", '\n"[]', "\\u202e", "{[]}"])
numbers = st.floats(allow_nan=False, allow_infinity=False)
judgements = st.builds(
    msgspec.structs.replace,
    st.sampled_from([PASSED, LOST]),
    title=texts,
    points=numbers,
    verdict=st.sampled_from(Verdict),
    machine_points=st.none() | numbers,
)
grades = st.builds(
    msgspec.structs.replace,
    st.sampled_from([GRADE, NOTHING]),
    student=texts,
    max_score=numbers,
    judgements=st.lists(judgements, max_size=3).map(tuple),
    status=st.sampled_from(Status),
)


@given(st.lists(grades, max_size=4), st.sets(texts), st.lists(texts, max_size=2).map(tuple))
def test_the_document_in_pieces_is_the_whole_one_to_the_last_byte(class_, gone, unlisted):
    rows = tuple(results._grade(grade, present=grade.student not in gone) for grade in class_)
    whole = results._Results(schema=results.SCHEMA, grades=rows, not_on_roster=unlisted or msgspec.UNSET)

    pieces = results.to_json(iter(class_), gone=gone, not_on_roster=unlisted)

    assert pieces == json_without_orders(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")


def test_what_is_written_is_the_document(tmp_path):
    results.write(iter([GRADE, NOTHING]), tmp_path / "results.json", gone={"bob"}, not_on_roster=("ada",))

    whole = results.to_json([GRADE, NOTHING], gone={"bob"}, not_on_roster=("ada",))
    assert (tmp_path / "results.json").read_bytes() == whole


def test_a_class_that_cannot_be_gone_through_leaves_the_earlier_document(tmp_path):
    def broken() -> Iterator[Grade]:
        yield GRADE
        raise StorageError("gone", remedy="again")

    results.write([NOTHING], tmp_path / "results.json")
    before = (tmp_path / "results.json").read_bytes()

    with pytest.raises(StorageError):
        results.write(broken(), tmp_path / "results.json")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"results.json": before}


def test_what_is_read_back_is_what_students_may_see(tmp_path):
    results.write([GRADE, NOTHING], tmp_path / "results.json")

    grade, nothing = results.read(tmp_path / "results.json")

    won, lost = grade.judgements
    said = judgement_message(LOST, GRADE)
    assert won == msgspec.structs.replace(PASSED, told=Told(""))
    assert lost == msgspec.structs.replace(LOST, hint="", outcome=None, call=None, told=Told(said))
    assert nothing == msgspec.structs.replace(NOTHING, trouble=None, told=Told(grade_message(NOTHING)))
    assert (grade.score, grade.status, grade.seconds) == (1.0, Status.GRADED, 0.02)


def test_writing_what_was_read_changes_nothing(tmp_path):
    results.write([GRADE, NOTHING], tmp_path / "results.json")
    first = (tmp_path / "results.json").read_bytes()

    results.write(results.read(tmp_path / "results.json"), tmp_path / "results.json")

    assert (tmp_path / "results.json").read_bytes() == first


def test_the_file_is_for_its_owner_alone_and_nothing_is_left_beside_it(tmp_path):
    results.write([GRADE], tmp_path / "results.json")

    assert stat.S_IMODE((tmp_path / "results.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "is no results.json"),
        (b"[]", "is no results.json"),
        (b'{"grades": []}', "is no results.json"),
        (b'{"schema": "grader/results/1", "grades": [{}]}', "is no results.json"),
        (b'{"schema": "grader/results/2", "grades": []}', "has the schema 'grader/results/2'"),
        (b'{"schema": "another/2", "rows": [{}]}', "has the schema 'another/2'"),
        (b'{"schema": "grader/results/1", "grades": [{"student": "\xff"}]}', "is no results.json"),
        (b'{"schema": "grader/results/1", "grades": ' + b"[" * 100_000, "is no results.json"),
        (b"\xff\xfe", "is no results.json"),
    ],
)
def test_anything_else_is_refused_with_a_remedy(tmp_path, text, said):
    path = tmp_path / "results.json"
    path.write_bytes(text)

    for reading in (results.read, results.gone):
        with pytest.raises(UsageError, match=said) as caught:
            reading(path)

        assert caught.value.remedy


def test_a_missing_file_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file") as caught:
        results.read(tmp_path / "results.json")

    assert "grader grade" in caught.value.remedy


def test_fields_of_a_later_version_are_passed_over(tmp_path):
    path = tmp_path / "results.json"
    later = document(NOTHING)
    later["grades"][0]["colour"] = "red"
    path.write_text(json.dumps(later))

    assert [grade.student for grade in results.read(path)] == ["bob"]


def test_what_a_grade_was_made_under_is_told_and_read_back(tmp_path):
    made = Conditions("strict", ("landlock", "seccomp"), "3.11.7", "2.4.6", "0.1.0")
    results.write([msgspec.structs.replace(GRADE, conditions=made)], tmp_path / "results.json")

    (again,) = results.read(tmp_path / "results.json")

    assert again.conditions == made


def test_what_students_print_says_that_it_is_theirs():
    assert json.loads(results.to_json([GRADE], audience="student"))["audience"] == "student"
