"""What the pages of a class know of a grade: points, criteria, mistakes and states, without what they rest on.

Grades that say the same have one outline among them, so that a large class takes little more than its names.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from grader.records import Grade, Status
from grader.reports.pages.needs import KINDS
from grader.words import notation
from grader.words.diagnoses import diagnosis_words


class Criterion(msgspec.Struct, frozen=True, array_like=True):
    """One criterion, as it was judged."""

    id: str
    title: str
    functions: tuple[str, ...]
    public: bool
    points: float
    max_points: float
    lost: bool


class Mistake(msgspec.Struct, frozen=True, array_like=True):
    """One mistake that was recognised; `described` where no file stands for it."""

    function: str
    mistake: str
    title: str
    described: bool


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """All of a grade but whose it is."""

    assignment: str
    status: Status
    score: float
    max_score: float
    taken: str  # for being late, as it is shown; empty for nothing
    was_run: bool
    criteria: tuple[Criterion, ...]
    mistakes: tuple[Mistake, ...]
    states: tuple[str, ...]  # for filters: ids in `class_page_words`

    @property
    def lost(self) -> tuple[Criterion, ...]:
        """The criteria that were lost by what was handed in."""
        return tuple(each for each in self.criteria if each.lost) if self.was_run else ()


class Outlines:
    """Makes outlines, the same one for all grades that say the same to the last bit."""

    def __init__(self) -> None:
        self._known: dict[bytes, Outline] = {}

    def of(self, grade: Grade, needs: Collection[str]) -> Outline:
        """The outline of a grade that needs a person for some kinds of reasons."""
        made = _outline(grade, needs)
        # By its bytes: as keys of a dict 0.0 and -0.0 are one.
        return self._known.setdefault(msgspec.msgpack.encode(made), made)


def _outline(grade: Grade, needs: Collection[str]) -> Outline:
    taken = "" if grade.late is None else notation.points(grade.late.taken(grade.earned))
    return Outline(
        assignment=grade.assignment,
        status=grade.status,
        score=grade.score,
        max_score=grade.max_score,
        taken="" if taken == "0" else taken,
        was_run=grade.was_run,
        criteria=tuple(
            Criterion(each.id, each.title, each.functions, each.public, each.points, each.max_points, each.lost)
            for each in grade.judgements
        ),
        mistakes=tuple(
            Mistake(
                each.function,
                each.mistake,
                diagnosis_words(each, for_staff=True).title,
                each.described is not None,
            )
            for each in grade.diagnoses
        ),
        states=tuple(_states(grade, needs)),
    )


def _states(grade: Grade, found: Collection[str]) -> list[str]:
    held = ["missing"] if grade.status is Status.MISSING else []
    held += [kind.id for kind in KINDS if kind.id in found]
    held += ["not_loaded"] if grade.status is Status.GRADED and grade.load is not None else []
    held += ["late"] if grade.late is not None and grade.late.begun else []
    held += ["decided"] if any(each.points is not None for each in grade.decisions) else []
    return held + (["full"] if grade.status is Status.GRADED and grade.score == grade.max_score else [])
