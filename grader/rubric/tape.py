"""What each criterion compares, noted once: right answers with last digits of their own are then won at a glance.

A criterion is run on sealed answers.  Where it does nothing with them but hand them to assertions, what these compare
is all that it decides by, and answers that lie within every tolerance win it without running it again.  Whatever else
is answered is judged the ordinary way: nothing is ever lost by a tape.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.records import Call, Difference, Ending, Outcome
from grader.rubric.answer_key import AnswerKey
from grader.rubric.comparison import as_numbers
from grader.rubric.criteria import Criterion, Rubric
from grader.rubric.judge import given_to, rounds_of
from grader.rubric.proxies import Ask, Proxy, calls_of
from grader.rubric.sealed import Near, Noted, Notes, Same, Sealed, Unchanged
from grader.sandbox import values

Array = NDArray[np.float64]

_MOST_PIECES = 64  # that the numbers of an answer may lie in


@dataclass(frozen=True, slots=True, eq=False)
class _Expected:
    """What some numbers are to be, and how far from it each may lie: `want` and `room` of shape (n,)."""

    want: Array
    room: Array


@lru_cache(maxsize=1024)  # one for each criterion and way to write its answers
def _one_after_the_other(parts: tuple[_Expected, ...]) -> tuple[Array, Array]:
    return np.concatenate([part.want for part in parts]), np.concatenate([part.room for part in parts])


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers of several answers, compared all at once: that takes as long as to compare those of one."""

    parts: list[_Expected] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)  # of each part, little-endian float64

    def take(self, part: _Expected, raw: bytes) -> None:
        self.parts.append(part)
        self.raw.append(raw)

    def hold(self) -> bool:
        if not self.parts:
            return True
        want, room = _one_after_the_other(tuple(self.parts))
        return bool((np.abs(np.frombuffer(b"".join(self.raw), "<f8") - want) <= room).all())


@dataclass(frozen=True, slots=True)
class _Piece:
    """Numbers that lie side by side in an answer's bytes, from `begin` to `end`, and what they are to be."""

    begin: int
    end: int
    expected: _Expected

    def may_hold(self, value: bytes, numbers: _Numbers) -> bool:
        numbers.take(self.expected, value[self.begin : self.end])
        return True


@dataclass(frozen=True, slots=True)
class _Number:
    """A number by itself at `begin`; it is read without NumPy, in a fifth of the time."""

    begin: int
    end: int
    read: Callable[[bytes, int], tuple[float]]
    want: float
    room: float

    def may_hold(self, value: bytes, _: _Numbers) -> bool:
        (number,) = self.read(value, self.begin)
        return abs(number - self.want) <= self.room


@dataclass(frozen=True, slots=True)
class _Layout:
    """One way to write an answer: all bytes that are no number, and where the numbers lie between them."""

    length: int
    fixed: tuple[tuple[int, bytes], ...]
    pieces: tuple[_Piece | _Number, ...]

    def fits(self, value: bytes) -> bool:
        """Whether an answer of this length is written in this way."""
        for begin, text in self.fixed:  # noqa: SIM110 - a generator would take twice the time
            if not value.startswith(text, begin):
                return False
        return True


@dataclass(frozen=True, slots=True)
class _Check:
    """What is held of one call's outcome: one of three."""

    call: Call
    layouts: Mapping[int, Sequence[_Layout]] = field(default_factory=dict)  # by the length of an answer
    near: _Near | None = None  # for answers that are written in none of these ways
    same: bytes | None = None
    unchanged: bool = False

    def may_hold(self, outcome: Outcome, numbers: _Numbers) -> bool:
        """Whether it holds, if those `numbers` do that it adds."""
        if outcome.ending is not Ending.VALUE:
            return False
        if self.unchanged:
            return not outcome.arguments_after
        if self.same is not None:
            return outcome.value == self.same
        for layout in self.layouts.get(len(outcome.value), ()):
            if layout.fits(outcome.value):
                for piece in layout.pieces:  # noqa: SIM110 - as above
                    if not piece.may_hold(outcome.value, numbers):
                        return False
                return True
        return self.near is not None and self.near.may_hold(values.decode_to_compare(outcome.value), numbers)


@dataclass(frozen=True, slots=True)
class _Near:
    """What the parts of an answer are to be, however it is written; `shapes` has the shape of each."""

    is_single: bool
    shapes: tuple[tuple[int, ...], ...]
    expected: tuple[_Expected, ...]

    def may_hold(self, answer: object, numbers: _Numbers) -> bool:
        """Whether an answer is of the right form; its `numbers` are added."""
        if self.is_single:
            answers: Sequence[object] = (answer,)
        elif isinstance(answer, tuple | list):
            answers = answer
        else:
            return False
        if len(answers) != len(self.shapes):
            return False
        for each, shape, expected in zip(answers, self.shapes, self.expected, strict=True):
            found = as_numbers(each)
            if isinstance(found, Difference) or found.shape != shape:
                return False
            numbers.take(expected, found.tobytes())
        return True


