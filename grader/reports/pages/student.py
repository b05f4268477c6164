"""The page of one student and assignment: score, where to begin, every criterion with what was seen, and figures.

`staff=True` shows hidden criteria as openly as public ones; without it the page may go to the student.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from grader.course.assignment import Assignment
from grader.course.visibility import shows
from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.records import Conditions, Diagnosis, Grade, Judgement, Past, Status, Transcript, Verdict
from grader.reports import prose
from grader.reports.pages.criterion import ICONS, Articles, DiagnosisView, article
from grader.reports.pages.lost_criterion import recovered_rules
from grader.reports.pages.picture import picture_of
from grader.reports.pages.places import Around, Same
from grader.reports.pages.rendering import render, render_part
from grader.reports.pages.source_code import SourcePart, parts_of
from grader.reports.pages.visibility import is_open, open_calls
from grader.safe_text import visible
from grader.words import decisions as decision_words
from grader.words import notation
from grader.words import student_page as student_page_words
from grader.words.attempts import attempt_sentences
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import VERDICTS, grade_message, notice_sentences, noticed_sentences, places_pointed_at
from grader.words.lateness import lateness_sentences

_PRINTED = 4000  # characters of printed text on a page
_LONGEST_COMMENT = 4000
_PRINTS = 12  # calls whose printed text is shown


class LineView(NamedTuple):
    """A criterion of which nothing needs to be told but how it went: one line."""

    id: str
    title: str
    verdict: Verdict
    points: float
    max_points: float
    above: bool = False  # told in full at the top of the page


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """What became of a function, in the table at the top."""

    name: str
    points: float
    max_points: float
    count: int
    open: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A criterion that was lost: its article, and for staff where others are who lost it."""

    article: Markup
    same: Same | None


@dataclass(frozen=True, slots=True)
class FunctionView:
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


