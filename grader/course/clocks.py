"""Times on the clocks of a course's zone."""

from __future__ import annotations

import datetime as dt

YEARS = range(1970, 9991)  # with others clocks cannot calculate


def in_zone(moment: dt.datetime | None, zone: str) -> dt.datetime | None:
    """A time on the clocks of a zone, which know of summer; one with an offset of its own keeps its moment.

    Where a system knows of no zones, as a browser's Python or Windows without the package tzdata, it is taken as UTC:
    there nothing is graded for good.
    """
    if moment is None or not zone:
        return moment
    clock = clock_of(zone) or dt.UTC
    return moment.replace(tzinfo=clock) if moment.tzinfo is None else moment.astimezone(clock)


def times_on(moment: dt.datetime, clock: dt.tzinfo) -> list[dt.datetime]:
    """Which moments clocks show so: one; two in the hour that they are put back by, none in the one they skip."""
    shown = (moment.replace(tzinfo=clock, fold=fold) for fold in (0, 1))
    there = [each for each in shown if each.astimezone(dt.UTC).astimezone(clock).replace(tzinfo=None) == moment]
    return there if len({each.utcoffset() for each in there}) > 1 else there[:1]


def latest_on(moment: dt.datetime, clock: dt.tzinfo | None) -> dt.datetime:
    """The last moment that clocks show so, or would show where they skip it, in UTC."""
    return max(moment.replace(tzinfo=clock, fold=fold).astimezone(dt.UTC) for fold in (0, 1))


def clock_of(zone: str) -> dt.tzinfo | None:
    """The clocks of a zone; None where there is no such zone, or none is known."""
    try:
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - not every Python has it, and few assignments name a zone

        return ZoneInfo(zone)
    except (ImportError, KeyError, ValueError, OSError):
        return None
