"""What a criterion holds in its hand: a submission or the reference, as functions that answer from a transcript.

A proxy turns `submission.momentum(grad=…, start=…)` into a `Call`, asks for its outcome, and gives a freshly
decoded value.  It knows nothing of workers: asking is a function that it is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

import msgspec

from grader.errors import RubricError
from grader.records import Call, Ending, Outcome
from grader.rubric.planned_calls import AsPlanned
from grader.sandbox import values
from grader.words.answers import reason

Ask = Callable[[Call], Outcome]


class NoAnswer(BaseException):  # beyond `except Exception`, so that no criterion passes over it
    """A call did not end with a value; `asked` is the proxy that it went through."""

    def __init__(self, asked: Proxy, call: Call, outcome: Outcome) -> None:
        super().__init__(call.function, outcome.ending)
        self.asked = asked
        self.call = call
        self.outcome = outcome


class CannotPass(RubricError):  # noqa: N818 - a fact about a value
    """What a criterion passes on cannot be an argument; `outcome` says why, as of an answer."""

    def __init__(self, problem: str, remedy: str, outcome: Outcome) -> None:
        super().__init__(problem, remedy=remedy)
        self.outcome = outcome


class Reply(msgspec.Struct, frozen=True):
    """The outcome of a call, for criteria that judge more than the value."""

    asked: Proxy
    call: Call
    outcome: Outcome
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def ending(self) -> Ending:
        """How the call ended."""
        return self.outcome.ending

    def require_value(self) -> None:
        """Raise `NoAnswer` unless the call ended with a value."""
        if self.outcome.ending is not Ending.VALUE:
            raise NoAnswer(self.asked, self.call, self.outcome)


class Proxy:
    """Functions of an assignment that answer from recordings.  One for each criterion: it counts equal calls."""

    def __init__(
        self, functions: Collection[str], ask: Ask, *, criterion: str = "", planned: AsPlanned | None = None
    ) -> None:
        self._planned = planned
        self._functions = functions
        self._ask = ask
        self._criterion = criterion
        self._seen: Counter[tuple[str, bytes]] = Counter()
        self._calls: list[Call] = []

    def __getattr__(self, function: str) -> Callable[..., Any]:
        self._check(function)
        return lambda *positional, **keywords: self._value(function, positional, keywords)

    @property
    def outcome(self) -> OutcomeProxy:
        """The same functions, but what they give is the `Reply` to the call, however it ended."""
        return OutcomeProxy(self)

    def _check(self, function: str) -> None:
        if function not in self._functions:
            raise RubricError(
                f"criterion {self._criterion!r} calls {function!r}, which is no function of the assignment",
                remedy=f"call one of {', '.join(self._functions)}, or add it to functions in assignment.toml",
            )

    def _asked(
        self, function: str, positional: tuple[object, ...], keywords: dict[str, object]
    ) -> tuple[Call, Outcome]:
        try:
            arguments = values.encode_arguments(positional, keywords)
        except values.Refused as refusal:
            raise CannotPass(
                f"criterion {self._criterion!r} passes {reason(refusal.outcome)} to {function}",
                "pass numbers, arrays, a gradient of grader.landscapes or a schedule of grader.schedules",
                refusal.outcome,
            ) from None
        call = Call(function, arguments, self._seen[function, arguments])
        self._seen[function, arguments] += 1
        if self._planned is not None:
            call = self._planned(call)
        self._calls.append(call)
        return call, self._ask(call)

    def _value(self, function: str, positional: tuple[object, ...], keywords: dict[str, object]) -> Any:
        call, outcome = self._asked(function, positional, keywords)
        if outcome.ending is not Ending.VALUE:
            raise NoAnswer(self, call, outcome)
        return values.decode_value(outcome.value)

    def _reply(self, function: str, positional: tuple[object, ...], keywords: dict[str, object]) -> Reply:
        call, outcome = self._asked(function, positional, keywords)
        _, before = values.decode_arguments(call.arguments)
        data = {name: value for name, value in before.items() if not callable(value)}
        after = values.decode_value(outcome.arguments_after) if outcome.arguments_after else data
        return Reply(self, call, outcome, data, after if isinstance(after, dict) else {})


class OutcomeProxy:
    """`submission.outcome`: asks like the proxy it belongs to."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy

    def __getattr__(self, function: str) -> Callable[..., Reply]:
        self._proxy._check(function)  # noqa: SLF001 - two faces of one thing
        return lambda *positional, **keywords: self._proxy._reply(function, positional, keywords)  # noqa: SLF001


def calls_of(proxy: Proxy) -> tuple[Call, ...]:
    """Every call made through a proxy, in order.  A function, so that no student function's name is taken."""
    return tuple(proxy._calls)  # noqa: SLF001