@dataclass(frozen=True, slots=True)
class Print:
    """What student code printed."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class ForStaff:
    """What a page for staff has besides hidden inputs: where it stands, and the bytes that were handed in."""

    around: Around | None = None
    source: bytes = b""
    history: tuple[Past, ...] = ()  # what was given so far, the oldest first


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One grade that was given."""

    handed_in: str
    file: str
    result: str
    graded: str
    now: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided: a headline of ours, and the words of theirs."""

    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class StudentView:
    """Everything the template needs."""

    title: str
    course: str
    student: str
    assignment: str
    staff: bool
    score: float
    max_score: float
    late: tuple[str, ...]  # what its time costs
    attempts: tuple[str, ...]  # by which rule this one counts, then each
    decided: tuple[Decided, ...]
    later: float
    by_person: float  # points that somebody has still to give
    waiting: float  # points of criteria that are not judged here
    headline: str
    notice: Markup
    notices: tuple[Markup, ...]
    noticed: tuple[Markup, ...]
    pointed_at: tuple[str, ...]  # lines that Python could not read, with a caret
    lead: Markup  # the criterion to look at first
    walked: FunctionView | None  # where all is right: the function whose path leads
    summary: Markup
    functions: tuple[Markup, ...]  # that lost something
    passed: Markup
    prints: tuple[Print, ...]
    digest: str
    conditions: Markup  # for staff, like the two below
    around: Around | None
    source: tuple[SourcePart, ...]
    history: tuple[HistoryLine, ...]
    decisions: tuple[Decided, ...]  # all that were made, those too that others took the place of


def page(graded: Graded, prepared: Prepared, *, staff: bool = False, at: datetime | None = None) -> str:
    """One HTML file.  With `staff`, hidden inputs, expected values and differences are in it.

    `at`, a moment with its time zone, lets criteria show whose due or publishing date has passed by then; without
    it only those show that always do.
    """
    return _page(graded, prepared, ForStaff() if staff else None, at, Articles())


def pages(
    graded: Graded,
    prepared: Prepared,
    *,
    at: datetime | None = None,
    articles: Articles | None = None,
    for_staff: ForStaff | None = None,
) -> tuple[str, str]:
    """The student's page and the staff's: what both show is made once.

    Hand-ins that are given the same `articles`, one for each prepared assignment, share what is alike in them too.
    """
    articles = Articles() if articles is None else articles
    for_staff = ForStaff() if for_staff is None else for_staff
    return _page(graded, prepared, None, at, articles), _page(graded, prepared, for_staff, at, articles)


@np.errstate(all="ignore")  # what is drawn may be as large as numbers get
def _page(
    graded: Graded, prepared: Prepared, for_staff: ForStaff | None, at: datetime | None, articles: Articles
) -> str:
    return render("student.html.j2", view=_view(graded, prepared, for_staff, at, articles))


def _view(
    graded: Graded, prepared: Prepared, for_staff: ForStaff | None, at: datetime | None, articles: Articles
) -> StudentView:
    grade, assignment, staff = graded.grade, prepared.assignment, for_staff is not None
    shown = [judgement for judgement in grade.judgements if staff or shows(judgement, assignment, at)]
    rules = _rules([judgement for judgement in shown if is_open(judgement, staff)], graded, prepared)
    diagnoses = (*_diagnoses(grade.diagnoses, shown, staff), *rules)
    first = _first_lost(shown, diagnoses, prepared, staff) if grade.status is Status.GRADED and grade.was_run else None
    functions = _functions(shown, graded, prepared, for_staff, articles, diagnoses, first)
    done = tuple(function for function in functions if not function.open)
    walked = next((one for one in reversed(done) if one.picture), None) if len(done) == len(functions) else None
    earned = sum((judgement.points for judgement in shown), 0.0)
    later = sum(judgement.max_points for judgement in grade.judgements) - sum(each.max_points for each in shown)
    waiting = assignment.points - sum(judgement.max_points for judgement in grade.judgements)
    return StudentView(
        title=assignment.title,
        course=assignment.source,
        student=visible(grade.student, 80),
        assignment=assignment.id,
        staff=staff,
        score=earned if grade.late is None else round(earned - grade.late.taken(earned), 2),
        decided=_decided(grade, shown),
        late=() if grade.late is None else lateness_sentences(grade.late, earned),
        max_score=sum(judgement.max_points for judgement in shown),
        attempts=_attempts(grade, assignment, all_shown=not later),
        later=later,
        by_person=sum(judgement.max_points for judgement in shown if judgement.waits),
        headline=_headline(grade, shown),
        notice=prose.said(grade_message(grade)),
        notices=tuple(map(prose.said, notice_sentences(grade))),
        noticed=tuple(map(prose.said, noticed_sentences(grade))),
        waiting=waiting,
        pointed_at=tuple(places_pointed_at(grade)),
        lead=_lead(first, graded, prepared, for_staff, articles, diagnoses),
        walked=walked,
        summary=_summary(tuple(map(_summed, functions))) if functions else Markup(""),
        functions=tuple(render_part("function.html.j2", function=one) for one in functions if one.open),
        passed=_passed(done, walked.name if walked else "") if done else Markup(""),
        prints=_prints(graded.transcript, prepared, staff),
        digest=grade.submission_sha256[:12],
        conditions=_conditions(grade.conditions) if staff else Markup(""),
        around=None if for_staff is None else for_staff.around,
        source=() if for_staff is None else parts_of(for_staff.source, grade.filename),
        history=() if for_staff is None else tuple(map(_history_line, for_staff.history)),
        decisions=() if for_staff is None else _every_decision(grade),
    )


# --- parts of the page -----------------------------------------------------------------------------------------


@lru_cache(8)
def _conditions(made: Conditions | None) -> Markup:
    """What the grade was made under."""
    if made is None:
        return Markup("")
    layers = ", ".join(layer.replace("_", " ") for layer in made.layers) or student_page_words.NO_LAYERS
    return prose.filled(
        student_page_words.CONDITIONS,
        tier=made.tier,
        layers=layers,
        python=made.python,
        numpy=made.numpy,
        grader=made.grader,
    )


def _attempts(grade: Grade, assignment: Assignment, *, all_shown: bool) -> tuple[str, ...]:
    """Which of several attempts counts; points of each where all that they come from may be known."""
    if grade.attempts is None:
        return ()
    clock = None if assignment.due is None else assignment.due.tzinfo
    said = attempt_sentences(grade.attempts, grade.submission_sha256, clock, with_points=all_shown)
    return tuple(visible(each, _LONGEST_COMMENT) for each in said)


def _decided(grade: Grade, shown: Sequence[Judgement]) -> tuple[Decided, ...]:
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


def _every_decision(grade: Grade) -> tuple[Decided, ...]:
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


def _history_line(past: Past) -> HistoryLine:
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


def _headline(grade: Grade, shown: Sequence[Judgement]) -> str:
    match grade.status:
        case Status.MISSING:
            return student_page_words.NOTHING_TO_GRADE
        case Status.REJECTED:
            return student_page_words.NOT_ACCEPTED
        case Status.REGRADE_NEEDED:
            return student_page_words.TO_BE_GRADED_AGAIN
    if not shown:
        return student_page_words.NOTHING_JUDGED_YET
    passed = sum(judgement.passed for judgement in shown)
    headline = student_page_words.CRITERIA_PASSED.format(passed=passed, all=len(shown))
    if not any(judgement.lost for judgement in shown):
        headline = student_page_words.EVERYTHING_PASSED
    given = any(not each.manual and each.machine_points not in {None, each.points} for each in shown)
    return student_page_words.OTHER_POINTS.format(headline=headline) if given else headline


def _first_lost(
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


def _lead(
    first: Judgement | None,
    graded: Graded,
    prepared: Prepared,
    for_staff: ForStaff | None,
    articles: Articles,
    diagnoses: Sequence[DiagnosisView],
) -> Markup:
    if first is None:
        return Markup("")
    known = tuple(one for one in diagnoses if one.function in first.functions)
    open_ = is_open(first, for_staff is not None)
    told = article(first, graded, prepared, open_=open_, unfolded=True, made=articles, leading=known)
    return render_part("first.html.j2", lead=Lost(told, _same(first, for_staff)))


def _same(judgement: Judgement, for_staff: ForStaff | None) -> Same | None:
    return None if for_staff is None or for_staff.around is None else for_staff.around.same(judgement.id)


def _first_to_show(lost: Sequence[Judgement], staff: bool) -> Judgement | None:
    return next((judgement for judgement in lost if judgement.call is not None and is_open(judgement, staff)), None)


def _diagnoses(diagnoses: Sequence[Diagnosis], shown: Sequence[Judgement], staff: bool) -> tuple[DiagnosisView, ...]:
    """The diagnoses of functions that visibly lost something."""
    lost = {function for judgement in shown if judgement.lost for function in judgement.functions}
    return tuple(
        DiagnosisView(
            diagnosis.function,
            prose.taught(said.title),
            prose.taught(said.convention),
            prose.taught(said.hint),
            prose.taught(said.second_hint),
        )
        for diagnosis, said in (
            (each, diagnosis_words(each, for_staff=staff)) for each in diagnoses if each.function in lost
        )
    )


def _rules(open_: Sequence[Judgement], graded: Graded, prepared: Prepared) -> tuple[DiagnosisView, ...]:
    """What walks the whole path of a function whose mistake has no name."""
    if not graded.grade.was_run:
        return ()
    rules = recovered_rules(open_, graded, prepared)
    return tuple(DiagnosisView(function, prose.said(rule), *[Markup("")] * 3) for function, rule in rules)


def _functions(
    shown: Sequence[Judgement],
    graded: Graded,
    prepared: Prepared,
    for_staff: ForStaff | None,
    articles: Articles,
    diagnoses: Sequence[DiagnosisView],
    above: Judgement | None,
) -> tuple[FunctionView, ...]:
    """One section a function, in the order of the assignment; what judges several stands under their names."""
    staff = for_staff is not None
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
                        _same(j, for_staff),
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


@lru_cache(512)
def _summary(rows: tuple[SummaryRow, ...]) -> Markup:
    """The table of functions, those that lost something first."""
    lost, done = [row for row in rows if row.open], [row for row in rows if not row.open]
    return render_part("summary.html.j2", functions=lost, done=done)


def _summed(function: FunctionView) -> SummaryRow:
    return SummaryRow(function.name, function.points, function.max_points, function.count, function.open)


@lru_cache(64)
def _passed(done: tuple[FunctionView, ...], walked: str) -> Markup:
    """The functions that lost nothing; the picture of the one that is `walked` leads the page."""
    return render_part("passed.html.j2", done=done, walked=walked)


def _prints(transcript: Transcript | None, prepared: Prepared, staff: bool) -> tuple[Print, ...]:
    """What loading and the open calls printed; equal texts once, all of it capped."""
    if transcript is None:
        return ()
    texts: dict[str, list[str]] = {}
    if transcript.load.printed:
        texts.setdefault(transcript.load.printed, []).append(student_page_words.WHILE_LOADING)
    for call in open_calls(prepared, staff):
        outcome = transcript.outcomes.get(call)
        if outcome is not None and outcome.printed:
            texts.setdefault(outcome.printed, []).append(call.function)
    room = _PRINTED
    prints = []
    for text, places in list(texts.items())[:_PRINTS]:
        if room <= 0:
            break
        shown = visible(text, min(room, _PRINTED // 2), lines=True)
        room -= len(shown)
        prints.append(Print(_places(places), shown))
    return tuple(prints)


def _places(places: Sequence[str]) -> str:
    counted = {place: places.count(place) for place in dict.fromkeys(places)}
    return ", ".join(
        place if count == 1 else student_page_words.SEVERAL_CALLS.format(place=place, count=count)
        for place, count in counted.items()
    )
