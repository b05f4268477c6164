"""What is said of an answer: verdicts, differences, how a call ended, and known mistakes.

Each sentence has two forms: with numbers, for public criteria and staff; and without, for hidden criteria, where a
number, an input or a word of the student's own code would tell what was asked.
"""

from __future__ import annotations

import builtins

from grader.records import Difference, Ending, Outcome, Submission, Verdict
from grader.untrusted import visible

VERDICTS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "failed",
    Verdict.CRASHED: "crashed",
    Verdict.TIMED_OUT: "timed out",
    Verdict.OUT_OF_MEMORY: "out of memory",
    Verdict.NOT_RUN: "not run",
    Verdict.GRADER_FAULT: "grader fault",
}

VERDICT_OF_ENDING = {
    Ending.VALUE: Verdict.FAILED,
    Ending.MISSING: Verdict.FAILED,
    Ending.MALFORMED: Verdict.FAILED,
    Ending.RAISED: Verdict.CRASHED,
    Ending.CRASHED: Verdict.CRASHED,
    Ending.TIMED_OUT: Verdict.TIMED_OUT,
    Ending.OUT_OF_MEMORY: Verdict.OUT_OF_MEMORY,
}

HIDDEN_INPUT = "On an input that is not shown: "

# kind of difference → (with numbers, without numbers).  Fields: subject, row, column, place, got, want, ratio, rows.
DIFFERENCES = {
    "none": (
        "Expected {subject}, but nothing came back (None). Is a `return` missing?",
        "nothing came back (None). Is a `return` missing?",
    ),
    "unexpected_none": (
        "Expected {subject} {want}; yours is None.",
        "the answer is None where there is one.",
    ),
    "should_be_none": (
        "Expected None for {subject}; yours is {got}.",
        "the answer should be None.",
    ),
    "not_a_number": (
        "Expected {subject} as numbers; yours is {got}.",
        "the answer is not made of numbers.",
    ),
    "ragged": (
        "The rows of {subject} have different lengths, so they form no table.",
        "the rows have different lengths, so they form no table.",
    ),
    "parts": (
        "Expected {want} parts in {subject}; yours has {got}.",
        "the answer has another number of parts than asked.",
    ),
    "keys": (
        "Expected the names {want} in {subject}; yours has {got}.",
        "the answer has other names than asked.",
    ),
    "shape": (
        "Expected {subject} of shape {want}; yours has shape {got}.",
        "the answer has another shape than asked.",
    ),
    "not_finite": (
        "{place}yours is {got}, which is no finite number; expected {want}.",
        "the answer holds NaN or infinity.",
    ),
    "value": (
        "{agree}{place}yours {got}, expected {want}, {ratio} times the tolerance.",
        "the numbers leave the expected ones.",
    ),
    "count": (
        "Expected {subject} {want}; yours is {got}.",
        "the count is another one.",
    ),
    "not_an_integer": (
        "Expected {subject} as a whole number; yours is {got}.",
        "the answer is not a whole number.",
    ),
    "last_row_only": (
        "Only the last point came back. Expected the whole trajectory: {rows} rows, row 0 the start.",
        "only the last point came back, not the whole trajectory.",
    ),
    "first_row_missing": (
        "The rows are right, but row 0, the start, is missing: expected {want} rows, yours has {got}.",
        "the rows are right, but row 0, the start, is missing.",
    ),
    "last_row_missing": (
        "The rows are right as far as they go, but the last one is missing: expected {want} rows, yours has {got}.",
        "the last row is missing.",
    ),
    "one_row_too_many": (
        "The first {want} rows are right, and one more follows: yours has {got} rows.",
        "there is one row too many.",
    ),
    "transposed": (
        "The table lies on its side: expected shape {want}, one row a step; yours has shape {got}.",
        "the table lies on its side: expected one row a step.",
    ),
    "row_early": (
        "Every row is one step ahead: your row 0 is the point after the first update. Row 0 is the start.",
        "every row is one step ahead: row 0 is the start.",
    ),
    "row_late": (
        "Every row is one step behind: your row 1 is still the start.",
        "every row is one step behind.",
    ),
    "aliased": (
        (
            "All rows are equal to the last point. The same array was stored in every row and changed afterwards: "
            "store a copy of each point."
        ),
        "all rows are equal: the same array was stored in every row. Store a copy of each point.",
    ),
    "modified": (
        "The argument `{subject}` was changed by the function. Work on a copy of it.",
        "the argument `{subject}` was changed by the function. Work on a copy of it.",
    ),
    "not_so": (
        "What the criterion asks for does not hold for your answer.",
        "what the criterion asks for does not hold.",
    ),
}


