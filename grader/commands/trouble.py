"""How an error of ours is said: what is wrong, and what to do."""

from __future__ import annotations

import click

from grader.errors import GraderError
from grader.safe_text import visible, without_orders

_LONGEST = 2000  # characters


def say(trouble: GraderError) -> None:
    """Print it to stderr; it may name what a student named."""
    click.echo(without_orders(f"Error: {visible(trouble.problem, _LONGEST, lines=True)}"), err=True)
    if trouble.remedy:
        click.echo(without_orders(f"  → {visible(trouble.remedy, _LONGEST, lines=True)}"), err=True)
