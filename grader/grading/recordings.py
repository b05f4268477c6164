"""Recordings of an assignment's own files, kept between runs: a change of tolerance asks nobody anything new.

A recording is known by everything that it depends on: the file, the calls, the limits, what stands beside it, the tier
and the versions of Python, NumPy and the grader.
"""

from __future__ import annotations

import contextlib
import hashlib
import platform
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np

from grader import __version__, landscapes, schedules
from grader.files import make_private_folder, write_whole
from grader.records import Call, Limits, Provided, Submission, Transcript
from grader.sandbox import values
from grader.sandbox.base import Backend
from grader.sandbox.recording import record


class Recordings:
    """What was recorded of one assignment's files; those that are asked for again are kept, the others are dropped."""

    def __init__(self, path: Path | None, *, anew: bool = False) -> None:
        self._path = path
        self._known = {} if path is None or anew else _read(path)
        self._used: dict[str, Transcript] = {}

    def record(
        self,
        submission: Submission,
        calls: Sequence[Call],
        *,
        backend: Backend | Callable[[], Backend],
        limits: Limits,
        provided: Provided,
    ) -> Transcript:
        """The transcript of a file on some calls, from before if it is known.

        A backend that is opened only where it is needed stands for any tier: the file must not depend on that.
        """
        tier = _ANY if callable(backend) else backend.tier.name
        key = _key(submission, calls, tier, limits, provided)
        found = self._known.get(key)
        if found is None:
            opened = backend() if callable(backend) else backend
            found = record(submission, calls, backend=opened, limits=limits, provided=provided)
        self._used[key] = found
        return found

    def keep(self) -> None:
        """Write down what was used; where that cannot be, it is recorded anew each time."""
        if self._path is None or self._used.keys() == self._known.keys():
            return
        with contextlib.suppress(OSError):
            make_private_folder(self._path.parent)
            write_whole(self._path, msgspec.msgpack.encode(dict(sorted(self._used.items()))))


def _read(path: Path) -> dict[str, Transcript]:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Transcript])
    except (OSError, msgspec.DecodeError):  # a cache may be thrown away at any time
        return {}


_ANY = "any tier"


def _key(submission: Submission, calls: Sequence[Call], tier: str, limits: Limits, provided: Provided) -> str:
    built_in = b"".join(path.read_bytes() for path in built_in_sources())
    versions = (platform.python_version(), np.__version__, __version__, values.VERSION)
    here = (tier, hashlib.sha256(built_in).digest(), versions)
    parts = (submission.assignment, submission.kind, submission.source, list(calls), limits, provided, here)
    return hashlib.sha256(msgspec.msgpack.encode(parts)).hexdigest()[:32]


def built_in_sources() -> list[Path]:
    """Files of the grader that answers are computed with: landscapes and schedules."""
    return [*sorted(Path(landscapes.__file__).parent.glob("*.py")), Path(schedules.__file__)]
