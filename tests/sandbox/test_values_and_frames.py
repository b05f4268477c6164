"""The wire format: values come out bit for bit, what is no data is refused in words, and no bytes harm a reader."""

from __future__ import annotations

import math
import struct
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader import landscapes, schedules
from grader.records import CodeRemark, Ending, Outcome, Stop, Why
from grader.sandbox import frames, values
from grader.sandbox.values import Refused, WireError
from grader.words.answers import reason

# --- values ----------------------------------------------------------------------------------------------------

DTYPES = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", ">f8", ">i4"]
arrays = st.sampled_from(DTYPES).flatmap(
    lambda dtype: npst.arrays(np.dtype(dtype), npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3))
)
numbers = st.floats(width=64) | st.integers(-(2**63), 2**64 - 1)
scalars = arrays.filter(lambda array: array.size).map(lambda array: array.reshape(-1)[0])
leaves = st.none() | numbers | scalars | arrays
any_value = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=6,
).filter(lambda value: depth(value) <= values.MAX_DEPTH)


def depth(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth, value), default=0) if isinstance(value, list | tuple) else 0


def shown(value: object) -> object:
    """A value with its types and its bits, so that NaN equals NaN and 1 does not equal 1.0."""
    if isinstance(value, np.ndarray | np.generic):
        native = value.astype(value.dtype.newbyteorder("="))
        return (type(value).__name__, native.dtype.str, native.shape, native.tobytes())
    if isinstance(value, float):
        return ("float", struct.pack(">d", value))
    if isinstance(value, list | tuple):
        return (type(value).__name__, [shown(item) for item in value])
    if isinstance(value, dict):
        return [(name, shown(item)) for name, item in value.items()]
    return (type(value).__name__, value)


@given(any_value)
def test_every_value_comes_back_with_its_types_and_its_bits(value):
    assert shown(values.decode_value(values.encode_value(value))) == shown(value)


@given(any_value)
def test_each_reader_gets_a_value_of_its_own(value):
    data = values.encode_value([value, [1.0]])
    spoilt = values.decode_value(data)
    spoilt[1].append(2.0)

    assert values.encode_value(values.decode_value(data)) == data


tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.floats(width=64), min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(any_value | tables | tables.map(lambda rows: list(map(tuple, rows))) | tables.map(tuple))
def test_what_is_read_to_be_compared_is_the_same_value_or_its_rows_in_an_array(value):
    data = values.encode_value(value)

    whole, read = values.decode_value(data), values.decode_to_compare(data)

    assert shown(read) == shown(np.array(whole) if type(read) is np.ndarray else whole)


def test_a_decoded_array_can_be_written_to():
    array = values.decode_value(values.encode_value(np.zeros(3)))
    array[0] = 1

    assert array.tolist() == [1, 0, 0]


def test_only_the_part_of_an_array_that_is_seen_travels():
    seen = np.arange(12.0).reshape(3, 4)[::2, ::-1]

    assert np.array_equal(values.decode_value(values.encode_value(seen)), seen)


def test_a_long_double_arrives_in_double_precision():
    arrived = values.decode_value(values.encode_value([np.longdouble(1) / 3, np.ones(2, np.longdouble)]))

    assert shown(arrived) == shown([np.float64(1) / 3, np.ones(2)])


def test_a_long_double_beyond_double_precision_arrives_as_infinity():
    assert values.decode_value(values.encode_value(np.ldexp(np.longdouble(1), 16000))) == math.inf


@pytest.mark.parametrize("value", [2**64, -(2**63) - 1, [10**400]])
def test_an_integer_beyond_64_bits_is_refused(value):
    with pytest.raises(Refused, match=Why.LARGE_INTEGER):
        values.encode_value(value)


class MyFloat(float): ...


class MyInt(int): ...


class MyArray(np.ndarray): ...


class MyText(str): ...


class MyList(list[Any]): ...


class MyDict(dict[str, Any]): ...