@dataclass(frozen=True, slots=True)
class Tape:
    """The checks of every criterion that could be noted, by its id."""

    checks: Mapping[str, tuple[_Check, ...]]

    @np.errstate(all="ignore")  # numbers of a hand-in may be as large as numbers get
    def wins(self, criterion: Criterion, submission: Ask) -> bool:
        """Whether a criterion is won for certain; False says nothing."""
        checks = self.checks.get(criterion.id)
        if checks is None:
            return False
        numbers = _Numbers()
        for check in checks:
            if not check.may_hold(submission(check.call), numbers):
                return False
        return numbers.hold()


def tape_of(rubric: Rubric, key: AnswerKey) -> Tape:
    """What can be noted of a rubric, by the reference's answers."""
    found = {criterion.id: _checks(rubric, criterion, key) for criterion in rubric.judged}
    return Tape({id_: checks for id_, checks in found.items() if checks})


class _SealedProxy(Proxy):
    """Answers every call with a sealed answer."""

    def __init__(self, rubric: Rubric, criterion: Criterion, ask: Ask, notes: Notes) -> None:
        super().__init__(rubric.functions, ask, criterion=criterion.id)
        self._notes = notes

    def _value(self, function: str, positional: tuple[object, ...], keywords: dict[str, object]) -> Any:
        try:
            call, _ = self._asked(function, positional, keywords)
        except BaseException:  # an answer that it passes on: a criterion may go on without
            self._notes.is_opened = True
            raise
        return Sealed(call, self._notes)

    def _reply(self, function: str, positional: tuple[object, ...], keywords: dict[str, object]) -> Any:
        return self._value(function, positional, keywords)


def _checks(rubric: Rubric, criterion: Criterion, key: AnswerKey) -> tuple[_Check, ...]:
    """The checks of one criterion; none where it does more than compare."""
    if _could_ask_what_it_is(criterion):
        return ()
    notes = Notes()
    answers = key.reference.outcomes
    theirs = _SealedProxy(rubric, criterion, answers.__getitem__, notes)
    ours = Proxy(rubric.functions, answers.__getitem__, criterion=criterion.id)
    try:
        for keywords in rounds_of(criterion, key.casebook.cases(criterion)):
            criterion.function(**given_to(criterion, theirs, ours, keywords))
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - whatever a criterion does with a sealed answer, it is judged the ordinary way
        return ()
    # What it asks and compares with nothing may still fail.
    if notes.is_opened or {each.call for each in notes.noted} != set(calls_of(theirs)):
        return ()
    checks = tuple(_check(each, answers[each.call]) for each in notes.noted)
    return checks if all(check.unchanged or check.same is not None or check.layouts for check in checks) else ()


_OF_TYPES = {"type", "id", "callable", "vars", "dir", "globals", "locals", "eval", "exec"}
_WITHOUT_TYPES = {"numpy", "math", "itertools", "functools", "grader", "__future__"}  # modules a criterion may use


def _could_ask_what_it_is(criterion: Criterion) -> bool:
    """Whether a criterion, or what it uses of its file, could look at an answer as a sealed one cannot refuse.

    These are the kind of a thing, and whether two are one.  Another module is not read: what is used of it may do so.
    """
    parts = _parts_of(Path(criterion.function.__code__.co_filename))
    waiting, seen = [criterion.function.__name__], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for part in parts.get(name, ()):
            if isinstance(part, ast.Import | ast.ImportFrom):
                if _imports_from_elsewhere(part):
                    return True
                continue
            for node in ast.walk(part):
                if isinstance(node, ast.Compare) and _asks_what_it_is(node):
                    return True
                if isinstance(node, ast.Name):
                    waiting.append(node.id)
    return bool(seen & _OF_TYPES) or criterion.function.__name__ not in parts


def _imports_from_elsewhere(part: ast.Import | ast.ImportFrom) -> bool:
    modules = [part.module or ""] if isinstance(part, ast.ImportFrom) else [each.name for each in part.names]
    return not {module.partition(".")[0] for module in modules} <= _WITHOUT_TYPES


