"""What is ruled of a criterion that another function's mistake costs, and who rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from grader.sandbox.base import Backend

OpenBackend = Callable[[], Backend]


class Ruling(msgspec.Struct, frozen=True):
    """Whether a criterion is paid under a root's mistake.

    `like` names what it could not be told from, and is empty where it is paid: a known mistake of the dependant, a
    made-up hand-in, or the root itself where that says nothing.
    """

    root: str
    mistake: str
    criterion: str
    like: str = ""

    @property
    def untold(self) -> Ruling:
        """The same without what it could not be told from."""
        return msgspec.structs.replace(self, like="another" if self.like else "")

    @property
    def pays(self) -> bool:
        """Whether the answers show that the dependant is right."""
        return not self.like


class Rules(Protocol):
    """Gives rulings on one assignment; the backend is opened only where something has to be run for one."""

    def of(self, function: str, mistake: str, backend: OpenBackend) -> tuple[Ruling, ...]:
        """What is paid under one mistake."""

    def all(self, backend: OpenBackend) -> tuple[Ruling, ...]:
        """Every root's mistake with every criterion that it costs another function."""
