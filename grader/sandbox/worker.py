"""The worker: loads one hand-in, answers calls, and knows nothing else.

It is the student's property once the file is loaded: nothing it says of itself is believed.  It reads `Load` and
`Ask` from its channel and streams a numbered `Answer` to each question.  There is no reference, rubric or
expected value in this process.
"""

from __future__ import annotations

import builtins
import os
import socket
import sys
from collections.abc import Callable
from types import CodeType, ModuleType, TracebackType
from typing import Any, NoReturn

from grader.records import Ending, Outcome
from grader.sandbox import notebook, wire
from grader.sandbox.control import EXIT_CHANNEL, EXIT_MEMORY
from grader.sandbox.standins import Anything, ImportGuard

DETAIL_LENGTH = 300  # characters of a message that are kept

_EXIT_DONE = 0


class Capture:
    """A text stream that keeps the first characters printed and counts on without storing."""

    encoding = "utf-8"
    errors = "replace"
    closed = False

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._kept: list[str] = []

    def write(self, text: str) -> int:
        """Keep what fits."""
        if type(text) is not str:
            raise TypeError(f"write() needs a string, not {type(text).__name__}")
        if self._left > 0:
            self._kept.append(text[: self._left])
            self._left -= len(text)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Keep what fits of each."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Stays open: a closed stdout must not cost an answer."""

    def isatty(self) -> bool:
        """It is no terminal."""
        return False

    def fileno(self) -> int:
        """There is no file."""
        raise OSError("printed text goes to the grader, not to a file")

    def take(self) -> str:
        """What was kept since the last call."""
        kept, self._kept = "".join(self._kept), []
        return kept


def serve(channel: socket.socket) -> NoReturn:
    """Answer until the grader ends this process."""
    try:
        _serve(channel)
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except OSError:
        os._exit(EXIT_CHANNEL)
    os._exit(_EXIT_DONE)


def _serve(channel: socket.socket) -> None:
    reader = wire.FrameReader()
    module = ModuleType("hand_in")
    filename = ""
    capture = Capture(0)
    while data := channel.recv(1 << 16):
        for payload in reader.feed(data):
            question = wire.read_question(payload)
            if isinstance(question, wire.Load):
                filename = question.filename
                module, capture = _prepared(question)
                _send(channel, 0, _attempt(lambda: _load(module, question), filename, capture))  # noqa: B023
                continue
            for number, (function, arguments) in enumerate(question.calls, question.first):
                _send(channel, number, _call(module, function, arguments, filename, capture))


def _send(channel: socket.socket, number: int, outcome: Outcome) -> None:
    channel.sendall(wire.frame(wire.Answer(number, outcome)))


def _prepared(question: wire.Load) -> tuple[ModuleType, Capture]:
    """An empty module under its own name, and streams that keep what is printed."""
    module = ModuleType(question.module)
    module.__file__ = question.filename
    sys.modules[question.module] = module  # dataclasses and pickling look a module up by its name
    sys.meta_path.insert(0, ImportGuard(question.packages))
    capture = Capture(question.printed_limit)
    sys.stdout = sys.stderr = capture  # type: ignore[assignment]
    return module, capture


def _load(module: ModuleType, question: wire.Load) -> None:
    if not question.notebook and not notebook.looks_like_notebook(question.source):
        _run(compile(question.source, question.filename, "exec", dont_inherit=True), module)
        return
    vars(module).update(get_ipython=Anything, display=Anything())
    given = set(vars(module))
    troubles: list[BaseException] = []
    for position, text in notebook.code_cells(question.source, f"{question.module}.py"):
        try:
            _run(compile(text, f"{question.filename}#cell-{position}", "exec", dont_inherit=True), module)
        except (Exception, SystemExit) as trouble:  # a cell that tries things out must not cost the cells around it
            troubles.append(trouble)
    if troubles and not any(callable(value) for name, value in vars(module).items() if name not in given):
        raise troubles[0]


def _run(code: CodeType, module: ModuleType) -> None:
    builtins.exec(code, module.__dict__)  # noqa: S102 - this process exists to run the student's file


def _call(module: ModuleType, function: str, arguments: bytes, filename: str, capture: Capture) -> Outcome:
    target = getattr(module, function, None)
    if not callable(target):
        return Outcome(Ending.MISSING, detail=f"there is no function {function} in the file")
    positional, keywords = wire.decode_arguments(arguments)
    data = {name: value for name, value in keywords.items() if not callable(value)}
    before = wire.encode_value(data)
    outcome = _attempt(lambda: target(*positional, **keywords), filename, capture)
    after = _encoded_arguments(data)
    if after == before:
        return outcome
    return Outcome(
        outcome.ending, outcome.value, after, outcome.detail, outcome.error, outcome.line, outcome.printed
    )


def _encoded_arguments(data: dict[str, Any]) -> bytes:
    """The arguments as they are now; what cannot travel any more becomes None, which differs from what was sent."""
    kept = {}
    for name, value in data.items():
        try:
            wire.encode_value(value)
        except wire.Refused:
            kept[name] = None
        else:
            kept[name] = value
    return wire.encode_value(kept)


def _attempt(action: Callable[[], object], filename: str, capture: Capture) -> Outcome:
    """What became of an action of student code, whatever it does short of ending the process."""
    try:
        value = wire.encode_value(action())
    except wire.Refused as refusal:
        return Outcome(Ending.MALFORMED, detail=str(refusal), printed=capture.take())
    except NotImplementedError as trouble:
        return Outcome(Ending.MISSING, detail="not written yet", line=_line(trouble, filename), printed=capture.take())
    except MemoryError as trouble:
        return Outcome(Ending.OUT_OF_MEMORY, line=_line(trouble, filename), printed=capture.take())
    except BaseException as trouble:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are answers here, too
        return Outcome(
            Ending.RAISED,
            detail=_described(trouble),
            error=_builtin_name(trouble),
            line=_line(trouble, filename),
            printed=capture.take(),
        )
    return Outcome(Ending.VALUE, value=value, printed=capture.take())


def _described(trouble: BaseException) -> str:
    try:
        text = str(trouble)
    except BaseException as second:  # noqa: BLE001 - an exception's own __str__ is student code as well
        text = f"(its text cannot be had: {type(second).__name__})"
    return f"{type(trouble).__name__}: {text}"[:DETAIL_LENGTH]


def _builtin_name(trouble: BaseException) -> str:
    """The nearest class of the exception that is Python's own: a student's class name is the student's text."""
    for kind in type(trouble).__mro__:
        if getattr(builtins, kind.__name__, None) is kind:
            return kind.__name__
    return "BaseException"


def _line(trouble: BaseException, filename: str) -> int:
    """The last line of the hand-in that the exception passed through; for a notebook, the line in its cell."""
    if isinstance(trouble, SyntaxError) and str(trouble.filename).startswith(filename):
        return trouble.lineno or 0
    line = 0
    step: TracebackType | None = trouble.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.startswith(filename):
            line = step.tb_lineno
        step = step.tb_next
    return line
