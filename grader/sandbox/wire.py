"""How values travel between grader and worker: MessagePack, exact types, nothing that runs.

Encoding accepts what interface and rubric may hold and refuses all else (`Refused`); decoding trusts nobody
(`WireError`).  Arrays travel as raw bytes, so NaN, -0.0 and the last bit survive.  A landscape or a schedule
travels as data and arrives as a callable.  Loaded on both sides; a new kind of value is an extension code, a
branch in `_plain` and one in `_extension`.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Sequence
from functools import partial
from types import MethodType
from typing import Any, cast

import msgspec
import numpy as np

from grader import landscapes, schedules
from grader.records import Outcome

VERSION = 1  # of the format: part of every cache key

MAX_FRAME = 4 << 20  # bytes; a path of 200 steps in two columns has 3 kB
MAX_DEPTH = 6  # of nesting: a dict of lists of rows has 3
MAX_NUMBERS = 500_000  # in one value
MAX_DIMENSIONS = 4

_LENGTH = struct.Struct(">I")
_DTYPES = frozenset({"i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"})
_METHODS = frozenset({"gradient", "value", "hessian"})


class Refused(Exception):  # noqa: N818 - a verdict on a value, said to the student, rather than an error of ours
    """The value is no answer; the text says what it is instead."""


class WireError(Exception):
    """The bytes are not what the format allows."""


# Codes of MessagePack's extension types.
_ARRAY = 1
_SCALAR = 2
_TUPLE = 3
_LANDSCAPE = 4
_SCHEDULE = 5


# --- values to bytes -------------------------------------------------------------------------------------------


def encode_value(value: object) -> bytes:
    """Bytes of an answer: None, numbers, arrays of numbers, lists, tuples and dicts with string keys of these.

    Types count exactly: a subclass of `float` or `ndarray` is refused, since it could lie about its value.
    Raises `Refused` with words for the student.
    """
    return _encode(value, callables=False)


def encode_arguments(positional: Sequence[object], keywords: dict[str, object]) -> bytes:
    """Canonical bytes of a call's arguments; keywords are sorted.  Landscapes and schedules are allowed."""
    return _encode([list(positional), {name: keywords[name] for name in sorted(keywords)}], callables=True)


def _encode(value: object, *, callables: bool) -> bytes:
    try:
        encoded = _ENCODER.encode(_plain(value, 0, callables))
    except OverflowError:
        raise Refused("an integer of more than 64 bits") from None
    if len(encoded) > MAX_FRAME - 1024:
        raise Refused(f"an answer of {len(encoded) >> 10} KiB, which is more than an answer may have")
    return encoded


_ENCODER = msgspec.msgpack.Encoder()


def _plain(value: object, depth: int, callables: bool) -> object:  # noqa: PLR0911 - one branch a kind of value
    kind = type(value)
    if kind is float or kind is int or value is None:
        return value
    if depth > MAX_DEPTH:
        raise Refused(f"something nested more than {MAX_DEPTH} deep")
    if kind is np.ndarray:
        return _extension(_ARRAY, _array_parts(cast("np.ndarray[Any, Any]", value)))
    if kind is list:
        return _plain_items(cast("list[object]", value), depth, callables)
    if kind is tuple:
        return _extension(_TUPLE, _plain_items(cast("tuple[object, ...]", value), depth, callables))
    if kind is dict:
        return _plain_dict(cast("dict[object, object]", value), depth, callables)
    if kind in _SCALAR_TYPES:
        dtype, _, raw = _array_parts(np.asarray(value))
        return _extension(_SCALAR, [dtype, raw])
    if callables:
        return _plain_callable(value)
    raise Refused(describe(value))


def _plain_items(items: Sequence[object], depth: int, callables: bool) -> list[object]:
    if len(items) > MAX_NUMBERS:
        raise Refused(f"a sequence of more than {MAX_NUMBERS} items")
    return [_plain(item, depth + 1, callables) for item in items]


def _plain_dict(value: dict[object, object], depth: int, callables: bool) -> dict[str, object]:
    if not all(type(key) is str for key in value):
        raise Refused("a dict whose keys are not all strings")
    return dict(zip(cast("dict[str, object]", value), _plain_items(list(value.values()), depth, callables), strict=True))


