"""What a hand-in prints: a stream that keeps the beginning, and may be asked, wrapped and replaced like a real one."""

from __future__ import annotations

import codecs
import contextlib
import io
import sys
from collections.abc import Iterable
from typing import Any, Self

_NOWHERE = 2  # the descriptor of standard error, which is open on the null device where a worker runs


class Capture:
    """A text stream that keeps the first characters printed and counts on without storing."""

    encoding = "utf-8"
    errors = "replace"
    name = "<stdout>"
    mode = "w"
    newlines = None
    line_buffering = False
    write_through = True
    closed = False

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._kept: list[str] = []
        self.buffer = _Bytes(self)

    def write(self, text: str) -> int:
        """Keep what fits."""
        if not isinstance(text, str):
            raise TypeError(f"write() needs a string, not {type(text).__name__}")
        if self._left > 0:
            self._kept.append(sendable(text[: self._left]))
            self._left -= len(text)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Keep what fits of each."""
        for line in lines:
            self.write(line)

    def reconfigure(self, **_: object) -> None:
        """It is UTF-8 whatever is asked for."""

    def detach(self) -> _Bytes:
        """The stream of bytes below.  This one goes on working, unlike a real one."""
        return self.buffer

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Stays open: a closed stdout must not cost an answer."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Stays open."""

    def isatty(self) -> bool:
        """It is no terminal."""
        return False

    def readable(self) -> bool:
        """Nothing comes out of it."""
        return False

    def writable(self) -> bool:
        """It takes what is printed."""
        return True

    def seekable(self) -> bool:
        """What was printed was printed."""
        return False

    def fileno(self) -> int:
        """A descriptor for those who insist on one; what is written there is lost."""
        return _NOWHERE

    def take(self) -> str:
        """What was kept since the last call, with what a wrapper of ours still holds back."""
        for stream in (getattr(sys, "stdout", None), getattr(sys, "stderr", None)):  # deleted, perhaps
            if type(stream) is io.TextIOWrapper:
                with contextlib.suppress(Exception):  # its buffer may be the student's
                    stream.flush()
        kept, self._kept = "".join(self._kept), []
        return kept


class _Bytes(io.BufferedIOBase):
    """The bytes below a text stream; they are decoded as they come."""

    name = "<stdout>"
    mode = "wb"

    def __init__(self, text: Capture) -> None:
        self._text = text
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.raw = self

    def write(self, data: Any) -> int:
        """Keep what fits."""
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        taken = bytes(data)
        self._text.write(self._decoder.decode(taken))
        return len(taken)

    def writable(self) -> bool:
        """It takes what is printed."""
        return True

    def fileno(self) -> int:
        """As its text stream has it."""
        return self._text.fileno()

    def detach(self) -> _Bytes:  # type: ignore[override]
        """There is nothing below."""
        return self

    def close(self) -> None:
        """Stays open, also when the last who wrapped it is gone."""


def sendable(text: str) -> str:
    """The text without halves of surrogate pairs, which have no UTF-8."""
    return str(text).encode(errors="replace").decode()
