"""A grade in plain words, for places that have no page of ours: what its student may read, and no more."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from grader.exports.beside_criteria import how_it_was_taken
from grader.exports.shown import without_traces_of_hidden
from grader.records import Decision, Grade, Judgement, Status
from grader.safe_text import visible
from grader.words import feedback, student_page
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import (
    VERDICTS,
    grade_message,
    hint_of,
    judgement_message,
    noticed_sentences,
)
from grader.words.notation import points

_LONGEST = 2000  # characters of a line
_TAG = re.compile(r"<[^<>]{0,100}>")
_SUMMARY = re.compile(re.escape(student_page.CRITERIA_PASSED.format(passed=0, all=0)).replace("0", "[0-9]+") + r"\.")
_MARK = "    "


def summary(shown: Grade) -> str:
    """One sentence beside the score."""
    if shown.status is not Status.GRADED:
        return _line(grade_message(shown))
    passed = sum(each.passed for each in shown.judgements)
    return student_page.CRITERIA_PASSED.format(passed=passed, all=len(shown.judgements)) + "."


def is_summary(text: str) -> bool:
    """Whether a text at another place is a sentence of ours beside an earlier score, in tags or without."""
    return _SUMMARY.fullmatch(html.unescape(_TAG.sub("", text)).strip()) is not None


def feedback_text(shown: Grade, title: str, later: float) -> str:
    """A grade as it shows to its student now; `later` are the points of criteria that do not yet."""
    return "\n".join(map(_line, _lines(without_traces_of_hidden(shown), title, later))) + "\n"


def in_form_of(suffix: str, text: str) -> str:
    """The text as a file of that kind, so that whoever opens it sees it: a comment in code, a cell in a notebook."""
    if suffix == ".py":
        return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())
    if suffix == ".ipynb":
        cell = {"cell_type": "markdown", "metadata": {}, "source": f"~~~text\n{text.replace('~~~', '~ ~ ~')}~~~"}
        return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, ensure_ascii=False)
    return text


def _lines(grade: Grade, title: str, later: float) -> Iterator[str]:
    yield feedback.HEAD.format(title=title, score=points(grade.score), most=points(grade.max_score))
    if later:
        yield student_page.SHOWN_LATER.format(points=points(later))
    if message := grade_message(grade):
        yield message
    yield from how_it_was_taken(grade)
    for diagnosis in grade.diagnoses:
        said = diagnosis_words(diagnosis)
        yield f"{diagnosis.function}: {said.title} {said.hint}".strip()
    yield ""
    for judgement in grade.judgements:
        yield from _of_criterion(judgement, grade)
    if noticed := noticed_sentences(grade):
        yield from ("", student_page.NOTICED, *(_MARK + sentence for sentence in noticed))
    titles = {each.id: each.title for each in grade.judgements}
    yield from (_of_person(each, titles) for each in grade.decisions if each.text)


def _of_criterion(judgement: Judgement, grade: Grade) -> Iterator[str]:
    yield feedback.CRITERION.format(
        verdict=VERDICTS[judgement.verdict],
        title=judgement.title,
        points=points(judgement.points),
        most=points(judgement.max_points),
    )
    message = judgement_message(judgement, grade)
    if message and message != grade_message(grade):
        yield from (_MARK + line for line in message.splitlines())
    if hint := hint_of(judgement):
        yield _MARK + feedback.HINT.format(hint=hint)


def _of_person(made: Decision, titles: dict[str, str]) -> str:
    if made.criterion:
        return feedback.COMMENT_ON.format(author=made.author, title=titles[made.criterion], text=made.text)
    return feedback.COMMENT.format(author=made.author, text=made.text)


def _line(text: str) -> str:
    return visible(text, _LONGEST)
