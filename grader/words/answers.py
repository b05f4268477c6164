"""How a call or the loading of a file ended, in a sentence; and why a hand-in was not taken."""

from __future__ import annotations

import builtins
import signal

from grader.records import Ending, Outcome, Why
from grader.safe_text import visible
from grader.words import endings

# --- what is known of it, in a clause ------------------------------------------------------------------------------

WHY = {
    Why.UNSAID: "{said}",
    Why.COMPUTING: "time to compute",
    Why.WAITING: "time to answer",
    Why.UNHEARD: "closed its way to answer, or was killed",
    Why.SIGNAL: "signal {signal}",
    Why.EXIT_STATUS: "ended Python with exit status {number}",
    Why.BROKE_PYTHON: "changed what Python itself stands on",
    Why.NO_TIME_LEFT: "the whole file had no time left",
    Why.TIMED_OUT_BEFORE: "earlier calls timed out",
    Why.ENDED_BEFORE: "earlier calls ended without an answer",
    Why.ASKED_TOO_OFTEN: "this criterion asked too often",
    Why.NEVER_LOADED: "the file was never loaded",
    Why.NOT_LOADED_AGAIN: "after an earlier call ended Python, the file did not load again",
    Why.NOT_RECORDED: "not recorded",
    Why.OUT_OF_ORDER: "answers came out of order",
    Why.TOO_MUCH_IN_ALL: "more numbers, over all calls, than are read",
    Why.FRAME_TOO_LONG: "an answer that is no data: a frame that is too long",
    Why.NOT_ITS_TO_TELL: "an answer that is no data: an ending that is not its to tell: {said}",
    Why.UNDECODABLE: "an answer that is no data: undecodable: {said}",
    Why.NO_ARGUMENTS: "an answer that is no data: arguments are not a list and a dict",
    Why.VALUE_TOO_LONG: "an answer that is no data: too long",
    Why.TOO_MANY_PARTS: "an answer that is no data: too many items",
    Why.UNBEARABLE_SHAPE: "an answer that is no data: an array of no bearable shape",
    Why.UNKNOWN_EXTENSION: "an answer that is no data: extension {number}",
    Why.UNEVEN_ROWS: "an answer that is no data: rows of no one length",
    Why.UNKNOWN_FLOATS: "an answer that is no data: rows of no known floats",
    Why.UNKNOWN_DTYPE: "an answer that is no data: an array of no known dtype",
    Why.ABSENT: "",
    Why.NOT_WRITTEN: "not written yet",
    Why.CELL_STOPPED: "Cell {cell} stops in line {line}: {said}.",
    Why.FILE_EXITED: "exit() in line {line} ended the file: what stands below it was not run.",
    Why.INDESCRIBABLE: "an exception that cannot be described",
    Why.LARGE_INTEGER: "an integer of more than 64 bits",
    Why.BROKEN_KEY: "a dict with a key that is no text",
    Why.OTHER_KEYS: "a dict whose keys are not all strings",
    Why.LARGE_ANSWER: "an answer of {number} KiB, which is more than an answer may have",
    Why.MANY_ITEMS: "something of more than {number} items",
    Why.DEEP: "something nested more than {number} deep",
    Why.ARRAY_SHAPE: "an array of shape {said}",
    Why.ARRAY_DTYPE: "an array of {said}, not of numbers",
    Why.STRING: "a string, {said}",
    Why.TRUTH_VALUE: "a truth value, {said}",
    Why.COMPLEX: "a complex number, {said}",
    Why.SUBCLASS: "an instance of {said}, which is a subclass of ndarray",
    Why.FUNCTION: "a function or class, {said}",
    Why.OBJECT: "an object of type {said}",
}

_LONGEST = 1000  # characters of a message


def reason(outcome: Outcome) -> str:
    """Why a call ended as it did, in a clause; empty where nothing is known.  The student's own text may be in it."""
    return WHY[outcome.why].format(
        said=outcome.detail,
        number=outcome.number,
        signal=_signal_name(outcome.number),
        cell=outcome.cell,
        line=outcome.line,
    )


def _signal_name(number: int) -> str:
    return next((each.name for each in signal.Signals if each == number), str(number))


def _quoted(outcome: Outcome) -> str:
    """The reason without what could move a cursor or turn the text around: files hold it as it is."""
    return visible(reason(outcome), _LONGEST)


# --- which sentence ------------------------------------------------------------------------------------------------


def outcome_sentence(outcome: Outcome, function: str, *, numbers: bool) -> str:  # noqa: PLR0911 - a sentence an ending
    """How a call without an answer ended, and what to do; without numbers for hidden criteria."""
    line = outcome.line if numbers else 0
    said = _quoted(outcome) if numbers else ""
    match outcome.ending:
        case Ending.MISSING if outcome.why is Why.NOT_WRITTEN or (outcome.why is Why.UNSAID and outcome.line):
            return endings.NOT_WRITTEN.format(function=function)
        case Ending.MISSING:
            return f"{endings.NO_FUNCTION.format(function=function)} {said}".rstrip()
        case Ending.MALFORMED:
            return endings.MALFORMED[bool(said)].format(function=function, said=said)
        case Ending.RAISED if outcome.error == "SystemExit":
            return endings.EXITED[bool(line)].format(function=function, line=line)
        case Ending.RAISED if not numbers and not _is_builtin(outcome.error):
            return endings.RAISED_SOMETHING.format(function=function)
        case Ending.RAISED:
            error = said if numbers else outcome.error
            return endings.RAISED[bool(line)].format(function=function, error=error, line=line)
        case Ending.NOT_RUN:
            return endings.NOT_RUN_AGAIN[bool(said)].format(function=function, said=said)
        case Ending.TIMED_OUT:
            return endings.TIMED_OUT.format(function=function)
        case Ending.OUT_OF_MEMORY:
            return endings.OUT_OF_MEMORY[bool(line)].format(function=function, line=line)
        case _:
            return endings.ENDED_PYTHON[bool(said)].format(function=function, said=said)


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
