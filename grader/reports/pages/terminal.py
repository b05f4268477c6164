"""A grade in the terminal: every criterion, what was seen and asked, the score, and the one thing to do next.

Made of renderables that wrap to any width; a verdict is a sign and a word, never a colour alone.  Whatever a student
had a hand in goes through `visible`, and nothing is read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.records import Compared, Ending, Grade, Judgement, Outcome, Status, Transcript, Verdict, Why
from grader.reports.call_line import call_line, lines_to_paste
from grader.reports.pages.lost_criterion import recovered_rules
from grader.reports.pages.terminal_layout import Called, Criteria, CriterionLines, Pasted, Row, Rows
from grader.safe_text import visible
from grader.sandbox import values
from grader.student.memory import NOTHING_CHANGED, Progress
from grader.tolerance import Tolerance
from grader.words import labels, notation
from grader.words import student_page as student_page_words
from grader.words import terminal as terminal_words
from grader.words.answers import is_of_this_place
from grader.words.diagnoses import diagnosis_words
from grader.words.judgements import (
    FORMS_OF_ANSWERS,
    VERDICTS,
    grade_message,
    hint_of,
    judgement_message,
    notice_sentences,
    noticed_sentences,
    places_pointed_at,
    staff_message,
)

Array = NDArray[np.float64]

SIGNS = {
    Verdict.PASSED: ("✓", "+", "green"),
    Verdict.FAILED: ("✗", "x", "red"),
    Verdict.CRASHED: ("✗", "x", "red"),
    Verdict.TIMED_OUT: ("✗", "x", "red"),
    Verdict.OUT_OF_MEMORY: ("✗", "x", "red"),
    Verdict.NOT_RUN: ("·", "-", "yellow"),
    Verdict.GRADER_FAULT: ("!", "!", "magenta"),
}
_BEFORE, _AFTER = 2, 1  # rows around the first difference
_LONGEST = 600  # characters of one sentence
_LONGEST_CALL = 2000
_LONGEST_PRINTED = 200
_MOST_LESS = 3  # criteria that passed before, each with its title


class Look(NamedTuple):
    """How a page looks: with ASCII signs alone, and a line after the other instead of tables."""

    ascii: bool = False
    in_lines: bool = False


class Shown(NamedTuple):
    """What of a grade is shown: all of it, unless single criteria were asked for; and what changed since the last."""

    judgements: tuple[Judgement, ...]
    progress: Progress = NOTHING_CHANGED

    def is_part_of(self, grade: Grade) -> bool:
        """Whether there is more in it than is shown."""
        return len(self.judgements) < len(grade.judgements)


@np.errstate(all="ignore")  # what is shown may be as large as numbers get
def page(
    graded: Graded,
    prepared: Prepared,
    look: Look = Look(),  # noqa: B008 - a tuple
    shown: Shown | None = None,
) -> RenderableType:
    """Everything about one hand-in, or what is to be shown of it.  `prepared` holds public criteria alone."""
    grade, assignment = graded.grade, prepared.assignment
    shown = shown or Shown(grade.judgements)
    parts: list[RenderableType] = [
        Text(terminal_words.ASSIGNMENT.format(title=assignment.title, assignment=assignment.id), style="bold")
    ]
    if message := grade_message(grade):
        parts.append(_said(message, style="" if grade.status is Status.MISSING else "red"))
    parts += [_said(sentence, style="yellow") for sentence in notice_sentences(grade)]
    parts += [Padding(Pasted(said.splitlines()), (0, 0, 0, 2)) for said in places_pointed_at(grade)]
    for functions, judgements in _groups(shown.judgements):
        parts += [Text(), *_function(functions, judgements, graded, prepared, look)]
    if noticed := noticed_sentences(grade):
        parts += [Text(), Text(student_page_words.NOTICED), *(Padding(_said(each), (0, 0, 0, 2)) for each in noticed)]
    parts += [
        Text(),
        _score(grade, prepared, of_all=shown.is_part_of(grade)),
        *_progress(shown.progress),
        *(Text.assemble((f"{terminal_words.NEXT}: ", "bold"), line) for line in _next(graded, prepared, shown)),
    ]
    return Group(*parts)


def _groups(judgements: Sequence[Judgement]) -> Iterator[tuple[str, list[Judgement]]]:
    """Criteria by what they judge, in the order of the rubric."""
    groups: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        groups.setdefault(", ".join(judgement.functions), []).append(judgement)
    yield from groups.items()


def _function(
    functions: str, judgements: Sequence[Judgement], graded: Graded, prepared: Prepared, look: Look
) -> Iterator[RenderableType]:
    unwritten = _nothing_written(judgements, graded)
    yield Text.assemble((functions, "bold"), f"  {_points(judgements, unwritten=unwritten)}")
    recognised = [each for each in graded.grade.diagnoses if each.function == functions]
    if len(recognised) > 1:
        yield Padding(Text(student_page_words.ONE_OF_THESE), (0, 0, 0, 2))
    for diagnosis in recognised:
        said = diagnosis_words(diagnosis)
        named = (f"{terminal_words.RECOGNISED}: ", "bold yellow")
        yield Padding(Text.assemble(named, _said(said.title), " ", _said(said.hint, style="italic")), (0, 0, 0, 2))
    for _, rule in recovered_rules(judgements, graded, prepared):
        yield Padding(_said(rule, style="bold yellow"), (0, 0, 0, 2))
    told: set[str] = set()
    rows: list[CriterionLines] = []
    above = ""
    for judgement in judgements:
        why = () if unwritten else tuple(_why(judgement, graded, prepared, told, above, look))
        above = "" if judgement.passed else _told_once(judgement, judgement_message(judgement, graded.grade))
        points = f"{judgement.points:g}/{judgement.max_points:g}"
        rows.append(CriterionLines(_verdict(judgement.verdict, look), points, Text(judgement.title), why))
    yield Criteria(rows, look.in_lines)
    if not unwritten:
        yield from _to_paste(judgements, graded, prepared)


def _verdict(verdict: Verdict, look: Look) -> Text:
    """A sign and a word; the word alone where it is read aloud."""
    sign, ascii_sign, style = SIGNS[verdict]
    if look.in_lines:
        return Text(VERDICTS[verdict], style=style)
    return Text(f"{ascii_sign if look.ascii else sign} {VERDICTS[verdict]}", style=style)


def _to_paste(judgements: Sequence[Judgement], graded: Graded, prepared: Prepared) -> Iterator[RenderableType]:
    """The first lost call of a function with all that it needs."""
    open_ = [each for each in judgements if each.verdict in _ASKED and not each.follows_from]
    first = next((each for each in open_ if each.call is not None), None)
    if first is None or first.call is None or is_of_this_place(first.outcome):
        return
    notebook = graded.grade.filename.endswith(".ipynb")
    module = "" if notebook else prepared.assignment.id
    signature = prepared.assignment.signature(first.call.function)
    imports, below = lines_to_paste(first.call, signature, module, first.changed_argument, again=first.unsteady)
    lines = [*imports, *below]
    if sum(map(len, lines)) <= _LONGEST_CALL:
        said = terminal_words.PASTE_IN_NOTEBOOK if notebook else terminal_words.PASTE
        yield Padding(Text(f"{said}:"), (0, 0, 0, 2))
        yield Pasted([visible(line, _LONGEST_CALL) for line in lines])


_ASKED = frozenset({Verdict.FAILED, Verdict.CRASHED})  # with an answer, or an end, that can be seen again


def _points(judgements: Sequence[Judgement], *, unwritten: bool) -> str:
    """The points of a function, and whether it is there at all."""
    points, most = sum(each.points for each in judgements), sum(each.max_points for each in judgements)
    if most == 1:
        return (terminal_words.POINT_OF_UNWRITTEN if unwritten else terminal_words.POINT_OF_FUNCTION).format(
            points=f"{points:g}"
        )
    said = terminal_words.POINTS_OF_UNWRITTEN if unwritten else terminal_words.POINTS_OF_FUNCTION
    return said.format(points=f"{points:g}", most=f"{most:g}")


def _nothing_written(judgements: Sequence[Judgement], graded: Graded) -> bool:
    """Whether every criterion of a function was lost because there is no function yet."""
    if graded.transcript is None:
        return graded.grade.status is Status.MISSING
    answers = [_answer(judgement, graded.transcript) for judgement in judgements]
    return all(answer is not None and answer.ending is Ending.MISSING and answer.why in _NOT_YET for answer in answers)


_NOT_YET = frozenset({Why.UNSAID, Why.ABSENT, Why.NOT_WRITTEN})  # the file shows no other reason


def _answer(judgement: Judgement, transcript: Transcript) -> Outcome | None:
    """What came back from the call that a criterion was lost by."""
    return transcript.outcomes.get(judgement.call) if judgement.call is not None else None


def _why(
    judgement: Judgement, graded: Graded, prepared: Prepared, told: set[str], above: str, look: Look
) -> Iterator[RenderableType]:
    """What was seen and asked, the rows where it differs, and the hint; nothing where the whole file is to blame.

    How a call ended is told once: `told` gathers what was said of a function, and `above` is what stands right above.
    """
    message = judgement_message(judgement, graded.grade)
    if judgement.passed or message == grade_message(graded.grade):
        return
    once = _told_once(judgement, message)
    if once in told:
        yield Text(terminal_words.SAME_AS_ABOVE, style="dim") if once == above else _said(message, style="dim")
        return
    told.update(filter(None, [once]))
    yield _said(message, style="dim" if judgement.verdict is Verdict.NOT_RUN else "")
    if judgement.verdict is Verdict.NOT_RUN or judgement.follows_from:
        return
    if judgement.verdict is Verdict.GRADER_FAULT:
        yield _said(staff_message(judgement, graded.grade))
    if judgement.call is not None:
        signature = prepared.assignment.signature(judgement.call.function)
        line = visible(call_line(judgement.call, signature), _LONGEST_CALL)
        yield Called(Text.assemble((f"{terminal_words.CALL}: ", "bold"), (line, "cyan")))
    if (rows := _rows(judgement, graded, prepared, look)) is not None:
        yield rows
    if printed := _printed(judgement, graded, told):
        yield Text.assemble((f"{terminal_words.PRINTED}: ", "bold"), printed)
    if (hint := hint_of(judgement)) and judgement.verdict is Verdict.FAILED:  # a call that did not end needs no formula
        yield Text.assemble((f"{student_page_words.HINT}: ", "bold"), hint)


def _told_once(judgement: Judgement, message: str) -> str:
    """What says of a function how it ends, or which form its answers have, whatever was asked; empty for all else."""
    if judgement.outcome is not None and judgement.outcome.ending is Ending.MALFORMED:
        return judgement.outcome.why
    if judgement.outcome is not None and judgement.outcome.ending is Ending.MISSING:
        return message
    if judgement.difference is not None and judgement.difference.kind in FORMS_OF_ANSWERS:
        where = judgement.difference.name if judgement.difference.compared is Compared.ENTRIES else ""
        return f"{judgement.difference.kind} {judgement.difference.form} {where}"
    return "" if judgement.verdict is Verdict.FAILED else message


def _printed(judgement: Judgement, graded: Graded, told: set[str]) -> str:
    """What the lost call printed, in one line and once for a function: warnings of NumPy are among it."""
    answer = None if graded.transcript is None else _answer(judgement, graded.transcript)
    printed = "" if answer is None else " ".join(answer.printed.split())
    if not printed or printed in told:
        return ""
    told.add(printed)
    return visible(printed, _LONGEST_PRINTED)


def _said(text: str, *, style: str = "") -> Text:
    return Text(notation.for_terminals(visible(text, _LONGEST)), style=style)


def _rows(judgement: Judgement, graded: Graded, prepared: Prepared, look: Look) -> Rows | None:
    """The rows around the first difference of two trajectories; None where the answer is no trajectory."""
    difference, call = judgement.difference, judgement.call
    if difference is None or call is None or graded.transcript is None:
        return None
    if difference.compared is not Compared.TRAJECTORY or difference.row < 0:
        return None
    got = _trajectory(graded.transcript.outcomes.get(call))
    want = _trajectory(prepared.key.reference.outcomes.get(call))
    first = difference.row
    # A criterion may compare something else than this answer: then the numbers it names do not stand in this row.
    if got is None or want is None or got.shape != want.shape or first >= len(want):
        return None
    if difference.want not in want[first].tolist() or str(difference.got) not in map(str, got[first].tolist()):
        return None
    return Rows(_HEAD, list(_side_by_side(got, want, first, Tolerance(np.array(difference.allowed)))), look.in_lines)


_HEAD = (labels.ROW, labels.YOURS, labels.EXPECTED, "")


def _trajectory(outcome: Outcome | None) -> Array | None:
    """An answer as rows of numbers."""
    if outcome is None or outcome.ending is not Ending.VALUE:
        return None
    try:
        rows = np.asarray(values.decode_value(outcome.value))
    except ValueError:  # rows of different lengths
        return None
    return rows.astype(np.float64) if rows.ndim == 2 and rows.dtype.kind in "iuf" else None


def _side_by_side(got: Array, want: Array, first: int, tolerance: Tolerance) -> Iterator[Row]:
    before = bool(tolerance.holds(got[:first], want[:first]).all())  # in columns that were not compared, too
    for row in range(max(0, first - _BEFORE), min(len(want), first + _AFTER + 1)):
        agrees = bool(tolerance.holds(got[row], want[row]).all())
        remark = (
            terminal_words.DIFFERS_FIRST
            if row == first and before
            else terminal_words.AGREES
            if agrees
            else terminal_words.DIFFERS
        )
        ours, theirs = _point(got[row]), _point(want[row])
        style = "bold" if row == first else "dim" if agrees else ""
        sentence = terminal_words.ROW_IN_A_LINE.format(row=row, got=ours, want=theirs, remark=remark)
        yield Row(str(row), (ours, theirs), remark, style, sentence)


def _point(values: Array) -> str:
    numbers = [notation.for_terminals(notation.number(value, 5)) for value in values.tolist()]
    return numbers[0] if len(numbers) == 1 else f"({', '.join(numbers)})"


def _progress(progress: Progress) -> Iterator[Text]:
    """What passes since the last check, and what does not any more."""
    if progress.more:
        yield Text(terminal_words.MORE_THAN_BEFORE.format(count=len(progress.more)), style="green")
    for judgement in progress.less[:_MOST_LESS]:
        yield Text(terminal_words.PASSED_BEFORE.format(title=judgement.title), style="yellow")
    if len(progress.less) > _MOST_LESS:
        yield Text(terminal_words.MORE_PASSED_BEFORE.format(count=len(progress.less) - _MOST_LESS), style="yellow")


def _score(grade: Grade, prepared: Prepared, *, of_all: bool) -> Text:
    later = prepared.assignment.points - grade.max_score
    points, most = f"{grade.score:g}", f"{grade.max_score:g}"
    score = terminal_words.PUBLIC_POINTS.format(score=points, most=most)
    if of_all:
        score = terminal_words.PUBLIC_POINTS_OF_ALL.format(score=points, most=most, assignment=grade.assignment)
    if later <= 0:
        return Text(score, style="bold")
    more = terminal_words.ONE_POINT_LATER if later == 1 else terminal_words.POINTS_LATER.format(points=f"{later:g}")
    return Text.assemble((score, "bold"), f"; {more}")


def statement_of(prepared: Prepared) -> str:
    """The statement as a browser shows it, where there is such a page: a pack has one."""
    folder = prepared.assignment.folder
    name = "statement.html" if (folder / "statement.html").is_file() else "statement.md"
    return f"assignments/{folder.name}/{name}"


def _next(graded: Graded, prepared: Prepared, shown: Shown) -> Iterator[Text]:
    """The one thing to do first."""
    grade = graded.grade
    functions = {function for judgement in shown.judgements for function in judgement.functions}
    written = prepared.assignment.functions
    first = next((each for each in written if each in functions), written[0])
    statement = statement_of(prepared)
    lost = next((each for each in shown.judgements if each.lost and each.verdict is not Verdict.NOT_RUN), None)
    waits = next((each.builds_on for each in shown.judgements if each.builds_on), "")
    recognised = [each.function for each in grade.diagnoses if each.function in functions]
    if grade.status is Status.MISSING:
        yield Text(terminal_words.START_WITH.format(function=first, statement=statement))
    elif grade.status is Status.REJECTED:
        yield Text(terminal_words.MEND_FILE)
    elif grade.status is Status.REGRADE_NEEDED:
        yield Text(terminal_words.TELL_TEACHER)
    elif not grade.was_run:
        yield Text(terminal_words.MAKE_FILE_LOAD)
    elif recognised and any(each.lost for each in shown.judgements):
        yield Text(terminal_words.MEND_RECOGNISED.format(function=recognised[0]))
    elif lost is not None and _nothing_written([lost], graded):
        yield Text(terminal_words.WRITE.format(function=lost.functions[0], statement=statement))
    elif lost is not None:
        yield Text(terminal_words.MEND_BEGINNING_WITH.format(function=lost.functions[0], title=lost.title))
    elif waits:
        yield Text(terminal_words.FIRST_COMES.format(criterion=waits))
    elif any(each.lost for each in grade.judgements):
        yield Text(terminal_words.PART_PASSES.format(assignment=grade.assignment))
    elif not grade.judgements:
        yield Text(terminal_words.NOTHING_PUBLIC.format(assignment=grade.assignment))
    else:
        later = prepared.assignment.points > grade.max_score
        passes = terminal_words.ALL_PUBLIC_PASSES if later else terminal_words.ALL_PASSES
        yield Text(passes.format(assignment=grade.assignment))
