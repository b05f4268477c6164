"""The page of one student and assignment: score, where to begin, every criterion with what was seen, and figures.

`staff=True` shows hidden criteria as openly as public ones; without it the page may go to the student.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
import numpy as np
from markupsafe import Markup

from grader.course.assignment import Assignment
from grader.course.visibility import shows
from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.records import Conditions, Diagnosis, Grade, Judgement, Past, Status
from grader.reports import prose
from grader.reports.pages.criterion import Articles, DiagnosisView
from grader.reports.pages.decided import Decided, HistoryLine, decided, every_decision, history_line
from grader.reports.pages.function_sections import (
    FunctionView,
    Reader,
    first_lost,
    lead_of,
    passed_of,
    sections_of,
    summary_of,
)
from grader.reports.pages.lost_criterion import recovered_rules
from grader.reports.pages.page_mark import mark_of
from grader.reports.pages.places import Around
from grader.reports.pages.prints import Print, prints_of
from grader.reports.pages.rendering import render, render_part
from grader.reports.pages.source_code import SourcePart, parts_of
from grader.reports.pages.visibility import is_open
from grader.safe_text import visible
from grader.words import student_page as student_page_words
from grader.words.attempts import attempt_sentences
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import grade_message, notice_sentences, noticed_sentences, places_pointed_at
from grader.words.lateness import lateness_sentences

_LONGEST_COMMENT = 4000


class ForStaff(msgspec.Struct, frozen=True):
    """What a page for staff has besides hidden inputs: where it stands, and the bytes that were handed in."""

    around: Around | None = None
    source: bytes = b""
    history: tuple[Past, ...] = ()  # what was given so far, the oldest first


class StudentView(msgspec.Struct, frozen=True):
    """Everything the template needs."""

    title: str
    mark: str  # for staff: which grade this is
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
    first = first_lost(shown, diagnoses, prepared, staff) if grade.status is Status.GRADED and grade.was_run else None
    reader = Reader(staff, None if for_staff is None else for_staff.around)
    functions = sections_of(shown, graded, prepared, reader, articles, diagnoses, first)
    done = tuple(function for function in functions if not function.open)
    walked = next((one for one in reversed(done) if one.picture), None) if len(done) == len(functions) else None
    earned = sum((judgement.points for judgement in shown), 0.0)
    later = sum(judgement.max_points for judgement in grade.judgements) - sum(each.max_points for each in shown)
    waiting = assignment.points - sum(judgement.max_points for judgement in grade.judgements)
    return StudentView(
        title=assignment.title,
        mark=mark_of(grade) if staff else "",
        course=assignment.source,
        student=visible(grade.student, 80),
        assignment=assignment.id,
        staff=staff,
        score=earned if grade.late is None else round(earned - grade.late.taken(earned), 2),
        decided=decided(grade, shown),
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
        lead=lead_of(first, graded, prepared, reader, articles, diagnoses),
        walked=walked,
        summary=summary_of(functions),
        functions=tuple(render_part("function.html.j2", function=one) for one in functions if one.open),
        passed=passed_of(done, walked.name if walked else "") if done else Markup(""),
        prints=prints_of(graded.transcript, prepared, staff),
        digest=grade.submission_sha256[:12],
        conditions=_conditions(grade.conditions) if staff else Markup(""),
        around=reader.around,
        source=() if for_staff is None else parts_of(for_staff.source, grade.filename),
        history=() if for_staff is None else tuple(map(history_line, for_staff.history)),
        decisions=() if for_staff is None else every_decision(grade),
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
