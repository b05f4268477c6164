"""The lock-down of a worker, in layers: what the tier `standard` means.

The zygote calls `prepare` once, which builds everything that costs time and rehearses it in a child; each forked
worker then calls `Lockdown.apply` (well under a millisecond) before it reads a byte of student code:

    lockdown = prepare(readable)              # in the zygote, single-threaded; LockdownUnavailable if it cannot be
    if os.fork() == 0:
        lockdown.apply(Ceilings(...))         # OSError: end at once, run nothing

Sockets of the worker must be Python objects before `apply`, and the descriptors in `Lockdown.descriptors` still open.
A new layer is a member of `Layer`, a name, a line in `apply` in its place, and a proof in `_HOLDS`.  This module runs
inside zygote and worker: standard library only.  Why the order is what it is: docs/explanation/isolation.md.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from functools import partial
from pathlib import Path

from grader.sandbox.lockdown import in_child, landlock, libc, privileges, seccomp

STACK_BYTES = 8 << 20
# Processes and threads of an own uid.  Zero would forbid threads, which the kernel counts as well.
THREADS = 64

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_PR_GET_NO_NEW_PRIVS = 39


class Layer(StrEnum):
    """One means of holding a worker, in the order they are put on."""

    OWN_UID = auto()
    NO_CAPABILITIES = auto()
    RLIMITS = auto()
    NO_NEW_PRIVS = auto()
    LANDLOCK = auto()
    NO_OPEN = auto()  # where nothing need be read, or the kernel has no LANDLOCK; a part of the seccomp filter
    SECCOMP = auto()


LAYER_NAMES = {
    Layer.OWN_UID: "a user id of its own",
    Layer.NO_CAPABILITIES: "no capabilities",
    Layer.RLIMITS: "resource limits",
    Layer.NO_NEW_PRIVS: "no new privileges",
    Layer.LANDLOCK: "Landlock (nothing of the file system but what is named)",
    Layer.NO_OPEN: "opens no files at all, and sees none",
    Layer.SECCOMP: "a list of allowed system calls",
}


@dataclass(frozen=True, slots=True)
class Ceilings:
    """How much a worker may use; the kernel ends or refuses what goes beyond.  Never raises a limit already there."""

    cpu_seconds: int
    address_space_bytes: int
    data_bytes: int
    open_files: int


class LockdownUnavailable(Exception):  # noqa: N818 - the name says what is the matter
    """A layer that was asked for is not to be had here."""

    def __init__(self, layer: Layer, reason: str) -> None:
        super().__init__(f"{LAYER_NAMES[layer]}: {reason}")
        self.layer = layer
        self.reason = reason


class LayerFailedError(OSError):
    """A layer could not be put on; the process must end without having run anything."""

    def __init__(self, layer: Layer, trouble: OSError | ValueError) -> None:
        number = trouble.errno if isinstance(trouble, OSError) else errno.EPERM
        super().__init__(number, f"{LAYER_NAMES[layer]}: {trouble}")
        self.layer = layer
        self.reason = str(trouble)


@dataclass(frozen=True, slots=True)
class Lockdown:
    """Everything that a forked child needs to lock itself down; `layers` is what will hold."""

    layers: tuple[Layer, ...]
    rules: landlock.Ruleset | None
    filter: seccomp.Filter | None
    parent: int
    uid_offset: int = 0  # where process ids do not tell the workers of several zygotes apart

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What must be open when `apply` is called, which closes them in the child."""
        return () if self.rules is None else (self.rules.descriptor,)

    def close(self) -> None:
        """Let go of the descriptors, in the process that prepared."""
        for descriptor in self.descriptors:
            os.close(descriptor)

    def of_share(self, number: int, *, own_processes: bool) -> Lockdown:
        """The same in a fork of the process that prepared; `own_processes` says that workers have ids of their own."""
        return replace(self, parent=os.getpid(), uid_offset=number if own_processes else 0)

    def apply(self, ceilings: Ceilings) -> None:
        """Lock this process down for good.  Raises OSError (which says the layer); nothing may run then."""
        os.umask(0o077)
        self._put_on(Layer.OWN_UID, lambda: privileges.take_own_uid(self.uid_offset))
        self._put_on(Layer.NO_CAPABILITIES, privileges.drop_capabilities)
        self._hang_on_the_parent()  # a change of uid undoes both of its settings
        self._put_on(Layer.RLIMITS, lambda: _limit(ceilings, own_uid=Layer.OWN_UID in self.layers))
        self._put_on(Layer.NO_NEW_PRIVS, lambda: libc.prctl(_PR_SET_NO_NEW_PRIVS, 1))
        if self.rules is not None:
            self._put_on(Layer.LANDLOCK, self.rules.enforce)
        if self.filter is not None:
            self._put_on(Layer.SECCOMP, self.filter.enforce)  # last: it forbids the calls that put on the others

    def _put_on(self, layer: Layer, action: Callable[[], object]) -> None:
        if layer not in self.layers:
            return
        try:
            action()
        except (OSError, ValueError) as trouble:  # ValueError: what `resource` makes of EPERM and EINVAL
            raise LayerFailedError(layer, trouble) from trouble

    def _hang_on_the_parent(self) -> None:
        """Die with the zygote, and let nobody of the same uid look inside."""
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        close_memory()
        if os.getppid() not in (self.parent, 0):  # 0: the parent lies outside a pid namespace
            raise ProcessLookupError(errno.ESRCH, "the zygote ended before its worker began")


