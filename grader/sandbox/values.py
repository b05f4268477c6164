"""How values travel between grader and student code: MessagePack, exact types, nothing that runs.

Encoding accepts what interface and rubric may hold and refuses all else (`Refused`); decoding trusts nobody
(`WireError`).  Arrays travel as raw bytes, so NaN, -0.0 and the last bit survive.  A landscape or a schedule
travels as data and arrives as a callable.  Loaded on both sides; a new kind of answer that is compared exactly is a
row in `grader/exact_kinds.py`, any other an extension code, a branch in `_plain` and one in `_extended`.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from itertools import chain
from types import MethodType
from typing import Any, cast

import msgspec
import numpy as np

from grader import exact_kinds, landscapes, schedules
from grader.records import Ending, Outcome, Why

VERSION = 6  # of the format: part of every cache key

MAX_VALUE = 1 << 20  # bytes; a path of 200 steps in two columns has 3 kB
MAX_DEPTH = 6  # of nesting: a dict of lists of rows has 3
MAX_NUMBERS = 100_000  # in one value; each array, list and NumPy scalar counts as ten more, the time it takes to read
MAX_DIMENSIONS = 4

_PART = 10

_DTYPES = frozenset({"i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"})
_METHODS = frozenset({"gradient", "value", "hessian", "gradient_of_batch"})


class Refused(Exception):  # noqa: N818 - a verdict on a value, said to the student, rather than an error of ours
    """The value is no answer; `why` says what it is instead, `detail` how it shows itself."""

    def __init__(self, why: Why, detail: str = "", number: int = 0) -> None:
        super().__init__(f"{why} {detail}".rstrip())
        self.outcome = Outcome(Ending.MALFORMED, detail=detail, why=why, number=number)


class WireError(Exception):
    """The bytes are not what the format allows."""

    def __init__(self, why: Why, detail: str = "", number: int = 0) -> None:
        super().__init__(f"{why} {detail}".rstrip())
        self.outcome = Outcome(Ending.MALFORMED, detail=detail, why=why, number=number)


class SetOf(tuple[Any, ...]):
    """A Python set as it arrives: its members, in an order that their bytes give and nobody chose.

    No hash is asked of what a stranger sent.
    """

    __slots__ = ()


# Codes of MessagePack's extension types.
_ARRAY = 1
_SCALAR = 2
_TUPLE = 3
_LANDSCAPE = 4
_SCHEDULE = 5
_SET = 7
_SEQUENCES: dict[int, type[tuple[Any, ...]]] = {_TUPLE: tuple, _SET: SetOf}
_ROWS = 6  # lists and tuples of rows of floats, as trajectories come: read ten times as fast as item by item


# --- values to bytes -------------------------------------------------------------------------------------------


class _Room:
    """How much more a value may hold, however it is nested; and whether callables are among it.

    With `weighs`, a value is read to its last byte, and nothing is made of its numbers.
    """

    def __init__(self, *, callables: bool, weighs: bool = False) -> None:
        self.callables = callables
        self.weighs = weighs
        self._left = MAX_NUMBERS

    def holds(self, items: int) -> bool:
        """Take room for a part of so many items; False when there is none left."""
        self._left -= items + _PART
        return self._left >= 0

    @property
    def taken(self) -> int:
        """What all parts together have taken."""
        return MAX_NUMBERS - self._left


def encode_value(value: object) -> bytes:
    """Bytes of an answer: None, numbers, arrays of numbers, lists, tuples and dicts with string keys of these.

    A named tuple or a dataclass travels as the tuple of its parts, a dict of `collections` as a plain one.  Else types
    count exactly: a subclass of `float` or `ndarray` is refused, since it could lie about its value.
    Raises `Refused`.
    """
    return _encode(value, _Room(callables=False))


def encode_arguments(positional: Sequence[object], keywords: dict[str, object]) -> bytes:
    """Canonical bytes of a call's arguments; keywords are sorted.  Landscapes and schedules are allowed."""
    return _encode([list(positional), {name: keywords[name] for name in sorted(keywords)}], _Room(callables=True))


