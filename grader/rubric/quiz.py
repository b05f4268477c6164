"""A quiz: questions in a file that students read, answered by label in one function, a criterion a question.

The file is `quiz.toml` beside the rubric: a table `[[question]]` each, with `id`, `text` and `choices`.  What is right
the reference answers; the sentence that puts a wrong answer right stands in the rubric, as the criterion's hint.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from grader.course.assignment import QUIZ
from grader.course.staff_files import staff_text
from grader.course.toml_trouble import trouble_in
from grader.errors import RubricError, did_you_mean
from grader.exact_kinds import label_as_compared
from grader.rubric.assertions import assert_has, assert_label
from grader.rubric.criteria import criterion
from grader.words import quiz as words

_FORM = "write a table [[question]] with id, text and choices for each question"


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question and the labels that can be its answer."""

    id: str
    text: str
    choices: tuple[str, ...] = ("true", "false")


class _QuizFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: tuple[Question, ...]


class Quiz(msgspec.Struct, frozen=True):
    """The criteria of a quiz, as a rubric file makes them by `QUIZ = quiz(…)`."""

    criteria: Mapping[str, Any]


def questions(folder: Path) -> tuple[Question, ...]:
    """The questions of an assignment in their order; none where it has no such file.  Raises `RubricError`."""
    path = folder / QUIZ
    if not path.is_file():
        return ()
    shown = f"assignments/{folder.name}/{QUIZ}"
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = msgspec.convert(tomllib.loads(text), _QuizFile).question
    except msgspec.ValidationError as trouble:
        raise RubricError(f"{shown} {trouble_in(text, trouble, _QuizFile)}", remedy=_FORM) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise RubricError(f"{shown} cannot be read: {trouble}", remedy=_FORM) from None
    for number, question in enumerate(found, 1):
        if not question.id.isidentifier() or sum(other.id == question.id for other in found) > 1:
            raise RubricError(
                f"question {number} of {shown} has the id {question.id!r}, which is no name or is there twice",
                remedy="give each question a short name of its own",
            )
        if len(question.choices) < 2:
            raise RubricError(f"question {question.id} of {shown} has no two choices", remedy="write at least two")
        if len(set(map(label_as_compared, question.choices))) < len(question.choices):
            raise RubricError(
                f"question {question.id} of {shown} has choices that are one label: {', '.join(question.choices)}",
                remedy="tell them apart by more than case, blanks, hyphens and quotes",
            )
    return found


def statement_text(folder: Path) -> str:
    """The statement of an assignment in Markdown, with the questions of its quiz at the end where it has one."""
    written, asked = staff_text(folder / "statement.md"), questions(folder)
    if not asked:
        return written
    lines = [words.QUESTION.format(id=each.id, text=each.text, choices=_choices(each)) for each in asked]
    return "\n".join([written.rstrip(), "", words.QUESTIONS, "", *lines, ""])


def _choices(question: Question) -> str:
    return ", ".join(words.CHOICE.format(choice=choice) for choice in question.choices)


def quiz(rubric: str, *, function: str, points: float, because: Mapping[str, str], visibility: str = "visible") -> Quiz:
    """A criterion for each of the questions of `quiz.toml` that `because` names, called as `quiz(__file__, …)`.

    `function` takes nothing and answers with a dict, the label under each question's id.  `because` has under the id of
    a question the sentence that puts a wrong answer right.  Raises `RubricError` where there is no such question.
    """
    asked = {question.id: question for question in questions(Path(rubric).resolve().parent)}
    if not asked:
        raise RubricError(
            f"the quiz in {Path(rubric).name} has no {QUIZ} with questions beside it",
            remedy="write a table [[question]] there with id, text and choices for each question",
        )
    for name in because:
        if name not in asked:
            raise RubricError(
                f"the quiz in {Path(rubric).name} has no question {name!r} in {QUIZ}",
                remedy=did_you_mean(name, list(asked)),
            )
    return Quiz(
        {
            f"test_{name}": _criterion_of(asked[name], function, points, sentence, visibility)
            for name, sentence in because.items()
        }
    )


def _criterion_of(question: Question, function: str, points: float, because: str, visibility: str) -> Any:
    def asks(submission: Any, reference: Any) -> None:
        want = getattr(reference, function)()
        answers = getattr(submission, function)()
        assert_has(answers, question.id)
        answer = answers[question.id] if isinstance(answers, dict) else answers
        assert_label(answer, want[question.id], among=question.choices, name=question.id)

    asks.__doc__ = question.text
    asks.__name__ = asks.__qualname__ = f"test_{question.id}"
    return criterion(points=points, functions=[function], hint=because, visibility=visibility)(asks)