def close_memory() -> None:
    """Let no other process of the same user read this one's memory, or attach to it: for grader and zygote, too."""
    libc.prctl(_PR_SET_DUMPABLE, 0)


def prepare(readable: Sequence[str], *, without: Collection[str] = ()) -> Lockdown:
    """Build the lock-down of this process's children, which may read the files and folders `readable`.

    Layers named in `without` are left out.  Those that do not apply (an own uid, for an ordinary user or where it
    could not read `readable`) are absent from `layers`.  Where nothing is readable, or there is no Landlock, the filter
    forbids opening files, and looking for them.
    Raises LockdownUnavailable for any other layer that is not to be had, or does not hold when rehearsed.  Takes
    from this process, too, the ways to win capabilities by running a program; it keeps those it has.
    """
    layers = [layer for layer in (Layer.RLIMITS, Layer.NO_NEW_PRIVS) if layer not in without]
    if privileges.capabilities() or os.geteuid() == 0:
        if Layer.OWN_UID not in without and not privileges.why_no_own_uid(readable):
            layers.append(Layer.OWN_UID)
        if Layer.NO_CAPABILITIES not in without:
            layers.append(Layer.NO_CAPABILITIES)
            privileges.forbid_capabilities()  # here, where it costs 0.4 ms once and not for every worker

    rules = None if Layer.LANDLOCK in without else _rules(readable, needed=Layer.NO_OPEN in without)
    if rules is not None:
        layers.append(Layer.LANDLOCK)
    if (rules is None or not readable) and Layer.NO_OPEN not in without:
        layers.append(Layer.NO_OPEN)

    made = None
    if Layer.SECCOMP not in without:
        layers.append(Layer.SECCOMP)
        made = _filter(opening=Layer.NO_OPEN not in layers)
    elif Layer.NO_OPEN in layers:
        raise LockdownUnavailable(Layer.NO_OPEN, "it is a part of the list of allowed system calls")

    lockdown = Lockdown(tuple(layer for layer in Layer if layer in layers), rules, made, os.getpid())
    try:
        _rehearse(lockdown)
    except LockdownUnavailable:
        lockdown.close()
        raise
    return lockdown


def probe(readable: Sequence[str] = (str(Path(os.__file__).parent),)) -> dict[Layer, str]:
    """For each layer an empty string if it holds here, else why not, in a sentence.  Forks; changes nothing."""
    return {layer: in_child.outcome(partial(_why_not, layer, readable)) for layer in Layer}


