"""Scores and comments go to Canvas over its API: shown first, once, by its ids, and the token is seen nowhere."""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.cli import main
from tests.commands.conftest import CommandLine
from tests.conftest import CourseWriter
from tests.exports.canvas_server import TOKEN, State, canvas_server

RIGHT = "def twice(x):\n    return 2 * x\n"


def row(user: int, name: str, login: str, **more: Any) -> dict[str, Any]:
    person = {"id": user, "sortable_name": name, "login_id": login}
    return {"id": 10 * user, "user_id": user, "assignment_id": 987, "score": None, "user": person, **more}


@pytest.fixture
def canvas() -> Iterator[State]:
    rows = [
        row(4021, "Doe, Jane", "jdoe"),
        row(4022, "Müller-O’Neill, Zoë", "zoe", score=1.0, entered_score=1.0),
        row(4023, "李, 小明", "li", excused=True),
        row(4024, "Ng, Li", "ng"),
        row(4025, "Same, As Before", "same", score=1.5, entered_score=2.0),  # Canvas took half a point for being late
    ]
    assignment = {"name": "Twice", "points_possible": 2.0, "grading_type": "points", "post_manually": True}
    with canvas_server(State(assignment, {each["user_id"]: each for each in rows})) as state:
        yield state


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> CourseWriter:
    """A course with a class of five that was graded."""
    courses = CourseWriter(tmp_path_factory.mktemp("course"))
    courses.add("twice")
    for name, text in {"jdoe": RIGHT, "zoe": RIGHT.replace("2", "3"), "li": RIGHT, "same": RIGHT, "max": RIGHT}.items():
        courses.write(f"class/{name}/twice.py", text)
    with contextlib.chdir(courses.root), pytest.raises(SystemExit) as ended:
        main(["grade", "class", "--isolation", "none"])
    assert ended.value.code == 0
    return courses


@pytest.fixture
def push(
    graded: CourseWriter,
    monkeypatch: pytest.MonkeyPatch,
    command_line: CommandLine,
    canvas: State,
    caplog: pytest.LogCaptureFixture,
) -> Callable[..., tuple[object, str, str]]:
    """Pushes the class, and looks that the token is in nothing that is said or logged."""
    monkeypatch.chdir(graded.root)
    monkeypatch.setenv("CANVAS_TOKEN", TOKEN)
    monkeypatch.setattr("grader.exports.canvas_api._WAITS", (0.0,) * 5)

    def run(*options: str) -> tuple[object, str, str]:
        with caplog.at_level(logging.DEBUG):
            where = ("--url", canvas.address, "--canvas-course", "5", "--canvas-assignment", "987")
            done = command_line("canvas", "push", *where, *options)
        assert not any(TOKEN in text or TOKEN[-4:] in text for text in (*done[1:], caplog.text))
        return done

    return run


def scores(canvas: State) -> dict[int, float | None]:
    return {user: each.get("entered_score") for user, each in canvas.submissions.items()}


def test_it_is_shown_first_and_nothing_is_sent(push: Callable[..., Any], canvas: State) -> None:
    before = json.dumps(canvas.submissions)

    code, _, err = push()

    assert code == 0
    assert "would send 2 scores and 3 comments; 0 as before, 1 excused, 1 without a grade, 1 without a row" in err
    assert "Doe, Jane: 2" in err
    assert "Müller-O’Neill, Zoë: 1 → 0" in err
    assert "no row for: max" in err
    assert "nothing was sent" in err
    assert json.dumps(canvas.submissions) == before
    assert {method for method, _ in canvas.asked} == {"GET"}


def test_scores_and_comments_are_sent_once(push: Callable[..., Any], canvas: State) -> None:
    first = push("--send")
    again = push("--send")

    assert (first[0], again[0]) == (0, 0)
    assert scores(canvas) == {4021: 2.0, 4022: 0.0, 4023: None, 4024: None, 4025: 2.0}
    said = [each["comment"] for each in canvas.submissions[4022]["submission_comments"]]
    assert len(said) == 1
    assert said[0].startswith("Twice: 0 of 2 points")
    assert "3 as before" in again[2]
    assert canvas.most_at_once == 1


@pytest.mark.parametrize("status", [429, 403])
def test_it_waits_where_canvas_has_had_enough(push: Callable[..., Any], canvas: State, status: int) -> None:
    canvas.throttle_every, canvas.throttle_status, canvas.remaining = 3, status, 20.0

    assert push("--send")[0] == 0
    assert scores(canvas)[4022] == 0.0


