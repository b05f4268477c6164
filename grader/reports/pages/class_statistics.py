"""What the hand-ins to one assignment come to: points, criteria by what they cost, mistakes, who is wrong alike."""

from __future__ import annotations

import shlex
import statistics
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from markupsafe import Markup

from grader.grading.behaviour import Shared
from grader.reports import prose
from grader.reports.pages.outline import Criterion, Outline
from grader.words import class_page as class_page_words
from grader.words import notation
from grader.words.diagnoses import diagnosis_words

_BINS = 10
_SEVERAL = 2  # who made a mistake without a file, before one is proposed
_MOST_LINES = 40  # mistakes, and groups: what is rarer is in the table

Graded = Mapping[str, Outline]  # of graded hand-ins, by student
Listed = Callable[[Sequence[str]], Markup]  # students, with links
Counted = Callable[[Sequence[str], str, str], Markup]  # students, with links to what to filter by: facet and value


class Bar(msgspec.Struct, frozen=True):
    """A part of the histogram, in drawing units."""

    x: float
    y: float
    width: float
    height: float
    count: int
    label: str


class Histogram(msgspec.Struct, frozen=True):
    """The distribution of scores."""

    description: str
    bars: tuple[Bar, ...]
    most: str  # the label at the right end


class CriterionLine(msgspec.Struct, frozen=True):
    """How many of the graded hand-ins lost a criterion, and what that cost them."""

    id: str
    title: Markup
    function: str
    hidden: bool
    lost: Markup
    cost: str  # points on average
    percent: int  # that won it


class MistakeLine(msgspec.Struct, frozen=True):
    """A known mistake with those who made it; of one without a file, made by several, the command that writes one."""

    function: str
    title: Markup
    count: Markup
    people: Markup
    command: str = ""


class GroupLine(msgspec.Struct, frozen=True):
    """Hand-ins that are wrong alike, and the command that says one thing to all of them."""

    function: str
    count: Markup
    mistakes: tuple[Markup, ...]
    answers: bool  # whether there are any: else calls raise, do not end, or find no function
    people: Markup
    command: str


class Statistics(msgspec.Struct, frozen=True):
    """Everything the template needs."""

    graded: int
    summary: str
    lecture: tuple[Markup, ...]
    histogram: Histogram | None
    criteria: tuple[CriterionLine, ...]
    mistakes: tuple[MistakeLine, ...]
    groups: tuple[GroupLine, ...]


def statistics_of(
    graded: Graded, most: float, shared: Sequence[Shared], *, listed: Listed, counted: Counted
) -> Statistics:
    """Of graded hand-ins to an assignment with so many points; people are `listed` by names, or `counted`."""
    made, proposed = _made(graded), _proposed(graded)
    return Statistics(
        graded=len(graded),
        summary=summary(graded, most),
        lecture=tuple(_for_the_lecture(graded, made)),
        histogram=_histogram(graded, most),
        criteria=tuple(_criteria(graded, counted)),
        mistakes=tuple(
            MistakeLine(
                function,
                prose.taught(title),
                counted(makers, "mistake", f"{function}/{mistake}"),
                listed(makers),
                proposed.get((function, mistake), ""),
            )
            for (function, mistake, title), makers in made[:_MOST_LINES]
        ),
        groups=tuple(
            GroupLine(
                function=each.function,
                count=counted(each.students, "group", each.key),
                mistakes=tuple(prose.taught(diagnosis_words(one, for_staff=True).title) for one in each.diagnoses),
                answers=each.distinct > 0,
                people=listed(each.students),
                command=f'grader comment --group {each.key} "…"',
            )
            for each in shared[:_MOST_LINES]
        ),
    )


def summary(graded: Graded, most: float) -> str:
    """How many are graded, and their mean."""
    if not graded:
        return class_page_words.NONE_GRADED
    return class_page_words.GRADED.format(graded=len(graded), mean=mean(graded), most=notation.points(most))


def mean(graded: Graded) -> str:
    """Of the scores; empty where there are none."""
    return notation.points(round(sum(each.score for each in graded.values()) / len(graded), 2)) if graded else ""


Made = list[tuple[tuple[str, str, str], list[str]]]  # function, mistake and title, with who made it


