"""The worker: loads one hand-in, answers calls, and knows nothing else.

It is the student's property once the file is loaded: nothing it says of itself is believed.  It reads `Load` and
`Ask` from its channel and streams a numbered `Answer` to each question.  There is no reference, rubric or
expected value in this process.
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from types import FunctionType, ModuleType
from typing import Any, NoReturn, TextIO, cast

import msgspec
import numpy as np

from grader.landscapes import own_file
from grader.records import Asked, CodeRemark, Ending, Outcome, Stop, Why
from grader.sandbox import frames, values
from grader.sandbox.inside import asked, notebook, pictures, running_on
from grader.sandbox.inside.absence import why_absent
from grader.sandbox.inside.anything import Anything
from grader.sandbox.inside.as_graded import Compiler
from grader.sandbox.inside.code_shape import code_remarks, ready_made
from grader.sandbox.inside.imports import ImportGuard
from grader.sandbox.inside.places import CELL, line_of, outermost_place_of, own_calls, place_of
from grader.sandbox.inside.printed import Capture, sendable
from grader.sandbox.inside.source_text import not_utf8, source_text
from grader.sandbox.inside.watch import Watch
from grader.sandbox.zygote_protocol import EXIT_BROKEN, EXIT_CHANNEL, EXIT_MEMORY

DETAIL_LENGTH = 300  # characters of a message that are kept

RECEIVE = 1 << 16  # bytes taken from a channel at once

_EXIT_DONE = 0
_FROM_GRADER = (1 << 32) - 1  # bytes of a question: the grader keeps to its own limits


def serve(receive: Callable[[], bytes], send: Callable[[bytes], object], watch: Watch) -> NoReturn:
    """Answer over a channel until the grader ends this process."""
    ending = EXIT_BROKEN  # what no `except` names: student code may have taken even the names away
    try:
        send(frames.READY)
        watch.tell_by(send)
        dialogue = Dialogue(watch)
        while data := receive():
            for answer in dialogue.answers(data):
                send(answer)
        ending = _EXIT_DONE
    except MemoryError:
        ending = EXIT_MEMORY
    except OSError:
        ending = EXIT_CHANNEL
    finally:
        os._exit(ending)


_ABSENT = Outcome(Ending.MISSING, why=Why.ABSENT)


@dataclass(slots=True)
class _HandIn:
    """The module that the file is run in, and what goes with it."""

    module: ModuleType
    filename: str
    capture: Capture
    absence: Outcome = _ABSENT  # what is said of a function that is not there; why not all of the file ran, if so
    texts: dict[str, str] = field(
        default_factory=dict
    )  # the code that was read, by the name that it was compiled under
    source: bytes = b""
    compiler: Compiler = field(default_factory=Compiler)
    ready_made: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stops: list[Stop] = field(default_factory=list)  # what of it was not run
    passed_over: Exception | None = None  # the first that a statement raised which was passed over


class Dialogue:
    """The student's side of a conversation: bytes of questions in, bytes of answers out, each when it is asked for."""

    def __init__(self, watch: Watch | None = None) -> None:
        self._reader = frames.FrameReader(_FROM_GRADER)
        self._hand_in = _HandIn(ModuleType("hand_in"), "", Capture(0))
        self._watch = watch
        self._call_seconds = 0.0

    def answers(self, data: bytes) -> Iterator[bytes]:
        """Take in what came, and answer what is complete, in order."""
        self._reader.feed(data)
        while (payload := self._reader.next()) is not None:
            question = frames.read_question(payload)
            if isinstance(question, frames.Load):
                self._hand_in = _prepared(question)
                self._call_seconds = question.call_seconds
                with self._watched(0, question.load_seconds):
                    loaded = _attempt(partial(_load, self._hand_in, question), self._hand_in)
                if question.until[1] and not _has_functions(self._hand_in.module):
                    loaded = _ABSENT
                yield _framed(0, _with_what_loading_showed(loaded, self._hand_in))
                continue
            for number, (function, arguments) in enumerate(question.calls, question.first):
                with self._watched(number, self._call_seconds):
                    answered, told = _call(self._hand_in, function, arguments)
                yield _framed(number, answered, told)

    def _watched(self, number: int, seconds: float) -> contextlib.AbstractContextManager[None]:
        if self._watch is None:
            return contextlib.nullcontext()
        hand_in = self._hand_in

        def can_be_cut() -> bool:
            return number == 0 and _has_functions(hand_in.module)

        return self._watch.over(number, seconds, hand_in.filename, hand_in.texts, can_be_cut)


