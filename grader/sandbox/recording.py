"""Records a submission: loads it in a worker, sends calls, and notes how each one ended.

The worker streams numbered answers.  The first call without an answer is the guilty one: it gets the blame, the
worker is ended, and the calls after it go to a fresh one, so that no call is sent twice and none pays for
another.  Clocks are read from outside; the CPU clock restarts at each complete answer.
"""

from __future__ import annotations

import builtins
import contextlib
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

import msgspec

from grader.errors import SandboxError
from grader.records import Asked, Call, Ending, Limits, Outcome, Provided, SourceKind, Stop, Submission, Transcript, Why
from grader.sandbox import frames, values
from grader.sandbox.base import KILLED, OUT_OF_TIME, Backend, Conversation, Exit, Gone
from grader.sandbox.zygote_protocol import EXIT_BROKEN, EXIT_CHANNEL, EXIT_MEMORY

_NOTHING_BESIDE = Provided()

_EARLY = 8  # looks for answers that nobody asked for yet
_DETAIL = 1000  # characters of a message that are kept
_MOST = 1_000_000  # lines of a hand-in, cells, or whatever a worker counts: more is not believed
_ANSWERED = 4 << 20  # bytes that all answers of one function may weigh; honest ones, in NumPy's scalars, weigh 0.7 MB
_ENDINGS = (
    5  # calls of one function that may end the worker, for another reason than time, before the others are not asked
)
_IMPATIENT = 1 / 20  # of a call's time, for a function that has let it run out before: its other inputs may be answered
_IMPATIENT_CALLS = 6  # of such a function that may let even that run out, before the others are not asked
_TOLD = 20  # times that a worker may say where it is: an honest one does when a call's time is nearly up
_SHORTEST_WAIT = 0.02  # seconds between two looks at a clock that is nearly up


@dataclass(slots=True)
class _Budget:
    """What is left of a hand-in's time, over all its workers."""

    cpu: float
    wall: float

    @property
    def spent(self) -> bool:
        return self.cpu <= 0 or self.wall <= 0


