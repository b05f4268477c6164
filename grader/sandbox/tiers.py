"""The ways of running student code, what each promises, and how to get one: `TIERS` has a row for each.

`open_backend` takes one by what `--isolation` says, `Backends` keeps one for each set of packages, and
`open_in_process` is the only door to the row that no option selects.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from grader.errors import IsolationError, SandboxError
from grader.isolation import Isolation
from grader.sandbox.base import Backend, Tier

# Each is imported when it is opened: a browser's Python has neither processes nor sockets.


def _forked(tier: Tier, packages: Sequence[str]) -> Backend:
    from grader.sandbox.zygote_client import StartedZygote  # noqa: PLC0415 - see above

    return StartedZygote(tier, packages=packages)


def _interpreter(tier: Tier, packages: Sequence[str]) -> Backend:
    from grader.sandbox.interpreter import Interpreters  # noqa: PLC0415 - see above

    return Interpreters(tier, packages=packages)


def _in_process(tier: Tier, packages: Sequence[str]) -> Backend:
    from grader.sandbox.in_process import InProcess  # noqa: PLC0415 - see above

    return InProcess(tier, packages=packages)


STRICT = Tier(
    "strict",
    Isolation.STRICT,
    _forked,
    needs_linux=True,
    hidden_criteria_allowed=True,
    ends_endless_loops=True,
    cpu_clock=True,
    memory_limit=True,
    survives_exit=True,
    survives_crash=True,
    ends_what_it_started=True,
    files_closed=True,
    network_closed=True,
    processes_closed=True,
    names_hidden=True,
)
STANDARD = Tier(
    "standard",
    Isolation.STANDARD,
    _forked,
    needs_linux=True,
    hidden_criteria_allowed=True,
    ends_endless_loops=True,
    cpu_clock=True,
    memory_limit=True,
    survives_exit=True,
    survives_crash=True,
    ends_what_it_started=True,
    files_closed=True,
    network_closed=True,
    processes_closed=True,
)
NONE = Tier(
    "none",
    Isolation.NONE,
    _forked,
    needs_linux=True,
    ends_endless_loops=True,
    cpu_clock=True,
    memory_limit=True,
    survives_exit=True,
    survives_crash=True,
    ends_what_it_started=True,
)
INTERPRETER = Tier(  # what `none` is where there is no fork
    "interpreter",
    Isolation.NONE,
    _interpreter,
    ends_endless_loops=True,
    survives_exit=True,
    survives_crash=True,
)
IN_PROCESS = Tier("in_process", None, _in_process)

# Strongest first; of two that the same isolation asks for, the first that this system has.
TIERS: tuple[Tier, ...] = (STRICT, STANDARD, NONE, INTERPRETER, IN_PROCESS)


def why_not_here(tier: Tier) -> str:
    """Why this system cannot have a tier, in a clause; empty if it may.  Whether it starts is found out by trying."""
    return f"`{tier}` needs Linux" if tier.needs_linux and not sys.platform.startswith("linux") else ""


def open_tier(tier: Tier, packages: Sequence[str] = (), begun: Backend | None = None) -> Backend:
    """A started backend of one row, the one that was begun if that is of it.

    Raises `IsolationError` when it is not to be had.
    """
    if why_not := why_not_here(tier):
        raise IsolationError(f"isolation {why_not}", remedy="run `grader doctor` to see what works here")
    opened = begun if begun is not None and begun.tier is tier else tier.opens(tier, packages)
    return opened.when_ready()


def tier_called(name: str) -> Tier | None:
    """The row of a name that was written down; None where there is none."""
    return next((tier for tier in TIERS if tier.name == name), None)


def tier_of(isolation: Isolation) -> Tier:
    """The row that an isolation asks for here; not of `auto`, which finds out by trying."""
    rows = [tier for tier in TIERS if tier.isolation is isolation]
    return next((tier for tier in rows if not why_not_here(tier)), rows[0])


def settled(isolation: Isolation, *, hidden: bool) -> Isolation:
    """What `auto` comes to now: a run holds to it, whatever happens on the way.  Raises as `open_backend` does."""
    if isolation is not Isolation.AUTO:
        return isolation
    with open_backend(isolation, hidden=hidden) as opened:
        return opened.tier.isolation or isolation


def _candidates(isolation: Isolation, *, hidden: bool) -> list[Tier]:
    """The rows that an isolation may come to, the strongest first."""
    if isolation is not Isolation.AUTO:
        return [tier_of(isolation)]
    return [tier for tier in TIERS if tier.isolation is not None and (tier.hidden_criteria_allowed or not hidden)]


def open_backend(
    isolation: Isolation, *, packages: Sequence[str] = (), hidden: bool, begun: Backend | None = None
) -> Backend:
    """A started backend of a tier; `auto` is the strongest that works.

    `hidden` says that hidden criteria will be judged: `auto` then never takes a tier that is not fit for them.
    `begun` is of the first row that comes into question, with the same packages.
    Raises `IsolationError` when the tier is not to be had; no layer is ever left out silently.
    """
    candidates = _candidates(isolation, hidden=hidden)
    if isolation is not Isolation.AUTO:
        return open_tier(candidates[0], packages, begun)
    refusals = []
    for tier in candidates:
        try:
            return open_tier(tier, packages, begun)
        except IsolationError as refusal:
            refusals.append(refusal.problem)
    raise IsolationError(
        f"no isolation that is fit for hidden criteria works here: {'; '.join(refusals)}",
        remedy="run `grader doctor`; on a machine of your own, with hand-ins that you trust, use --isolation none",
    )


def open_in_process(pack: Path, *, packages: Sequence[str] = ()) -> Backend:
    """Student code in this very process, for a pack's public criteria, where nothing else is to be had.

    No clock, no limit and no wall: whoever calls this must be able to end the whole process, as a page can that runs
    Python.  Raises `IsolationError` wherever a reference or a hidden rubric is in reach.
    """
    from grader.sandbox.in_process import require_nothing_secret  # noqa: PLC0415 - see above

    require_nothing_secret(pack)
    return open_tier(IN_PROCESS, packages)


class Backends:
    """One backend for each set of packages, opened when it is first asked for; `with` closes them all.

    All are of the tier that the first one is of: what `auto` began with holds to the end, or the run stops.
    In a process that was forked from another one, backends may be shares of those `warm` ones that are open there.
    """

    def __init__(self, isolation: Isolation, *, hidden: bool, warm: Backends | None = None) -> None:
        self.isolation = isolation
        self._hidden = hidden
        self._opened: dict[tuple[str, ...], Backend] = {}
        self._begun: dict[tuple[str, ...], Backend] = {}
        self._warm = {} if warm is None else dict(warm._opened)  # noqa: SLF001 - of this class

    def begin(self, packages: tuple[str, ...]) -> None:
        """Start what `having` will be asked for, and do not wait; what is the matter with it is said there."""
        first, *_ = _candidates(self.isolation, hidden=self._hidden)
        if packages in {*self._opened, *self._begun} or why_not_here(first):
            return
        with contextlib.suppress(SandboxError, OSError):
            self._begun[packages] = first.opens(first, packages)

    def having(self, packages: tuple[str, ...]) -> Backend:
        """The backend whose workers may import these packages.  Raises as `open_backend` does."""
        if packages not in self._opened:
            opened = self._share(packages) or open_backend(
                self.isolation, packages=packages, hidden=self._hidden, begun=self._begun.pop(packages, None)
            )
            self.isolation = opened.tier.isolation or self.isolation
            self._opened[packages] = opened
        return self._opened[packages]

    def opened(self, wanted: Iterable[tuple[str, ...]]) -> Isolation:
        """What `auto` comes to where those for some sets of packages are open, which they are from now on."""
        for packages in dict.fromkeys(wanted):
            self.having(packages)
        return self.isolation

    def _share(self, packages: tuple[str, ...]) -> Backend | None:
        """A share of one that is warm: once, since what is asked for again failed before."""
        whole = self._warm.pop(packages, None)
        if whole is None or whole.tier.isolation is not self.isolation:
            return None
        with contextlib.suppress(IsolationError):
            return whole.share()
        return None

    def drop(self, packages: tuple[str, ...]) -> None:
        """Close the backend for these packages, if it is open: the next one asked for is new."""
        if (backend := self._opened.pop(packages, None)) is not None:
            backend.close()

    def close(self) -> None:
        """Close all."""
        for packages in list(self._opened):
            self.drop(packages)
        for packages in list(self._begun):
            self._begun.pop(packages).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