class Poser:
    __class__ = float  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("x" * 1000, "a string, '" + "x" * 38 + "…"),
        (b"x", "an object of type bytes, b'x'"),
        (np.array([True]), "an array of bool, not of numbers"),
        (1j, "a complex number, 1j"),
        (np.complex64(1), "a complex number"),
        (Decimal(1), "an object of type Decimal, Decimal('1')"),
        (Fraction(1, 2), "an object of type Fraction, Fraction(1, 2)"),
        (np.timedelta64(1), "an object of type timedelta64"),
        (MyFloat(1), "an object of type MyFloat, 1.0"),
        (MyInt(1), "an object of type MyInt, 1"),
        (np.zeros(1).view(MyArray), "an instance of MyArray, which is a subclass of ndarray"),
        (np.ma.masked_array([1.0], [True]), "an instance of MaskedArray, which is a subclass of ndarray"),
        (np.zeros((1, 1)).view(np.recarray), "an instance of recarray, which is a subclass of ndarray"),
        (np.zeros(1, [("a", float)]).view(np.recarray), "an instance of recarray, which is a subclass of ndarray"),
        (MyText("x"), "a text of the class MyText, and not a plain one"),
        (MyList([1.0]), "an object of type MyList, [1.0]"),
        (MyDict(a=1.0), "an object of type MyDict, {'a': 1.0}"),
        ({1j}, "a complex number, 1j"),
        (range(3), "an object of type range, range(0, 3)"),
        (iter([1.0]), "an object of type list_iterator, <list_iterator object>"),
        (math.sin, "a function or class, sin"),
        (int, "a function or class, int"),
        (Poser(), "an object of type Poser"),
        (landscapes.sine(), "an object of type Landscape, sine()"),
        (landscapes.sine().gradient, "a function or class, gradient"),
        (np.array([None, 1]), "an array of object, not of numbers"),
        (np.array([1j]), "an array of complex128, not of numbers"),
        (np.array(["x"]), "an array of str32, not of numbers"),
        (np.zeros(1, "m8[s]"), "an array of timedelta64[s], not of numbers"),
        (np.zeros(2, [("a", float)]), "an array of void64, not of numbers"),
        (np.zeros((1,) * 5), "an array of shape (1, 1, 1, 1, 1)"),
        (np.zeros((0, 10**12)), "an array of shape (0, 1000000000000)"),
        (np.broadcast_to(np.float64(1), (10**6, 10**6)), "an array of shape (1000000, 1000000)"),
        ({1: 1.0}, "a dict whose keys are not all strings"),
        ({"\ud800": 1.0}, "a dict with a key that is no text"),
        ([0.0] * (values.MAX_NUMBERS + 1), "something of more than 100000 items"),
        ([[0.0] * 1000] * 1000, "something of more than 100000 items"),
        ([np.zeros(1000)] * 1000, "an array of shape (1000,)"),
        ([np.float64(1)] * (values.MAX_NUMBERS // 10), "something of more than 100000 items"),
        ({"x" * values.MAX_VALUE: 1.0}, "which is more than an answer may have"),
    ],
    ids=lambda part: part[:40] if type(part) is str else "",  # the same in every process, whatever a value says it is
)
@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: [1.0, (value,)]])
def test_what_is_no_answer_is_refused_in_words(value, told, wrap):
    with pytest.raises(Refused) as raised:
        values.encode_value(wrap(value))

    assert told in reason(raised.value.outcome)
    assert len(reason(raised.value.outcome)) < 120


def test_an_object_that_will_not_be_looked_at_is_refused_all_the_same():
    class Liar:
        @property  # type: ignore[misc]
        def __class__(self) -> Any:
            raise SystemExit

        def __repr__(self) -> str:
            raise ValueError

    with pytest.raises(Refused, match=r"object Liar, whose text cannot be had \(ValueError\)"):
        values.encode_value(Liar())


class Step(NamedTuple):
    weight: Any
    velocity: Any


@dataclass(slots=True)
class Slotted:
    weight: Any
    velocity: Any


