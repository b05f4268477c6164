"""The sections of a page, one for each function: an article for each lost criterion, the others as lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
from markupsafe import Markup

from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.records import Judgement, Verdict
from grader.reports import prose
from grader.reports.pages.criterion import ICONS, Articles, DiagnosisView, article
from grader.reports.pages.picture import picture_of
from grader.reports.pages.places import Around, Same
from grader.reports.pages.rendering import render_part
from grader.reports.pages.visibility import is_open
from grader.words.judgements import VERDICTS


class LineView(NamedTuple):
    """A criterion of which nothing needs to be told but how it went: one line."""

    id: str
    title: str
    verdict: Verdict
    points: float
    max_points: float
    above: bool = False  # told in full at the top of the page


class SummaryRow(msgspec.Struct, frozen=True):
    """What became of a function, in the table at the top."""

    name: str
    points: float
    max_points: float
    count: int
    open: int


class Lost(msgspec.Struct, frozen=True):
    """A criterion that was lost: its article, and for staff where others are who lost it."""

    article: Markup
    same: Same | None


class FunctionView(msgspec.Struct, frozen=True):
    """The criteria of one function, or of several together: an article for each lost one, the others as lines.

    Where the whole file was not run, every criterion is a line: the reason stands above, once.
    """

    name: str
    points: float
    max_points: float
    count: int
    open: int
    picture: Markup  # of a function that is right: its path
    diagnoses: tuple[DiagnosisView, ...]  # but for those at the top of the page
    lost: tuple[Lost, ...]
    lines: Markup


class Reader(msgspec.Struct, frozen=True):
    """Who reads the page: staff see what is hidden, and where others stand `around` a hand-in."""

    is_staff: bool
    around: Around | None = None

    def same(self, judgement: Judgement) -> Same | None:
        """Where others are who lost a criterion; None where that is not known, or not told."""
        return None if self.around is None else self.around.same(judgement.id)


def first_lost(
    shown: Sequence[Judgement], diagnoses: Sequence[DiagnosisView], prepared: Prepared, staff: bool
) -> Judgement | None:
    """The criterion to look at first: of the first function whose mistake is known, else of the first that lost one.

    Of that function it is the first that has something to show.
    """
    lost = [judgement for judgement in shown if judgement.lost]
    names = [*(diagnosis.function for diagnosis in diagnoses), *prepared.assignment.functions]
    for name in names:
        own = sorted((one for one in lost if name in one.functions), key=lambda one: len(one.functions))
        if own:
            return _first_to_show(own, staff) or own[0]
    return lost[0] if lost else None


def lead_of(
    first: Judgement | None,
    graded: Graded,
    prepared: Prepared,
    reader: Reader,
    articles: Articles,
    diagnoses: Sequence[DiagnosisView],
) -> Markup:
    """The article of the criterion to look at first, with what is known of its function."""
    if first is None:
        return Markup("")
    known = tuple(one for one in diagnoses if one.function in first.functions)
    open_ = is_open(first, reader.is_staff)
    told = article(first, graded, prepared, open_=open_, unfolded=True, made=articles, leading=known)
    return render_part("first.html.j2", lead=Lost(told, reader.same(first)))


def _first_to_show(lost: Sequence[Judgement], staff: bool) -> Judgement | None:
    return next((judgement for judgement in lost if judgement.call is not None and is_open(judgement, staff)), None)


def sections_of(
    shown: Sequence[Judgement],
    graded: Graded,
    prepared: Prepared,
    reader: Reader,
    articles: Articles,
    diagnoses: Sequence[DiagnosisView],
    above: Judgement | None,
) -> tuple[FunctionView, ...]:
    """One section a function, in the order of the assignment; what judges several stands under their names."""
    staff = reader.is_staff
    names = dict.fromkeys([*prepared.assignment.functions, *(", ".join(j.functions) for j in shown)])
    of_name = {name: [j for j in shown if ", ".join(j.functions) == name] for name in names}
    told = set() if above is None else set(above.functions)  # functions whose mistakes stand above
    views = []
    for name, judgements in of_name.items():
        if not judgements:
            continue
        lost = [judgement for judgement in judgements if judgement.lost]
        first = _first_to_show(lost, staff)
        own = {function for judgement in lost for function in judgement.functions}
        views.append(
            FunctionView(
                name=name,
                points=sum(judgement.points for judgement in judgements),
                max_points=sum(judgement.max_points for judgement in judgements),
                count=len(judgements),
                open=len(lost),
                lost=tuple(
                    Lost(
                        article(j, graded, prepared, open_=is_open(j, staff), unfolded=j is first, made=articles),
                        reader.same(j),
                    )
                    for j in lost
                    if graded.grade.was_run and j is not above
                ),
                picture=Markup("") if lost else picture_of(name, graded, prepared, articles),
                lines=_lines(
                    tuple(
                        _line(j, above=j is above)
                        for j in judgements
                        if not j.lost or j is above or not graded.grade.was_run
                    )
                ),
                diagnoses=tuple(one for one in diagnoses if one.function in own - told),
            )
        )
        told |= own
    return tuple(views)


# Most hand-ins win the same criteria of a function, and many the same functions: what is alike is rendered once.


@lru_cache(512)
def _lines(lines: tuple[LineView, ...]) -> Markup:
    return render_part("lines.html.j2", lines=lines, verdicts=VERDICTS, icons=ICONS, taught=prose.taught)


def _line(judgement: Judgement, *, above: bool) -> LineView:
    return LineView(judgement.id, judgement.title, judgement.verdict, judgement.points, judgement.max_points, above)


def summary_of(functions: Sequence[FunctionView]) -> Markup:
    """The table of functions; nothing where there are none."""
    rows = tuple(SummaryRow(each.name, each.points, each.max_points, each.count, each.open) for each in functions)
    return _summary(rows) if rows else Markup("")


@lru_cache(512)
def _summary(rows: tuple[SummaryRow, ...]) -> Markup:
    """The table of functions, those that lost something first."""
    lost, done = [row for row in rows if row.open], [row for row in rows if not row.open]
    return render_part("summary.html.j2", functions=lost, done=done)


@lru_cache(64)
def passed_of(done: tuple[FunctionView, ...], walked: str) -> Markup:
    """The functions that lost nothing; the picture of the one that is `walked` leads the page."""
    return render_part("passed.html.j2", done=done, walked=walked)
