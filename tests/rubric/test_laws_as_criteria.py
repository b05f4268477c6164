"""Laws that need no reference, a share of the points, and quizzes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.errors import RubricError
from grader.landscapes import beale, elongated_bowl, moved, quadratic, rosenbrock
from grader.rubric import (
    assert_linearity,
    assert_permutation,
    assert_rotation,
    assert_scaling,
    assert_shift,
    quiz,
)
from grader.rubric.assertions import Lost
from grader.rubric.quiz import questions, statement_text

BOWL = elongated_bowl()
RUN: dict[str, Any] = {"landscape": BOWL, "start": [2.0, 1.0], "lr": 0.05}


def descent(*, grad: Any, start: Any, lr: float, steps: int = 8, power: float = 1.0, pull: float = 0.0) -> Any:
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        slope = grad(path[-1])
        path.append(path[-1] - lr * np.sign(slope) * np.abs(slope) ** power - pull * path[-1])
    return np.array(path)


LAWS = {
    "rotation": lambda ask: assert_rotation(ask, angle=0.7, **RUN),
    "shift": lambda ask: assert_shift(ask, by=[3.0, -1.0], **RUN),
    "permutation": lambda ask: assert_permutation(ask, order=[1, 0], **RUN),
    "scaling": lambda ask: assert_scaling(ask, factor=4.0, **RUN),
}


@pytest.mark.parametrize("law", LAWS)
def test_gradient_descent_keeps_them_all(law):
    LAWS[law](descent)


@pytest.mark.parametrize(
    ("law", "broken"),
    [
        ("rotation", lambda **run: descent(**run, power=0.5)),
        ("shift", lambda **run: descent(**run, pull=0.01)),
        ("permutation", lambda **run: descent(**run) * [1.0, 1.1]),
        ("scaling", lambda **run: descent(**run, power=0.5)),
        ("rotation", lambda **_: None),
        ("rotation", lambda **run: descent(**run) * np.nan),
        ("shift", lambda **run: descent(**run)[:, :1]),
        ("scaling", lambda **_: "a path"),
        ("permutation", lambda **_: 3.0),
    ],
)
def test_what_breaks_one_is_lost_and_never_a_fault_of_the_rubric(law, broken):
    with pytest.raises(Lost):
        LAWS[law](broken)


def test_a_linear_function_answers_sums_with_sums():
    matrix = np.array([[1.0, 2.0], [0.0, 3.0]])
    assert_linearity(lambda vector: matrix @ vector, argument="vector", first=[1.0, 2.0], second=[0.5, -1.0])
    with pytest.raises(Lost):
        assert_linearity(lambda vector: matrix @ vector + 1, argument="vector", first=[1.0, 2.0], second=[0.5, -1.0])


@pytest.mark.parametrize("surface", [rosenbrock(), beale(), quadratic(condition_number=30)])
def test_a_moved_landscape_has_the_value_and_slope_of_the_point_that_was_moved(surface):
    turn = [[0.6, -0.8], [0.8, 0.6]]
    other = moved(surface, matrix=turn, shift=[1.0, -2.0], height=3.0)
    x = np.array([0.3, 0.7])

    assert other.value(other.place_of(x)) == pytest.approx(3 * surface.value(x))
    assert other.gradient(other.place_of(x)) == pytest.approx(3 * np.array(turn) @ surface.gradient(x))
    assert all(np.abs(other.gradient(lowest)).max() < 1e-9 for lowest in other.minima)


QUIZ = """
[[question]]
id = "valley"
text = "Which optimizer zigzags in a narrow valley?"
choices = ["gradient descent", "Adam"]

[[question]]
id = "saddle"
text = "At a saddle the gradient is zero."
"""
BECAUSE = {"valley": "Steps across the valley are too long.", "saddle": "A saddle is flat, and no minimum."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "quiz.toml").write_text(QUIZ)
    (tmp_path / "statement.md").write_text("# A quiz\n\nAnswer.\n")
    return tmp_path


class Answering:
    def __init__(self, answers: object) -> None:
        self.answers = lambda: answers


RIGHT = {"valley": "gradient descent", "saddle": "true"}


def lost_by(folder: Path, answers: object) -> list[str]:
    made = quiz(str(folder / "test_hidden.py"), function="answers", points=0.5, because=BECAUSE).criteria
    lost = []
    for name, asks in made.items():
        try:
            asks(Answering(answers), Answering(RIGHT))
        except Lost:
            lost.append(name)
    return lost


@pytest.mark.parametrize(
    ("answers", "lost"),
    [
        (RIGHT, []),
        ({"valley": "Gradient_Descent", "saddle": "TRUE"}, []),
        ({"valley": "adam", "saddle": "true"}, ["test_valley"]),
        ({"valley": "gradient descent"}, ["test_saddle"]),
        ({}, ["test_valley", "test_saddle"]),
        (None, ["test_valley", "test_saddle"]),
        ({"valley": "gradient descent", "saddle": True}, []),
        ({"valley": True, "saddle": False}, ["test_valley", "test_saddle"]),
        ({"valley": "both", "saddle": 1}, ["test_valley", "test_saddle"]),
    ],
)
def test_each_question_is_a_criterion(folder, answers, lost):
    assert lost_by(folder, answers) == lost


def test_the_questions_stand_in_the_statement_with_what_may_be_answered(folder):
    text = statement_text(folder)

    assert text.startswith("# A quiz\n\nAnswer.\n\n## The questions\n")
    assert "- `valley`: Which optimizer zigzags in a narrow valley? (`gradient descent`, `Adam`)" in text
    assert [question.id for question in questions(folder)] == ["valley", "saddle"]


@pytest.mark.parametrize(
    ("text", "because", "told"),
    [
        ("[[question]\n", BECAUSE, "quiz.toml cannot be read"),
        ('[[question]]\nid = "a b"\ntext = "x"\n', BECAUSE, "which is no name"),
        (QUIZ + QUIZ, BECAUSE, "or is there twice"),
        ('[[question]]\nid = "a"\ntext = "x"\nchoices = ["yes"]\n', BECAUSE, "has no two choices"),
        (
            '[[question]]\nid = "a"\ntext = "x"\nchoices = ["A b", "a-B"]\n',
            BECAUSE,
            "choices that are one label: A b, a-B",
        ),
        ('[[question]]\nid = "a"\ntext = "x"\nanswer = "yes"\n', BECAUSE, "has an unknown key 'answer' in line 4"),
        (QUIZ, BECAUSE | {"third": "…"}, "has no question 'third'"),
        ("", BECAUSE, "lacks the key 'question'"),
    ],
)
def test_what_is_wrong_with_a_quiz_is_said_before_anything_is_graded(folder, text, because, told):
    (folder / "quiz.toml").write_text(text)

    with pytest.raises(RubricError, match=told):
        quiz(str(folder / "test_hidden.py"), function="answers", points=0.5, because=because)
