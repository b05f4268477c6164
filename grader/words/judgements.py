"""What a grade and its criteria say to students and to staff: verdicts, why something was lost, what comes first."""

from __future__ import annotations

from grader.records import RETURNS, DifferenceKind, Grade, Judgement, Outcome, Status, Stop, Verdict
from grader.words.answers import load_sentence, outcome_sentence, pointed_at, remark_sentence, stop_sentence
from grader.words.differences import difference_sentence
from grader.words.hand_ins import notice_sentence, trouble_sentence

VERDICTS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "failed",
    Verdict.CRASHED: "crashed",
    Verdict.TIMED_OUT: "timed out",
    Verdict.OUT_OF_MEMORY: "out of memory",
    Verdict.NOT_RUN: "not run",
    Verdict.GRADER_FAULT: "grader fault",
}

WAITS = "Somebody reads this and gives its points: they are not in the score yet."
DECIDED = "Somebody read this and gave its points."
NOT_LOOKED_AT = "Not looked at, because it builds on “{needed}”, which comes first."
FOLLOWS_FROM = "This follows from {roots}: mend that first, then look here again."
FOLLOWS_FROM_MISTAKE = "This goes with the mistake named above: mend that first."
PAID_ONCE = (
    "You have these points all the same: with that mistake in `{root}`, this is what comes out where the rest is right."
)
PAID_IN_PART = (
    "You have {points} of these points all the same: with that mistake in `{root}`, this is what comes out where the "
    "rest is right."
)
NOT_TOLD_APART = "No points for it yet: as long as `{root}` is as it is, nothing shows whether this is right."
UNSTEADY = (
    "Asked the same a second time, `{function}` gave another answer: something is kept from one call to the next (a "
    "variable outside of the function, or a list as a default), or drawn at random."
)
RETURN_MISSING = "Is a `return` missing?"
REGRADE = "The grader itself failed here. This is not your doing, and it will be graded again."
CRITERION_FAULT = "The grader itself failed at this criterion. Your teacher has been told; nothing is lost."
FAULT_OF_CRITERION = "criterion {criterion}: {fault}"
AND = " and "

# Answers of another form than asked: how to compute them is not what there is to learn from these.
HELD = "{held} of {cases} cases hold. The first that does not:"

FORMS_OF_ANSWERS = frozenset(
    {
        DifferenceKind.NOTHING,
        DifferenceKind.NOT_A_NUMBER,
        DifferenceKind.RAGGED,
        DifferenceKind.PARTS,
        DifferenceKind.KEY_MISSING,
        DifferenceKind.KEYS,
        DifferenceKind.NOT_A_SET,
        DifferenceKind.PAIR,
    }
)


def grade_message(grade: Grade) -> str:
    """Why a hand-in has no ordinary grade; empty where it has one."""
    if grade.told is not None:
        return grade.told.message
    if grade.trouble is not None:
        return trouble_sentence(grade.trouble)
    if grade.load is not None:
        return load_sentence(grade.load, grade.filename)
    return REGRADE if grade.status is Status.REGRADE_NEEDED else ""


def places_pointed_at(grade: Grade) -> list[str]:
    """Each line that Python could not read, with a caret below where it stopped."""
    places: list[Outcome | Stop] = [*([] if grade.load is None else [grade.load]), *grade.stops]
    return [said for place in places if (said := pointed_at(place))]


def noticed_sentences(grade: Grade) -> list[str]:
    """What the worker says of itself; it is worth nothing."""
    return [sentence for _, sentence in noticed_of_functions(grade)]


def noticed_of_functions(grade: Grade) -> list[tuple[str, str]]:
    """The same, each with the function that it is said of."""
    if grade.told is not None:
        return list(grade.told.noticed)
    return [(remark.function, remark_sentence(remark)) for remark in grade.remarks]


def notice_sentences(grade: Grade) -> list[str]:
    """How a hand-in was taken that is not as it was asked for, and what of it was not run."""
    stops = [stop_sentence(stop, grade.filename, loaded=grade.load is None) for stop in grade.stops]
    return [*map(notice_sentence, grade.notices), *stops]


