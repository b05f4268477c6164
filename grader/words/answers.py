"""What is said of an answer: verdicts, differences, how a call ended, and known mistakes.

Each sentence has two forms: with numbers, for public criteria and staff; and without, for hidden criteria, where a
number, an input or a word of the student's own code would tell what was asked.
"""

from __future__ import annotations

import builtins

from grader.records import Difference, Ending, Outcome, Verdict
from grader.safe_text import visible
from grader.words import differences, endings, labels

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

NOT_LOOKED_AT = "Not looked at, because it builds on “{needed}”, which comes first."
FOLLOWS_FROM = "This follows from {roots}: mend that first, then look here again."
FOLLOWS_FROM_MISTAKE = "This goes with the mistake named above: mend that first."
UNCHANGED_STUB = "The file is the stub as it was given out: nothing is written in it yet."
REGRADE = "The grader itself failed here. This is not your doing, and it will be graded again."

# Answers that are right for another value of one parameter.
OTHER_PARAMETER = "The answers of `{function}` are right for another `{parameter}`: {change}."
OTHER_PARAMETER_HINT = "This is the right answer for {parameter} = {after}; {parameter} was {before}."
OTHER_PARAMETER_SECOND_HINT = (
    "Look at every place where `{parameter}` is used, and at any number that stands there in its place."
)


def difference_sentence(difference: Difference, *, numbers: bool) -> str:
    """What was seen and what was asked; without numbers for hidden criteria."""
    shown, withheld = differences.DIFFERENCES[difference.kind]
    if not numbers:
        return HIDDEN_INPUT + withheld.format(subject=difference.subject)
    said = shown.format(
        subject=difference.subject or labels.AN_ANSWER,
        place=_place(difference),
        got=_number(difference.got),
        want=_number(difference.want),
        ratio=_ratio(difference.ratio),
        rows=difference.rows,
    )
    agreement = _agreement(difference) if difference.kind == "value" else ""
    return f"{agreement} {said}" if agreement else said


def _place(difference: Difference) -> str:
    """“Row 7, second coordinate”, or the name of the part."""
    parts = []
    if difference.row >= 0:
        here = labels.STEP_HERE if difference.subject == "learning rate" else labels.ROW_HERE
        parts.append(here.format(row=difference.row, step=difference.row))
    if difference.column >= 0:
        first = labels.COORDINATES.get(difference.column)
        parts.append(first or labels.COORDINATE.format(number=difference.column + 1))
    if difference.subject and difference.subject not in {"trajectory", "an answer"}:
        parts.append(difference.subject)
    place = ", ".join(parts) or labels.THE_ANSWER
    return place if place.startswith("t =") else f"{place[0].upper()}{place[1:]}"


def _agreement(difference: Difference) -> str:
    """Which rows before the first difference agree, if there are any."""
    if difference.row <= 0:
        return ""
    one, several = differences.RATES_AGREE if difference.subject == "learning rate" else differences.ROWS_AGREE
    return one if difference.row == 1 else several.format(last=difference.row - 1)


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
    line = outcome.line if numbers else 0
    said = _quoted(outcome) if numbers else ""
    told = numbers and bool(outcome.detail)
    match outcome.ending:
        case Ending.MISSING if outcome.line:
            return endings.NOT_WRITTEN.format(function=function)
        case Ending.MISSING:
            missing = endings.NO_FUNCTION.format(function=function)
            return f"{missing} {said}" if told else missing
        case Ending.MALFORMED:
            return endings.MALFORMED[told].format(function=function, said=said)
        case Ending.RAISED if outcome.error == "SystemExit":
            return endings.EXITED[bool(line)].format(function=function, line=line)
        case Ending.RAISED if not numbers and not _is_builtin(outcome.error):
            return endings.RAISED_SOMETHING.format(function=function)
        case Ending.RAISED:
            error = said if numbers else outcome.error
            return endings.RAISED[bool(line)].format(function=function, error=error, line=line)
        case Ending.TIMED_OUT | Ending.CRASHED if outcome.detail.startswith("not run"):
            why = outcome.detail.partition(": ")[2]
            return endings.NOT_RUN_AGAIN[numbers].format(function=function, said=why)
        case Ending.TIMED_OUT:
            return endings.TIMED_OUT.format(function=function)
        case Ending.OUT_OF_MEMORY:
            return endings.OUT_OF_MEMORY[bool(line)].format(function=function, line=line)
        case _:
            return endings.ENDED_PYTHON[told].format(function=function, said=said)


def _quoted(outcome: Outcome) -> str:
    """What the worker said of it, without what could move a cursor or turn the text around: files hold it as it is."""
    return visible(outcome.detail, _LONGEST)


_LONGEST = 1000  # characters of a message


def _is_builtin(error: str) -> bool:
    """Whether this names a built-in exception; another word would be the student's own, and could tell inputs."""
    found = getattr(builtins, error, None)
    return isinstance(found, type) and issubclass(found, BaseException)


def load_sentence(load: Outcome, filename: str) -> str:
    """Why the file could not be loaded, and what to do.  Loading sees no input, so nothing hidden can be told."""
    said = _quoted(load)
    match load.ending:
        case Ending.RAISED if load.error in {"SyntaxError", "IndentationError", "TabError"}:
            sentence = endings.NOT_PYTHON[bool(load.line)]
        case Ending.RAISED if load.error == "ModuleNotFoundError":
            sentence, said = endings.NOT_IMPORTED[bool(load.line)], said.partition(": ")[2]
        case Ending.RAISED if load.error == "EOFError":
            sentence = endings.ASKS_FOR_INPUT[bool(load.line)]
        case Ending.RAISED if load.error == "PermissionError":
            sentence = endings.WANTS_FILES[bool(load.line)]
        case Ending.RAISED:
            sentence = endings.STOPS_LOADING[bool(load.line)]
        case Ending.MISSING:
            sentence = endings.NOT_WRITTEN_LOADING[bool(load.line)]
        case Ending.TIMED_OUT:
            sentence = endings.NOT_LOADED_IN_TIME
        case Ending.OUT_OF_MEMORY:
            sentence = endings.OUT_OF_MEMORY_LOADING[bool(load.line)]
        case _:
            sentence = endings.ENDED_PYTHON_LOADING
    return sentence.format(file=filename, line=load.line, said=said)


def not_run_sentence(needed: str) -> str:
    """Why a criterion was not looked at."""
    return NOT_LOOKED_AT.format(needed=needed)


def consequence_sentence(roots: str) -> str:
    """Said of a function whose only trouble is another one's mistake."""
    return FOLLOWS_FROM.format(roots=roots)


def other_parameter_title(function: str, parameter: str, change: str) -> str:
    """Said of answers that are right for another value of one parameter."""
    always = labels.WHATEVER_IS_GIVEN.format(value=change.removeprefix("always_"))
    return OTHER_PARAMETER.format(function=function, parameter=parameter, change=labels.CHANGES.get(change, always))


def other_parameter_hint(parameter: str, before: float, after: float) -> str:
    """The same with numbers of a public call."""
    return OTHER_PARAMETER_HINT.format(parameter=parameter, before=f"{before:g}", after=f"{after:g}")


def other_parameter_second_hint(parameter: str) -> str:
    """Where to look."""
    return OTHER_PARAMETER_SECOND_HINT.format(parameter=parameter)
