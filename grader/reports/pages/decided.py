"""What persons decided of a hand-in, and what was given for it so far, as a page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from grader.records import Grade, Judgement, Past, Status
from grader.safe_text import visible
from grader.words import decisions as decision_words
from grader.words import notation
from grader.words import student_page as student_page_words

_LONGEST_COMMENT = 4000


class HistoryLine(msgspec.Struct, frozen=True):
    """One grade that was given."""

    handed_in: str
    file: str
    result: str
    graded: str
    now: bool


class Decided(msgspec.Struct, frozen=True):
    """What a person decided: a headline of ours, and the words of theirs."""

    headline: str
    text: str


def decided(grade: Grade, shown: Sequence[Judgement]) -> tuple[Decided, ...]:
    """What was decided of the whole, and of criteria that may be known of; of points those that count."""
    by_id = {judgement.id: judgement for judgement in shown}
    last = {each.criterion: each for each in grade.decisions if each.points is not None}
    found = []
    for each in grade.decisions:
        judgement = by_id.get(each.criterion)
        if (each.criterion and judgement is None) or (each.points is not None and last[each.criterion] is not each):
            continue
        title = "" if judgement is None else judgement.title
        told = {"author": visible(each.author, 120), "date": f"{each.made_at.astimezone():%Y-%m-%d}"}
        if each.points is not None and judgement is not None:
            machine = notation.points(judgement.machine_points or 0.0)
            points = notation.points(each.points)
            headline = decision_words.GIVEN.format(title=title, points=points, machine=machine, **told)
        elif title:
            headline = decision_words.COMMENT_ON.format(title=title, **told)
        else:
            headline = decision_words.COMMENT.format(**told)
        found.append(Decided(headline, visible(each.text, _LONGEST_COMMENT, lines=True)))
    return tuple(found)


def every_decision(grade: Grade) -> tuple[Decided, ...]:
    """All that was made, in order: those too that others took the place of."""
    titles = {judgement.id: judgement.title for judgement in grade.judgements}
    return tuple(
        Decided(
            decision_words.MADE.format(
                author=visible(made.author, 120),
                date=f"{made.made_at.astimezone():%Y-%m-%d %H:%M}",
                about=titles.get(made.criterion, made.criterion) or decision_words.ON_THE_WHOLE,
                points=decision_words.A_COMMENT
                if made.points is None
                else decision_words.POINTS.format(points=notation.points(made.points)),
            ),
            visible(made.text, _LONGEST_COMMENT, lines=True),
        )
        for made in grade.decisions
    )


def history_line(past: Past) -> HistoryLine:
    """One grade that was given, with what was handed in."""
    score = {"score": notation.points(past.score), "most": notation.points(past.max_score)}
    return HistoryLine(
        handed_in=_moment(past.handed_in_at) or student_page_words.UNTIMED,
        file=visible(past.filename, 80),
        result=_NOT_GRADED.get(past.status) or student_page_words.POINTS_OF.format(**score),
        graded=_moment(past.graded_at) or student_page_words.THIS_PAGE,
        now=past.graded_at is None,
    )


_NOT_GRADED = {
    Status.MISSING: student_page_words.NOTHING_TO_GRADE,
    Status.REJECTED: student_page_words.NOT_ACCEPTED,
    Status.REGRADE_NEEDED: student_page_words.TO_BE_GRADED_AGAIN,
}


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}"