def _with_what_loading_showed(loaded: Outcome, hand_in: _HandIn) -> Outcome:
    names = own_calls(hand_in.module) or loaded.names
    stops = tuple(hand_in.stops[: frames.MOST_STOPS])
    return msgspec.structs.replace(loaded, names=names, stops=stops, remarks=_remarks(hand_in))


def _remarks(hand_in: _HandIn) -> tuple[CodeRemark, ...]:
    """What the shape of the code tells; of what stands twice nothing where not all of it was run."""
    whole = not any(stop.why is not Why.CELL_PASSED_OVER for stop in hand_in.stops)
    found = (*ready_made(hand_in.texts, hand_in.ready_made), *code_remarks(hand_in.texts))
    return tuple(each for each in found if whole or each.why is not Why.DEFINED_AGAIN)[: frames.MOST_REMARKS]


def _framed(number: int, outcome: Outcome, told: tuple[Asked, ...] = ()) -> bytes:
    return frames.frame(frames.Answer(number, outcome, told))


def _prepared(question: frames.Load) -> _HandIn:
    """An empty module under its own name, streams that keep what is printed, and what `site` would provide."""
    module = ModuleType(question.module)
    module.__file__ = question.filename
    sys.modules[question.module] = module  # dataclasses and pickling look a module up by its name
    sys.meta_path.insert(0, ImportGuard(question.packages))
    capture = Capture(question.printed_limit)
    sys.stdout = sys.stderr = cast("TextIO", capture)
    sys.argv = [question.filename]
    vars(builtins).update(exit=sys.exit, quit=sys.exit)
    # The same chance for every hand-in, so that grading again gives the same grade; `random` seeds itself in a fork.
    random.seed(0)
    np.random.seed(0)
    for source in question.landscapes:
        own_file.take_in(source)
    compiler = Compiler(question.graded_by)
    return _HandIn(
        module, question.filename, capture, source=question.source, compiler=compiler, ready_made=question.ready_made
    )


def _load(hand_in: _HandIn, question: frames.Load) -> None:
    if not question.notebook and not notebook.looks_like_notebook(question.source):
        _load_file(hand_in, question)
        return
    _become_main(hand_in.module)
    vars(hand_in.module).update(get_ipython=Anything, display=Anything())
    first: BaseException | None = None
    for cell in notebook.code_cells(question.source, f"{question.module}.py"):
        if cell.magic:
            hand_in.stops.append(Stop(Why.CELL_PASSED_OVER, cell.position, 1, sendable(cell.magic[:DETAIL_LENGTH])))
            continue
        name = f"{question.filename}{CELL}{cell.position}"
        hand_in.texts[name] = cell.text
        try:
            code = hand_in.compiler.compile(cell.text, name, notebook.AWAITS)
            note = partial(_note_passed_over, hand_in, cell=cell.position)
            until = question.until[1] if question.until[0] == cell.position else 0
            running_on.run(code, cell.text, hand_in.module, note, hand_in.compiler, notebook.AWAITS, until)
            if until:
                _note_left_out(hand_in, name, *question.until)
        except (Exception, SystemExit) as trouble:  # noqa: BLE001 - trying things out must not cost the other cells
            first = first or trouble
            _note_stop(hand_in, trouble, Why.CELL_STOPPED, cell.position)
    first = first or hand_in.passed_over
    if first is not None and not _has_functions(hand_in.module):
        raise first


def _become_main(module: ModuleType) -> None:
    """Be the program that runs, as a notebook is in Jupyter."""
    module.__name__ = "__main__"
    sys.modules["__main__"] = module


def _note_stop(hand_in: _HandIn, trouble: BaseException, why: Why, cell: int = 0) -> None:
    """Keep what was not run to its end; the first of these is why a function is not there."""
    stopped = _stopped(hand_in, trouble, why, cell)
    if hand_in.absence is _ABSENT:
        hand_in.absence = stopped


