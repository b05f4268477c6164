"""Answers of a bank as they are kept: packed, long tables in sixteen bits a number, read when one is looked at."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import msgspec
import numpy as np

from grader.records import Outcome
from grader.sandbox import values

_STEPS = 32767  # of a column's largest number: far finer than any tolerance
_SHORT = 200  # bytes of an answer that is kept as it is
_LARGE = 1e30


class _Table(msgspec.Struct, frozen=True, array_like=True):
    """A long answer: how it ended, without its value, and the numbers as whole steps of each column's size."""

    outcome: Outcome
    shape: tuple[int, ...]
    sizes: tuple[float, ...]
    steps: bytes


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    plain: dict[int, Outcome]
    tables: dict[int, _Table]


_DECODER = msgspec.msgpack.Decoder(_Kept)


def packed(outcomes: Mapping[int, Outcome]) -> bytes:
    """Answers by the positions of their calls, without a word of the file that gave them."""
    plain: dict[int, Outcome] = {}
    tables: dict[int, _Table] = {}
    for place, outcome in outcomes.items():
        table = _table(outcome.without_source)
        if table is None:
            plain[place] = outcome.without_source
        else:
            tables[place] = table
    return zlib.compress(msgspec.msgpack.encode(_Kept(plain, tables)), 1)


def unpacked(data: bytes) -> dict[int, Outcome]:
    """The same, as they can be compared."""
    kept = _DECODER.decode(zlib.decompress(data))
    return kept.plain | {place: _outcome(table) for place, table in kept.tables.items()}


def _table(outcome: Outcome) -> _Table | None:
    if len(outcome.value) < _SHORT:
        return None
    value = values.decode_value(outcome.value)
    if type(value) is not np.ndarray or value.dtype != np.float64 or not np.isfinite(value).all():
        return None
    sizes = np.atleast_1d(np.abs(value).max(axis=0) if value.ndim == 2 else np.abs(value).max())
    if not value.size or sizes.max() > _LARGE:
        return None
    steps = np.round(value / np.where(sizes > 0, sizes, 1.0) * _STEPS).astype(np.int16)
    kept = msgspec.structs.replace(outcome, value=b"")
    return _Table(kept, value.shape, tuple(map(float, sizes)), steps.tobytes())


def _outcome(table: _Table) -> Outcome:
    steps = np.frombuffer(table.steps, np.int16).reshape(table.shape)
    value = steps * (np.array(table.sizes) / _STEPS)
    return msgspec.structs.replace(table.outcome, value=values.encode_value(value))
