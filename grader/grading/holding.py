"""Whether what was said of a hand-in holds for its answers to cases that nobody looked at when it was said.

Of a small change the kind and the place are said, and not which change it is: it holds where any of these answers so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from grader.diagnosis import where_wrong
from grader.diagnosis.agreement import agrees, has_nothing_to_do
from grader.diagnosis.bank.look_up import Looked, Recipe
from grader.diagnosis.known_mistakes import fits_but_for_some
from grader.diagnosis.made_of import made_of
from grader.diagnosis.other_labels import contradicted
from grader.diagnosis.searches import beside
from grader.diagnosis.searches.numbers import columns
from grader.diagnosis.searches.order import description
from grader.diagnosis.searches.question import Question, question
from grader.diagnosis.searches.regions import condition
from grader.diagnosis.searches.trees import compute, read
from grader.grading.banks import Workshop
from grader.grading.describe import asked_of
from grader.grading.grade import explained
from grader.grading.prepared import Prepared
from grader.records import Apart, Call, Described, Diagnosis, Ending, Family, FoundBy, Made, Outcome, Transcript
from grader.tolerance import Tolerance


def holds(
    diagnosis: Diagnosis, prepared: Prepared, transcript: Transcript, workshop: Workshop, again: Transcript
) -> bool:
    """Whether a diagnosis is true of the answers to the workshop's cases.  What cannot be looked at again is not."""
    function, theirs, reference = diagnosis.function, again.outcomes, workshop.reference
    calls = [call for call in workshop.calls if call.function == function]
    if diagnosis.apart is Apart.NO_STEPS:
        calls = [call for call in calls if not has_nothing_to_do(call)]
    elif diagnosis.apart is Apart.ENDED:
        calls = [call for call in calls if theirs[call].ending is Ending.VALUE]
    if diagnosis.made:
        same = made_of(calls, theirs, reference) == diagnosis.made
        return same or _are_made_of(diagnosis.made, workshop, again, function)
    if diagnosis.described is not None:
        return _described_holds(diagnosis, diagnosis.described, prepared, transcript, workshop, again)
    known = [
        each
        for each in (*workshop.prepared.mistakes, *workshop.prepared.recorded.other_constants)
        if each.id == diagnosis.mistake and (each.words == diagnosis.words or each.constant is not None)
    ]
    if not known:
        return any(each.id == diagnosis.mistake for each in fits_but_for_some(function, calls, theirs, reference, ()))
    return any(_agree(calls, theirs, each.outcomes, reference) for each in known)


def _described_holds(
    diagnosis: Diagnosis,
    described: Described,
    prepared: Prepared,
    transcript: Transcript,
    workshop: Workshop,
    again: Transcript,
) -> bool:
    calls = [call for call in workshop.calls if call.function == diagnosis.function]
    if described.found in {FoundBy.CHANGE, FoundBy.PAIR}:
        if diagnosis.apart is Apart.NO_STEPS:
            calls = [call for call in calls if not has_nothing_to_do(call)]
        recipe = _recipe(diagnosis, prepared, transcript)
        if recipe is not None and _follows(recipe, calls, again.outcomes, workshop):
            return True
        return described.found is FoundBy.CHANGE and _is_of_the_kind(
            diagnosis.function, described, calls, again, workshop
        )
    if described.found is FoundBy.LABELS:
        return not contradicted(described, calls, again.outcomes, workshop.reference)
    if described.found is FoundBy.WHERE:
        return where_wrong.holds(described, calls, again.outcomes, workshop.reference)
    if described.found in _LOOKED_UP:
        said = explained([diagnosis.function], again, workshop.prepared).diagnoses
        return any(each.described is not None and _facts(each.described) == _facts(described) for each in said)
    asked = question(asked_of(workshop.prepared, diagnosis.function), again.outcomes)
    return asked is not None and _is_found_again(described, asked)


def _is_found_again(described: Described, asked: Question) -> bool:
    """Whether a search finds the same of other answers, or these are what was said."""
    if described.found is FoundBy.FORMULA and (is_so := _formula_holds(described, asked)) is not None:
        return is_so
    found = description(asked)
    return found is not None and _facts(found) == _facts(described)


