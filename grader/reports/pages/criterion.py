"""One lost criterion: what was seen and asked, a hint, figures, and lines to paste.

Rendered by itself, since the same article stands on a student's page, on the staff's, and on those of everybody
whose code behaves alike.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from grader.course.assignment import Assignment
from grader.grading.grade import Graded
from grader.grading.prepared import Prepared
from grader.records import Call, Grade, Judgement, Outcome, Verdict
from grader.reports import prose
from grader.reports.call_line import lines_to_paste
from grader.reports.exhibits import exhibit_of
from grader.reports.exhibits.base import NOTHING, Exhibit
from grader.reports.pages.lost_criterion import calls_beside, lost_criterion
from grader.reports.pages.rendering import render_part
from grader.safe_text import visible
from grader.words.answers import is_of_this_place
from grader.words.judgements import VERDICTS, grade_message, hint_of, judgement_message, staff_message

_LONGEST_PASTED = 20_000  # characters; only what passes on a student's own answer is longer
_KEPT = 256  # articles; each has some 20 to 40 kB

ICONS = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.CRASHED: "⚡",
    Verdict.TIMED_OUT: "⏱",
    Verdict.OUT_OF_MEMORY: "▤",
    Verdict.NOT_RUN: "–",
    Verdict.GRADER_FAULT: "?",
}


class DiagnosisView(msgspec.Struct, frozen=True):
    """A known mistake that explains what was seen; `convention` says where this way is right instead."""

    function: str
    title: Markup
    convention: Markup
    hint: Markup
    second_hint: Markup


class CriterionView(msgspec.Struct, frozen=True):
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
    diagnoses: tuple[DiagnosisView, ...] = ()  # what explains it, where it leads the page


class Articles:
    """What was rendered, for other pages that show the same; the oldest is dropped when it grows too large."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Markup] = {}
        self._chosen: dict[str, Call | None] = {}

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: Hashable, make: Callable[[], Markup]) -> Markup:
        """The article under a key that names everything it depends on."""
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= _KEPT:
                del self._made[next(iter(self._made))]
            found = self._made[key] = make()
        return found

    def chosen(self, function: str, choose: Callable[[], Call | None]) -> Call | None:
        """The call whose answer is drawn of a function that is right: the same for everybody."""
        if function not in self._chosen:
            self._chosen[function] = choose()
        return self._chosen[function]


def article(
    judgement: Judgement,
    graded: Graded,
    prepared: Prepared,
    *,
    open_: bool,
    unfolded: bool,
    made: Articles,
    leading: tuple[DiagnosisView, ...] | None = None,
) -> Markup:
    """A lost criterion in full; with `open_` its inputs, expected values and figures are in it.

    `leading` makes it the one that opens the page, beside the mistakes that explain it.
    """

    def make() -> Markup:
        one = _criterion(judgement, graded, prepared, open_, unfolded)
        if leading is None:
            return render_part("criterion.html.j2", one=one)
        return render_part("lead.html.j2", one=replace(one, diagnoses=leading))

    answers = _answers(judgement, graded, prepared) if open_ else ()
    said = judgement_message(judgement, graded.grade)
    return made.get((judgement, answers, said, open_, unfolded, in_notebook(graded.grade), leading), make)


def _answers(judgement: Judgement, graded: Graded, prepared: Prepared) -> tuple[Outcome | None, ...]:
    """All that an exhibit may look at: the answers to every open call of the function."""
    if judgement.call is None or graded.transcript is None:
        return ()
    outcomes, function = graded.transcript.outcomes, judgement.call.function
    others = tuple(outcomes.get(call) for call in calls_beside(judgement, prepared) if call.function == function)
    return (outcomes.get(judgement.call), *others)


def _criterion(judgement: Judgement, graded: Graded, prepared: Prepared, open_: bool, unfolded: bool) -> CriterionView:
    message = _message(judgement, graded.grade, open_)
    repeated = message == prose.said(grade_message(graded.grade))  # it stands above, once
    drawn = open_ and not judgement.follows_from  # one figure of a mistake says more than eight
    return CriterionView(
        id=judgement.id,
        title=prose.taught(judgement.title),
        verdict=VERDICTS[judgement.verdict],
        kind=judgement.verdict.value,
        icon=ICONS[judgement.verdict],
        points=judgement.points,
        max_points=judgement.max_points,
        hidden=not judgement.public,
        message=Markup("") if repeated else message,
        hint=prose.taught(hint_of(judgement)),
        paste=_paste(judgement, judgement.call, prepared.assignment, in_notebook=in_notebook(graded.grade))
        if open_ and judgement.call is not None and not is_of_this_place(judgement.outcome)
        else "",
        exhibit=_exhibit(judgement, graded, prepared, in_full=unfolded) if drawn else None,
        unfolded=unfolded,
    )


def _message(judgement: Judgement, grade: Grade, open_: bool) -> Markup:
    """The sentence for students; for staff the one with numbers."""
    if open_ and (not judgement.public or judgement.verdict is Verdict.GRADER_FAULT):
        return prose.said(staff_message(judgement, grade))
    return prose.said(judgement_message(judgement, grade))


def in_notebook(grade: Grade) -> bool:
    """Whether the functions are to be found in a notebook, and not imported."""
    return grade.filename.endswith(".ipynb")


def _paste(judgement: Judgement, call: Call, assignment: Assignment, *, in_notebook: bool) -> str:
    """The call as lines to paste into Python beside the hand-in, or into its notebook; never cut, rather none."""
    module = "" if in_notebook else assignment.id
    signature, watched = assignment.signature(call.function), judgement.changed_argument
    imports, below = lines_to_paste(call, signature, module, watched, again=judgement.unsteady)
    text = "\n".join([*imports, *([""] if imports else []), *below])
    return visible(text, len(text), lines=True) if len(text) <= _LONGEST_PASTED else ""


def _exhibit(judgement: Judgement, graded: Graded, prepared: Prepared, *, in_full: bool) -> Exhibit | None:
    lost = lost_criterion(judgement, graded, prepared, in_full=in_full)
    if lost is None or lost.asked.got is NOTHING:
        return None
    try:
        return exhibit_of(lost)
    except Exception:  # noqa: BLE001 - a drawing that cannot be made must not keep a student from the rest of the page
        return None