def difference_sentence(difference: Difference, *, numbers: bool) -> str:
    """What was seen and what was asked; without numbers for hidden criteria."""
    shown, withheld = DIFFERENCES[difference.kind]
    if not numbers:
        return HIDDEN_INPUT + withheld.format(subject=difference.subject)
    return shown.format(
        subject=difference.subject or "an answer",
        row=difference.row,
        column=difference.column,
        place=_place(difference),
        agree=_agreement(difference),
        got=_number(difference.got),
        want=_number(difference.want),
        ratio=_ratio(difference.ratio),
        rows=difference.rows,
    )


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def _place(difference: Difference) -> str:
    """“Row 7, second coordinate: ”, or the name of the part."""
    parts = []
    if difference.row >= 0:
        parts.append(f"{'t =' if difference.subject == 'learning rate' else 'row'} {difference.row}")
    if difference.column >= 0:
        few = difference.column < len(_ORDINALS)
        parts.append(f"{_ORDINALS[difference.column]} coordinate" if few else f"coordinate {difference.column + 1}")
    if difference.subject and difference.subject not in {"trajectory", "an answer"}:
        parts.append(difference.subject)
    place = ", ".join(parts) or "the answer"
    return f"{place}: " if place.startswith("t =") else f"{place[0].upper()}{place[1:]}: "


def _agreement(difference: Difference) -> str:
    if difference.row <= 0:
        return ""
    thing = "Rates" if difference.subject == "learning rate" else "Rows"
    if difference.row == 1:
        return f"{thing[:-1]} 0 agrees. "
    return f"{thing} 0 to {difference.row - 1} agree. "


def _number(value: float | str | None) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return visible(str(value), 80)  # names in a dict are the student's text


def _ratio(ratio: float) -> str:
    if ratio < 10:
        return f"{ratio:.1f}"
    return f"{ratio:,.0f}".replace(",", "\u202f") if ratio < 1e6 else f"{ratio:.0e}"


def outcome_sentence(outcome: Outcome, function: str, *, numbers: bool) -> str:  # noqa: PLR0911 - a sentence an ending
    """How a call without an answer ended, and what to do."""
    where = f" (line {outcome.line})" if outcome.line and numbers else ""
    match outcome.ending:
        case Ending.MISSING if outcome.line:
            return f"`{function}` is not written yet: it raises NotImplementedError."
        case Ending.MISSING:
            why = f" {_quoted(outcome)}" if numbers and outcome.detail else ""
            return f"There is no function `{function}` in your file yet. Its name must be exactly this.{why}"
        case Ending.MALFORMED:
            what = f": {_quoted(outcome)}" if numbers and outcome.detail else ""
            return f"`{function}` answered with something that is not a number or an array of numbers{what}."
        case Ending.RAISED if outcome.error == "SystemExit":
            return f"`{function}` called exit(){where}, which ends Python. Return the answer instead."
        case Ending.RAISED:
            what = _quoted(outcome) if numbers else _builtin_name(outcome.error)
            return f"`{function}` raised {what}{where}."
        case Ending.TIMED_OUT | Ending.CRASHED if outcome.detail.startswith("not run"):
            why = f": {outcome.detail.partition(': ')[2]}" if numbers else ""
            return f"`{function}` was not run again{why}."
        case Ending.TIMED_OUT:
            return f"`{function}` gave no answer within its time. Look for a loop that does not end, or a sleep."
        case Ending.OUT_OF_MEMORY:
            return f"`{function}` asked for more memory than there is{where}. Look for an array that grows, or is huge."
        case _:
            what = f" ({_quoted(outcome)})" if numbers and outcome.detail else ""
            return f"`{function}` ended Python itself{what}. Nothing may do that."


