"""Where numbers lie in an answer's bytes: the same for all who write it in the same way, and for nobody else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader.rubric.layouts import as_it_is, layout_of
from grader.sandbox import values

NUMBERS = st.floats(allow_nan=False, width=64)
SINGLE = st.floats(allow_nan=False, width=32)
SHAPES = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
ANSWERS = st.recursive(
    st.one_of(
        NUMBERS,
        NUMBERS.map(np.float64),
        SINGLE.map(np.float32),
        arrays(np.float64, SHAPES, elements=NUMBERS),
        arrays(np.float32, SHAPES, elements=SINGLE),
        st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5),
        st.lists(st.tuples(NUMBERS.map(np.float64), NUMBERS), min_size=1, max_size=5).map(tuple),
    ),
    lambda inside: st.lists(inside, max_size=4) | st.lists(inside, max_size=4).map(tuple),
    max_leaves=8,
)


def flat(answer: Any) -> Iterator[float]:
    """Its numbers in the order in which they are read."""
    if isinstance(answer, list | tuple):
        for part in answer:
            yield from flat(part)
    else:
        yield from np.asarray(answer, np.float64).ravel().tolist()


def negative(answer: Any) -> Any:
    """The same with every number turned to its negative."""
    if isinstance(answer, list | tuple):
        return type(answer)(map(negative, answer))
    return np.array(-answer, answer.dtype) if isinstance(answer, np.ndarray) else type(answer)(-answer)


@given(ANSWERS)
def test_the_numbers_of_an_answer_are_read_from_its_bytes(answer):
    value = values.encode_value(answer)

    layout = layout_of(value)

    assert layout is not None
    assert layout.fits(value)
    assert layout.numbers(value).tolist() == list(flat(answer))


@given(ANSWERS)
def test_who_writes_other_numbers_in_the_same_way_fits(answer):
    layout, other = layout_of(values.encode_value(answer)), values.encode_value(negative(answer))

    assert layout is not None
    assert layout.length == len(other)
    assert layout.fits(other)
    assert layout.numbers(other).tolist() == [-number for number in flat(answer)]


@given(ANSWERS, ANSWERS)
def test_what_fits_has_the_same_form(one, other):
    layout, value = layout_of(values.encode_value(one)), values.encode_value(other)
    assert layout is not None

    if layout.length == len(value) and layout.fits(value):
        assert layout_of(value) == layout
        assert layout.numbers(value).tolist() == list(flat(other))


@pytest.mark.parametrize(
    "answer",
    [
        *(None, 1, [1.0, 2], (1.0, None), {"x": 1.0}, {1, 2}),
        *(np.ones(2, np.int64), np.float16(1.0), np.ones(2, np.float16), [np.ones(2), 3]),
    ],
    ids=repr,
)
def test_what_holds_anything_but_floating_point_numbers_has_no_layout(answer):
    assert layout_of(values.encode_value(answer)) is None


@pytest.mark.parametrize(
    ("answer", "others"),
    [
        ([(1.0, 2.0), (3.0, 4.0)], ([[1.0, 2.0], [3.0, 4.0]], ((1.0, 2.0), (3.0, 4.0)))),
        (np.ones((2, 3)), (np.ones((3, 2)), np.ones((6, 1)))),
        ((1.0, 2.0), ([1.0, 2.0],)),
    ],
)
def test_other_forms_of_as_many_numbers_do_not_fit(answer, others):
    layout = layout_of(values.encode_value(answer))

    assert layout is not None
    for other in map(values.encode_value, others):
        assert layout.length != len(other) or not layout.fits(other)


@given(ANSWERS, st.data())
def test_another_byte_between_the_numbers_does_not_fit(answer, data):
    value = values.encode_value(answer)
    layout = layout_of(value)
    assert layout is not None
    numbers = {place for piece in layout.pieces for place in range(piece.begin, piece.end)}
    place = data.draw(st.sampled_from(sorted(set(range(len(value))) - numbers)))

    other = value[:place] + bytes([value[place] ^ data.draw(st.integers(1, 255))]) + value[place + 1 :]

    assert not layout.fits(other)


def test_not_a_number_is_read_as_it_is():
    layout = layout_of(values.encode_value([1.0, math.nan]))

    assert layout is not None
    assert np.isnan(layout.numbers(values.encode_value([math.nan, 2.0]))).tolist() == [True, False]


def test_what_is_to_be_the_same_fits_itself_alone():
    layout = as_it_is(b"abc")

    assert layout.fits(b"abc")
    assert not layout.fits(b"abd")
    assert layout.numbers(b"abc").size == 0