def _encode(value: object, room: _Room) -> bytes:
    try:
        encoded = _ENCODER.encode(_plain(value, 0, room))
    except OverflowError:
        raise Refused(Why.LARGE_INTEGER) from None
    except UnicodeEncodeError:
        raise Refused(Why.BROKEN_KEY) from None
    if len(encoded) > MAX_VALUE:
        raise Refused(Why.LARGE_ANSWER, number=len(encoded) >> 10)
    return encoded


_ENCODER = msgspec.msgpack.Encoder()


def _plain(value: object, depth: int, room: _Room) -> object:
    kind = type(value)
    if kind is float or kind is int or value is None:
        return value
    if kind in _SCALAR_TYPES:
        if not room.holds(0):
            raise Refused(Why.MANY_ITEMS, number=MAX_NUMBERS)
        dtype, _, raw = _array_parts(np.asarray(value))
        return _extension(_SCALAR, [dtype, raw])
    if kind is np.ndarray:
        array = cast("np.ndarray[Any, Any]", value)
        if not room.holds(array.size):
            raise Refused(Why.ARRAY_SHAPE, str(array.shape))
        return _extension(_ARRAY, _array_parts(array))
    if kind is list or kind is tuple:
        return _plain_sequence(cast("list[object] | tuple[object, ...]", value), depth, room)
    if kind is dict:
        return _plain_dict(cast("dict[object, object]", value), depth, room)
    return _plain_other(value, depth, room)


def _plain_other(value: object, depth: int, room: _Room) -> object:
    if (exact := exact_kinds.beside_numbers(value)) is not None:
        return _extension(exact.code, exact.plain(value))
    if type(value) is np.matrix:  # of this very class: another one's methods are the student's
        return _plain(np.asarray(value), depth, room)
    if type(value) in _DICTS:  # as above
        return _plain_dict(dict(dict.items(cast("dict[object, object]", value))), depth, room)
    if type(value) in _SETS:
        return _plain_set(cast("set[object]", value), depth, room)
    if room.callables:
        return _plain_callable(value)
    parts = _named_parts(value)
    if parts is None:
        raise described(value)
    return _plain_sequence(parts, depth, room)


_DICTS = frozenset({OrderedDict, defaultdict, Counter})
_SETS = frozenset({set, frozenset, SetOf})


def _named_parts(value: object) -> tuple[object, ...] | None:
    """What a named tuple or a dataclass holds, in order; None for all else."""
    kind = type(value)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return tuple.__getitem__(cast("tuple[object, ...]", value), slice(None))  # `__iter__` may be the student's
    if is_dataclass(kind) and not issubclass(kind, landscapes.Landscape) and not callable(value):
        return tuple(getattr(value, field.name) for field in fields(kind))
    return None


def _named_rows(value: Sequence[object]) -> list[object] | None:
    """Rows that are named tuples or objects of one dataclass, as tuples; None for all else.

    Each is read once, and all before anything is made of them: what is read may be a student's code.
    """
    kind = type(value[0]) if value else float
    if kind is float or kind is list or kind is tuple or len(value) > MAX_NUMBERS // _PART:
        return None
    if not (issubclass(kind, tuple) or is_dataclass(kind)):
        return None
    rows = list(value)
    if any(type(row) is not kind for row in rows):
        return None
    first = _named_parts(rows[0])
    return None if first is None else [first, *map(_named_parts, rows[1:])]


def _plain_sequence(value: list[object] | tuple[object, ...], depth: int, room: _Room) -> object:
    if not room.callables and (named := _named_rows(value)) is not None:
        value = named if type(value) is list else tuple(named)
    rows = _rows_of(value) if depth < MAX_DEPTH else None
    if rows is not None:
        if not room.holds(rows.items(len(value))):
            raise Refused(Why.MANY_ITEMS, number=MAX_NUMBERS)
        return _extension(_ROWS, rows)
    items = _plain_items(value, depth, room)
    return items if type(value) is list else _extension(_TUPLE, items)


def _rows_of(value: Sequence[object]) -> _Rows | None:
    """The value as rows; None unless it is a sequence of rows of one kind and length, all of floats."""
    first = value[0] if value else None
    kind = type(first)
    if (kind is not list and kind is not tuple) or not first:
        return None
    rows = cast("Sequence[Sequence[object]]", value)
    width = len(rows[0])
    if any(type(row) is not kind or len(row) != width for row in rows):
        return None
    flat = list(chain.from_iterable(rows))
    kinds = set(map(type, flat))
    if not kinds <= _ROW_TYPES:
        return None
    of_numpy = b"" if np.float64 not in kinds else bytes(type(number) is np.float64 for number in flat)
    return _Rows(type(value) is tuple, kind is tuple, width, np.array(flat, dtype="<f8").tobytes(), of_numpy)