class Forger(Step):
    def __iter__(self) -> Any:
        return iter([7.0, 7.0])

    def __len__(self) -> int:
        return 7


@pytest.mark.parametrize(
    "made",
    [OrderedDict(a=1, b=2.5), defaultdict(int, a=1, b=2.5), Counter({"a": 1, "b": 2.5})],
    ids=lambda made: type(made).__name__,
)
def test_a_dict_of_the_standard_library_travels_as_a_plain_one(made):
    arrived = values.decode_value(values.encode_value(made))

    assert type(arrived) is dict
    assert arrived == {"a": 1, "b": 2.5}


def test_a_dict_of_another_class_is_refused():
    with pytest.raises(values.Refused):
        values.encode_value(type("Counts", (OrderedDict,), {})(a=1))


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (Step(1.0, -0.5), (1.0, -0.5)),
        (Slotted(1.0, np.float64(-0.5)), (1.0, np.float64(-0.5))),
        (Forger(1.0, -0.5), (1.0, -0.5)),
        (Step([1.0, 2.0], np.zeros(2)), ([1.0, 2.0], np.zeros(2))),
        ([Step(1.0, 2.0), Step(3.0, 4.0)], [(1.0, 2.0), (3.0, 4.0)]),
        ({"step": Step(Slotted(1.0, 2), None)}, {"step": ((1.0, 2), None)}),
    ],
    ids=["named", "dataclass", "forged", "of arrays", "rows", "nested"],
)
def test_a_named_tuple_or_a_dataclass_travels_as_the_tuple_of_its_parts(value, parts):
    assert shown(values.decode_value(values.encode_value(value))) == shown(parts)


@pytest.mark.parametrize("row", [Step, Slotted])
@pytest.mark.parametrize("kind", [list, tuple])
def test_rows_that_are_named_tuples_or_dataclasses_travel_as_quickly_as_tuples(kind, row):
    rows = kind((float(step), np.float64(step)) for step in range(50))

    assert values.encode_value(kind(row(*each) for each in rows)) == values.encode_value(rows)


@pytest.mark.parametrize(
    "rows",
    [
        [Step(1.0, 2.0), (3.0, 4.0)],
        [Step(1.0, 2.0), Slotted(3.0, 4.0)],
        [Step(1.0, 2), Step(3.0, 4.0)],
        [Step(1.0, None)],
        [Slotted(1.0, [2.0])],
    ],
)
def test_rows_of_several_kinds_travel_each_as_it_is(rows):
    parts = [tuple(row) if isinstance(row, tuple) else (row.weight, row.velocity) for row in rows]

    assert shown(values.decode_value(values.encode_value(rows))) == shown(parts)


class Counting(Slotted):
    """Tells another weight each time that it is asked for."""

    def __getattribute__(self, name: str) -> Any:
        if name == "weight":
            asked.append(name)
            return len(asked)
        return super().__getattribute__(name)


asked: list[str] = []


def test_each_row_is_asked_once_for_what_it_holds():
    asked.clear()

    assert values.decode_value(values.encode_value([Counting(0, 1.0), Counting(0, 2.0)])) == [(1, 1.0), (2, 2.0)]
    assert values.decode_value(values.encode_value([Counting(0, 1.0), (0, 2.0)])) == [(3, 1.0), (0, 2.0)]


@pytest.mark.parametrize("row", [Step(1.0, 2.0), Slotted(1.0, 2.0), (1.0, 2.0), 1.0])
def test_more_rows_than_an_answer_may_hold_are_refused_before_they_are_read(row):
    with pytest.raises(values.Refused) as refused:
        values.encode_value([row] * (values.MAX_NUMBERS + 1))

    assert refused.value.outcome.why is Why.MANY_ITEMS


@dataclass
class Both(tuple[Any, ...]):
    weight: float = 2.0


def test_a_dataclass_that_is_a_tuple_travels_by_its_fields():
    assert values.decode_value(values.encode_value([Both(), Both()])) == [(2.0,), (2.0,)]


