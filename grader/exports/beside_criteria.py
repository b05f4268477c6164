"""What a student reads beside the criteria: how the file was taken, what its time costs, what a person says."""

from __future__ import annotations

from collections.abc import Iterator

from grader.records import Grade
from grader.words import feedback
from grader.words.judgements import notice_sentences
from grader.words.lateness import lateness_sentences


def beside_the_criteria(grade: Grade) -> Iterator[str]:
    """What holds of the whole hand-in."""
    yield from how_it_was_taken(grade)
    yield from said_of_criterion("", grade)


def how_it_was_taken(grade: Grade) -> Iterator[str]:
    """What its time costs, and as what its file was taken."""
    if grade.late is not None:
        yield from lateness_sentences(grade.late, grade.earned)
    yield from notice_sentences(grade)


def said_of_criterion(criterion: str, grade: Grade) -> Iterator[str]:
    """What persons say of one criterion; of none in particular where it is empty."""
    for made in grade.decisions:
        if made.criterion == criterion and made.text:
            yield feedback.COMMENT.format(author=made.author, text=made.text)
