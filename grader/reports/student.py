"""The page of one student and assignment: score, where to begin, every criterion with what was seen, and figures.

`staff=True` shows hidden criteria as openly as public ones.  Without it the page may go to the student: of a hidden
criterion it tells title, verdict, hint and the sentence without numbers, and a criterion that shows later is only
counted.  That line is drawn here, in `_is_open` and `_shows`, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from grader import words
from grader.course import Assignment
from grader.grading import Graded, Prepared
from grader.records import Call, Diagnosis, Grade, Judgement, Status, Transcript, Verdict, Visibility
from grader.reports import prose
from grader.reports.exhibits import exhibit_of
from grader.reports.exhibits.base import NOTHING, Exhibit, Lost, look_up
from grader.reports.rendering import render, render_part
from grader.rubric.judge import call_line
from grader.untrusted import visible

_PRINTED = 4000  # characters of printed text on a page
_PRINTS = 12  # calls whose printed text is shown
_CALL = 1500  # characters of a line to paste

_ICONS = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.CRASHED: "⚡",
    Verdict.TIMED_OUT: "⏱",
    Verdict.OUT_OF_MEMORY: "▤",
    Verdict.NOT_RUN: "–",
    Verdict.GRADER_FAULT: "?",
}

# What a line to paste needs, by the names that occur in it.
_IMPORTS = (
    ("grader.landscapes", ("quadratic", "sine", "quartic")),
    ("grader.schedules", ("constant", "harmonic", "table")),
    ("numpy", ("array", "nan", "inf")),
)


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion as the page shows it."""

    id: str
    title: Markup
    verdict: str
    kind: str
    icon: str
    points: float
    max_points: float
    hidden: bool
    message: Markup
    hint: Markup
    paste: str
    exhibit: Exhibit | None
    unfolded: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """A criterion of which nothing needs to be told but how it went: one line."""

    id: str
    title: Markup
    verdict: str
    kind: str
    icon: str
    points: float
    max_points: float


@dataclass(frozen=True, slots=True)
class FunctionView:
    """The criteria of one function, or of several together: an article for each lost one, the others as lines.

    Where the whole file was not run, every criterion is a line: the reason stands above, once.
    """

    name: str
    points: float
    max_points: float
    count: int
    first: Markup
    open: int
    lost: tuple[Markup, ...]
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class DiagnosisView:
    """A known mistake that explains what was seen; `convention` says where this way is right instead."""

    function: str
    title: Markup
    convention: Markup
    hint: Markup
    second_hint: Markup


@dataclass(frozen=True, slots=True)
class Print:
    """What student code printed."""

    where: str
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
    later: float
    headline: str
    notice: Markup
    beginning: Markup
    ambiguous: bool
    diagnoses: tuple[DiagnosisView, ...]
    functions: tuple[FunctionView, ...]
    done: tuple[FunctionView, ...]
    prints: tuple[Print, ...]
    digest: str


def page(graded: Graded, prepared: Prepared, *, staff: bool = False, at: datetime | None = None) -> str:
    """One HTML file.  With `staff`, hidden inputs, expected values and differences are in it.

    `at`, a moment with its time zone, lets criteria show whose due or publishing date has passed by then; without
    it only those show that always do.
    """
    return _page(graded, prepared, staff, at, {})


def pages(graded: Graded, prepared: Prepared, *, at: datetime | None = None) -> tuple[str, str]:
    """The student's page and the staff's: what both show is made once."""
    articles: Articles = {}
    return _page(graded, prepared, False, at, articles), _page(graded, prepared, True, at, articles)


Articles = dict[tuple[str, bool, bool], Markup]  # by criterion, whether it is open, whether its figures are unfolded


def _page(graded: Graded, prepared: Prepared, staff: bool, at: datetime | None, articles: Articles) -> str:
    return render("student.html.j2", view=_view(graded, prepared, staff, at, articles))