_LOOKED_UP = frozenset({FoundBy.SOME_CALLS, FoundBy.PARTS})


def _facts(described: Described) -> Described:
    return msgspec.structs.replace(described, family=Family.FORM, shown=True, others=0)


def _formula_holds(described: Described, asked: Question) -> bool | None:
    """Whether the answers are those of the formulas, where they hold, and right elsewhere; None where none can tell."""
    if described.slot == "beside":
        return beside.holds(described, asked)
    laid = columns(asked)
    if laid is None or len(laid.own) != 1:
        return None
    expected = laid.right[0].copy()
    for piece in described.pieces:
        tree = read(piece.formula)
        where = condition(piece.where) if piece.where else None
        if tree is None or (piece.where and where is None):
            return None
        try:
            mask = np.ones(len(expected), dtype=bool) if where is None else where.holds(laid.given)
            expected[mask] = compute(tree, laid.given)[mask]
        except KeyError:
            return None
    sizes = np.maximum(np.abs(expected), np.abs(laid.given["lr0"]) if "lr0" in laid.given else 0.0)
    return bool(Tolerance.of_size(sizes).holds(laid.own[0], expected).all())


def _are_made_of(made: Sequence[Made], workshop: Workshop, again: Transcript, function: str) -> bool:
    """Whether each part of the answers is the product or the sum that was said."""
    asked = question(asked_of(workshop.prepared, function), again.outcomes)
    laid = None if asked is None else columns(asked)
    if laid is None:
        return False
    given = {**laid.given, **{f"part_{place + 1}": numbers for place, numbers in enumerate(laid.own)}}
    for each in made:
        formula = each.formula.replace("·", "*").replace("²", "**2").replace("\u2212", "-").replace("part ", "part_")
        tree = read(formula)
        if tree is None or len(laid.own) < each.part:
            return False
        own = laid.own[max(each.part - 1, 0)]
        try:
            expected = compute(tree, given)
        except KeyError:
            return False
        if np.abs(own - expected).max() > _NEAR * np.abs(expected).max():
            return False
    return True


_NEAR = 1e-5  # of the largest number: coefficients are shown with five digits


def _recipe(diagnosis: Diagnosis, prepared: Prepared, transcript: Transcript) -> Recipe | None:
    """What makes the behaviour that a bank named."""
    bank, reference = prepared.bank, prepared.key.reference.outcomes
    if not isinstance(bank, Looked):
        return None
    calls = [call for call in prepared.key.plan.calls if call.function == diagnosis.function]
    busy = [call for call in calls if not has_nothing_to_do(call)]
    ways = [(True, calls), (False, calls), (True, busy)]
    for own, asked in ways if diagnosis.apart is Apart.NONE else ways[2:]:
        for recipe, mistake in bank.found(diagnosis.function, transcript.outcomes, reference, own=own, calls=asked):
            if mistake.id == diagnosis.mistake:
                return recipe
    return None


def _follows(recipe: Recipe, calls: Sequence[Call], theirs: Mapping[Call, Outcome], workshop: Workshop) -> bool:
    wanted = set(calls)
    places = [place for place, call in enumerate(workshop.calls) if call in wanted]
    answers = workshop.answers_of(recipe, places)
    outcomes = {workshop.calls[place]: outcome for place, outcome in answers.items()}
    return bool(answers) and _agree(calls, theirs, outcomes, workshop.reference)


def _is_of_the_kind(
    function: str, described: Described, calls: Sequence[Call], again: Transcript, workshop: Workshop
) -> bool:
    """Whether another change of the kind that was told answers so: nothing was said of which it is."""
    wanted = set(calls)
    places = [place for place, call in enumerate(workshop.calls) if call in wanted]
    return any(
        _agree(
            calls, again.outcomes, {workshop.calls[place]: each for place, each in answers.items()}, workshop.reference
        )
        for answers in workshop.answers_like(function, described, places)
    )


def _agree(
    calls: Sequence[Call],
    theirs: Mapping[Call, Outcome],
    mistaken: Mapping[Call, Outcome],
    reference: Mapping[Call, Outcome],
) -> bool:
    return all(call in theirs and agrees(call, theirs[call], mistaken.get(call) or reference[call]) for call in calls)