def _plain_callable(value: object) -> object:
    if isinstance(value, schedules.Schedule):
        return _extension(_SCHEDULE, schedules.to_data(value))
    owner = value.__self__ if type(value) is MethodType else None
    if isinstance(owner, landscapes.Landscape):
        return _extension(_LANDSCAPE, [cast("MethodType", value).__name__, *landscapes.to_data(owner)])
    raise Refused(describe(value))


def _extension(code: int, content: object) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(code, _ENCODER.encode(content))


def _array_parts(array: np.ndarray[Any, Any]) -> tuple[str, list[int], bytes]:
    """Name of the dtype, shape, and little-endian bytes in C order."""
    if array.dtype.kind not in "iuf":
        raise Refused(f"an array of {array.dtype.name}, not of numbers")
    if array.ndim > MAX_DIMENSIONS or array.size > MAX_NUMBERS:
        raise Refused(f"an array of shape {array.shape}")
    if array.dtype.itemsize > 8:  # long double has no portable form; every float64 fits into it
        array = array.astype(np.float64)
    if not array.dtype.isnative or sys.byteorder == "big":
        array = array.astype(array.dtype.newbyteorder("<"))
    return f"{array.dtype.kind}{array.dtype.itemsize}", list(array.shape), array.tobytes()


def describe(value: object) -> str:
    """What a value is, in words for its author, at most about 80 characters."""
    kind = type(value)
    if kind is str:
        return f"a string, {_shortened(value)}"
    if kind is bool:
        return f"a truth value, {value}"
    if isinstance(value, complex):
        return f"a complex number, {_shortened(value)}"
    if isinstance(value, np.ndarray):
        return f"an instance of {kind.__name__}, which is a subclass of ndarray"
    if isinstance(value, type) or callable(value):
        return f"a function or class, {getattr(value, '__name__', kind.__name__)!s:.40}"
    return f"an object of type {kind.__name__:.40}, {_shortened(value)}"


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


# --- bytes to values -------------------------------------------------------------------------------------------


def decode_value(data: bytes) -> Any:
    """A fresh value for each reader.  Raises `WireError` for anything that `encode_value` does not write."""
    return _decode(data, callables=False)


def decode_arguments(data: bytes) -> tuple[list[Any], dict[str, Any]]:
    """Positional and keyword arguments, fresh; callables are live again."""
    decoded = _decode(data, callables=True)
    if not (type(decoded) is list and len(decoded) == 2 and type(decoded[0]) is list and type(decoded[1]) is dict):
        raise WireError("arguments are not a list and a dict")
    return decoded[0], decoded[1]


def _decode(data: bytes, *, callables: bool) -> Any:
    if len(data) > MAX_FRAME:
        raise WireError("too long")
    try:
        return _checked(_DECODERS[callables][0].decode(data), 0)
    except WireError:
        raise
    except Exception as trouble:  # noqa: BLE001 - whatever a hostile payload provokes is the same to us
        raise WireError(f"undecodable: {type(trouble).__name__}") from None


def _checked(value: Any, depth: int) -> Any:
    """The value, if it holds only what encoding writes."""
    kind = type(value)
    if kind is list or kind is tuple:
        if depth > MAX_DEPTH or len(value) > MAX_NUMBERS:
            raise WireError("too deep or too long")
        for item in value:
            if type(item) is not float:
                _checked(item, depth + 1)
    elif kind is dict:
        if depth > MAX_DEPTH or not all(type(key) is str for key in value):
            raise WireError("a dict too deep, or with keys that are no strings")
        for item in value.values():
            _checked(item, depth + 1)
    elif kind not in _DECODED_TYPES and kind not in _SCALAR_TYPES and not isinstance(value, schedules.Schedule):
        raise WireError(f"holds {kind.__name__}")
    return value