def test_what_canvas_does_not_take_is_named_and_the_others_go_on(push: Callable[..., Any], canvas: State) -> None:
    canvas.refused = {4021}

    code, out, err = push("--send", "--no-comments")

    assert code == 1
    assert "1 of 2 sent" in out
    assert "not taken: Doe, Jane" in err
    assert scores(canvas)[4022] == 0.0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points_possible": 1.0}, "scores are above the 1 points of the assignment"),
        ({"grading_type": "pass_fail"}, "shows its grade as pass_fail"),
    ],
)
def test_what_does_not_fit_ends_it_before_anything_is_sent(
    push: Callable[..., Any], canvas: State, change: dict[str, Any], said: str
) -> None:
    canvas.assignment |= change

    code, _, err = push("--send")

    assert code == 2
    assert said in err
    assert {method for method, _ in canvas.asked} == {"GET"}


def test_a_score_above_what_canvas_takes_keeps_nobody_from_theirs_where_it_would_not_be_sent(
    push: Callable[..., Any], canvas: State
) -> None:
    canvas.assignment["points_possible"] = 1.0
    for user in (4021, 4025):
        canvas.submissions[user]["excused"] = True

    code, _, err = push("--send", "--no-comments")

    assert (code, "scores are above" in err) == (0, False)
    assert scores(canvas)[4022] == 0.0


def test_two_people_in_canvas_who_could_be_one_student_end_it_before_anything_is_sent(
    push: Callable[..., Any], canvas: State
) -> None:
    canvas.submissions[4024]["user"]["login_id"] = "jdoe"

    code, _, err = push("--send")

    assert code == 2
    assert "two people in Canvas could be one student's: jdoe in Doe, Jane (4021) and Ng, Li (4024)" in err
    assert {method for method, _ in canvas.asked} == {"GET"}


def test_members_of_a_group_have_one_score_in_canvas(push: Callable[..., Any], canvas: State) -> None:
    for user in (4021, 4022):
        canvas.submissions[user]["group"] = {"id": 1, "name": "Group A"}

    code, _, err = push("--send")

    assert code == 2
    assert "one score, and there are several for Group A" in err
    canvas.assignment["grade_group_students_individually"] = True
    assert push("--send")[0] == 0


def test_scores_with_hidden_criteria_in_them_are_not_shown_at_once(
    push: Callable[..., Any],
    canvas: State,
    graded: CourseWriter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command_line: CommandLine,
) -> None:
    monkeypatch.chdir(shutil.copytree(graded.root, tmp_path / "later"))
    rubric = Path("assignments/twice/test_hidden.py")
    rubric.write_text(rubric.read_text().replace("points=1,", 'points=1, visibility="after_published",'))
    assert command_line("grade", "class")[0] == 0
    canvas.assignment["post_manually"] = False

    code, _, err = push("--send")
    assert code == 2
    assert "hold 1 points that students do not see yet" in err

    canvas.assignment["post_manually"] = True
    assert push("--send")[0] == 0
    said = canvas.submissions[4021]["submission_comments"][0]["comment"]
    assert "Any number is doubled" not in said
    assert "Other criteria, shown later: 1 points." in said


@pytest.mark.parametrize(
    ("token", "url", "said"),
    [
        ("wrong", "", "Canvas says: InvalidAccessToken"),
        ("", "", "there is no token"),
        ("two words", "", "there is no token"),
        (TOKEN, "http://canvas.example.edu", "begins with https://"),
        (TOKEN, f"https://{TOKEN}@canvas.example.edu", "holds more than a name"),
        (TOKEN, "http://127.0.0.1:9", "cannot be reached"),
    ],
)
def test_a_wrong_token_or_address_is_said_without_the_token(
    push: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, token: str, url: str, said: str
) -> None:
    monkeypatch.setenv("CANVAS_TOKEN", token)

    code, out, err = push(*(("--url", url) if url else ()))

    assert code == 2
    assert said in " ".join(err.split())
    assert not token or token not in out + err or token == "two words"


@pytest.mark.parametrize("end", ["/courses/5", "/assignments/987", "/submissions"])
@pytest.mark.parametrize("said", [[1, 2], "please log in", None])
def test_what_answers_in_the_place_of_canvas_is_said_to(
    push: Callable[..., Any], canvas: State, end: str, said: object
) -> None:
    canvas.others[end] = said

    code, _, err = push("--send")

    assert code == 2
    assert "there is no Canvas, or something before it" in err
    assert not any(method == "PUT" for method, _ in canvas.asked)


def test_a_token_that_ends_in_the_middle_ends_the_push_with_what_was_sent(
    push: Callable[..., Any], canvas: State
) -> None:
    push()
    canvas.valid = 2 * len(canvas.asked) + 1

    code, out, err = push("--send")

    assert code == 2
    assert "1 of 3 sent" in out
    assert "Canvas takes nothing more" in err
    assert len(canvas.asked) == canvas.valid + 1  # and nobody else's was tried
