"""How far a long run is, on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.records import Grade


@contextmanager
def counting(total: int, *, quiet: bool) -> Iterator[Callable[[Grade], None]]:
    """A callable that counts one grade; it draws a bar on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Drawn only when told: a thread of its own would live in the processes that are forked while it runs.
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as progress:
        task = progress.add_task("grading", total=total)
        yield lambda _: progress.update(task, advance=1, refresh=True)