def _note_passed_over(hand_in: _HandIn, trouble: Exception, cell: int = 0) -> None:
    """Keep a statement that asked for what is not to be had here; what stands below it was run."""
    _stopped(hand_in, trouble, Why.LINE_PASSED_OVER, cell)
    hand_in.passed_over = hand_in.passed_over or trouble


def _note_left_out(hand_in: _HandIn, name: str, cell: int, line: int) -> None:
    """Keep which statement did not end before, and is left out now with what stands below it."""
    line = running_on.first_line(hand_in.texts[name], line)
    text = line_of(hand_in.texts[name], line).strip()
    hand_in.stops.append(Stop(Why.FILE_RUNS_ON, cell, line, text=text))
    if hand_in.absence is _ABSENT:
        hand_in.absence = Outcome(Ending.MISSING, why=Why.FILE_RUNS_ON, line=line, cell=cell, text=text)


def _stopped(hand_in: _HandIn, trouble: BaseException, why: Why, cell: int) -> Outcome:
    place = outermost_place_of(trouble, hand_in.filename, hand_in.texts) | {"cell": cell, "names": ()}
    stopped = msgspec.structs.replace(Outcome(Ending.MISSING, detail=_described(trouble), why=why), **place)
    hand_in.stops.append(Stop(why, cell, stopped.line, stopped.detail, stopped.text, stopped.column))
    return stopped


def _load_file(hand_in: _HandIn, question: frames.Load) -> None:
    """Run the file.  One that ends or fails below its functions has them all the same."""
    hand_in.texts[question.filename] = question.source.decode("utf-8-sig", errors="replace")
    text = source_text(question.source, question.filename)
    try:
        code = hand_in.compiler.compile(text, question.filename)
    except SyntaxError as trouble:
        raise not_utf8(trouble, question.filename) from None
    try:
        note = partial(_note_passed_over, hand_in)
        running_on.run(code, text, hand_in.module, note, hand_in.compiler, until=question.until[1])
        if question.until[1]:
            _note_left_out(hand_in, question.filename, *question.until)
    except (Exception, SystemExit) as trouble:
        if not _has_functions(hand_in.module):
            raise
        _note_stop(hand_in, trouble, Why.FILE_EXITED if type(trouble) is SystemExit else Why.FILE_STOPPED)
    if hand_in.passed_over is not None and not _has_functions(hand_in.module):
        raise hand_in.passed_over


def _has_functions(module: ModuleType) -> bool:
    """Whether the hand-in itself defines something that can be called; what it imports has another home."""
    values = list(vars(module).values())
    return any(callable(value) and getattr(value, "__module__", None) == module.__name__ for value in values)


def _call(hand_in: _HandIn, function: str, arguments: bytes) -> tuple[Outcome, tuple[Asked, ...]]:
    positional, keywords = values.decode_arguments(arguments)
    counts = asked.counting(keywords, hand_in.texts)
    return _answered(hand_in, function, positional, keywords), asked.told(counts)


def _answered(hand_in: _HandIn, function: str, positional: list[Any], keywords: dict[str, Any]) -> Outcome:
    data = {name: value for name, value in keywords.items() if not callable(value)}
    changeable = {name: value for name, value in data.items() if type(value) not in _UNCHANGEABLE}
    before = values.encode_value(changeable) if changeable else b""
    pictures.begin()
    outcome = _attempt(lambda: _function(hand_in, function)(*positional, **keywords), hand_in)
    if outcome.error == "TypeError" and not outcome.line:  # raised by the call itself, before the first line of it
        outcome = _called_with_other_names(outcome, hand_in, function, tuple(keywords))
    if not changeable or _encoded_arguments(changeable) == before:
        return outcome
    return msgspec.structs.replace(outcome, arguments_after=_encoded_arguments(data))


# What no function can change, so that it need not be looked at again after each call.
_UNCHANGEABLE = frozenset({int, float, bool, str, type(None)})


class _Absent(Exception):  # noqa: N818 - a fact about the file, told as an outcome
    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def _function(hand_in: _HandIn, name: str) -> Callable[..., object]:
    """The student's function.  Looking it up may run student code: a module can have a `__getattr__`."""
    target: object = getattr(hand_in.module, name, None)
    if not callable(target):
        raise _Absent(_why_absent(hand_in, name, target))
    return target