def _plain_items(items: Sequence[object], depth: int, room: _Room) -> list[object]:
    if depth > MAX_DEPTH:
        raise Refused(Why.DEEP, number=MAX_DEPTH)
    if not room.holds(len(items)):
        raise Refused(Why.MANY_ITEMS, number=MAX_NUMBERS)
    return [item if type(item) is float else _plain(item, depth + 1, room) for item in items]


def _plain_set(value: Iterable[object], depth: int, room: _Room) -> object:
    """Its members in the order of their bytes, so that equal sets travel as equal bytes."""
    return _extension(_SET, sorted(_plain_items(list(value), depth, room), key=_ENCODER.encode))


def _plain_dict(value: dict[object, object], depth: int, room: _Room) -> dict[str, object]:
    if not all(type(key) is str for key in value):
        raise Refused(Why.OTHER_KEYS)
    return dict(zip(cast("dict[str, object]", value), _plain_items(list(value.values()), depth, room), strict=True))


def _plain_callable(value: object) -> object:
    if isinstance(value, schedules.Schedule):
        return _extension(_SCHEDULE, schedules.to_data(value))
    owner = value.__self__ if type(value) is MethodType else None
    if isinstance(owner, landscapes.Landscape):
        return _extension(_LANDSCAPE, [cast("MethodType", value).__name__, *landscapes.to_data(owner)])
    raise described(value)


def _extension(code: int, content: object) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(code, _ENCODER.encode(content))


def _array_parts(array: np.ndarray[Any, Any]) -> tuple[str, list[int], bytes]:
    """Name of the dtype, shape, and little-endian bytes in C order."""
    if array.dtype.kind not in "iuf":
        raise Refused(Why.ARRAY_DTYPE, array.dtype.name)
    if not _is_shape(list(array.shape)):
        raise Refused(Why.ARRAY_SHAPE, str(array.shape))
    if array.dtype.itemsize > 8:  # long double has no portable form; every float64 fits into it
        with np.errstate(over="ignore"):
            array = array.astype(np.float64)
    if not array.dtype.isnative or sys.byteorder == "big":
        array = array.astype(array.dtype.newbyteorder("<"))
    return f"{array.dtype.kind}{array.dtype.itemsize}", list(array.shape), array.tobytes()


def _is_shape(shape: list[int]) -> bool:
    """Whether a shape is bearable.  An array without numbers may have any length, which somebody may loop over."""
    fits = len(shape) <= MAX_DIMENSIONS and all(length >= 0 for length in shape)
    return fits and math.prod(length or 1 for length in shape) <= MAX_NUMBERS


def described(value: object) -> Refused:
    """What a value is that is no answer, with at most about 80 characters of its own.

    Only its type is believed: `__class__` may say anything, or raise.
    """
    kind = type(value)
    if kind is str:
        return Refused(Why.STRING, _shortened(value))
    if kind is bool or kind is np.bool_:
        return Refused(Why.TRUTH_VALUE, str(bool(value)))
    if issubclass(kind, complex | np.complexfloating):
        return Refused(Why.COMPLEX, _shortened(value))
    if issubclass(kind, np.ndarray | str):
        return Refused(Why.SUBCLASS if issubclass(kind, np.ndarray) else Why.TEXT_SUBCLASS, f"{kind.__name__:.40}")
    if kind in _FUNCTION_TYPES:
        return Refused(Why.FUNCTION, f"{value.__name__:.40}")  # type: ignore[attr-defined]
    return Refused(Why.OBJECT, f"{kind.__name__:.40}, {_shortened(value)}")


_FUNCTION_TYPES = frozenset({type, type(lambda: None), type(len), MethodType})
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def _shortened(value: object) -> str:
    try:
        text = str(repr(value))
    except Exception as trouble:  # noqa: BLE001 - `__repr__` may be the student's
        return f"whose text cannot be had ({type(trouble).__name__:.40})"
    text = _ADDRESS.sub("", text[:200])  # an address would make equal answers differ
    return text if len(text) <= 40 else text[:39] + "…"