def test_rows_with_names_are_no_arguments_of_a_call():
    with pytest.raises(values.Refused):
        values.encode_arguments([[Step(1.0, 2.0)]], {})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Step(1.0, b"x"), "an object of type bytes, b'x'"),
        (Slotted(1.0, 1j), "a complex number, 1j"),
        (Step, "a function or class, Step"),
        (Slotted, "a function or class, Slotted"),
    ],
    ids=lambda part: part if type(part) is str else "",
)
def test_a_part_of_a_named_tuple_or_a_dataclass_is_no_more_than_it_would_be_alone(value, told):
    with pytest.raises(Refused) as raised:
        values.encode_value(value)

    assert told in reason(raised.value.outcome)


def test_a_list_that_holds_itself_is_refused():
    cycle: list[Any] = []
    cycle.append(cycle)

    with pytest.raises(Refused, match=Why.DEEP):
        values.encode_value(cycle)


@pytest.mark.parametrize("wrap", [lambda value: [value], lambda value: (value,), lambda value: {"a": value}])
def test_nesting_may_reach_its_limit_and_not_a_step_further(wrap):
    value: Any = np.float64(1)
    for _ in range(values.MAX_DEPTH + 1):
        value = wrap(value)

    assert shown(values.decode_value(values.encode_value(value))) == shown(value)
    with pytest.raises(Refused, match=Why.DEEP):
        values.encode_value(wrap(value))


# --- calls -----------------------------------------------------------------------------------------------------


def test_the_order_of_keywords_does_not_change_a_call():
    assert values.encode_arguments([], {"a": 1, "b": 2}) == values.encode_arguments([], {"b": 2, "a": 1})


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (0.0, -0.0), ([1.0], (1.0,)), (1.0, np.float64(1)), (None, 0)])
def test_calls_with_values_that_python_finds_equal_differ(one, other):
    assert values.encode_arguments([one], {}) != values.encode_arguments([other], {})


@given(st.lists(any_value, max_size=2), st.dictionaries(st.sampled_from(["lr", "start", "t"]), any_value, max_size=2))
def test_arguments_come_back_in_their_canonical_order(positional, keywords):
    if max(map(depth, [*positional, *keywords.values(), 0])) >= values.MAX_DEPTH:
        return

    back, named = values.decode_arguments(values.encode_arguments(positional, keywords))

    assert shown(back) == shown(positional)
    assert shown(named) == shown({name: keywords[name] for name in sorted(keywords)})


SURFACES = [landscapes.sine(), landscapes.skewed_bowl(), landscapes.quadratic(condition_number=7.0, angle=1.0)]


@pytest.mark.parametrize("surface", SURFACES, ids=repr)
@pytest.mark.parametrize("method", ["gradient", "value", "hessian"])
def test_a_method_of_a_landscape_arrives_as_the_same_function(surface, method):
    data = values.encode_arguments([], {"grad": getattr(surface, method)})
    arrived = values.decode_arguments(data)[1]["grad"]
    point = np.linspace(0.2, 0.7, surface.dimension)

    assert np.array_equal(arrived(point), getattr(surface, method)(point))
    assert values.encode_arguments([], {"grad": arrived}) == data


def test_a_schedule_arrives_as_the_same_schedule():
    given_ = schedules.table([0.5, 0.25])

    assert values.decode_arguments(values.encode_arguments([given_], {}))[0] == [given_]


@pytest.mark.parametrize("value", [lambda x: x, math.sin, landscapes.sine, landscapes.sine(), [].append])
def test_no_other_callable_travels(value):
    with pytest.raises(Refused):
        values.encode_arguments([value], {})


def test_a_method_that_is_no_question_to_a_landscape_is_not_looked_up():
    ext = msgspec.msgpack.Ext(4, msgspec.msgpack.encode(["__init__", "sine"]))

    with pytest.raises(WireError):
        values.decode_arguments(msgspec.msgpack.encode([[ext], {}]))