def _why_absent(hand_in: _HandIn, name: str, target: object) -> Outcome:
    if target is not None or vars(hand_in.module).get(name, hand_in) is None:
        return Outcome(Ending.MISSING, detail=type(target).__name__[:80], why=Why.NOT_CALLABLE)
    if hand_in.absence is not _ABSENT:
        return hand_in.absence
    own = [name for name, value in vars(hand_in.module).items() if type(value) is FunctionType]
    prose = notebook.other_cells(hand_in.source) if hand_in.source.lstrip().startswith(b"{") else []
    return why_absent(name, own, hand_in.texts, prose)


def _called_with_other_names(outcome: Outcome, hand_in: _HandIn, function: str, asked: tuple[str, ...]) -> Outcome:
    target = getattr(hand_in.module, function, None)
    if type(target) is not FunctionType:
        return outcome
    own = ", ".join(inspect.signature(target).parameters)
    return msgspec.structs.replace(outcome, why=Why.PARAMETERS, detail=sendable(own[:DETAIL_LENGTH]), names=asked)


def _encoded_arguments(data: dict[str, Any]) -> bytes:
    """The arguments as they are now; what cannot travel any more becomes None, which differs from what was sent."""
    kept = {name: value if _travels(value) else None for name, value in data.items()}
    return values.encode_value(kept if _travels(kept) else dict.fromkeys(data))


def _travels(value: object) -> bool:
    try:
        values.encode_value(value)
    except values.Refused:
        return False
    return True


def _attempt(action: Callable[[], object], hand_in: _HandIn) -> Outcome:
    """What became of an action of student code, whatever it does short of ending the process."""
    try:
        value = values.encode_value(pictures.as_answer(action()))
    except BaseException as trouble:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are answers here, too
        printed = hand_in.capture.take()
        try:
            return _ended_by(trouble, hand_in, printed)
        except BaseException:  # noqa: BLE001 - an exception's class is student code as well
            return Outcome(Ending.RAISED, error="Exception", printed=printed, why=Why.INDESCRIBABLE)
    return Outcome(Ending.VALUE, value=value, printed=hand_in.capture.take())


def _ended_by(trouble: BaseException, hand_in: _HandIn, printed: str) -> Outcome:
    kind = type(trouble)  # `isinstance` would ask a `__class__` that may be the student's
    if issubclass(kind, values.Refused):
        refused = cast("values.Refused", trouble).outcome
        return msgspec.structs.replace(refused, detail=sendable(refused.detail), printed=printed)
    if issubclass(kind, _Absent):
        return msgspec.structs.replace(cast("_Absent", trouble).outcome, printed=printed)
    if kind is notebook.OtherLanguage:
        language = sendable(cast("notebook.OtherLanguage", trouble).language[:DETAIL_LENGTH])
        return Outcome(Ending.RAISED, detail=language, error="ValueError", printed=printed, why=Why.OTHER_LANGUAGE)
    place = place_of(trouble, hand_in.filename, hand_in.texts)
    if issubclass(kind, NotImplementedError) and len(place["names"]) < 2:  # else it is another one that is not written
        return Outcome(Ending.MISSING, line=place["line"], printed=printed, why=Why.NOT_WRITTEN)
    if issubclass(kind, MemoryError):
        return Outcome(Ending.OUT_OF_MEMORY, line=place["line"], printed=printed)
    return Outcome(Ending.RAISED, detail=_described(trouble), error=_builtin_name(trouble), printed=printed, **place)


def _described(trouble: BaseException) -> str:
    try:
        own = cast("SyntaxError", trouble).msg if issubclass(type(trouble), SyntaxError) else trouble
        text = str(own)  # of a `SyntaxError` the message alone: its text repeats the line
    except BaseException as second:  # noqa: BLE001 - an exception's own __str__ is student code as well
        text = f"(its text cannot be had: {type(second).__name__})"
    return sendable(f"{type(trouble).__name__}: {text[:DETAIL_LENGTH]}"[:DETAIL_LENGTH])


def _builtin_name(trouble: BaseException) -> str:
    """The nearest class of the exception that is Python's own: a student's class name is the student's text."""
    names = (kind.__name__ for kind in type(trouble).__mro__ if getattr(builtins, kind.__name__, None) is kind)
    return next(names, "BaseException")
