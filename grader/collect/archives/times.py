"""When a file in an archive was written, as the archive says."""

from __future__ import annotations

import contextlib
import struct
import zipfile
from datetime import UTC, datetime

_EXTRA = struct.Struct("<HH")  # kind and size of an extra field
_UNIX_TIME = 0x5455  # Info-ZIP's extended timestamp: flags, then seconds since 1970
_WITH_TIME = 5  # bytes of it that are needed
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # what is written where none is known


def time_in_zip(info: zipfile.ZipInfo) -> datetime | None:
    """To the second and the zone where Unix wrote it, else as a clock on a wall here had it; None without a time."""
    if (seconds := _unix_time(info.extra)) is not None:
        return moment(seconds)
    if info.date_time <= _NO_TIME:
        return None
    with contextlib.suppress(ValueError, OverflowError, OSError):
        return datetime(*info.date_time).astimezone(UTC)
    return None


def _unix_time(extra: bytes) -> int | None:
    """Seconds since 1970 in the extra fields of an entry."""
    place = 0
    while place + _EXTRA.size <= len(extra):
        kind, size = _EXTRA.unpack_from(extra, place)
        field = extra[place + _EXTRA.size : place + _EXTRA.size + size]
        if kind == _UNIX_TIME and len(field) >= _WITH_TIME and field[0] & 1:
            return int.from_bytes(field[1:_WITH_TIME], "little", signed=True)
        place += _EXTRA.size + size
    return None


def moment(seconds: float) -> datetime | None:
    """Seconds since 1970; None for none, and for what is no time."""
    with contextlib.suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    return None