@pytest.mark.parametrize("value", [landscapes.sine().gradient, schedules.constant(0.1)])
def test_an_answer_holds_no_callables(value):
    (data,) = msgspec.msgpack.decode(values.encode_arguments([value], {}))[0]

    with pytest.raises(WireError, match="extension"):
        values.decode_value(msgspec.msgpack.encode(data))


@pytest.mark.parametrize("data", [[], [[]], [[], {}, 1], [{}, []], [[], []], 1.0, {"a": 1}])
def test_arguments_are_a_list_and_a_dict(data):
    with pytest.raises(WireError):
        values.decode_arguments(msgspec.msgpack.encode(data))


# --- hostile bytes ---------------------------------------------------------------------------------------------


def ext(code: int, content: Any) -> bytes:
    raw = content if isinstance(content, bytes) else msgspec.msgpack.encode(content)
    return msgspec.msgpack.encode(msgspec.msgpack.Ext(code, raw))


def many(times: int, item: bytes) -> bytes:
    return b"\xdd" + times.to_bytes(4, "big") + item * times


def tuples(times: int) -> bytes:
    """So many tuples in each other, and a one; built by hand, since the encoder takes no such depth."""
    data = b"\x91\x01"
    for _ in range(times):
        data = b"\x91\xc9" + len(data).to_bytes(4, "big") + b"\x03" + data
    return data


HOSTILE = {
    "nothing": b"",
    "lists 100000 deep": b"\x91" * 100_000 + b"\xc0",
    "dicts 100000 deep": b"\x81\xa1a" * 100_000 + b"\xc0",
    "tuples 1000 deep": tuples(1000),
    "a list that never comes": b"\xdd\xff\xff\xff\xff",
    "a dict that never comes": b"\xdf\xff\xff\xff\xff",
    "an extension that never comes": b"\xc9\xff\xff\xff\xff\x01",
    "something behind the value": b"\xc0\xc0",
    "a million empty lists": many(1_000_000, b"\x90"),
    "too many numbers": many(200_000, b"\x01"),
    "too many numbers, in rows": many(400, many(400, b"\x01")),
    "too many tuples": many(200_000, ext(3, [])),
    "too many arrays": many(30_000, ext(1, ["f2", [8], bytes(16)])),
    "more bytes than a value has": b"\xc6" + (2 << 20).to_bytes(4, "big") + bytes(2 << 20),
    "text": b"\xa1a",
    "bytes": b"\xc4\x01a",
    "a truth value": b"\xc3",
    "a time": b"\xd6\xff\x00\x00\x00\x00",
    "a time that is none": b"\xc7\x0c\xff" + b"\xff" * 12,
    "keys that are numbers": b"\x81\x01\x01",
    "keys that are lists": b"\x81\x92\x01\x02\x01",
    "keys that are no UTF-8": b"\x81\xa1\xff\x01",
    "an unknown extension": ext(9, []),
    "an extension of ours that is empty": ext(1, b""),
    "a tuple that is a number": ext(3, 1),
    "a tuple that is a dict": ext(3, {}),
    "a tuple with something behind it": ext(3, b"\x90\x90"),
    "an array of objects": ext(1, ["O8", [1], bytes(8)]),
    "an array of text": ext(1, ["U2", [1], bytes(8)]),
    "an array of long doubles": ext(1, ["f16", [1], bytes(16)]),
    "an array with a dtype of dtypes": ext(1, ["f8,f8", [1], bytes(16)]),
    "an array with a list for a dtype": ext(1, [["f8"], [1], bytes(8)]),
    "an array larger than its bytes": ext(1, ["f8", [2], bytes(8)]),
    "an array smaller than its bytes": ext(1, ["f8", [1], bytes(16)]),
    "an array with half a number": ext(1, ["f8", [1], bytes(7)]),
    "an array of huge shape": ext(1, ["f8", [2**62], bytes(8)]),
    "an array of huge shape and no numbers": ext(1, ["f8", [0, 2**40], b""]),
    "an array of negative shape": ext(1, ["f8", [-1], bytes(8)]),
    "an array of five dimensions": ext(1, ["f8", [1] * 5, bytes(8)]),
    "an array of shape true": ext(1, ["f8", [True], bytes(8)]),
    "an array of a shape that is a number": ext(1, ["f8", 1, bytes(8)]),
    "an array of text for bytes": ext(1, ["f8", [1], "12345678"]),
    "an array of four parts": ext(1, ["f8", [1], bytes(8), 1]),
    "a scalar of two numbers": ext(2, ["f8", bytes(16)]),
    "a scalar of none": ext(2, ["f8", b""]),
    "a landscape": ext(4, ["gradient", "sine"]),
    "a schedule": ext(5, ["constant", 0.1]),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_end_in_one_kind_of_error(data):
    with pytest.raises(WireError) as decoded:
        values.decode_value(data)
    with pytest.raises(WireError) as weighed:
        values.weight(data)

    assert weighed.value.outcome == decoded.value.outcome


def test_keys_made_to_collide_are_not_put_into_a_dict():
    """Tuples of numbers have hashes that anybody can predict; text has not."""
    keys = b"".join(b"\x92\x01" + b"\xce" + number.to_bytes(4, "big") for number in range(100_000))

    with pytest.raises(WireError, match="ValidationError"):
        values.decode_value(b"\xdf" + (100_000).to_bytes(4, "big") + keys)


def refused(read: Callable[[bytes], object], data: bytes) -> Outcome | None:
    """As what bytes are refused by a reader; None where it takes them."""
    try:
        read(data)
    except WireError as trouble:
        return trouble.outcome
    return None


@settings(max_examples=300)
@given(any_value.map(values.encode_value), st.data())
def test_a_spoilt_value_is_weighed_only_if_it_can_be_read(value, data):
    spoilt = bytearray(value)
    for _ in range(data.draw(st.integers(0, 3))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))

    assert refused(values.weight, bytes(spoilt)) == refused(values.decode_value, bytes(spoilt))


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_a_value_or_a_wire_error(data):
    try:
        value = values.decode_value(data)
    except WireError:
        return

    assert shown(values.decode_value(values.encode_value(value))) == shown(value)


