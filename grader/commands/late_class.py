"""A word about a class of which everybody is late at once: its files may have been copied without their times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import click

from grader.records import Grade, Status
from grader.safe_text import without_orders

_FEWEST = 5  # hand-ins; of fewer all can well be late
_WITHIN = timedelta(minutes=1)


def say_late_class(grades: Iterable[Grade]) -> None:
    """Print to stderr of which assignments all work came late, and at one time."""
    came: dict[str, list[datetime | None]] = defaultdict(list)
    for grade in grades:
        if grade.status is Status.GRADED:
            came[grade.assignment].append(None if grade.late is None else grade.late.handed_in_at)
    for assignment, moments in came.items():
        late = [moment for moment in moments if moment is not None]
        if len(late) == len(moments) >= _FEWEST and max(late) - min(late) <= _WITHIN:
            said = (
                f"{assignment}: all {len(late)} hand-ins came late, within a minute of each other\n"
                "  → a copy without times makes files of now: keep the times (cp -p, rsync -t), or grade the download"
                " itself, and run this again"
            )
            click.echo(without_orders(said), err=True)
