"""The class page: who has how many points, which criteria and mistakes cost them, and what to say in the next lecture.

For staff.  It holds ids, scores and titles, no inputs and no expected values.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from grader.collect.class_list import Unlisted
from grader.course.folder import Assignment
from grader.records import Grade, Judgement, Status
from grader.reports import prose
from grader.reports.pages.rendering import render
from grader.safe_text import visible
from grader.words import class_page as class_page_words
from grader.words import notation
from grader.words import student_page as student_page_words
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import grade_message, notice_sentences

_BINS = 10
_LONGEST_NAME = 120  # characters
_NAMED = 12  # students named behind a mistake or a group before the rest is counted

_STATUS = {
    Status.GRADED: "",
    Status.MISSING: class_page_words.NOTHING_HANDED_IN,
    Status.REJECTED: class_page_words.REJECTED,
    Status.REGRADE_NEEDED: class_page_words.GRADE_AGAIN,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One hand-in in the table."""

    student: str
    score: float
    max_score: float
    status: str
    full: bool
    report: str
    staff: str
    remarks: tuple[Markup, ...] = ()


Cells = Mapping[tuple[str, str], Cell]  # by student and assignment


@dataclass(frozen=True, slots=True)
class Line:
    """A student's row; None where an assignment has no hand-in."""

    student: str
    cells: tuple[Cell | None, ...]
    name: str = ""  # where names are asked for


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the histogram, in drawing units."""

    x: float
    y: float
    width: float
    height: float
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """The distribution of scores."""

    description: str
    bars: tuple[Bar, ...]
    most: str  # the label at the right end


@dataclass(frozen=True, slots=True)
class CriterionRate:
    """How many of the graded hand-ins won a criterion."""

    title: Markup
    function: str
    hidden: bool
    passed: int
    graded: int
    percent: int


@dataclass(frozen=True, slots=True)
class MistakeLine:
    """A known mistake with those who made it."""

    function: str
    title: Markup
    count: int
    students: tuple[Cell, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Group:
    """Hand-ins that answer every call alike."""

    students: tuple[Cell, ...]
    count: int
    more: int
    what: str


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One assignment's part of the page."""

    id: str
    title: str
    graded: int
    handed_in: int
    summary: str
    lecture: tuple[Markup, ...]
    histogram: Histogram | None
    criteria: tuple[CriterionRate, ...]
    mistakes: tuple[MistakeLine, ...]
    groups: tuple[Group, ...]


def page(
    grades: Sequence[Grade],
    assignments: Sequence[Assignment],
    clusters: Mapping[str, Sequence[tuple[str, ...]]] | None = None,
    folder_of: Callable[[str], str] = str,
    unlisted: Sequence[Unlisted] = (),
    names: Mapping[str, str] | None = None,
) -> str:
    """One HTML file.  `clusters` maps an assignment to groups of students whose hand-ins behave alike.

    `folder_of` gives the name of a student's folders, where it is not the id; `unlisted` are not on the roster, and
    `names` has people's names, where they shall show.
    """
    cells = {(grade.student, grade.assignment): _cell(grade, folder_of(grade.student)) for grade in grades}
    of_assignment: dict[str, list[Grade]] = defaultdict(list)
    for grade in grades:
        of_assignment[grade.assignment].append(grade)
    views = tuple(
        _assignment(assignment, of_assignment[assignment.id], (clusters or {}).get(assignment.id, ()), cells)
        for assignment in assignments
    )
    return render(
        "overview.html.j2",
        views=views,
        lines=_lines(cells, assignments, names or {}),
        unlisted=tuple(map(_not_on_roster, unlisted)),
        students=len({grade.student for grade in grades}),
        hand_ins=len(grades),
    )


