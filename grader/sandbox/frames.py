"""What grader and student code say to each other: framed messages, each a length and MessagePack.

Questions come from the grader alone; an answer is untrusted down to its last byte (`WireError`).
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import NamedTuple

import msgspec

from grader.records import RETURNS, Asked, Ending, Outcome, Why
from grader.sandbox.values import WireError, weight

MAX_FRAME = 4 << 20  # bytes of an answer: a value, the arguments after the call, and what was printed

_LENGTH = struct.Struct(">I")
_ENCODER = msgspec.msgpack.Encoder()


class Load(msgspec.Struct, frozen=True, array_like=True, tag="load"):
    """Grader to worker: the hand-in itself, first of all frames.

    `packages` are importable beside the standard library and NumPy; `landscapes` are files that recipes among the
    arguments may name; `printed_limit` counts characters.
    """

    module: str
    filename: str
    notebook: bool
    source: bytes
    packages: tuple[str, ...]
    printed_limit: int
    call_seconds: float = 0.0  # that a call may compute; 0 where nobody counts
    load_seconds: float = 0.0
    until: tuple[int, int] = (0, 0)  # cell and line of a statement that did not end before: it is left out
    landscapes: tuple[bytes, ...] = ()
    graded_by: tuple[int, int] = (0, 0)  # the Python whose verdict counts, where this is a later one
    ready_made: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of functions, the names of what is to be noticed in them


class Ask(msgspec.Struct, frozen=True, array_like=True, tag="ask"):
    """Grader to worker: calls to make, numbered from `first` in this order."""

    first: int
    calls: tuple[tuple[str, bytes], ...]


class Where(msgspec.Struct, frozen=True, array_like=True, tag="where"):
    """Worker to grader: where the call of that number is, when its time is nearly up.  Fields as of an `Outcome`."""

    number: int
    line: int = 0
    cell: int = 0
    column: int = 0
    text: str = ""
    names: tuple[str, ...] = ()
    until: tuple[int, int] = (0, 0)  # cell and line of the statement at the left margin


class Answer(msgspec.Struct, frozen=True, array_like=True, tag="answer"):
    """Worker to grader: the outcome of one call, or of loading the file (number 0)."""

    number: int
    outcome: Outcome
    asked: tuple[Asked, ...] = ()  # the arguments that can be called


class Received(NamedTuple):
    """An answer that was read and checked.  `weight`, in bytes, is what it costs to keep and to read again."""

    number: int
    outcome: Outcome
    weight: int
    asked: tuple[Asked, ...] = ()


# Worker to grader, first of all: locked down, and no student code has run yet.  An empty frame.
READY = bytes(_LENGTH.size)

# How much a worker tells of a load, at most.
MOST_STOPS = 20
MOST_REMARKS = 40
# And of a call: arguments, and places that one was asked from.
MOST_ASKED = 8
MOST_PLACES = 6

_WHERE = b"\xa5where"  # how such a message goes on after its first byte
_LONGEST_WHERE = 8 << 10  # bytes

# What a worker can know of itself, and why.  That it ran out of time or ended is for the grader to see.
_CLAIMS: dict[Ending, frozenset[Why]] = {
    Ending.VALUE: frozenset({Why.UNSAID}),
    Ending.RAISED: frozenset({Why.UNSAID, Why.INDESCRIBABLE, Why.PARAMETERS, Why.OTHER_LANGUAGE}),
    Ending.OUT_OF_MEMORY: frozenset({Why.UNSAID}),
    Ending.MISSING: frozenset(
        {
            Why.UNSAID,
            Why.ABSENT,
            Why.NOT_WRITTEN,
            Why.CELL_STOPPED,
            Why.FILE_EXITED,
            Why.FILE_RUNS_ON,
            Why.FILE_STOPPED,
            Why.OTHER_SPELLING,
            Why.METHOD,
            Why.NESTED,
            Why.COMMENTED_OUT,
            Why.GUARDED,
            Why.IN_TEXT,
            Why.IN_PROSE,
            Why.NOT_CALLABLE,
        }
    ),
    Ending.MALFORMED: frozenset(
        {
            Why.UNSAID,
            Why.LARGE_INTEGER,
            Why.BROKEN_KEY,
            Why.OTHER_KEYS,
            Why.LARGE_ANSWER,
            Why.MANY_ITEMS,
            Why.DEEP,
            Why.ARRAY_SHAPE,
            Why.ARRAY_DTYPE,
            Why.STRING,
            Why.TRUTH_VALUE,
            Why.COMPLEX,
            Why.SUBCLASS,
            Why.TEXT_SUBCLASS,
            Why.FUNCTION,
            Why.OBJECT,
        }
    ),
}
_REMARKS = RETURNS | {Why.DEFINED_AGAIN, Why.READY_MADE}
_STOPS = frozenset(
    {Why.CELL_STOPPED, Why.CELL_PASSED_OVER, Why.LINE_PASSED_OVER, Why.FILE_RUNS_ON, Why.FILE_STOPPED, Why.FILE_EXITED}
)


def frame(message: Load | Ask | Answer | Where) -> bytes:
    """A length in four bytes, then the message."""
    payload = _ENCODER.encode(message)
    return _LENGTH.pack(len(payload)) + payload


class FrameReader:
    """Cuts a stream into frames, however the bytes come in; refuses frames that are too long before storing them.

    The worker trusts the grader: a hand-in may be longer than an answer.
    """

    def __init__(self, longest: int = MAX_FRAME) -> None:
        self._buffer = bytearray()
        self._longest = longest

    @property
    def is_empty(self) -> bool:
        """Whether nothing has come that was not taken out."""
        return not self._buffer

    def feed(self, data: bytes) -> None:
        """Take in what came."""
        self._buffer += data

    def next(self) -> bytes | None:
        """The next payload; None until it is complete.  Raises `WireError` as soon as it announces too much."""
        if len(self._buffer) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        if length > self._longest:
            raise WireError(Why.FRAME_TOO_LONG)
        end = _LENGTH.size + length
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[_LENGTH.size : end])
        del self._buffer[:end]
        return payload


_QUESTIONS: msgspec.msgpack.Decoder[Load | Ask] = msgspec.msgpack.Decoder(Load | Ask)
_ANSWERS: msgspec.msgpack.Decoder[Answer | Where] = msgspec.msgpack.Decoder(Answer | Where)


def read_question(payload: bytes) -> Load | Ask:
    """What the grader asks; read in the worker."""
    return _QUESTIONS.decode(payload)


def read_answer(payload: bytes) -> Received:
    """What a worker answers, checked down to the last value.  Raises `WireError`."""
    told = read_told(payload)
    if isinstance(told, Where):
        raise WireError(Why.OUT_OF_ORDER)
    return told


def read_told(payload: bytes) -> Received | Where:
    """What a worker answers, or where it is, checked down to the last value.  Raises `WireError`."""
    if payload.startswith(_WHERE, 1) and len(payload) > _LONGEST_WHERE:
        raise WireError(Why.FRAME_TOO_LONG)
    try:
        answer = _ANSWERS.decode(payload)
    except Exception as trouble:  # noqa: BLE001 - whatever a hostile payload provokes is the same to us
        raise WireError(Why.UNDECODABLE, type(trouble).__name__) from None
    if isinstance(answer, Where):
        return answer
    weighed = 0 if answer.outcome.is_value_alone and not answer.asked else _weight_of_what_is_said(answer)
    if answer.outcome.value or answer.outcome.ending is Ending.VALUE:
        weighed += _checked(answer.outcome.value)
    if answer.outcome.arguments_after:
        weighed += _checked(answer.outcome.arguments_after)
    return Received(answer.number, answer.outcome, weighed, answer.asked)


def _weight_of_what_is_said(answer: Answer) -> int:
    """Of all but the values, in characters.  Raises `WireError` where a worker says what it cannot know."""
    outcome = answer.outcome
    stops, remarks = outcome.stops, outcome.remarks
    if (
        outcome.why not in _CLAIMS.get(outcome.ending, ())
        or ((stops or remarks) and answer.number)
        or len(stops) > MOST_STOPS
        or len(remarks) > MOST_REMARKS
        or not _STOPS.issuperset(each.why for each in stops)
        or not _REMARKS.issuperset(each.why for each in remarks)
        or len(answer.asked) > MOST_ASKED
        or any(len(each.places) > MOST_PLACES for each in answer.asked)
    ):
        raise WireError(Why.NOT_ITS_TO_TELL, outcome.ending)
    told = sum(map(len, (outcome.detail, outcome.error, outcome.text, *outcome.names)))
    told += sum(len(stop.detail) + len(stop.text) for stop in stops)
    told += sum(len(each.function) + len(each.said) for each in remarks)
    return told + sum(len(each.argument) for each in answer.asked)


def _checked(value: bytes) -> int:
    """The weight of a value that can be read."""
    return _checked_once(value) if len(value) <= _SHORT else weight(value)  # long ones could fill our memory


_SHORT = 8 << 10  # bytes


@lru_cache(1024)  # most answers are given by many hand-ins, byte for byte; what raises is not kept
def _checked_once(value: bytes) -> int:
    return weight(value)