@cache
def _parts_of(file: Path) -> dict[str, list[ast.stmt]]:
    """What stands at the top of a file, by each name that it gives; nothing where it cannot be read."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, SyntaxError):
        return {}
    found: dict[str, list[ast.stmt]] = {}
    for part in tree.body:
        for name in _names_given(part):
            found.setdefault(name, []).append(part)
    return found


def _names_given(part: ast.stmt) -> Iterator[str]:
    match part:
        case ast.FunctionDef() | ast.ClassDef():
            yield part.name
        case ast.Import() | ast.ImportFrom():
            yield from ((each.asname or each.name).partition(".")[0] for each in part.names)
        case _:
            yield from (
                node.id for node in ast.walk(part) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            )


def _asks_what_it_is(comparison: ast.Compare) -> bool:
    """Whether `is` stands between two things; a number is None as little as a sealed answer is."""
    return any(
        isinstance(op, ast.Is | ast.IsNot) and not isinstance(other, ast.Constant)
        for op, other in zip(comparison.ops, comparison.comparators, strict=True)
    )


def _check(noted: Noted, reference: Outcome) -> _Check:
    match noted.comparison:
        case Unchanged():
            return _Check(noted.call, unchanged=True)
        case Same():
            return _Check(noted.call, same=reference.value)
        case near:
            return _Check(noted.call, layouts=_by_length(_layouts(near)), near=_however_written(near))


def _however_written(near: Near) -> _Near:
    rooms = [np.broadcast_to(room, part.shape) for room, part in zip(near.rooms, near.parts, strict=True)]
    expected = tuple(_Expected(part.ravel(), room.ravel()) for part, room in zip(near.parts, rooms, strict=True))
    return _Near(near.is_single, tuple(part.shape for part in near.parts), expected)


# --- how numbers lie in bytes -----------------------------------------------------------------------------------


def _layouts(near: Near) -> Iterator[_Layout]:
    """Ways in which students write such an answer: as arrays, as lists and tuples, as plain numbers."""
    samples = [_sample(place, part.shape) for place, part in enumerate(near.parts)]
    for written in _written(samples, is_single=near.is_single):
        layout = _layout(values.encode_value(written), samples, near)
        if layout is not None:
            yield layout


def _by_length(layouts: Iterable[_Layout]) -> dict[int, list[_Layout]]:
    found: dict[int, list[_Layout]] = {}
    for layout in layouts:
        found.setdefault(layout.length, []).append(layout)
    return found


def _sample(place: int, shape: tuple[int, ...]) -> Array:
    """Numbers of a shape, each unlike all others, so that they are found in bytes."""
    count = int(np.prod(shape))
    return np.asarray(np.pi * (1 + place) + np.sqrt(2.0) * np.arange(1, count + 1)).reshape(shape)


_WAYS: tuple[Callable[[Array], Any], ...] = (
    lambda part: part if part.ndim else np.float64(part),
    lambda part: part.tolist(),
    lambda part: part if part.ndim else float(part),
    lambda part: list(map(tuple, part.tolist())) if part.ndim == 2 else part.tolist(),
    lambda part: part,
)


def _written(samples: Sequence[Array], *, is_single: bool) -> Iterator[Any]:
    for way in _WAYS:
        parts = [way(part) for part in samples]
        yield from (parts if is_single else (tuple(parts), parts))


def _layout(encoded: bytes, samples: Sequence[Array], near: Near) -> _Layout | None:
    """Where the numbers of a sample lie; None where they cannot be found, or lie too far apart."""
    pieces: list[_Piece | _Number] = []
    at = 0
    for sample, part, room in zip(samples, near.parts, near.rooms, strict=True):
        want, rooms = part.ravel(), np.ascontiguousarray(room).ravel()
        whole = encoded.find(sample.astype("<f8").tobytes(), at) if sample.size else at
        if whole >= 0:
            pieces.append(_piece(whole, sample.size, want, rooms))
            at = whole + 8 * sample.size
            continue
        if sample.size + len(pieces) > _MOST_PIECES:
            return None
        for number, expected, allowed in zip(sample.ravel(), want, rooms, strict=True):
            found = encoded.find(struct.pack(">d", number), at)
            if found < 0:
                return None
            at = found + 8
            pieces.append(_Number(found, at, _BY_ITSELF, float(expected), float(allowed)))
    filled = tuple(piece for piece in pieces if piece.end > piece.begin)
    return _Layout(len(encoded), tuple(_between(encoded, pieces)), filled)


_BY_ITSELF = struct.Struct(">d").unpack_from  # as MessagePack writes a number
_IN_AN_ARRAY = struct.Struct("<d").unpack_from


def _piece(begin: int, count: int, want: Array, room: Array) -> _Piece | _Number:
    """Numbers of an array."""
    if count == 1:
        return _Number(begin, begin + 8, _IN_AN_ARRAY, float(want[0]), float(room[0]))
    return _Piece(begin, begin + 8 * count, _Expected(want, room))


def _between(encoded: bytes, pieces: Sequence[_Piece | _Number]) -> Iterator[tuple[int, bytes]]:
    """The bytes that are no numbers."""
    begin = 0
    for piece in pieces:
        if piece.begin > begin:
            yield begin, encoded[begin : piece.begin]
        begin = piece.end
    if begin < len(encoded):
        yield begin, encoded[begin:]