def _quoted(outcome: Outcome) -> str:
    """What the worker said of it, without what could move a cursor or turn the text around: files hold it as it is."""
    return visible(outcome.detail, _LONGEST)


_LONGEST = 1000  # characters of a message


def _builtin_name(error: str) -> str:
    """The name of a built-in exception; another word in its place would be the student's own, and could tell inputs."""
    found = getattr(builtins, error, None)
    return error if isinstance(found, type) and issubclass(found, BaseException) else "an exception"


def load_sentence(load: Outcome, filename: str) -> str:  # noqa: PLR0911 - a sentence an ending
    """Why the file could not be loaded, and what to do.  Loading sees no input, so nothing hidden can be told."""
    where = f" in line {load.line}" if load.line else ""
    said = _quoted(load)
    match load.ending:
        case Ending.RAISED if load.error in {"SyntaxError", "IndentationError", "TabError"}:
            return f"{filename} is not valid Python{where}: {said}. Run it once yourself before handing it in."
        case Ending.RAISED if load.error == "ModuleNotFoundError":
            return f"{filename} cannot be imported{where}: {said.partition(': ')[2]}."
        case Ending.RAISED if load.error == "EOFError":
            return f"{filename} asks for input{where}, and nobody is there to answer. Remove input()."
        case Ending.RAISED if load.error == "PermissionError":
            return f"{filename} wants to read or write files{where}, which is not possible here: {said}."
        case Ending.RAISED:
            return f"{filename} stops{where} while it is loaded: {said}."
        case Ending.MISSING:
            return f"{filename} raises NotImplementedError{where} while it is loaded."
        case Ending.TIMED_OUT:
            return f"{filename} does not finish loading in time. Keep only definitions outside of functions."
        case Ending.OUT_OF_MEMORY:
            return f"{filename} asks for more memory than there is while it is loaded{where}."
        case _:
            return f"{filename} ends Python while it is loaded ({said}). Remove what does that."


def not_run_sentence(needed: str) -> str:
    """Why a criterion was not looked at."""
    return f"Not looked at, because it builds on “{needed}”, which comes first."


def consequence_sentence(roots: str) -> str:
    """Said of a function whose only trouble is another one's mistake."""
    return f"This follows from {roots}: mend that first, then look here again."


def trouble_sentence(submission: Submission) -> str:
    """Why a hand-in has no ordinary grade."""
    return submission.trouble or "Nothing was handed in."


FOLLOWS_FROM_MISTAKE = "This goes with the mistake named above: mend that first."
UNCHANGED_STUB = "The file is the stub as it was given out: nothing is written in it yet."
REGRADE = "The grader itself failed here. This is not your doing, and it will be graded again."

_CHANGES = {
    "twice": "twice the one given",
    "half": "half the one given",
    "ten_times": "ten times the one given",
    "a_tenth": "a tenth of the one given",
    "squared": "the square of the one given",
    "square_root": "the square root of the one given",
    "one_minus": "one minus the one given",
    "one_more": "one more than the one given",
    "one_less": "one less than the one given",
}


def other_parameter_title(function: str, parameter: str, change: str) -> str:
    """Said of answers that are right for another value of one parameter."""
    what = _CHANGES.get(change) or f"{change.removeprefix('always_')}, whatever is given"
    return f"The answers of `{function}` are right for another `{parameter}`: {what}."


def other_parameter_hint(parameter: str, before: float, after: float) -> str:
    """The same with numbers of a public call."""
    return f"This is the right answer for {parameter} = {after:g}; {parameter} was {before:g}."


def other_parameter_second_hint(parameter: str) -> str:
    """Where to look."""
    return f"Look at every place where `{parameter}` is used, and at any number that stands there in its place."