# --- bytes to values -------------------------------------------------------------------------------------------


class _Array(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    dtype: str
    shape: list[int]
    raw: bytes


class _Scalar(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    dtype: str
    raw: bytes


class _Rows(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    in_tuple: bool
    of_tuples: bool
    width: int
    raw: bytes
    of_numpy: bytes  # for each number whether it is NumPy's float64; empty where none is

    def items(self, count: int) -> int:
        """What so many rows take of a value's room, beside their sequence itself."""
        return count * (1 + self.width + _PART) + _PART * self.of_numpy.count(1)


def _type_at(depth: int) -> Any:
    """What may stand at a depth.  Typed, so that bytes from a stranger end at the first thing out of place.

    Untyped, keys of dicts could be tuples, whose hashes can be made to collide.
    """
    number = None | int | float | msgspec.msgpack.Ext
    if depth > MAX_DEPTH:
        return number
    inside = _type_at(depth + 1)
    return number | list[inside] | dict[str, inside]  # type: ignore[valid-type]


_VALUE: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(_type_at(0))
_TUPLES: list[msgspec.msgpack.Decoder[list[Any]]] = [
    msgspec.msgpack.Decoder(list[_type_at(depth + 1)])  # type: ignore[misc]
    for depth in range(MAX_DEPTH + 1)
]
_ARRAYS = msgspec.msgpack.Decoder(_Array)
_SCALARS = msgspec.msgpack.Decoder(_Scalar)
_ROW_TABLES = msgspec.msgpack.Decoder(_Rows)
_EXACT: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(bool | int | str)
_RECIPES = msgspec.msgpack.Decoder(list[Any])  # of landscapes and schedules: written by the grader alone


def decode_value(data: bytes) -> Any:
    """A fresh value for each reader.  Raises `WireError` for anything that `encode_value` does not write."""
    return _decode(data, _Room(callables=False))


def decode_to_compare(data: bytes) -> Any:
    """The same for numbers: a list of rows of floats comes as an array of shape (n, d), in a tenth of the time."""
    place = _EXTENSION_CODE.get(data[:1], 0)
    if 0 < place < len(data) <= MAX_VALUE and data[place] == _ROWS:
        rows = _ROW_TABLES.decode(_VALUE.decode(data).data)
        if not rows.in_tuple and rows.width > 0 and not len(rows.raw) % (_ITEM * rows.width):
            return _flat("f8", rows.raw).reshape(-1, rows.width)
    return decode_value(data)


# Where the code of an extension of MessagePack stands, by its first byte: its length is written in 1, 2 or 4 bytes.
_EXTENSION_CODE = {b"\xc7": 2, b"\xc8": 3, b"\xc9": 5}


def decode_arguments(data: bytes) -> tuple[list[Any], dict[str, Any]]:
    """Positional and keyword arguments, fresh; callables are live again."""
    decoded = _decode(data, _Room(callables=True))
    if not (type(decoded) is list and len(decoded) == 2 and type(decoded[0]) is list and type(decoded[1]) is dict):
        raise WireError(Why.NO_ARGUMENTS)
    return decoded[0], decoded[1]


def _decode(data: bytes, room: _Room) -> Any:
    if len(data) > MAX_VALUE:
        raise WireError(Why.VALUE_TOO_LONG)
    try:
        return _rebuilt(_VALUE.decode(data), 0, room)
    except WireError:
        raise
    except Exception as trouble:  # noqa: BLE001 - whatever a hostile payload provokes is the same to us
        raise WireError(Why.UNDECODABLE, type(trouble).__name__) from None


def _rebuilt(value: Any, depth: int, room: _Room) -> Any:
    """The value with arrays, scalars, tuples and callables in the place of their extensions."""
    kind = type(value)
    if kind is list or kind is dict:
        if not room.holds(len(value)):
            raise WireError(Why.TOO_MANY_PARTS)
        for place, item in enumerate(value) if kind is list else value.items():
            if type(item) is not float:
                value[place] = _rebuilt(item, depth + 1, room)
    elif kind is msgspec.msgpack.Ext:
        return _extended(value.code, value.data, depth, room)
    return value


def _extended(code: int, data: bytes, depth: int, room: _Room) -> Any:
    if code == _ARRAY:
        return _read_array(_ARRAYS.decode(data), room)
    if code == _SCALAR and room.holds(0):
        scalar = _SCALARS.decode(data)
        if _count(scalar.dtype, scalar.raw) != 1:
            raise _cut_off()
        return None if room.weighs else _flat(scalar.dtype, scalar.raw)[0]
    if code in _SEQUENCES and depth <= MAX_DEPTH:
        return _SEQUENCES[code](_rebuilt(_TUPLES[depth].decode(data), depth, room))
    if code == _ROWS and depth < MAX_DEPTH:
        return _read_rows(_ROW_TABLES.decode(data), room)
    if room.callables and code in {_SCHEDULE, _LANDSCAPE}:
        return _live_callable(code, data)
    return _exactly(code, data, room)


def _live_callable(code: int, data: bytes) -> Any:
    if code == _SCHEDULE:
        return schedules.from_data(_RECIPES.decode(data))
    method, *content = _RECIPES.decode(data)
    if method not in _METHODS:
        raise WireError(Why.UNKNOWN_EXTENSION, number=code)
    found = getattr(landscapes.from_data(content), method, None)
    if found is None:  # batches are of losses on data alone
        raise WireError(Why.UNKNOWN_EXTENSION, number=code)
    return found


def _exactly(code: int, data: bytes, room: _Room) -> Any:
    """A value of a kind that is compared exactly, if it is one that `plain` would have written."""
    kind = exact_kinds.by_code(code)
    if kind is None or not room.holds(0):
        raise WireError(Why.UNKNOWN_EXTENSION, number=code)
    value = _EXACT.decode(data)
    plain = kind.plain(value)
    if type(plain) is not type(value) or plain != value:
        raise WireError(Why.UNDECODABLE, kind.name)
    return value


def _read_array(array: _Array, room: _Room) -> np.ndarray[Any, Any] | None:
    count = _count(array.dtype, array.raw)
    if not _is_shape(array.shape) or not room.holds(count):
        raise WireError(Why.UNBEARABLE_SHAPE)
    if math.prod(array.shape) != count:
        raise _cut_off()
    return None if room.weighs else _flat(array.dtype, array.raw).reshape(array.shape).copy()


def _read_rows(rows: _Rows, room: _Room) -> list[Any] | tuple[Any, ...] | None:
    count = _count("f8", rows.raw)
    if rows.width < 1 or not count or count % rows.width:
        raise WireError(Why.UNEVEN_ROWS)
    if not room.holds(rows.items(count // rows.width)):
        raise WireError(Why.TOO_MANY_PARTS)
    if rows.of_numpy and (len(rows.of_numpy) != count or not set(rows.of_numpy) <= {0, 1}):
        raise WireError(Why.UNKNOWN_FLOATS)
    if room.weighs:
        return None
    numbers = _flat("f8", rows.raw)
    flat: list[Any] = numbers.tolist()
    if rows.of_numpy.count(1) == count:
        flat = list(numbers)
    elif rows.of_numpy:
        flat = [np.float64(x) if of_numpy else x for x, of_numpy in zip(flat, rows.of_numpy, strict=True)]
    row = tuple if rows.of_tuples else list
    table = [row(flat[start : start + rows.width]) for start in range(0, len(flat), rows.width)]
    return tuple(table) if rows.in_tuple else table


def _count(dtype: str, raw: bytes) -> int:
    """How many numbers of a kind some bytes are."""
    if dtype not in _DTYPES:
        raise WireError(Why.UNKNOWN_DTYPE)
    count, left = divmod(len(raw), int(dtype[1]))
    if left:
        raise _cut_off()
    return count


def _cut_off() -> ValueError:
    return ValueError("bytes of another number than their shape has")


def _flat(dtype: str, raw: bytes) -> np.ndarray[Any, Any]:
    return np.frombuffer(raw, dtype=np.dtype(f"<{dtype}"))


_ROW_TYPES = frozenset({float, np.float64})
_SCALAR_TYPES = frozenset(kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in "iuf")


_ITEM = 8  # bytes that each item counts as


def weight(data: bytes) -> int:
    """What a value costs to keep and to read again, in bytes.  Raises `WireError` where it cannot be read."""
    room = _Room(callables=False, weighs=True)
    _decode(data, room)
    return len(data) + _ITEM * room.taken