outcomes = st.builds(
    Outcome,
    st.sampled_from([Ending.VALUE, Ending.RAISED, Ending.MALFORMED]),
    any_value.map(values.encode_value),
    st.just(b"") | any_value.map(lambda value: values.encode_value({"start": value}) if depth(value) < 6 else b""),
    st.text(st.characters(exclude_categories=["Cs"])),
)
payloads = st.builds(frames.Answer, st.integers(0, 9), outcomes).map(lambda answer: frames.frame(answer)[4:])


@given(payloads)
def test_an_answer_is_read_as_it_was_written(payload):
    received = frames.read_answer(payload)

    assert frames.frame(frames.Answer(received.number, received.outcome))[4:] == payload


@settings(max_examples=200)
@given(payloads, st.data())
def test_a_spoilt_answer_is_an_answer_or_a_wire_error(payload, data):
    spoilt = bytearray(payload)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(spoilt) - 1))
        match data.draw(st.sampled_from(["put", "cut", "add", "swap"])):
            case "put":
                spoilt[place] = data.draw(st.integers(0, 255))
            case "cut" if len(spoilt) > 1:
                del spoilt[place]
            case "add":
                spoilt.insert(place, data.draw(st.integers(0, 255)))
            case _:
                spoilt[place], spoilt[-1] = spoilt[-1], spoilt[place]
    try:
        answer = frames.read_answer(bytes(spoilt))
    except WireError:
        return

    assert type(answer.number) is int
    assert isinstance(answer.outcome.ending, Ending)