class _Ended(Exception):  # noqa: N818 - how a worker's life ended; caught where the calls are shared out
    """The worker is gone or must go; carries what the guilty call gets."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.ending)
        self.outcome = outcome


class _Session:
    """One conversation with the hand-in loaded, and its clocks."""

    def __init__(self, conversation: Conversation, limits: Limits, budget: _Budget) -> None:
        self.conversation = conversation
        self._limits = limits
        self._budget = budget
        self._reader = frames.FrameReader()
        self._expected = 1  # the number after the last one asked for
        self._cpu_before = 0.0  # all that answered calls have used
        self._cpu_limit = limits.cpu_seconds  # of what it does now
        self._ready = False  # it said so: what happens from then on is student code's doing
        self._over = False
        self._told = 0  # times that it said where it is
        self.where: frames.Where | None = None  # what was told of the call that is not answered yet
        self.next_number = 0

    def send(self, message: frames.Load | frames.Ask) -> None:
        """Hand over a frame; a worker that does not read in time has ended."""
        if isinstance(message, frames.Ask):
            self._refuse_early_answers()
            self._expected = message.first + len(message.calls)
        try:
            self.conversation.send(frames.frame(message), self._limits.call_wall_seconds)
        except Gone:
            raise _Ended(self._by_exit()) from None

    def _refuse_early_answers(self) -> None:
        """An answer that is there before its question was asked is none: whose turn it is gets the blame."""
        try:
            for _ in range(_EARLY):
                if not (data := self.conversation.receive(0)):
                    break
                self._reader.feed(data)
        except Gone:
            raise _Ended(self._by_exit()) from None
        try:
            while (payload := self._reader.next()) == b"":  # it repeats that it is ready
                pass
        except values.WireError as trouble:
            raise _Ended(trouble.outcome) from None
        if payload is not None or not self._reader.is_empty:
            raise _Ended(Outcome(Ending.MALFORMED, why=Why.OUT_OF_ORDER))

    def receive(self, cpu_limit: float, wall_limit: float) -> frames.Received:
        """The next answer in order.  Raises `_Ended` when none comes."""
        started = time.monotonic()
        self._cpu_limit = cpu_limit
        try:
            answer = self._next_answer()
            if answer is None:
                self._charge()
            while answer is None:
                self._wait(started, wall_limit)
                answer = self._next_answer()
        except values.WireError as trouble:
            raise _Ended(trouble.outcome) from None
        finally:
            self._budget.wall -= time.monotonic() - started
        if answer.number != self.next_number:
            raise _Ended(Outcome(Ending.MALFORMED, why=Why.OUT_OF_ORDER))
        self.next_number += 1
        self.where = None
        return answer

    def _next_answer(self) -> frames.Received | None:
        """The next answer that has come; what came before it was answered in time, whatever follows."""
        while (payload := self._reader.next()) is not None:
            if payload == b"":  # the worker is ready, or repeats that it is
                continue
            answer = frames.read_told(payload)
            if isinstance(answer, frames.Received):
                return answer
            self._told += 1
            if answer.number != self.next_number or self.where is not None or self._told > _TOLD:
                raise _Ended(Outcome(Ending.MALFORMED, why=Why.OUT_OF_ORDER))
            self.where = answer
        return None

    def _wait(self, started: float, wall_limit: float) -> None:
        """Take in what the worker wrote, or end it when a clock is up."""
        used = self._used()
        elapsed = time.monotonic() - started
        cpu_left = min(self._cpu_limit, self._budget.cpu) - (elapsed if used is None else used)
        wall_left = min(wall_limit, self._budget.wall) - elapsed
        if cpu_left <= 0 or wall_left <= 0:
            raise _Ended(self._timed_out(Why.COMPUTING if cpu_left <= 0 else Why.WAITING))
        patience = max(min(cpu_left, wall_left), _SHORTEST_WAIT)
        try:
            data = self.conversation.receive(patience, self._expected - self.next_number)
        except Gone:
            raise _Ended(self._by_exit()) from None
        if data:
            self._ready = True
            self._reader.feed(data)

    def _used(self) -> float | None:
        """CPU seconds since the last complete answer; None where only wall time can be had."""
        now = self.conversation.cpu_seconds()
        return None if now is None else now - self._cpu_before

    def _charge(self) -> None:
        used = self._used()
        if used is not None:
            self._cpu_before += used
            self._budget.cpu -= used

    def _by_exit(self) -> Outcome:
        """What the end of the process says about the call that it was answering."""
        used = self._used()
        self._charge()
        with contextlib.suppress(Gone):  # it may have spoken, and ended before that was read
            self._ready = self._ready or bool(self.conversation.receive(0))
        self._over = True
        exit = self.conversation.end()  # noqa: A001 - the word for it
        if not self._ready:
            raise SandboxError(
                f"a worker ended before it was locked down (signal {exit.signal}, exit status {exit.status})",
                remedy="run `grader doctor` to see which layer fails",
            )
        if exit.signal == OUT_OF_TIME or (used is not None and used >= self._cpu_limit):
            return self._timed_out(Why.COMPUTING)
        return _outcome_of(exit, self._limits)

    def _timed_out(self, why: Why) -> Outcome:
        """With the place that the worker told of, if it did."""
        where = self.where or frames.Where(0)
        return Outcome(Ending.TIMED_OUT, why=why, line=where.line, cell=where.cell, text=where.text, names=where.names)

    def end(self) -> None:
        """End the worker, if it has not ended itself, and take what it used off the budget."""
        if not self._over:
            self._over = True
            self._charge()
            self.conversation.end()


def _outcome_of(exit: Exit, limits: Limits) -> Outcome:  # noqa: A002 - the word for it
    large = exit.peak_kib > limits.memory_mib << 9  # killed while it held half of what it may
    if exit.status == EXIT_MEMORY or (exit.signal == KILLED and large):
        return Outcome(Ending.OUT_OF_MEMORY)
    if exit.signal == KILLED or exit.status == EXIT_CHANNEL:  # most likely by us: it ran on, and unheard
        return Outcome(Ending.CRASHED, why=Why.UNHEARD)
    if exit.signal is not None:
        return Outcome(Ending.CRASHED, why=Why.SIGNAL, number=exit.signal)
    if exit.status == EXIT_BROKEN:
        return Outcome(Ending.CRASHED, why=Why.BROKE_PYTHON)
    return Outcome(Ending.CRASHED, why=Why.EXIT_STATUS, number=exit.status or 0)


@dataclass(slots=True)
class Recording:
    """The recording of one submission as it grows; `with` ends its last worker.

    It may begin with outcomes of an earlier recording: what is known is not run again.
    """

    submission: Submission
    limits: Limits
    backend: Backend
    provided: Provided = _NOTHING_BESIDE
    load: Outcome | None = None
    outcomes: dict[Call, Outcome] = field(default_factory=dict)
    asked: dict[Call, tuple[Asked, ...]] = field(default_factory=dict)  # what a worker said of it; worth nothing
    workers: int = 0
    _budget: _Budget = field(init=False)
    _session: _Session | None = None
    _failure: Outcome | None = None  # why no further worker can be had: the load that failed, even if one did not
    _timeouts: Counter[str] = field(default_factory=Counter)  # by function, as the three that follow
    _memory_full: Counter[str] = field(default_factory=Counter)
    _endings: Counter[str] = field(default_factory=Counter)
    _answered: Counter[str] = field(default_factory=Counter)  # bytes
    _printed: int = 0

    def __post_init__(self) -> None:
        self._budget = _Budget(self.limits.cpu_seconds, self.limits.wall_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def run(self, calls: Iterable[Call]) -> None:
        """Record every call that is not recorded yet, in order."""
        pending = [call for call in dict.fromkeys(calls) if call not in self.outcomes]
        while pending:
            pending = self._without_hopeless(pending)
            if not pending:
                break
            session = self._loaded()
            if session is None:
                self.outcomes |= dict.fromkeys(pending, self._outcome_without_load())
                break
            pending = self._ask_all(session, pending)

    def ask(self, call: Call) -> Outcome:
        """The outcome of one call, recorded now if it was not before."""
        self.run([call])
        return self.outcomes[call]

    def ask_aside(self, call: Call) -> Outcome:
        """The outcome of a call that is to cost the others nothing: neither time nor patience with its function."""
        counts = (self._timeouts.copy(), self._memory_full.copy(), self._endings.copy(), self._answered.copy())
        printed = self._printed
        cpu, wall = self._budget.cpu, self._budget.wall
        outcome = self.ask(call)
        self._timeouts, self._memory_full, self._endings, self._answered = counts
        self._printed = printed
        self._budget.cpu, self._budget.wall = cpu, wall
        return outcome

    def transcript(self) -> Transcript:
        """All that is recorded so far; loads the file if no call ever did."""
        if self.load is None:
            self._loaded()
        return Transcript(self.load or _NOT_LOADED, dict(self.outcomes))

    def _ask_all(self, session: _Session, pending: Sequence[Call]) -> list[Call]:
        """Ask in one frame; the calls that are left after the guilty one."""
        waiting = deque(pending)
        try:
            session.send(frames.Ask(session.next_number, tuple((call.function, call.arguments) for call in pending)))
            while waiting:
                patience = _IMPATIENT if self._ran_out(waiting[0].function) else 1
                received = session.receive(
                    patience * self.limits.call_cpu_seconds, patience * self.limits.call_wall_seconds
                )
                self._weigh(waiting[0].function, received)
                if received.asked:
                    self.asked[waiting[0]] = received.asked
                call = waiting.popleft()
                self.outcomes[call] = self._believed(received.outcome)
                if received.outcome.ending is Ending.OUT_OF_MEMORY and self._is_full_again(call.function):
                    break
        except _Ended as end:
            guilty = waiting.popleft()
            self.outcomes[guilty] = self._believed(end.outcome)
            self._counts_of(end.outcome.ending)[guilty.function] += 1
            self._drop()
        return list(waiting)

    def _is_full_again(self, function: str) -> bool:
        """Whether a function has filled the memory so often that its worker is ended: the others need the time."""
        self._memory_full[function] += 1
        if self._memory_full[function] < self.limits.timeouts_a_function:
            return False
        self._drop()
        return True

    def _counts_of(self, ending: Ending) -> Counter[str]:
        match ending:
            case Ending.TIMED_OUT:
                return self._timeouts
            case Ending.OUT_OF_MEMORY:
                return self._memory_full
            case _:
                return self._endings

    def _without_hopeless(self, pending: list[Call]) -> list[Call]:
        """The calls still worth asking; the others have their outcome without running."""
        for call in pending:
            if (outcome := self._hopeless(call.function)) is not None:
                self.outcomes[call] = outcome
        left = [call for call in pending if call not in self.outcomes]
        return sorted(
            left, key=lambda call: self._ran_out(call.function)
        )  # what the others need of the time goes first

    def _ran_out(self, function: str) -> bool:
        """Whether a function has let its time run out so often that it gets little of it from now on."""
        return self._timeouts[function] >= self.limits.timeouts_a_function

    def _hopeless(self, function: str) -> Outcome | None:
        """What a call of a function gets without being asked; None where it is worth asking."""
        if self._budget.spent:
            return Outcome(Ending.NOT_RUN, why=Why.NO_TIME_LEFT)
        if self._timeouts[function] >= self.limits.timeouts_a_function + _IMPATIENT_CALLS:
            return Outcome(Ending.NOT_RUN, why=Why.TIMED_OUT_BEFORE)
        if self._memory_full[function] >= self.limits.timeouts_a_function:
            return Outcome(Ending.NOT_RUN, why=Why.OUT_OF_MEMORY_BEFORE)
        if self._answered[function] > _ANSWERED:
            return _TOO_MUCH
        return _ENDS_EACH_TIME if self._endings[function] >= _ENDINGS else None

    def _weigh(self, function: str, received: frames.Received) -> None:
        """End a worker whose function answers at length, call after call: reading takes our time, and our memory."""
        self._answered[function] += received.weight
        if self._answered[function] > _ANSWERED:
            raise _Ended(_TOO_MUCH)

    def _loaded(self) -> _Session | None:
        """A session with the hand-in loaded; None if it does not load."""
        if self._session is not None:
            return self._session
        if self._failure is not None or (self.load is not None and self.load.ending is not Ending.VALUE):
            return None
        outcome = self._load_into_another(self._left_out())
        if self.load is None and outcome.ending is Ending.TIMED_OUT:
            outcome = self._without_what_runs_on(outcome)
        if self.load is None:
            self.load = self._believed(outcome)
        if outcome.ending is Ending.VALUE:
            return self._session
        self._failure = outcome
        self._drop()
        return None

    def _load_into_another(self, until: tuple[int, int]) -> Outcome:
        """How the hand-in loads in a fresh worker."""
        session = self._session = _Session(self.backend.conversation(self.limits), self.limits, self._budget)
        self.workers += 1
        try:
            session.send(self._load_message(until))
            return session.receive(self.limits.cpu_seconds / 2, self.limits.wall_seconds / 2).outcome
        except _Ended as end:
            return end.outcome

    def _left_out(self) -> tuple[int, int]:
        """Cell and line of the statement that this hand-in is loaded without; zeros for all of it."""
        stops = () if self.load is None else self.load.stops
        return next(((stop.cell, stop.line) for stop in stops if stop.why is Why.FILE_RUNS_ON), (0, 0))

    def _without_what_runs_on(self, timed_out: Outcome) -> Outcome:
        """How it loads without the statement that did not end, out of the time that is left; as it did, if that fails.

        Where that is, its worker said: what is left is a shorter file, which the student could have handed in as well.
        """
        told = self._session.where if self._session is not None else None
        self._drop()
        cell, line = (0, 0) if told is None else told.until
        if self._budget.spent or not 0 < line <= _MOST or not 0 <= cell <= _MOST:
            return timed_out
        outcome = self._load_into_another((cell, line))
        if outcome.ending is not Ending.VALUE or told is None:
            return timed_out
        return msgspec.structs.replace(outcome, stops=tuple(_with_inside(stop, told) for stop in outcome.stops))

    def _load_message(self, until: tuple[int, int]) -> frames.Load:
        return frames.Load(
            module=self.submission.assignment,
            filename=self.submission.filename,
            notebook=self.submission.kind is SourceKind.NOTEBOOK,
            source=self.submission.source,
            packages=self.provided.packages,
            landscapes=self.provided.landscapes,
            ready_made=self.provided.ready_made,
            printed_limit=self.limits.printed_kb * 1000,
            call_seconds=self.limits.call_cpu_seconds,
            load_seconds=self.limits.cpu_seconds / 2,
            until=until,
        )

    def _outcome_without_load(self) -> Outcome:
        """What every call gets that there is no worker for."""
        load = self.load or _NOT_LOADED
        if load.ending is not Ending.VALUE:
            return msgspec.structs.replace(load, value=b"", arguments_after=b"", printed="")
        if self._failure is not None and self._failure.ending is not Ending.TIMED_OUT:
            return Outcome(Ending.CRASHED, why=Why.NOT_LOADED_AGAIN)
        return Outcome(Ending.NOT_RUN, why=Why.NO_TIME_LEFT)

    def _believed(self, outcome: Outcome) -> Outcome:
        """Text of bearable length, numbers of bearable size, and names that exist.

        The worker keeps to the limits if it is honest; ours hold in any case, over all its workers.
        """
        if outcome.is_value_alone:
            return outcome
        left = max(0, self.limits.printed_kb * 1000 - self._printed)
        self._printed += len(outcome.printed)
        return msgspec.structs.replace(
            outcome,
            detail=outcome.detail[:_DETAIL],
            error=outcome.error if outcome.error in _EXCEPTIONS else "",
            line=outcome.line if 0 <= outcome.line <= _MOST else 0,
            number=outcome.number if 0 <= outcome.number <= _MOST else 0,
            cell=outcome.cell if 0 <= outcome.cell <= _MOST else 0,
            column=outcome.column if 0 <= outcome.column <= _DETAIL else 0,
            text=outcome.text[:_DETAIL],
            names=tuple(name[:_DETAIL] for name in outcome.names[:_DETAIL]),
            stops=tuple(map(_bearable, outcome.stops)),
            remarks=tuple(
                msgspec.structs.replace(each, said=each.said[:_DETAIL])
                for each in outcome.remarks
                if 0 < each.line <= _MOST and 0 <= each.cell <= _MOST
            ),
            printed=outcome.printed[:left],
        )

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.end()


def _with_inside(stop: Stop, told: frames.Where) -> Stop:
    """A statement that did not end, with the line of a function that it had come to."""
    if stop.why is not Why.FILE_RUNS_ON or (stop.cell, stop.line) == (told.cell, told.line):
        return stop
    return msgspec.structs.replace(stop, detail=told.text)


def _bearable(stop: Stop) -> Stop:
    """A stop with texts and numbers as bearable as an outcome's."""
    return msgspec.structs.replace(
        stop,
        detail=stop.detail[:_DETAIL],
        text=stop.text[:_DETAIL],
        line=stop.line if 0 <= stop.line <= _MOST else 0,
        cell=stop.cell if 0 <= stop.cell <= _MOST else 0,
        column=stop.column if 0 <= stop.column <= _DETAIL else 0,
    )


_NOT_LOADED = Outcome(Ending.CRASHED, why=Why.NEVER_LOADED)
_TOO_MUCH = Outcome(Ending.MALFORMED, why=Why.TOO_MUCH_IN_ALL)
_ENDS_EACH_TIME = Outcome(Ending.NOT_RUN, why=Why.ENDED_BEFORE)
_EXCEPTIONS = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
)


def record(
    submission: Submission,
    calls: Sequence[Call],
    *,
    backend: Backend,
    limits: Limits,
    provided: Provided = _NOTHING_BESIDE,
) -> Transcript:
    """The transcript of a submission on a list of calls."""
    with Recording(submission, limits, backend, provided) as recording:
        recording.run(calls)
        return recording.transcript()
