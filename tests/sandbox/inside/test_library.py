"""What a locked-down worker imports from lies in a file in memory that nobody can change."""

from __future__ import annotations

import errno
import mmap
import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from grader.sandbox.inside import library

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="files in memory are Linux's")


@pytest.fixture
def in_memory() -> Iterator[int]:
    """A file in memory that can be sealed."""
    descriptor = os.memfd_create("some", os.MFD_CLOEXEC | getattr(os, "MFD_ALLOW_SEALING", 2))
    os.write(descriptor, b"word")
    yield descriptor
    os.close(descriptor)


def test_a_sealed_file_is_neither_written_nor_made_shorter(in_memory):
    library.seal(in_memory)

    with pytest.raises(PermissionError):
        os.pwrite(in_memory, b"another", 0)
    with pytest.raises(PermissionError):
        os.ftruncate(in_memory, 0)
    assert os.pread(in_memory, 10, 0) == b"word"


def test_a_seal_that_the_kernel_puts_off_is_asked_for_again(in_memory):
    shared = mmap.mmap(in_memory, 4)  # while somebody could write, the kernel says that it is busy, as it does at times
    putting_off = threading.Timer(3 * library._PAUSE, shared.close)
    putting_off.start()
    begun = time.monotonic()

    library.seal(in_memory)

    assert time.monotonic() - begun > library._PAUSE
    putting_off.join()
    with pytest.raises(PermissionError):
        os.pwrite(in_memory, b"another", 0)


def test_what_cannot_be_sealed_is_told_by_what_it_is(in_memory, monkeypatch):
    monkeypatch.setattr(library, "_PAUSE", 0.001)

    with mmap.mmap(in_memory, 4), pytest.raises(OSError, match="what is imported cannot be sealed") as raised:
        library.seal(in_memory)

    assert raised.value.errno == errno.EBUSY
