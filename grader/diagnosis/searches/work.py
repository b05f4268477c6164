"""How much a search may do, counted in what it computes and never in seconds: everywhere the same is found."""

from __future__ import annotations

from dataclasses import dataclass


class Spent(Exception):  # noqa: N818 - no error: the search ends without a description
    """What a search may do is done."""


@dataclass(slots=True)
class Work:
    """Numbers that may still be computed."""

    left: int

    def spend(self, amount: int) -> None:
        """Count what is about to be computed.  Raises `Spent` where it is more than is left."""
        self.left -= amount
        if self.left < 0:
            raise Spent
