"""Work in several processes comes to an end, whatever becomes of one of them and whenever nobody wants more."""

from __future__ import annotations

import os
import signal
import struct
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from grader.batch.processes import spread, why_one_after_the_other

pytestmark = pytest.mark.skipif(bool(why_one_after_the_other()), reason=why_one_after_the_other() or "never")

LARGE = 300_000  # bytes: several times what a pipe holds
PIECES = 40


class Doubles:
    """Answers at length."""

    def do(self, piece: int) -> tuple[int, bytes]:
        return 2 * piece, b"x" * LARGE

    def give_up(self, piece: int, why: str) -> tuple[int, bytes]:
        raise AssertionError(f"{piece}: {why}")

    def close(self) -> None: ...


class HandsOverHalf(Doubles):
    """The first of these to hand over a result stops in the middle of it."""

    def __init__(self, marker: Path, then: str) -> None:
        whole = Connection._send_bytes  # type: ignore[attr-defined]

        def half(connection: Connection, data: bytes) -> None:
            if len(data) < LARGE:
                whole(connection, data)
                return
            try:
                marker.touch(exist_ok=False)
            except FileExistsError:
                whole(connection, data)
                return
            os.write(connection.fileno(), struct.pack("!i", len(data)))
            os.write(connection.fileno(), bytes(data[: LARGE // 10]))
            if then == "dies":
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(600)

        Connection._send_bytes = half  # type: ignore[attr-defined]


def test_a_process_that_dies_while_it_hands_over_a_result_costs_no_piece(tmp_path: Path) -> None:
    marker = tmp_path / "half"

    done = list(spread(range(PIECES), PIECES, lambda: HandsOverHalf(marker, "dies"), jobs=2))

    assert marker.exists()
    assert sorted(number for number, _ in done) == [2 * piece for piece in range(PIECES)]


def test_who_wants_no_more_is_not_kept_by_a_result_that_was_just_handed_over(tmp_path: Path) -> None:
    marker = tmp_path / "half"

    def begin() -> HandsOverHalf:
        return HandsOverHalf(marker, "waits")

    with pytest.raises(KeyError), closing(spread(_until(marker), PIECES, begin, jobs=2)) as results:
        next(results)


def _until(marker: Path) -> Iterator[int]:
    """Pieces, until one process has handed over the half of its result; then nobody wants more."""
    for piece in range(PIECES):
        if piece >= PIECES // 2:
            while not marker.exists():
                time.sleep(0.01)
            time.sleep(0.2)
            raise KeyError
        yield piece
