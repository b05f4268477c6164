"""A hint in the terminal: the criterion, what was told of it before, and the next thing to tell."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.grading.prepared import Prepared
from grader.records import Grade
from grader.reports.pages.terminal import statement_of
from grader.safe_text import visible
from grader.student.hints import Told
from grader.words import hints as hint_words
from grader.words import notation
from grader.words.judgements import grade_message, places_pointed_at

_LONGEST = 1000  # characters of one hint


def page(told: Told, prepared: Prepared, *, asked: bool) -> RenderableType:
    """The hints to a lost criterion; `asked` says that another one was asked for, which builds on it."""
    return Group(*_lines(told, prepared, asked=asked))


def nothing_to_run(grade: Grade, prepared: Prepared) -> RenderableType:
    """What to do first where no criterion could be looked at."""
    said = [_said(grade_message(grade)), *map(Text, places_pointed_at(grade))]
    if grade.load is None:
        function = prepared.assignment.functions[0]
        said.append(_said(hint_words.START_WITH.format(function=function, statement=statement_of(prepared))))
    return Group(*said)


def nothing_lost(grade: Grade, *, all_of_it: bool) -> RenderableType:
    """That there is nothing to hint at."""
    return Text(hint_words.ALL_PASSES.format(assignment=grade.assignment) if all_of_it else hint_words.PART_PASSES)


def _lines(told: Told, prepared: Prepared, *, asked: bool) -> Iterator[RenderableType]:
    judgement = told.judgement
    if asked:
        yield Text(hint_words.BUILDS_ON.format(criterion=judgement.id))
    about = hint_words.ABOUT.format(criterion=judgement.id, assignment=prepared.assignment.id)
    yield Text(about, style="bold")
    yield Padding(Text(judgement.title), (0, 0, 0, 2))
    for number, stage in enumerate(told.stages, start=1):
        new = number == len(told.stages)
        label = hint_words.STAGE.format(number=number, count=told.count, kind=hint_words.KINDS[stage.kind])
        yield Text.assemble((f"{label}: ", "bold yellow" if new else "dim"), _said(stage.text, new=new))
    yield Text()
    if told.is_last:
        last = hint_words.LAST.format(statement=statement_of(prepared), function=judgement.functions[0])
        yield _said(last)
    else:
        yield Text(hint_words.NEXT.format(criterion=f"{prepared.assignment.id}.{judgement.id}"))


def _said(text: str, *, new: bool = True) -> Text:
    return Text(notation.for_terminals(visible(text, _LONGEST)), style="" if new else "dim")
