"""What root may do beyond others, and how a worker loses it: an own uid, and no capabilities.

Both are needed: a uid of its own keeps a worker from the files and processes of everybody else, while a worker that
must stay uid 0 (Python under a closed home) can at least be left without a single capability.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.sandbox.lockdown import in_child, libc

# The worker's uid and gid are this plus its process id.  Process ids end at 2**22; the block lies above what
# containers and services are given, and below 2**31, where file systems begin to disagree.
FIRST_UID = 1_900_000_000

MOST_SHARES = 31  # of one zygote: where its workers all have process id 1, each share has a uid for its own

_CAPABILITY_VERSION = 0x20080522
_SELF = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
_NONE = (ctypes.c_uint32 * 6)()
_CAP_SETPCAP = 8
_PR_CAPBSET_READ = 23
_PR_CAPBSET_DROP = 24
_PR_SET_SECUREBITS = 28
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_SECUREBITS = 0b1110_0011  # no power from uid 0, none kept over a change of uid, none made ambient; all three locked


def take_own_uid(offset: int = 0) -> None:
    """Become a user that nobody else is.  Needs root; raises OSError where such a uid cannot be had."""
    own = FIRST_UID + os.getpid() + offset
    os.setgroups([])
    os.setresgid(own, own, own)
    os.setresuid(own, own, own)


def why_no_own_uid(readable: Sequence[str]) -> str:
    """Why a worker cannot have a uid of its own: it must still be able to read `readable`.  Empty if it can."""
    if os.geteuid() != 0:
        return "only root can hand out uids"
    # A link that leads nowhere, as many do in the small world of `strict`, is closed to root as well.
    needed = [path for path in _with_entries(readable) if os.access(path, os.R_OK)]

    def attempt() -> str:
        take_own_uid()
        return next((f"another user cannot read {path}" for path in needed if not os.access(path, os.R_OK)), "")

    return in_child.outcome(attempt)


def _with_entries(paths: Sequence[str]) -> Iterable[str]:
    """The paths, and what lies directly in those that are folders."""
    for path in paths:
        yield path
        if Path(path).is_dir():
            yield from (entry.path for entry in os.scandir(path))


def capabilities() -> int:
    """Bit set of the capabilities that this process holds or could take up again."""
    sets = _sets()
    return (sets[0] | sets[1] | sets[2]) | (sets[3] | sets[4] | sets[5]) << 32


def forbid_capabilities() -> None:
    """Make sure that neither this process nor a child can win any back by changing its uid or running a program."""
    libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    if not _sets()[0] >> _CAP_SETPCAP & 1:
        return  # a container took this right away; without exec there is no way to win anything back either
    for capability in range(64):
        try:
            held = libc.prctl(_PR_CAPBSET_READ, capability)
        except OSError:  # past the last one this kernel knows
            break
        if held:
            libc.prctl(_PR_CAPBSET_DROP, capability)
    libc.prctl(_PR_SET_SECUREBITS, _SECUREBITS)


def drop_capabilities() -> None:
    """Let go of every capability held."""
    libc.capset(_SELF, _NONE)


def _sets() -> ctypes.Array[ctypes.c_uint32]:
    """Effective, permitted and inheritable capabilities 0 to 31, then the same of 32 to 63."""
    sets = (ctypes.c_uint32 * 6)()
    libc.capget(_SELF, sets)
    return sets
