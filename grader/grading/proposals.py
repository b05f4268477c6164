"""A known mistake as a file, from what was found of a hand-in: the reference with the change that answers as it does.

No line and no name of a student's comes into it.
"""

from __future__ import annotations

import msgspec

from grader.course import variants
from grader.course.folder import Course
from grader.diagnosis.bank.look_up import Looked
from grader.diagnosis.bank.written import written
from grader.errors import UsageError
from grader.grading.prepared import Prepared
from grader.records import Grade, Transcript
from grader.words.diagnoses import diagnosis_words


class Proposal(msgspec.Struct, frozen=True):
    """What a file of a known mistake holds; `is_changed` where its code answers as the hand-in does already."""

    name: str
    title: str
    loses: tuple[str, ...]
    hint: str
    second_hint: str
    code: str
    is_changed: bool


def proposal(course: Course, prepared: Prepared, grade: Grade, transcript: Transcript, function: str) -> Proposal:
    """The file for what is wrong in one function of a hand-in.  Raises `UsageError` where nothing of it is known."""
    found = next((each for each in grade.diagnoses if each.function == function), None)
    lost = tuple(each.id for each in grade.judgements if each.lost and each.functions == (function,))
    if not lost:
        raise UsageError(f"nothing was lost in {function!r}", remedy="name a function that lost something")
    if found is not None and found.words is not None:
        raise UsageError(
            f"this is a known mistake already: {found.function}/{found.mistake}", remedy="look at another hand-in"
        )
    code = _changed(prepared, transcript, function, course)
    title = "One sentence of what a student did, in the third person."
    hint, second_hint = "A question, or something to look at.", "What to change, without the line of code."
    if found is not None:
        words = diagnosis_words(found, for_staff=True)
        title, hint, second_hint = words.title, words.hint, words.second_hint
    own = written(variants.solution(course, prepared.assignment).source.decode("utf-8"))[function].text
    name = found.mistake if found is not None else f"{function}_otherwise"
    return Proposal(name, title, lost, hint, second_hint, code or own, code is not None)


def _changed(prepared: Prepared, transcript: Transcript, function: str, course: Course) -> str | None:
    """The function as the reference has it with the change found; None where no change answers so."""
    if not isinstance(prepared.bank, Looked):
        return None
    parts = written(variants.solution(course, prepared.assignment).source.decode("utf-8"))
    for recipe, _ in prepared.bank.found(function, transcript.outcomes, prepared.key.reference.outcomes):
        if recipe.of == function and not recipe.base:
            return parts[function].edited(recipe.edits)
    return None