def judgement_message(judgement: Judgement, grade: Grade) -> str:
    """What a student may read of a criterion, whatever file it stands in; empty where it was won."""
    if judgement.told is not None:
        return judgement.told.message
    if judgement.passed:
        return ""
    if judgement.manual and grade.was_run:
        return WAITS if judgement.waits else DECIDED
    if (said := _before_judging(judgement, grade)) is not None:
        return " ".join(filter(None, (said, follow_on_sentence(judgement))))
    seen = CRITERION_FAULT if judgement.verdict is Verdict.GRADER_FAULT else _seen(judgement, numbers=judgement.public)
    unsteady = UNSTEADY.format(function=judgement.call.function if judgement.call else "")
    shape = [remark_sentence(remark) for remark in judgement.remarks]
    if _is_return_missing(judgement):
        shape.append(RETURN_MISSING)
    share = HELD.format(held=judgement.held, cases=judgement.cases) if judgement.cases and judgement.public else ""
    told = (share, seen, *shape, unsteady if judgement.unsteady else "", _follows(judgement))
    return " ".join(filter(None, (*told, follow_on_sentence(judgement))))


def staff_message(judgement: Judgement, grade: Grade) -> str:
    """The same for staff: with numbers, and with what went wrong in the grader."""
    if judgement.told is not None:
        return judgement.told.detail or judgement.told.message
    if judgement.verdict is Verdict.GRADER_FAULT:
        return fault_of(judgement) or grade.fault
    if judgement.manual and grade.was_run:
        return WAITS if judgement.waits else DECIDED
    said = _before_judging(judgement, grade)
    return what_was_seen(judgement) if said is None else said


def what_was_seen(judgement: Judgement) -> str:
    """By what a criterion was lost, with numbers and by itself, without the grade that it is a part of."""
    return fault_of(judgement) or _seen(judgement, numbers=True)


def fault_of(judgement: Judgement) -> str:
    """What went wrong in the grader or the rubric, with the criterion's id; empty where nothing did."""
    return FAULT_OF_CRITERION.format(criterion=judgement.id, fault=judgement.fault) if judgement.fault else ""


def follow_on_sentence(judgement: Judgement) -> str:
    """What is paid of a criterion that another function's mistake brings about; empty where that is no question."""
    paid = judgement.follow_on
    if paid is None:
        return ""
    sentence = NOT_TOLD_APART if paid.like else PAID_ONCE if paid.share == 1 else PAID_IN_PART
    return sentence.format(root=paid.root, points=f"{judgement.points:g}")


def hint_of(judgement: Judgement) -> str:
    """The criterion's own hint, where it can help: not where something else is to be mended first, or nothing came."""
    explained = judgement.follows_from or judgement.recognised or judgement.outcome is not None
    misshapen = judgement.difference is not None and judgement.difference.kind in FORMS_OF_ANSWERS
    return "" if judgement.passed or explained or misshapen else judgement.hint


def _before_judging(judgement: Judgement, grade: Grade) -> str | None:
    """Why nothing was asked, or nothing could be answered; None where the criterion itself was judged."""
    if judgement.builds_on:
        needed = next((each.title for each in grade.judgements if each.id == judgement.builds_on), judgement.builds_on)
        return NOT_LOOKED_AT.format(needed=needed)
    if not grade.was_run or grade.fault:
        return grade_message(grade)
    return None


def _seen(judgement: Judgement, *, numbers: bool) -> str:
    if judgement.difference is not None:
        return difference_sentence(judgement.difference, numbers=numbers)
    if judgement.outcome is not None and judgement.call is not None:
        return outcome_sentence(judgement.outcome, judgement.call.function, numbers=numbers)
    return ""


def _is_return_missing(judgement: Judgement) -> bool:
    """Whether nothing came back from a function in which the shape of the code shows no `return`."""
    seen = judgement.difference
    if seen is None or not seen.is_no_answer:
        return False
    return judgement.public and RETURNS.isdisjoint(each.why for each in judgement.remarks)


def _follows(judgement: Judgement) -> str:
    """What is to be mended first, where a mistake in the same function or in another one explains this."""
    if not judgement.follows_from:
        return ""
    if set(judgement.follows_from) <= set(judgement.functions):
        return FOLLOWS_FROM_MISTAKE
    return FOLLOWS_FROM.format(roots=AND.join(f"`{root}`" for root in judgement.follows_from))