def _why_not(layer: Layer, readable: Sequence[str]) -> str:
    if layer is Layer.OWN_UID and (reason := privileges.why_no_own_uid(readable)):
        return reason
    companions = {Layer.NO_NEW_PRIVS, Layer.SECCOMP} if layer is Layer.NO_OPEN else {Layer.NO_NEW_PRIVS}
    try:
        prepare(readable, without=set(Layer) - companions - {layer}).close()
    except LockdownUnavailable as unavailable:
        return unavailable.reason
    return ""


def _rules(readable: Sequence[str], *, needed: bool) -> landlock.Ruleset | None:
    try:
        abi = landlock.version()
    except OSError as trouble:
        if needed:
            raise LockdownUnavailable(Layer.LANDLOCK, trouble.strerror or str(trouble)) from trouble
        return None
    try:
        return landlock.ruleset(readable, abi)
    except OSError as trouble:
        raise LockdownUnavailable(Layer.LANDLOCK, str(trouble)) from trouble


def _filter(*, opening: bool) -> seccomp.Filter:
    try:
        return seccomp.filter_program(opening=opening)
    except (ImportError, RuntimeError, OSError) as trouble:
        raise LockdownUnavailable(Layer.SECCOMP, f"libseccomp cannot write it ({trouble})") from trouble


def _limit(ceilings: Ceilings, *, own_uid: bool) -> None:
    wanted = {
        resource.RLIMIT_CPU: ceilings.cpu_seconds,
        resource.RLIMIT_AS: ceilings.address_space_bytes,
        resource.RLIMIT_DATA: ceilings.data_bytes,
        resource.RLIMIT_NOFILE: ceilings.open_files,
        resource.RLIMIT_STACK: STACK_BYTES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_RTPRIO: 0,
    }
    if own_uid:  # else the count takes in all the user's other processes, and a low limit would forbid threads
        wanted[resource.RLIMIT_NPROC] = THREADS
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


_REHEARSAL = Ceilings(cpu_seconds=60, address_space_bytes=1 << 50, data_bytes=1 << 50, open_files=64)


def _refused(action: Callable[[], object]) -> bool:
    try:
        action()
    except (PermissionError, FileNotFoundError):
        return True
    return False


def _opens_root() -> int:
    return os.open("/", os.O_RDONLY | os.O_DIRECTORY)


# How each layer shows, from inside, that it is there: a kernel or container may say yes and do nothing.
_HOLDS: dict[Layer, Callable[[], bool]] = {
    Layer.OWN_UID: lambda: os.getuid() >= privileges.FIRST_UID and not os.getgroups(),
    Layer.NO_CAPABILITIES: lambda: privileges.capabilities() == 0,
    Layer.RLIMITS: lambda: resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0),
    Layer.NO_NEW_PRIVS: lambda: libc.prctl(_PR_GET_NO_NEW_PRIVS) == 1,
    Layer.LANDLOCK: lambda: _refused(_opens_root),
    Layer.NO_OPEN: lambda: _refused(_opens_root),
    Layer.SECCOMP: lambda: _refused(lambda: os.kill(os.getpid(), 0)),
}


def _rehearse(lockdown: Lockdown) -> None:
    """Put the layers on in a child and see that each holds."""

    def attempt() -> str:
        try:
            lockdown.apply(_REHEARSAL)
        except LayerFailedError as failure:
            return f"{failure.layer}:{failure.reason}"
        failing = next((layer for layer in lockdown.layers if not _HOLDS[layer]()), None)
        return f"{failing}:it was put on, and does not hold" if failing else ""

    if answer := in_child.outcome(attempt):
        name, _, reason = answer.partition(":")
        if name in set(Layer):
            raise LockdownUnavailable(Layer(name), reason)
        raise LockdownUnavailable(lockdown.layers[-1], answer)  # it ended on the way; the last one ends processes