def _view(graded: Graded, prepared: Prepared, staff: bool, at: datetime | None, articles: Articles) -> StudentView:
    grade, assignment = graded.grade, prepared.assignment
    shown = [judgement for judgement in grade.judgements if staff or _shows(judgement, assignment, at)]
    functions = _functions(shown, graded, prepared, staff, articles)
    diagnoses = _diagnoses(grade.diagnoses, shown)
    return StudentView(
        title=assignment.title,
        course=assignment.source,
        student=visible(grade.student, 80),
        assignment=assignment.id,
        staff=staff,
        score=sum(judgement.points for judgement in shown),
        max_score=sum(judgement.max_points for judgement in shown),
        later=sum(judgement.max_points for judgement in grade.judgements) - sum(j.max_points for j in shown),
        headline=_headline(grade, shown),
        notice=prose.said(grade.message),
        beginning=_beginning(grade, functions, diagnoses),
        ambiguous=len({diagnosis.function for diagnosis in diagnoses}) < len(diagnoses),
        diagnoses=diagnoses,
        functions=tuple(function for function in functions if function.open),
        done=tuple(function for function in functions if not function.open),
        prints=_prints(graded.transcript, prepared, staff),
        digest=grade.submission_sha256[:12],
    )


# --- what may be shown -----------------------------------------------------------------------------------------


def _shows(judgement: Judgement, assignment: Assignment, at: datetime | None) -> bool:
    """Whether a student may know of a criterion at all."""
    match judgement.visibility:
        case Visibility.VISIBLE:
            return True
        case Visibility.AFTER_DUE_DATE:
            return _has_passed(assignment.due, at)
        case Visibility.AFTER_PUBLISHED:
            return _has_passed(assignment.published, at)
        case _:
            return False


def _has_passed(date: datetime | None, at: datetime | None) -> bool:
    """Whether a date lies before a moment; a date without a time zone is one of this machine's."""
    return date is not None and at is not None and date.astimezone() <= at


def _is_open(judgement: Judgement, staff: bool) -> bool:
    """Whether inputs, expected values and figures of a criterion may be on the page.

    What the grader itself failed at is for staff to read, wherever the criterion stands.
    """
    return staff or (judgement.public and judgement.verdict is not Verdict.GRADER_FAULT)


def _open_calls(prepared: Prepared, staff: bool) -> Sequence[Call]:
    return prepared.key.plan.calls if staff else prepared.key.plan.public


# --- parts of the page -----------------------------------------------------------------------------------------


def _headline(grade: Grade, shown: Sequence[Judgement]) -> str:
    match grade.status:
        case Status.MISSING:
            return "Nothing to grade yet"
        case Status.REJECTED:
            return "This hand-in was not accepted"
        case Status.REGRADE_NEEDED:
            return "To be graded again"
    lost = sum(not judgement.passed for judgement in shown)
    if not lost:
        return "Everything passed"
    return f"{len(shown) - lost} of {len(shown)} criteria passed"


def _beginning(grade: Grade, functions: Sequence[FunctionView], diagnoses: Sequence[DiagnosisView]) -> Markup:
    """Where to look first, in one sentence; empty where something else on the page says so."""
    if grade.status is not Status.GRADED or grade.message or diagnoses:
        return Markup("")
    lost = next((function for function in functions if function.open), None)
    if lost is None:
        return Markup("")
    return Markup("Begin with <code>{}</code>: {}").format(lost.name, lost.first)


def _diagnoses(diagnoses: Sequence[Diagnosis], shown: Sequence[Judgement]) -> tuple[DiagnosisView, ...]:
    """The diagnoses of functions that visibly lost something."""
    lost = {function for judgement in shown if not judgement.passed for function in judgement.functions}
    return tuple(
        DiagnosisView(
            d.function,
            prose.taught(d.title),
            prose.taught(d.convention),
            prose.taught(d.hint),
            prose.taught(d.second_hint),
        )
        for d in diagnoses
        if d.function in lost
    )


def _functions(
    shown: Sequence[Judgement], graded: Graded, prepared: Prepared, staff: bool, articles: Articles
) -> tuple[FunctionView, ...]:
    """One section a function, in the order of the assignment; what judges several stands under their names."""
    names = dict.fromkeys([*prepared.assignment.functions, *(", ".join(j.functions) for j in shown)])
    of_name = {name: [j for j in shown if ", ".join(j.functions) == name] for name in names}
    was_run = not graded.grade.message or graded.grade.status is Status.REGRADE_NEEDED
    views = []
    for name, judgements in of_name.items():
        if not judgements:
            continue
        lost = [judgement for judgement in judgements if not judgement.passed]
        first = next((j for j in lost if j.call is not None and _is_open(j, staff)), None)
        views.append(
            FunctionView(
                name=name,
                points=sum(judgement.points for judgement in judgements),
                max_points=sum(judgement.max_points for judgement in judgements),
                count=len(judgements),
                first=prose.taught(lost[0].title) if lost else Markup(""),
                open=len(lost),
                lost=tuple(_article(j, graded, prepared, staff, j is first, articles) for j in lost if was_run),
                lines=tuple(_line(j) for j in judgements if j.passed or not was_run),
            )
        )
    return tuple(views)


