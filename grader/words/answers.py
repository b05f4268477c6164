"""How a call or the loading of a file ended, in a sentence; and why a hand-in was not taken."""

from __future__ import annotations

import builtins

from grader.records import Ending, Outcome
from grader.safe_text import visible
from grader.words import endings


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