def _lines(cells: Cells, assignments: Sequence[Assignment], names: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(
        Line(
            visible(student, 80),
            tuple(cells.get((student, assignment.id)) for assignment in assignments),
            visible(names.get(student, ""), _LONGEST_NAME),
        )
        for student in sorted({student for student, _ in cells})
    )


def _not_on_roster(unlisted: Unlisted) -> str:
    student, near = visible(unlisted.student, 80), ", ".join(visible(each, 80) for each in unlisted.near)
    return class_page_words.PERHAPS.format(student=student, near=near) if near else student


def _cell(grade: Grade, folder: str) -> Cell:
    place = f"{quote(folder, safe='')}/{quote(grade.assignment, safe='')}.html"
    return Cell(
        student=visible(grade.student, 80),
        score=grade.score,
        max_score=grade.max_score,
        status=_STATUS[grade.status],
        full=grade.status is Status.GRADED and grade.score == grade.max_score,
        report=f"reports/{place}",
        staff=f"staff/{place}",
        remarks=_remarks(grade),
    )


def _remarks(grade: Grade) -> tuple[Markup, ...]:
    """Why a hand-in was not taken, and how it was taken otherwise than asked for."""
    told = grade_message(grade) if grade.status is Status.REJECTED else ""
    said = [*([told] if told else []), *notice_sentences(grade)]
    return tuple(prose.said(sentence) for sentence in said)


def _assignment(
    assignment: Assignment, grades: Sequence[Grade], clusters: Iterable[tuple[str, ...]], cells: Cells
) -> AssignmentView:
    graded = [grade for grade in grades if grade.status is Status.GRADED]
    rates, mistakes = _rates(graded), _mistakes(graded, cells)
    return AssignmentView(
        id=assignment.id,
        title=assignment.title,
        graded=len(graded),
        handed_in=sum(grade.status is not Status.MISSING for grade in grades),
        summary=_summary(graded, assignment.points),
        lecture=tuple(_for_the_lecture(graded, mistakes)),
        histogram=_histogram(graded, assignment.points),
        criteria=rates,
        mistakes=mistakes,
        groups=_groups(graded, clusters, cells),
    )


def _summary(graded: Sequence[Grade], most: float) -> str:
    if not graded:
        return class_page_words.NONE_GRADED
    mean = sum(grade.score for grade in graded) / len(graded)
    return class_page_words.GRADED.format(
        graded=len(graded), mean=notation.points(round(mean, 2)), most=notation.points(most)
    )


def _rates(graded: Sequence[Grade]) -> tuple[CriterionRate, ...]:
    of_criterion: dict[str, list[Judgement]] = defaultdict(list)
    for grade in graded:
        for judgement in grade.judgements:
            of_criterion[judgement.id].append(judgement)
    return tuple(_rate(judgements) for judgements in of_criterion.values())


def _rate(judgements: Sequence[Judgement]) -> CriterionRate:
    first, passed = judgements[0], sum(judgement.passed for judgement in judgements)
    return CriterionRate(
        title=prose.taught(first.title),
        function=", ".join(first.functions),
        hidden=not first.public,
        passed=passed,
        graded=len(judgements),
        percent=int(100 * passed / len(judgements)),
    )


def _mistakes(graded: Sequence[Grade], cells: Cells) -> tuple[MistakeLine, ...]:
    made: dict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for grade in graded:
        for diagnosis in grade.diagnoses:
            title = diagnosis_words(diagnosis).title
            made[diagnosis.function, diagnosis.mistake, title].append(cells[grade.student, grade.assignment])
    often = sorted(made.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        MistakeLine(function, prose.taught(title), len(makers), tuple(makers[:_NAMED]), max(0, len(makers) - _NAMED))
        for (function, _, title), makers in often
    )


def _groups(graded: Sequence[Grade], clusters: Iterable[tuple[str, ...]], cells: Cells) -> tuple[Group, ...]:
    by_student = {grade.student: grade for grade in graded}
    groups = []
    for students in clusters:
        members = [by_student[student] for student in students if student in by_student]
        if len(members) < 2:
            continue
        named = tuple(cells[grade.student, grade.assignment] for grade in members[:_NAMED])
        groups.append(Group(named, len(members), len(members) - len(named), _alike(members[0])))
    return tuple(sorted(groups, key=lambda group: -group.count))


def _alike(grade: Grade) -> str:
    points = student_page_words.POINTS_OF.format(
        score=notation.points(grade.score), most=notation.points(grade.max_score)
    )
    mistakes = "; ".join(
        class_page_words.ITS_MISTAKE.format(function=diagnosis.function, mistake=diagnosis_words(diagnosis).title)
        for diagnosis in grade.diagnoses
    )
    return class_page_words.POINTS_AND_MISTAKES.format(points=points, mistakes=mistakes) if mistakes else points


def _for_the_lecture(graded: Sequence[Grade], mistakes: Sequence[MistakeLine]) -> Iterable[Markup]:
    """Three lines to start the next lecture from, made of the counts below."""
    if not graded:
        return
    full = sum(grade.score == grade.max_score for grade in graded)
    zero = sum(grade.score == 0 for grade in graded)
    middle = notation.points(round(statistics.median(grade.score for grade in graded), 2))
    numbers = {"full": full, "graded": len(graded), "median": middle, "most": notation.points(graded[0].max_score)}
    if zero:
        yield prose.filled(class_page_words.EVERY_POINT_AND_NONE, none=zero, **numbers)
    else:
        yield prose.filled(class_page_words.EVERY_POINT, **numbers)
    costly = _costliest(graded)
    if costly is not None:
        function, lost, most = costly
        yield prose.filled(
            class_page_words.COSTLIEST,
            function=function,
            lost=notation.points(round(lost, 2)),
            most=notation.points(most),
        )
    if mistakes and mistakes[0].count > 1:
        often = mistakes[0]
        yield prose.filled(class_page_words.MADE_MOST, function=often.function, title=often.title, count=often.count)


def _costliest(graded: Sequence[Grade]) -> tuple[str, float, float] | None:
    """The function that costs most points: name, points lost on average, points there are."""
    lost: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for grade in graded:
        for judgement in grade.judgements:
            name = ", ".join(judgement.functions)
            lost[name] += (judgement.max_points - judgement.points) / len(graded)
            most[name] += judgement.max_points / len(graded)
    worst = max(lost, key=lambda name: lost[name], default=None)
    return None if worst is None or lost[worst] < 0.005 else (worst, lost[worst], most[worst])


def _histogram(graded: Sequence[Grade], most: float) -> Histogram | None:
    """Ten bars of equal width over the range of scores; the last includes full marks."""
    if not graded:
        return None
    counts = [0] * _BINS
    for grade in graded:
        counts[min(int(_BINS * grade.score / most), _BINS - 1)] += 1
    highest, width, edges = max(counts), 36.0, [most * number / _BINS for number in range(_BINS + 1)]
    bars = tuple(
        Bar(
            x=round(10 + number * 38.0, 1),
            y=round(120 - 95 * count / highest, 1),
            width=width,
            height=round(95 * count / highest, 1),
            count=count,
            label=notation.points(round(edges[number], 2)),
        )
        for number, count in enumerate(counts)
    )
    said = ", ".join(
        class_page_words.COUNT_FROM_TO.format(
            count=count, low=notation.points(round(edges[number], 2)), high=notation.points(round(edges[number + 1], 2))
        )
        for number, count in enumerate(counts)
        if count
    )
    return Histogram(class_page_words.HISTOGRAM.format(counts=said), bars, notation.points(most))
