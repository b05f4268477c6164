"""What students do to their output costs them nothing, and what they printed is kept."""

from __future__ import annotations

import codecs
import contextlib
import io
import sys
from collections.abc import Callable
from typing import Any, cast

import pytest

from grader.sandbox.inside.printed import Capture

WRAPPERS: dict[str, Callable[[Capture], Any]] = {
    "as it is": lambda stream: stream,
    "a text stream over its bytes": lambda stream: io.TextIOWrapper(stream.buffer, encoding="utf-8"),
    "a text stream over what was detached": lambda stream: io.TextIOWrapper(stream.detach(), encoding="utf-8"),
    "a text stream over buffered raw bytes": lambda stream: io.TextIOWrapper(stream.buffer.raw, write_through=True),
    "a writer of codecs": lambda stream: codecs.getwriter("utf-8")(cast("Any", stream.buffer)),
}


@pytest.mark.parametrize("wrap", WRAPPERS.values(), ids=WRAPPERS)
def test_what_is_printed_through_a_wrapper_is_kept(wrap: Callable[[Capture], Any], monkeypatch: Any) -> None:
    capture = Capture(100)
    monkeypatch.setattr(sys, "stdout", wrap(capture))
    print("half a step: ½")  # noqa: T201 - what is tested
    assert capture.take() == "half a step: ½\n"
    assert capture.take() == ""


def test_bytes_that_come_in_pieces_are_one_character() -> None:
    capture = Capture(100)
    for piece in (b"\xc2", b"\xbd", b"\xff"):
        assert capture.buffer.write(piece) == 1
    assert capture.take() == "½\ufffd"


def test_no_way_of_closing_it_closes_it() -> None:
    capture = Capture(100)
    with capture, capture.buffer:
        io.TextIOWrapper(capture.buffer).close()
    with contextlib.closing(capture):
        pass
    assert capture.write("still") == 5
    assert capture.buffer.write(b" here") == 5
    assert capture.take() == "still here"


def test_bytes_and_text_are_kept_apart_as_in_a_real_stream() -> None:
    with pytest.raises(TypeError, match="string, not bytes"):
        Capture(9).write(b"x")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="bytes-like"):
        Capture(9).buffer.write("x")
