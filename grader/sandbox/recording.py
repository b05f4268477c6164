"""Records a submission: loads it in a worker, sends calls, and notes how each one ended.

The worker streams numbered answers.  The first call without an answer is the guilty one: it gets the blame, the
worker is ended, and the calls after it go to a fresh one, so that no call is sent twice and none pays for
another.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

import msgspec

from grader.records import Asked, Call, Ending, Limits, Outcome, Provided, SourceKind, Stop, Submission, Transcript, Why
from grader.sandbox import frames
from grader.sandbox.base import Backend
from grader.sandbox.bearable import MOST, bearable
from grader.sandbox.session import Budget, Session, SessionEnded

_NOTHING_BESIDE = Provided()

_ANSWERED = 4 << 20  # bytes that all answers of one function may weigh; honest ones, in NumPy's scalars, weigh 0.7 MB
_ENDINGS = 5  # calls of one function that may end the worker otherwise than by time, before the others are not asked
_IMPATIENT = 1 / 20  # of a call's time, for a function that has let it run out before: its other inputs may be answered


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
    _budget: Budget = field(init=False)
    _session: Session | None = None
    _failure: Outcome | None = None  # why no further worker can be had: the load that failed, even if one did not
    _timeouts: Counter[str] = field(default_factory=Counter)  # by function, as the three that follow
    _memory_full: Counter[str] = field(default_factory=Counter)
    _endings: Counter[str] = field(default_factory=Counter)
    _answered: Counter[str] = field(default_factory=Counter)  # bytes
    _printed: int = 0

    def __post_init__(self) -> None:
        self._budget = Budget(self.limits.cpu_seconds, self.limits.wall_seconds)

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

    def _ask_all(self, session: Session, pending: Sequence[Call]) -> list[Call]:
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
        except SessionEnded as end:
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
        if self._timeouts[function] >= self.limits.timeouts_a_function + self.backend.impatient_calls:
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
            raise SessionEnded(_TOO_MUCH)

    def _loaded(self) -> Session | None:
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
        session = self._session = Session(self.backend.conversation(self.limits), self.limits, self._budget)
        self.workers += 1
        try:
            session.send(self._load_message(until))
            return session.receive(self.limits.cpu_seconds / 2, self.limits.wall_seconds / 2).outcome
        except SessionEnded as end:
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
        if self._budget.spent or not 0 < line <= MOST or not 0 <= cell <= MOST:
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
            graded_by=self.backend.graded_by,
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
        """An outcome that is bearable, with what it printed as far as there is room, over all workers."""
        if outcome.is_value_alone:
            return outcome
        left = max(0, self.limits.printed_kb * 1000 - self._printed)
        self._printed += len(outcome.printed)
        return bearable(outcome, left)

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.end()


def _with_inside(stop: Stop, told: frames.Where) -> Stop:
    """A statement that did not end, with the line of a function that it had come to."""
    if stop.why is not Why.FILE_RUNS_ON or (stop.cell, stop.line) == (told.cell, told.line):
        return stop
    return msgspec.structs.replace(stop, detail=told.text)


_NOT_LOADED = Outcome(Ending.CRASHED, why=Why.NEVER_LOADED)
_TOO_MUCH = Outcome(Ending.MALFORMED, why=Why.TOO_MUCH_IN_ALL)
_ENDS_EACH_TIME = Outcome(Ending.NOT_RUN, why=Why.ENDED_BEFORE)


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
