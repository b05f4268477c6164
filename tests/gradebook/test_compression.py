"""Bytes made smaller, and what was kept in another way before."""

import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.compression import compressed, decompressed


@given(st.binary(max_size=2000))
def test_bytes_are_the_same_again(data: bytes) -> None:
    assert decompressed(compressed(data)) == data


@pytest.mark.parametrize("level", range(10))
def test_what_zlib_packed_before_is_still_read(level: int) -> None:
    assert decompressed(zlib.compress(b"an answer" * 100, level)) == b"an answer" * 100


def test_a_changed_bit_is_noticed() -> None:
    packed = bytearray(compressed(bytes(range(256)) * 4))
    packed[-1] ^= 1
    with pytest.raises(zstandard.ZstdError):
        decompressed(bytes(packed))