def _line(judgement: Judgement) -> LineView:
    return LineView(
        id=judgement.id,
        title=prose.taught(judgement.title),
        verdict=words.VERDICTS[judgement.verdict],
        kind=judgement.verdict.value,
        icon=_ICONS[judgement.verdict],
        points=judgement.points,
        max_points=judgement.max_points,
    )


def _article(
    judgement: Judgement, graded: Graded, prepared: Prepared, staff: bool, unfolded: bool, articles: Articles
) -> Markup:
    """A lost criterion in full, rendered once for both pages where they show the same."""
    open_ = _is_open(judgement, staff)
    key = (judgement.id, open_, unfolded)
    if key not in articles:
        view = _criterion(judgement, graded, prepared, open_, unfolded)
        articles[key] = render_part("criterion.html.j2", one=view)
    return articles[key]


def _criterion(judgement: Judgement, graded: Graded, prepared: Prepared, open_: bool, unfolded: bool) -> CriterionView:
    message = _message(judgement, open_)
    repeated = message == prose.said(graded.grade.message)  # it stands above, once
    return CriterionView(
        id=judgement.id,
        title=prose.taught(judgement.title),
        verdict=words.VERDICTS[judgement.verdict],
        kind=judgement.verdict.value,
        icon=_ICONS[judgement.verdict],
        points=judgement.points,
        max_points=judgement.max_points,
        hidden=not judgement.public,
        message=Markup("") if repeated else message,
        hint=prose.taught(judgement.hint),
        paste=_paste(judgement.call, prepared.assignment) if open_ and judgement.call is not None else "",
        exhibit=_exhibit(judgement, graded, prepared) if open_ else None,
        unfolded=unfolded,
    )


def _message(judgement: Judgement, open_: bool) -> Markup:
    """The sentence for students; for staff the one with numbers, without its call, which stands by itself."""
    if open_ and judgement.detail and (not judgement.public or judgement.verdict is Verdict.GRADER_FAULT):
        return prose.said(judgement.detail.partition("\n")[0])
    return prose.said(judgement.message)


def _paste(call: Call, assignment: Assignment) -> str:
    """The call as lines to paste into Python beside the hand-in."""
    line = call_line(call)
    used = set(re.findall(r"\b[a-z_]+\b", line))
    imports = [
        f"from {module} import {', '.join(name for name in names if name in used)}"
        for module, names in _IMPORTS
        if used.intersection(names)
    ]
    imports.append(f"from {assignment.id} import {call.function}")
    return visible("\n".join([*imports, "", line]), _CALL, lines=True)


def _exhibit(judgement: Judgement, graded: Graded, prepared: Prepared) -> Exhibit | None:
    if judgement.call is None or graded.transcript is None:
        return None
    plan, reference = prepared.key.plan, prepared.key.reference
    asked = look_up(judgement.call, graded.transcript, reference)
    if asked.got is NOTHING:
        return None
    calls = plan.public if judgement.public else plan.calls
    try:
        return exhibit_of(Lost(asked, judgement.difference, graded.transcript, reference, calls))
    except Exception:  # noqa: BLE001 - a drawing that cannot be made must not keep a student from the rest of the page
        return None


def _prints(transcript: Transcript | None, prepared: Prepared, staff: bool) -> tuple[Print, ...]:
    """What loading and the open calls printed; equal texts once, all of it capped."""
    if transcript is None:
        return ()
    texts: dict[str, list[str]] = {}
    if transcript.load.printed:
        texts.setdefault(transcript.load.printed, []).append("while the file was loaded")
    for call in _open_calls(prepared, staff):
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
    return ", ".join(place if count == 1 else f"{place}, {count} calls" for place, count in counted.items())
