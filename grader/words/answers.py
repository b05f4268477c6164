"""How a call or the loading of a file ended, in a sentence; and why a hand-in was not taken."""

from __future__ import annotations

import builtins
import signal

from grader.records import CodeRemark, Ending, Outcome, Stop, Why
from grader.safe_text import visible
from grader.words import endings
from grader.words.exceptions import meaning
from grader.words.lists import listed

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
    Why.OUT_OF_MEMORY_BEFORE: "earlier calls ran out of memory",
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
    Why.CELL_PASSED_OVER: "{said}",
    Why.LINE_PASSED_OVER: "{said}",
    Why.FILE_RUNS_ON: "The file does not end in line {line}: what stands from there on was not run.",
    Why.FILE_STOPPED: "The file stops in line {line}: {said}. What stands below it was not run.",
    Why.OTHER_LANGUAGE: "{said}",
    Why.RETURN_IN_LOOP: "",  # these eight, too
    Why.RETURN_ON_BRANCH: "",
    Why.RETURN_BARE: "",
    Why.RETURN_NONE: "",
    Why.RETURN_OF_NOTHING: "",
    Why.RETURN_OF_HELPER: "",
    Why.RETURN_THERE: "",
    Why.DEFINED_AGAIN: "",
    Why.READY_MADE: "",
    Why.ASKED: "",
    Why.OTHER_SPELLING: "",  # these eight have sentences of their own
    Why.METHOD: "",
    Why.NESTED: "",
    Why.COMMENTED_OUT: "",
    Why.GUARDED: "",
    Why.IN_TEXT: "",
    Why.IN_PROSE: "",
    Why.NOT_CALLABLE: "",
    Why.PARAMETERS: "",
    Why.HANDED: "{said}",
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
    Why.TEXT_SUBCLASS: "a text of the class {said}, and not a plain one",
    Why.FUNCTION: "a function or class, {said}",
    Why.OBJECT: "an object of type {said}",
}

ABSENT_SINCE = {
    Why.OTHER_SPELLING: endings.OTHER_SPELLING,
    Why.METHOD: endings.METHOD,
    Why.NESTED: endings.NESTED,
    Why.COMMENTED_OUT: endings.COMMENTED_OUT,
    Why.GUARDED: endings.GUARDED,
    Why.IN_TEXT: endings.IN_TEXT,
    Why.IN_PROSE: endings.IN_PROSE,
    Why.NOT_CALLABLE: endings.NOT_CALLABLE,
}

# What to do where something else than numbers came back.
INSTEAD = {
    Why.STRING: "Return the numbers themselves, not a text of them.",
    Why.SUBCLASS: "Make a plain array of it: np.array(…), or np.asarray(…).",
    Why.TEXT_SUBCLASS: "Return the plain text: of an Enum, its `.value`.",
    Why.ARRAY_DTYPE: "Make it of numbers alone: is there None, a text, a truth value or a shorter row in it?",
    Why.FUNCTION: "Is the call missing, with its brackets?",
    Why.TRUTH_VALUE: "Return the number itself, not whether something holds.",
    Why.COMPLEX: "Return real numbers.",
}

# Numbers, and more of them than an answer may hold; or a label that is none.
_TOO_MUCH = (Why.LARGE_INTEGER, Why.LARGE_ANSWER, Why.MANY_ITEMS, Why.DEEP, Why.ARRAY_SHAPE)
_FORMS_OF_ANSWERS = {**dict.fromkeys(_TOO_MUCH, endings.TOO_MUCH), Why.TEXT_SUBCLASS: endings.OTHER_CLASS}

# The same for instances of these classes of Python, which say nothing of any input.
INSTEAD_OF_OBJECTS = {
    "module": "Return what you made with it, and not the module: of a drawing the figure, `plt.gcf()`.",
    "generator": "Collect the values in a list or an array, and return that: `yield` and `( … for …)` make none.",
    "coroutine": "Take the word `async` away from the function.",
    "map": "Make a list of it: list(…).",
    "zip": "Make a list of it: list(…).",
    "dict_values": "Make a list of it: list(…).",
}

# Where in a file something happened.
LINE = "line {line}"
LINE_OF_CELL = "cell {cell}, line {line}"
WITH_ITS_TEXT = "{line}: `{text}`"

_FILES = frozenset({"PermissionError", "FileNotFoundError", "FileExistsError", "IsADirectoryError", "ConnectionError"})
_LONGEST = 1000  # characters of a message
_LONGEST_LINE = 80  # characters of a line of code


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


def _place(outcome: Outcome | Stop) -> str:
    """`cell 3, line 12: x = 1 / 0`; empty where the line is not known."""
    if not outcome.line:
        return ""
    line = (LINE_OF_CELL if outcome.cell else LINE).format(cell=outcome.cell, line=outcome.line)
    text = visible(outcome.text.replace("`", "'"), _LONGEST_LINE)
    return WITH_ITS_TEXT.format(line=line, text=text) if text else line


