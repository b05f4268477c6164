"""What is printed for people: wrapped to the terminal, and with no order in it for whoever reads what is printed."""

from __future__ import annotations

import sys

from rich.console import Console, RenderableType

from grader.safe_text import without_orders


def console(*, colours: bool = True, width: int | None = None) -> Console:
    """The terminal, in which nothing is read as markup; of the width that it has, if none is given."""
    return Console(
        highlight=False,
        emoji=False,
        markup=False,
        force_terminal=None if colours else False,
        force_jupyter=False,
        width=width,
    )


def only_ascii() -> bool:
    """Whether signs beyond ASCII may not be had."""
    return not (sys.stdout.encoding or "").lower().startswith("utf")


def printed(shown: RenderableType, where: Console, *, ascii_alone: bool) -> str:
    """The lines of something, fit to be printed as they are."""
    with where.capture() as captured:
        where.print(shown, crop=False)
    text = "\n".join(line.rstrip() for line in captured.get().splitlines())
    if ascii_alone:
        text = text.encode(sys.stdout.encoding, errors="replace").decode(sys.stdout.encoding)
    return without_orders(text)
