"""The isolation tiers and how to get one: `BACKENDS` has a row for each, `open_backend` takes one by name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from grader.errors import IsolationError
from grader.records import Isolation
from grader.sandbox.base import Backend
from grader.sandbox.zygote_client import ZygoteClient

# Strongest first.
BACKENDS: dict[Isolation, Callable[[Sequence[str]], Backend]] = {
    Isolation.STRICT: lambda packages: ZygoteClient(Isolation.STRICT, packages=packages),
    Isolation.STANDARD: lambda packages: ZygoteClient(Isolation.STANDARD, packages=packages),
    Isolation.NONE: lambda packages: ZygoteClient(Isolation.NONE, packages=packages),
}


def open_backend(tier: Isolation, *, packages: Sequence[str] = (), hidden: bool) -> Backend:
    """A started backend of a tier; `auto` is the strongest that works.

    `hidden` says that hidden criteria will be judged: `auto` then never falls back to `none`.
    Raises `IsolationError` when the tier is not to be had; no layer is ever left out silently.
    """
    if tier is not Isolation.AUTO:
        return BACKENDS[tier](packages)
    refusals = []
    for candidate, make in BACKENDS.items():
        if candidate is Isolation.NONE and hidden:
            continue
        if candidate is not Isolation.NONE and not sys.platform.startswith("linux"):
            refusals.append(f"`{candidate}` needs Linux")
            continue
        try:
            return make(packages)
        except IsolationError as refusal:
            refusals.append(refusal.problem)
    raise IsolationError(
        f"no isolation that is fit for hidden criteria works here: {'; '.join(refusals)}",
        remedy="run `grader doctor`; on a machine of your own, with hand-ins that you trust, use --isolation none",
    )