def _made(graded: Graded) -> Made:
    made: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for student, outline in graded.items():
        for each in outline.mistakes:
            made[each.function, each.mistake, each.title].append(student)
    return sorted(made.items(), key=lambda item: (-len(item[1]), item[0]))


def _proposed(graded: Graded) -> dict[tuple[str, str], str]:
    """For each mistake without a file that several made the command that writes one."""
    makers: dict[tuple[str, str, str], list[str]] = defaultdict(list)  # by assignment, function and mistake
    for student, outline in graded.items():
        for each in outline.mistakes:
            if each.described:
                makers[outline.assignment, each.function, each.mistake].append(student)
    return {
        (function, mistake): class_page_words.NEW_MISTAKE.format(
            student=shlex.quote(students[0]), assignment=assignment, function=function
        )
        for (assignment, function, mistake), students in makers.items()
        if len(students) >= _SEVERAL
    }


@dataclass(slots=True)
class _Judged:
    """What became of one criterion in a whole class."""

    first: Criterion
    missed: array[float] = field(default_factory=lambda: array("d"))  # points, by each hand-in
    losers: list[str] = field(default_factory=list)


def _criteria(graded: Graded, counted: Counted) -> Iterable[CriterionLine]:
    """What costs most stands first."""
    of_criterion: dict[str, _Judged] = {}
    for student, outline in graded.items():
        for each in outline.criteria:
            judged = of_criterion.setdefault(each.id, _Judged(each))
            judged.missed.append(each.max_points - each.points)
            if each.lost:
                judged.losers.append(student)

    def cost(judged: _Judged) -> float:
        return sum(judged.missed) / len(graded)

    for name, judged in sorted(of_criterion.items(), key=lambda item: -cost(item[1])):
        yield CriterionLine(
            id=name,
            title=prose.taught(judged.first.title),
            function=", ".join(judged.first.functions),
            hidden=not judged.first.public,
            lost=counted(judged.losers, "lost", name),
            cost=notation.points(round(cost(judged), 2)),
            percent=int(100 * (len(judged.missed) - len(judged.losers)) / len(judged.missed)),
        )


def _for_the_lecture(graded: Graded, made: Made) -> Iterable[Markup]:
    """Three lines to start the next lecture from, made of the counts below."""
    if not graded:
        return
    outlines = graded.values()
    full = sum(each.score == each.max_score for each in outlines)
    zero = sum(each.score == 0 for each in outlines)
    middle = notation.points(round(statistics.median(each.score for each in outlines), 2))
    first = next(iter(outlines))
    numbers = {"full": full, "graded": len(graded), "median": middle, "most": notation.points(first.max_score)}
    if zero:
        yield prose.filled(class_page_words.EVERY_POINT_AND_NONE, none=zero, **numbers)
    else:
        yield prose.filled(class_page_words.EVERY_POINT, **numbers)
    worst = costliest(graded)
    if worst is not None:
        function, lost, most = worst
        yield prose.filled(
            class_page_words.COSTLIEST,
            function=function,
            lost=notation.points(round(lost, 2)),
            most=notation.points(most),
        )
    if made and len(made[0][1]) > 1:
        (function, _, title), makers = made[0]
        said = prose.taught(title)
        yield prose.filled(class_page_words.MADE_MOST, function=function, title=said, count=len(makers))


def costliest(graded: Graded) -> tuple[str, float, float] | None:
    """The function that costs most points: name, points lost on average, points there are."""
    lost: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for outline in graded.values():
        for criterion in outline.criteria:
            name = ", ".join(criterion.functions)
            lost[name] += (criterion.max_points - criterion.points) / len(graded)
            most[name] += criterion.max_points / len(graded)
    worst = max(lost, key=lambda name: lost[name], default=None)
    return None if worst is None or lost[worst] < 0.005 else (worst, lost[worst], most[worst])


def _histogram(graded: Graded, most: float) -> Histogram | None:
    """Ten bars of equal width over the range of scores; the last includes full marks."""
    if not graded:
        return None
    counts = [0] * _BINS
    for outline in graded.values():
        counts[max(0, min(int(_BINS * outline.score / most), _BINS - 1))] += 1
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