def _extended(depth: int, callables: bool, code: int, data: memoryview) -> Any:
    """Rebuilds what travels under an extension code; `depth` ends the nesting of tuples."""
    if code == _ARRAY:
        dtype, shape, raw = _PLAIN.decode(data)
        return _array(dtype, raw).reshape(_shape(shape)).copy()
    if code == _SCALAR:
        dtype, raw = _PLAIN.decode(data)
        return _array(dtype, raw).reshape(())[()]
    if code == _TUPLE:
        if depth >= MAX_DEPTH:
            raise WireError("too deep")
        items = _DECODERS[callables][depth + 1].decode(data)
        if type(items) is not list:
            raise WireError("a tuple that is no sequence")
        return tuple(items)
    if code == _SCHEDULE and callables:
        return schedules.from_data(_PLAIN.decode(data))
    if code == _LANDSCAPE and callables:
        method, *content = _PLAIN.decode(data)
        if method not in _METHODS:
            raise WireError("an unknown method of a landscape")
        return getattr(landscapes.from_data(content), method)
    raise WireError(f"extension {code}")


def _array(dtype: object, raw: object) -> np.ndarray[Any, Any]:
    if dtype not in _DTYPES or type(raw) is not bytes:
        raise WireError("an array of no known dtype")
    return np.frombuffer(raw, dtype=np.dtype(f"<{dtype}"))


def _shape(shape: object) -> tuple[int, ...]:
    if type(shape) is not list or len(shape) > MAX_DIMENSIONS or not all(type(n) is int and n >= 0 for n in shape):
        raise WireError("an array of no known shape")
    return tuple(shape)


_SCALAR_TYPES = frozenset(
    kind for kind in np.sctypeDict.values() if issubclass(kind, np.integer | np.floating) and kind is not np.timedelta64
)
_DECODED_TYPES = frozenset({int, float, type(None), np.ndarray, MethodType})
_PLAIN = msgspec.msgpack.Decoder()
_DECODERS = {
    callables: [
        msgspec.msgpack.Decoder(ext_hook=cast("Callable[[int, memoryview], Any]", partial(_extended, depth, callables)))
        for depth in range(MAX_DEPTH + 1)
    ]
    for callables in (False, True)
}


# --- frames ----------------------------------------------------------------------------------------------------


class Load(msgspec.Struct, frozen=True, array_like=True, tag="load"):
    """Grader to worker: the hand-in itself, first of all frames.

    `packages` are importable beside the standard library and NumPy; `printed_limit` counts characters.
    """

    module: str
    filename: str
    notebook: bool
    source: bytes
    packages: tuple[str, ...]
    printed_limit: int


class Ask(msgspec.Struct, frozen=True, array_like=True, tag="ask"):
    """Grader to worker: calls to make, numbered from `first` in this order."""

    first: int
    calls: tuple[tuple[str, bytes], ...]


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """Worker to grader: the outcome of one call, or of loading the file (number 0)."""

    number: int
    outcome: Outcome


def frame(message: Load | Ask | Answer) -> bytes:
    """A length in four bytes, then the message."""
    payload = _ENCODER.encode(message)
    return _LENGTH.pack(len(payload)) + payload


class FrameReader:
    """Cuts a stream into frames, however the bytes come in; refuses frames that are too long before storing them."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The payloads completed by `data`.  Raises `WireError` as soon as a frame announces too much."""
        self._buffer += data
        payloads = []
        while len(self._buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer)
            if length > MAX_FRAME:
                raise WireError("a frame that is too long")
            if len(self._buffer) < _LENGTH.size + length:
                break
            payloads.append(bytes(self._buffer[_LENGTH.size : _LENGTH.size + length]))
            del self._buffer[: _LENGTH.size + length]
        return payloads


_QUESTIONS = msgspec.msgpack.Decoder(Load | Ask)
_ANSWERS = msgspec.msgpack.Decoder(Answer)


def read_question(payload: bytes) -> Load | Ask:
    """What the grader asks; read in the worker."""
    return _QUESTIONS.decode(payload)


def read_answer(payload: bytes) -> Answer:
    """What a worker answers, checked down to the last value.  Raises `WireError`."""
    try:
        answer = _ANSWERS.decode(payload)
    except Exception as trouble:  # noqa: BLE001 - whatever a hostile payload provokes is the same to us
        raise WireError(f"undecodable: {type(trouble).__name__}") from None
    if answer.outcome.value:
        decode_value(answer.outcome.value)
    if answer.outcome.arguments_after:
        decode_value(answer.outcome.arguments_after)
    return answer
