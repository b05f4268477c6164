from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from grader.release.needles import Needles

FEW_SIGNS = st.lists(st.sampled_from([b"a", b"b", b"\0"]), max_size=40).map(b"".join)


@given(st.lists(FEW_SIGNS.filter(bool), max_size=6), FEW_SIGNS)
def test_all_at_once_find_what_each_finds_alone(needles, data):
    assert Needles(needles).in_(data) == [each for each in dict.fromkeys(needles) if each in data]


@given(st.binary(max_size=30), st.binary(min_size=1, max_size=30), st.binary(max_size=30))
def test_a_needle_is_found_wherever_it_stands(before, needle, after):
    assert Needles([b"something else", needle]).in_(before + needle + after)[-1] == needle