@pytest.mark.parametrize(
    "outcome",
    [
        ["value"],
        ["value", b""],
        ["value", b"\xa1a"],
        ["value", b"\xc0", b"\xa1a"],
        ["value", ext(4, ["gradient", "sine"])],
        ["raised", b"\xa1a"],
        ["timed_out"],
        ["crashed", b"", b"", "start was [1, 2]"],
        ["passed"],
        ["value", b"\xc0", b"", 3],
        ["value", b"\xc0", b"", "", "", "line"],
        {"ending": "value"},
        None,
    ],
    ids=repr,
)
def test_an_outcome_that_a_worker_cannot_know_or_write_is_no_answer(outcome):
    with pytest.raises(WireError):
        frames.read_answer(msgspec.msgpack.encode([1, outcome]))


SEEN_FROM_OUTSIDE = (
    Why.COMPUTING,
    Why.SIGNAL,
    Why.EXIT_STATUS,
    Why.TIMED_OUT_BEFORE,
    Why.OUT_OF_MEMORY_BEFORE,
    Why.TOO_MUCH_IN_ALL,
    Why.UNDECODABLE,
)


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("why", SEEN_FROM_OUTSIDE)
def test_a_reason_that_only_the_grader_can_know_is_no_answer_of_a_worker(ending, why):
    with pytest.raises(WireError, match=Why.NOT_ITS_TO_TELL):
        frames.read_answer(frames.frame(frames.Answer(1, Outcome(ending, b"\xc0", why=why)))[4:])


def test_a_reason_is_believed_for_its_own_ending_alone():
    said = Outcome(Ending.MISSING, detail="x", line=2, why=Why.CELL_STOPPED, cell=3)

    assert frames.read_answer(frames.frame(frames.Answer(1, said))[4:]).outcome == said
    with pytest.raises(WireError):
        frames.read_answer(frames.frame(frames.Answer(1, msgspec.structs.replace(said, ending=Ending.RAISED)))[4:])


def test_an_outcome_recorded_before_there_were_reasons_can_be_read():
    old = ["raised", b"", b"", "ValueError: no", "ValueError", 3, "printed"]

    outcome = msgspec.msgpack.decode(msgspec.msgpack.encode(old), type=Outcome)

    assert outcome == Outcome(Ending.RAISED, detail="ValueError: no", error="ValueError", line=3, printed="printed")
    assert reason(outcome) == "ValueError: no"


# --- frames ----------------------------------------------------------------------------------------------------


def frames_of(stream: bytes, sizes: list[int]) -> list[bytes | str]:
    """What a reader finds in a stream that comes in pieces of these sizes, over and over; an error as its text."""
    reader, position = frames.FrameReader(), 0
    found: list[bytes | str] = []
    while position < len(stream):
        for size in sizes:
            reader.feed(stream[position : position + size])
            position += size
            try:
                found += iter(reader.next, None)
            except WireError as trouble:
                return [*found, str(trouble)]
    return found


@given(st.lists(payloads, max_size=4), st.lists(st.integers(1, 50), min_size=1, max_size=5))
def test_frames_come_out_whole_however_the_bytes_come_in(sent, sizes):
    stream = b"".join(struct.pack(">I", len(payload)) + payload for payload in sent)

    assert frames_of(stream, sizes) == sent


@given(st.binary(max_size=300), st.lists(st.integers(1, 50), min_size=1, max_size=5))
def test_noise_gives_the_same_frames_and_the_same_error_in_any_pieces(noise, sizes):
    assert frames_of(noise, sizes) == frames_of(noise, [1])


@given(payloads)
def test_a_frame_that_is_too_long_does_not_take_the_one_before_it_away(payload):
    stream = struct.pack(">I", len(payload)) + payload + b"\xff" * 9

    assert frames_of(stream, [len(stream)]) == [payload, Why.FRAME_TOO_LONG]


def test_a_frame_that_is_too_long_is_refused_before_it_has_come():
    assert frames_of(struct.pack(">I", frames.MAX_FRAME + 1), [4]) == [Why.FRAME_TOO_LONG]


def test_the_worker_takes_a_hand_in_that_is_longer_than_an_answer_may_be():
    load = frames.Load("twice", "twice.ipynb", True, bytes(frames.MAX_FRAME + 1), (), 0)

    reader = frames.FrameReader(1 << 30)
    reader.feed(frames.frame(load))
    payload = reader.next()

    assert payload is not None
    assert frames.read_question(payload) == load