def outcome_sentence(outcome: Outcome, function: str, *, numbers: bool) -> str:  # noqa: PLR0911 - a sentence an ending
    """How a call without an answer ended, and what to do; without numbers for hidden criteria."""
    line = outcome.line if numbers else 0
    said = _quoted(outcome) if numbers else ""
    match outcome.ending:
        case Ending.MISSING if numbers and outcome.why in ABSENT_SINCE:
            own = visible(outcome.detail, _LONGEST_LINE)
            where = {"place": _place(outcome), "cell": outcome.cell}
            return ABSENT_SINCE[outcome.why].format(function=function, said=own, **where)
        case Ending.RAISED if outcome.error == "EOFError":
            return endings.ASKS_THE_USER.format(function=function)
        case Ending.MISSING if outcome.why is Why.NOT_WRITTEN or (outcome.why is Why.UNSAID and outcome.line):
            return endings.NOT_WRITTEN.format(function=function)
        case Ending.MISSING:
            return f"{endings.NO_FUNCTION.format(function=function)} {said}".rstrip()
        case Ending.MALFORMED:
            form = _FORMS_OF_ANSWERS.get(outcome.why, endings.MALFORMED)
            malformed = form[bool(said)].format(function=function, said=said)
            return f"{malformed} {_instead(outcome)}".rstrip()
        case Ending.RAISED if outcome.error == "SystemExit":
            return endings.EXITED[bool(line)].format(function=function, line=line)
        case Ending.RAISED:
            return _raised(outcome, function, numbers=numbers)
        case Ending.NOT_RUN:
            return endings.NOT_RUN_AGAIN[bool(said)].format(function=function, said=said)
        case Ending.TIMED_OUT:
            return _timed_out(outcome, function, numbers=numbers)
        case Ending.OUT_OF_MEMORY:
            return endings.OUT_OF_MEMORY[bool(line)].format(function=function, line=line)
        case _:
            return endings.ENDED_PYTHON[bool(said)].format(function=function, said=said)


def _instead(outcome: Outcome) -> str:
    """What to return in the place of what came back; empty where that is not known."""
    if outcome.why is Why.OBJECT:
        return INSTEAD_OF_OBJECTS.get(outcome.detail.partition(",")[0], "")
    return INSTEAD.get(outcome.why, "")


def _timed_out(outcome: Outcome, function: str, *, numbers: bool) -> str:
    place = _place(outcome) if numbers else ""
    return endings.TIMED_OUT[bool(place)].format(function=function, place=place)


def _came_from(outcome: Outcome, function: str) -> str:
    """Which of the student's own functions is to be looked at first, where that is another one."""
    inner = outcome.names[-1] if outcome.names else function
    if inner == function or not inner.isidentifier():
        return ""
    sentence = endings.CAME_FROM_RIGHT if outcome.why is Why.HANDED else endings.CAME_FROM
    return f" {sentence.format(inner=visible(inner, _LONGEST_LINE), function=function)}"


def _raised(outcome: Outcome, function: str, *, numbers: bool) -> str:
    """What was raised, where, and which of the student's own functions is to be looked at first."""
    if not numbers:
        known = endings.RAISED[0] if _is_builtin(outcome.error) else endings.RAISED_SOMETHING
        return known.format(function=function, error=outcome.error)
    if outcome.why is Why.PARAMETERS:
        asked = visible(", ".join(outcome.names), _LONGEST)
        own = outcome.detail.split(", ")
        if set(outcome.names) < set(own) and "self" not in own:
            lacking = visible(listed([f"`{each}`" for each in own if each not in outcome.names]), _LONGEST)
            return endings.NO_DEFAULTS.format(function=function, asked=asked, lacking=lacking)
        if own[: len(outcome.names)] == list(outcome.names):
            return endings.BY_PLACE_ALONE.format(function=function)
        return endings.PARAMETERS.format(function=function, said=visible(outcome.detail, _LONGEST), asked=asked)
    place = _place(outcome)
    said = [endings.RAISED[bool(place)].format(function=function, error=_quoted(outcome), place=place)]
    said += filter(None, [meaning(outcome.error, outcome.detail)])
    said += [endings.NOT_TO_BE_HAD] if outcome.error in _FILES else []
    return f"{' '.join(said)}{_came_from(outcome, function)}"


def is_of_this_place(outcome: Outcome | None) -> bool:
    """Whether a call ended for what is to be had elsewhere and not here: repeated there, it shows nothing."""
    return outcome is not None and (outcome.error in _FILES or outcome.error == "ModuleNotFoundError")


def _is_builtin(error: str) -> bool:
    """Whether this names a built-in exception; another word would be the student's own, and could tell inputs."""
    found = getattr(builtins, error, None)
    return isinstance(found, type) and issubclass(found, BaseException)


STOPS = {
    Why.CELL_STOPPED: endings.CELL_STOPS,
    Why.CELL_PASSED_OVER: endings.CELL_PASSED_OVER,
    Why.LINE_PASSED_OVER: endings.LINE_PASSED_OVER,
    Why.FILE_STOPPED: endings.FILE_STOPS,
    Why.FILE_RUNS_ON: endings.FILE_RUNS_ON,
    Why.FILE_EXITED: endings.FILE_EXITS,
}


