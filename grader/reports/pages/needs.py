"""What needs a person: each kind is a row of `KINDS`, and is listed, counted and filtered wherever a class is shown.

A new kind is a function that says of a grade what a person should look at, a row here and its label in
`grader.words.class_page.NEEDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from grader.grading.decisions import outdated, without_criterion
from grader.records import Decision, Ending, Grade, NoticeKind, Status, TroubleKind, Verdict
from grader.safe_text import visible
from grader.words import class_page as class_page_words
from grader.words import notation
from grader.words.judgements import fault_of, grade_message, notice_sentences

_AS_MEANT = {
    NoticeKind.FOR_TEAM,
    NoticeKind.FOR_TEAM_BY_ANOTHER,
    NoticeKind.AS_GROUP,
    NoticeKind.MARKED_LATE,
}  # of which nobody needs to be told
_OTHER_NAME = {NoticeKind.NEAR_NAME, NoticeKind.IN_FOLDER}
_NOTHING_THERE = {TroubleKind.NOTHING, TroubleKind.UNCHANGED_STUB, TroubleKind.ABSENT, TroubleKind.NOT_BEGUN}


class Kind(msgspec.Struct, frozen=True):
    """One kind of need; `told` says what there is to look at in a grade: nothing where it needs nobody."""

    id: str  # stands in addresses
    told: Callable[[Grade], Sequence[str]]
    explained: str = ""  # once, above all of them
    of_person: bool = False  # whatever their hand-ins: listed once

    @property
    def label(self) -> str:
        """In a list of kinds, in a filter, beside points."""
        return class_page_words.NEEDS[self.id]


def _to_grade_again(grade: Grade) -> Sequence[str]:
    broken = [fault_of(judgement) for judgement in grade.judgements if judgement.fault]
    return broken or ([grade_message(grade)] if grade.status is Status.REGRADE_NEEDED else [])


def _refused(grade: Grade) -> Sequence[str]:
    return [grade_message(grade)] if grade.status is Status.REJECTED else []


def _other_file(grade: Grade) -> Sequence[str]:
    """Nothing under the name that is asked for, but something that may be meant."""
    nothing = grade.trouble is None or grade.trouble.kind in _NOTHING_THERE
    return [] if nothing or grade.status is not Status.MISSING else [grade_message(grade)]


def _decisions(grade: Grade) -> Sequence[str]:
    titles = {judgement.id: judgement.title for judgement in grade.judgements}
    changed = [
        class_page_words.GROUND_CHANGED.format(
            title=titles.get(made.criterion, made.criterion),
            points=notation.points(made.points or 0.0),
            author=visible(made.author, 120),
            date=_date(made),
        )
        for made in outdated(grade)
    ]
    return [*changed, *map(_of_gone_criterion, without_criterion(grade))]


def _of_gone_criterion(made: Decision) -> str:
    title, author, date = visible(made.criterion, 80), visible(made.author, 120), _date(made)
    if made.points is None:
        return class_page_words.WORDS_WITHOUT_CRITERION.format(title=title, author=author, date=date)
    return class_page_words.POINTS_WITHOUT_CRITERION.format(
        title=title, points=notation.points(made.points), author=author, date=date
    )


def _date(made: Decision) -> str:
    return f"{made.made_at.astimezone():%Y-%m-%d}"


def _unlisted(_: Grade) -> Sequence[str]:
    """Grades do not know of the roster: whoever lists a class adds these."""
    return []


def _other_name(grade: Grade) -> Sequence[str]:
    taken = tuple(each for each in grade.notices if each.kind in _OTHER_NAME)
    return notice_sentences(msgspec.structs.replace(grade, notices=taken, stops=()))


def _notices(grade: Grade) -> Sequence[str]:
    others = tuple(each for each in grade.notices if each.kind not in _OTHER_NAME | _AS_MEANT)
    return notice_sentences(msgspec.structs.replace(grade, notices=others))


def _timed_out(grade: Grade) -> Sequence[str]:
    if grade.load is not None and grade.load.ending is Ending.TIMED_OUT:
        return [grade_message(grade)]
    slow = [name for each in grade.judgements if each.verdict is Verdict.TIMED_OUT for name in each.functions]
    names = ", ".join(dict.fromkeys(slow))
    return [class_page_words.OUT_OF_TIME.format(functions=names)] if names and grade.was_run else []


def _waits(grade: Grade) -> Sequence[str]:
    titles = [judgement.title for judgement in grade.judgements if judgement.waits]
    return [class_page_words.WAITS.format(title=title) for title in titles] if grade.was_run else []


KINDS = (  # in the order in which a person should look at them
    Kind("regrade", _to_grade_again),
    Kind("refused", _refused),
    Kind("other_file", _other_file),
    Kind("decision", _decisions),
    Kind("waits", _waits),
    Kind("unlisted", _unlisted, class_page_words.UNLISTED, of_person=True),
    Kind("name", _other_name),
    Kind("notice", _notices),
    Kind("timed_out", _timed_out),
)


def needs(grade: Grade) -> dict[str, Sequence[str]]:
    """What a person should look at in a grade, by kind; empty where nothing is."""
    return {kind.id: said for kind in KINDS if (said := kind.told(grade))}