def test_a_worker_that_is_ready_says_so_with_an_empty_frame():
    assert frames_of(frames.READY, [4]) == [b""]


# --- rows of floats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outer", [list, tuple])
@pytest.mark.parametrize("inner", [list, tuple])
@given(st.lists(st.tuples(st.floats(), st.floats()), min_size=1, max_size=30))
def test_rows_of_floats_come_back_in_kind(outer, inner, rows):
    value = outer(inner(row) for row in rows)

    back = values.decode_value(values.encode_value(value))

    assert type(back) is outer
    assert {type(row) for row in back} == {inner}
    assert np.array(back).tobytes() == np.array(value).tobytes()


@pytest.mark.parametrize(
    "value", [[[1.0, 2], [3.0, 4.0]], [[1.0], (2.0,)], [[1.0, 2.0], [3.0]], [[], []], [[1.0], 2.0]]
)
def test_what_is_no_table_of_floats_keeps_its_form_too(value):
    assert values.decode_value(values.encode_value(value)) == value


@pytest.mark.parametrize(
    ("width", "raw", "of_numpy"),
    [
        (0, b"", b""),
        (2, bytes(8), b""),
        (-1, bytes(8), b""),
        (1, b"1234567", b""),
        (3, bytes(16), b""),
        (1, b"", b""),
        (1, bytes(8), bytes(2)),
        (1, bytes(8), b"x"),
    ],
)
def test_rows_that_do_not_add_up_are_refused(width, raw, of_numpy):
    content = msgspec.msgpack.encode([False, True, width, raw, of_numpy])

    with pytest.raises(WireError):
        values.decode_value(msgspec.msgpack.encode(msgspec.msgpack.Ext(6, content)))


def test_rows_take_as_much_room_as_item_by_item():
    with pytest.raises(Refused, match=Why.MANY_ITEMS):
        values.encode_value([[0.0, 0.0]] * 10_000)


@pytest.mark.parametrize("why", [why for why in Why if why not in frames._STOPS])
def test_a_stop_of_a_file_has_one_of_its_own_reasons(why):
    with pytest.raises(WireError, match=Why.NOT_ITS_TO_TELL):
        frames.read_answer(msgspec.msgpack.encode(frames.Answer(0, Outcome(Ending.RAISED, stops=(Stop(why),)))))


def test_only_loading_tells_of_what_was_not_run_and_its_texts_have_their_weight():
    stops = (Stop(Why.CELL_STOPPED, cell=1, line=2, detail="x" * 300, text="y" * 100),)

    assert (
        frames.read_answer(msgspec.msgpack.encode(frames.Answer(0, Outcome(Ending.RAISED, stops=stops)))).weight == 400
    )
    with pytest.raises(WireError, match=Why.NOT_ITS_TO_TELL):
        frames.read_answer(msgspec.msgpack.encode(frames.Answer(1, Outcome(Ending.RAISED, stops=stops))))


@pytest.mark.parametrize("stops", [0, 21])
def test_a_load_tells_of_so_many_stops_and_remarks_and_no_more(stops):
    remarks = () if stops else (CodeRemark("f", Why.DEFINED_AGAIN, 1),) * 41
    told = Outcome(Ending.RAISED, stops=(Stop(Why.CELL_STOPPED),) * stops, remarks=remarks)

    with pytest.raises(WireError, match=Why.NOT_ITS_TO_TELL):
        frames.read_answer(msgspec.msgpack.encode(frames.Answer(0, told)))


def test_a_matrix_of_numpys_own_is_the_array_of_its_numbers() -> None:
    numbers = np.array([[1.0, 2.0], [3.0, 4.0]])

    assert values.encode_value(numbers.view(np.matrix)) == values.encode_value(numbers)
    assert values.encode_value((numbers.view(np.matrix), 1.0)) == values.encode_value((numbers, 1.0))