def pointed_at(place: Outcome | Stop) -> str:
    """The line that Python could not read, and below it a caret where it stopped; empty where that is not known."""
    if not 0 < place.column <= len(place.text) + 1:
        return ""
    before = visible(place.text[: place.column - 1], _LONGEST)
    return f"{visible(place.text, _LONGEST)}\n{' ' * len(before)}^"


def remark_sentence(remark: CodeRemark) -> str:
    """What the shape of a function's code tells.  Its name is one that was asked for."""
    where = (LINE_OF_CELL if remark.cell else LINE).format(line=remark.line, cell=remark.cell)
    said = visible(remark.said, _LONGEST_LINE)
    if remark.why is Why.ASKED:
        asked = endings.ASKED_ONCE if remark.number == 1 else endings.ASKED if remark.line else endings.ASKED_SOMEHOW
        return asked.format(function=remark.function, where=where, said=said, number=f"{remark.number:,}")
    return REMARKS[remark.why].format(function=remark.function, where=where, said=said)


REMARKS = {
    Why.RETURN_IN_LOOP: endings.RETURN_IN_LOOP,
    Why.RETURN_ON_BRANCH: endings.RETURN_ON_BRANCH,
    Why.RETURN_BARE: endings.RETURN_BARE,
    Why.RETURN_NONE: endings.RETURN_NONE,
    Why.RETURN_OF_NOTHING: endings.RETURN_OF_NOTHING,
    Why.RETURN_OF_HELPER: endings.RETURN_OF_HELPER,
    Why.RETURN_THERE: endings.RETURN_THERE,
    Why.DEFINED_AGAIN: endings.DEFINED_AGAIN,
    Why.READY_MADE: endings.READY_MADE,
    Why.ASKED: endings.ASKED,
}


def stop_sentence(stop: Stop, filename: str, *, loaded: bool = True) -> str:
    """What of a file was not run, though the rest of it was, if it loaded.

    Loading sees no input, so nothing hidden can be told.
    """
    said = _ended(visible(stop.detail, _LONGEST))
    if not loaded and stop.why in {Why.CELL_STOPPED, Why.LINE_PASSED_OVER}:
        return endings.CELL_STOPS_TOO.format(place=_place(stop), said=said)
    if stop.why is Why.FILE_RUNS_ON and said:
        inside = visible(stop.detail.replace("`", "'"), _LONGEST_LINE)
        return endings.FILE_RUNS_ON_INSIDE.format(file=filename, place=_place(stop), said=inside)
    error, _, message = stop.detail.partition(": ")
    if stop.why is Why.LINE_PASSED_OVER and (meant := meaning(error, message)):
        return f"{STOPS[stop.why].format(file=filename, place=_place(stop), cell=stop.cell, said=said)} {meant}"
    return STOPS[stop.why].format(file=filename, place=_place(stop), cell=stop.cell, said=said)


def load_sentence(load: Outcome, filename: str) -> str:
    """Why the file could not be loaded, and what to do.  Loading sees no input, so nothing hidden can be told."""
    said, place = _ended(_quoted(load)), _place(load)
    match load.ending:
        case Ending.RAISED if load.why is Why.OTHER_LANGUAGE:
            sentence = endings.OTHER_LANGUAGE
        case Ending.RAISED if load.error in {"SyntaxError", "IndentationError", "TabError"}:
            sentence = endings.NOT_PYTHON[bool(place)]
        case Ending.RAISED if load.error == "ModuleNotFoundError":
            sentence, said = endings.NOT_IMPORTED[bool(place)], said.partition(": ")[2]
        case Ending.RAISED if load.error == "EOFError":
            sentence = endings.ASKS_FOR_INPUT[bool(place)]
        case Ending.RAISED if load.error in _FILES:
            sentence = endings.WANTS_FILES[bool(place)]
        case Ending.RAISED:
            sentence = endings.STOPS_LOADING[bool(place)]
        case Ending.MISSING:
            sentence = endings.NOT_WRITTEN_LOADING[bool(place)]
        case Ending.TIMED_OUT:
            sentence = endings.NOT_LOADED_IN_TIME[bool(place)]
        case Ending.OUT_OF_MEMORY:
            sentence = endings.OUT_OF_MEMORY_LOADING[bool(place)]
        case _:
            sentence = endings.ENDED_PYTHON_LOADING
    told = sentence.format(file=filename, place=place, said=said)
    if said.endswith("?"):
        told = told.replace(f"{said}.", said)
    return f"{told} {meaning(load.error, load.detail)}".rstrip()


def _ended(said: str) -> str:
    """What Python said, as the end of a sentence: `SystemExit: ` has nothing behind its colon, others a full stop."""
    ended = said.rstrip(" :")
    return ended if ended.endswith("..") else ended.removesuffix(".")
