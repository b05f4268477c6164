"""Namespaces: the tier `strict` gives the zygote a small world of its own, and each worker process ids of its own.

The zygote moves in once, before it imports what students do, and hides the files once it has:

    inside = enter()               # returns in a process of the new world; NamespaceUnavailable if it cannot be
    hide_files(readable)           # from here on nothing else exists
    if inside.fork() == 0: ...     # process 1 of its own, which sees no other

A new one is a member of `Namespace` with its flag, its link below /proc/self/ns, and a name.  This module runs inside
the zygote: standard library only.  What each holds off: docs/explanation/isolation.md.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Sequence
from ctypes import addressof, create_string_buffer
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import partial
from pathlib import Path
from typing import NoReturn

from grader.sandbox.lockdown import in_child, libc
from grader.sandbox.lockdown.landlock import PACKAGE_FOLDERS
from grader.sandbox.lockdown.privileges import FIRST_UID, MOST_SHARES

HOSTNAME = "worker"


class Namespace(StrEnum):
    """One part of the world that is seen apart, in the order they are made."""

    USER_NAMESPACE = auto()
    MOUNT_NAMESPACE = auto()
    NETWORK_NAMESPACE = auto()
    IPC_NAMESPACE = auto()
    HOST_NAMESPACE = auto()
    PROCESS_NAMESPACE = auto()


NAMESPACE_NAMES = {
    Namespace.USER_NAMESPACE: "a user namespace (rights that count inside it alone)",
    Namespace.MOUNT_NAMESPACE: "a mount namespace (Python's own folders are all the files there are)",
    Namespace.NETWORK_NAMESPACE: "a network namespace (one interface, which is down)",
    Namespace.IPC_NAMESPACE: "an IPC namespace (no shared memory, no queues of others)",
    Namespace.HOST_NAMESPACE: "a host name of its own",
    Namespace.PROCESS_NAMESPACE: "process ids of its own (no other process is seen)",
}

# The flag of unshare and setns, and the link below /proc/self/ns.
_CALLS = {
    Namespace.USER_NAMESPACE: (0x1000_0000, "user"),
    Namespace.MOUNT_NAMESPACE: (0x0002_0000, "mnt"),
    Namespace.NETWORK_NAMESPACE: (0x4000_0000, "net"),
    Namespace.IPC_NAMESPACE: (0x0800_0000, "ipc"),
    Namespace.HOST_NAMESPACE: (0x0400_0000, "uts"),
    Namespace.PROCESS_NAMESPACE: (0x2000_0000, "pid"),
}
_PROCESSES = _CALLS[Namespace.PROCESS_NAMESPACE][0]

_REASONS = {
    errno.EPERM: "not permitted here: by a filter around this process, such as a container's, or by a setting of the "
    "system (kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)",
    errno.ENOSPC: "there are no more to be had (user.max_*_namespaces, or too many one inside the other)",
    errno.EINVAL: "this kernel was built without it",
    errno.ENOSYS: "this kernel does not know how (hiding the files needs Linux 5.12)",
}

_EMPTY = "it was made, and does not hold"  # a kernel or container may say yes and do nothing

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 0x4_0000
_MNT_DETACH = 2
_MOUNT_SETATTR = 442  # the same number on every architecture
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_ATTRIBUTES = 0b111  # read-only, no set-uid programs, no devices
_OLD_ROOT = "/.old"
_PROCESS_IDS = 1 << 22  # the kernel's upper bound


class NamespaceUnavailable(Exception):  # noqa: N818 - the name says what is the matter
    """A namespace is not to be had here."""

    def __init__(self, namespace: Namespace, trouble: OSError | str) -> None:
        reason = trouble if isinstance(trouble, str) else _REASONS.get(trouble.errno or 0, str(trouble))
        super().__init__(f"{NAMESPACE_NAMES[namespace]}: {reason}")
        self.namespace = namespace
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Inside:
    """The world a process moved into.  Holds a descriptor of its process namespace."""

    descriptor: int

    def fork(self) -> int:
        """Fork as `os.fork` does; the child is process 1 of a process namespace of its own.

        Raises OSError if there is none to be had.
        """
        libc.unshare(_PROCESSES)
        child = -1
        try:
            child = os.fork()
        finally:
            if child:  # back to our own: only from there another can be made, and this one takes nobody after its first
                libc.setns(self.descriptor, _PROCESSES)
            else:
                os.close(self.descriptor)
        return child

    def set_apart(self) -> None:
        """Give this process, a fork of the one that moved in, an own network, IPC and host name.

        Files are read-only, and stay shared.  That the kernel does what it says was seen on moving in; here is no /proc
        to look again.  Raises OSError.
        """
        for namespace in (Namespace.NETWORK_NAMESPACE, Namespace.IPC_NAMESPACE, Namespace.HOST_NAMESPACE):
            libc.unshare(_CALLS[namespace][0])

    def rehearse(self) -> None:
        """See in a child that the namespaces are there.  Raises `NamespaceUnavailable` if one is not."""

        def attempt() -> str:
            return next((namespace for namespace, holds in _HOLDS.items() if not holds()), "")

        if answer := in_child.outcome(attempt, fork=self.fork):
            if answer in set(Namespace):
                raise NamespaceUnavailable(Namespace(answer), _EMPTY)
            raise NamespaceUnavailable(Namespace.PROCESS_NAMESPACE, answer)


# How each shows, from a worker's place, that it is there.  The others were looked at when they were made.
_HOLDS: dict[Namespace, Callable[[], bool]] = {
    Namespace.MOUNT_NAMESPACE: lambda: not Path("/proc").exists() and not Path(_OLD_ROOT).exists(),
    Namespace.NETWORK_NAMESPACE: lambda: {name for _, name in socket.if_nameindex()} <= {"lo"},
    Namespace.HOST_NAMESPACE: lambda: os.uname().nodename == HOSTNAME,
    Namespace.PROCESS_NAMESPACE: lambda: (os.getpid(), os.getppid()) == (1, 0),
}


def enter() -> Inside:
    """Go on in a child of this process that has every namespace; this process itself waits for it, and ends as it does.

    Needs a process with a single thread.  Raises `NamespaceUnavailable`, in either of the two, with the first that is
    not to be had; the process can be used for nothing else then.
    """
    _take_user_namespace()
    for namespace in list(Namespace)[1:]:
        _unshare(namespace)
    try:
        child = os.fork()
    except OSError as trouble:
        raise NamespaceUnavailable(Namespace.PROCESS_NAMESPACE, trouble) from trouble
    if child:
        _end_with(child)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getpid() != 1:
        raise NamespaceUnavailable(Namespace.PROCESS_NAMESPACE, _EMPTY)
    try:
        socket.sethostname(HOSTNAME)
    except OSError as trouble:
        raise NamespaceUnavailable(Namespace.HOST_NAMESPACE, trouble) from trouble
    return Inside(os.open(f"/proc/self/ns/{_CALLS[Namespace.PROCESS_NAMESPACE][1]}", os.O_RDONLY | os.O_CLOEXEC))


def _unshare(namespace: Namespace) -> None:
    flag, name = _CALLS[namespace]
    link = Path(f"/proc/self/ns/{name}")
    try:
        before = link.readlink()
        libc.unshare(flag)
        after = link.readlink()
    except OSError as trouble:
        raise NamespaceUnavailable(namespace, trouble) from trouble
    if before == after and namespace is not Namespace.PROCESS_NAMESPACE:  # which begins with the next child
        raise NamespaceUnavailable(namespace, _EMPTY)


def _end_with(child: int) -> NoReturn:
    """Stand for a child towards those outside, who know this process only.  If this one is ended, so is the child."""
    _, status = os.waitpid(child, 0)
    os._exit(abs(os.waitstatus_to_exitcode(status)))


def _take_user_namespace() -> None:
    """Make a user namespace, with the users of this process in it.

    Who may map more than himself is not this process any more, once it is inside: a child that stayed outside does it.
    """
    reading, writing = os.pipe()
    helper = os.fork()
    if helper == 0:
        status = errno.EPERM
        try:
            os.close(writing)
            if os.read(reading, 1):
                _map_users(os.getppid())
            status = 0
        except OSError as trouble:
            status = trouble.errno or errno.EPERM
        finally:
            os._exit(status)
    os.close(reading)
    try:
        _unshare(Namespace.USER_NAMESPACE)
        os.write(writing, b".")
    finally:
        os.close(writing)
        _, status = os.waitpid(helper, 0)
    if status:
        number = os.waitstatus_to_exitcode(status)
        reason = os.strerror(number) if number > 0 else "the process that does it ended"
        raise NamespaceUnavailable(Namespace.USER_NAMESPACE, f"its users cannot be mapped ({reason})")


def _map_users(process: int) -> None:
    """Give everybody in the namespace of a process the id that he has outside, as far as this user may."""
    for kind, own in (("gid", os.getegid()), ("uid", os.geteuid())):
        map_file = Path(f"/proc/{process}/{kind}_map")
        try:
            if own != 0:
                raise PermissionError(errno.EPERM, "only root can map others")
            map_file.write_text(_everybody(process))
        except OSError:  # root of a container may be nobody much outside
            if kind == "gid":
                Path(f"/proc/{process}/setgroups").write_text("deny")  # the kernel's condition, since Linux 3.19
            map_file.write_text(f"{own} {own} 1")


def _everybody(process: int) -> str:
    """Everybody as outside, but for workers' own uids: process 1 gets one that no other zygote's worker has.

    So does process 1 of each share of this zygote.  Those of other process ids are only rehearsed with.
    """
    shares = FIRST_UID + 2 * _PROCESS_IDS + process * (MOST_SHARES + 1)
    return (
        f"0 0 {FIRST_UID}\n"
        f"{FIRST_UID + 1} {FIRST_UID + process} 1\n"
        f"{FIRST_UID + 2} {shares} {MOST_SHARES}\n"
        f"{FIRST_UID + 2 + MOST_SHARES} {FIRST_UID + _PROCESS_IDS} {_PROCESS_IDS}\n"
    )


def hide_files(readable: Sequence[str]) -> None:
    """Leave a root folder that holds the files and folders `readable` (resolved paths) and nothing else, for reading.

    What lies closed between them is open here: these folders are new.  Raises `NamespaceUnavailable`.
    """
    try:
        _build_root(readable)
    except OSError as trouble:
        raise NamespaceUnavailable(Namespace.MOUNT_NAMESPACE, trouble) from trouble


def _build_root(readable: Sequence[str]) -> None:
    libc.mount("none", "/", "", _MS_REC | _MS_PRIVATE)  # nothing of what follows is seen outside
    imported = {path: os.path.realpath(path) for path in sys.path if path.startswith("/")}
    # Any folder will do to begin in: as soon as the new root is the root, the folder is back below the old one.
    place = next(path for path in (*readable, str(Path(os.__file__).parent)) if Path(path).is_dir())
    _mount_empty(place)
    Path(place + _OLD_ROOT).mkdir(0o700)
    libc.pivot_root(place, place + _OLD_ROOT)
    os.chdir("/")
    mask = os.umask(0o022)
    for path in sorted(readable):  # a folder comes before what lies in it
        _show(path)
    for path, target in imported.items():
        _show_alias(path, target)
    os.umask(mask)
    libc.umount2(_OLD_ROOT, _MNT_DETACH)
    Path(_OLD_ROOT).rmdir()
    _close_for_writing("/")


def _mount_empty(place: str) -> None:
    libc.mount("tmpfs", place, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=64k,nr_inodes=4k")


def _show(path: str) -> None:
    """Show a file or folder at its own place, without other people's packages in it."""
    if os.path.lexists(path):
        return
    source = Path(_OLD_ROOT + path)
    if source.is_dir():
        Path(path).mkdir(parents=True)
    else:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch()
    libc.mount(str(source), path, "", _MS_BIND | _MS_REC)
    for name in PACKAGE_FOLDERS:
        if Path(path, name).is_dir():
            _mount_empty(str(Path(path, name)))


def _show_alias(path: str, target: str) -> None:
    """Make a link for a place to import from that was named by way of one."""
    if path != target and Path(target).exists() and not os.path.lexists(path):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).symlink_to(target)


def _close_for_writing(path: str) -> None:
    """Make a mount, and all below it, read-only, without devices or set-uid programs."""
    attributes = create_string_buffer(struct.pack("=QQQQ", _ATTRIBUTES, 0, 0, 0), 32)
    name = create_string_buffer(path.encode())
    libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, addressof(name), _AT_RECURSIVE, addressof(attributes), 32)


def probe(readable: Sequence[str]) -> dict[Namespace, str]:
    """For each namespace an empty string if it is to be had here, else why not.

    Forks, and changes nothing here; but others of the same user may look into the forks: for a process without secrets.
    """
    return {namespace: in_child.outcome(partial(_why_not, namespace, readable)) for namespace in Namespace}


def _why_not(namespace: Namespace, readable: Sequence[str]) -> str:
    try:
        libc.prctl(_PR_SET_DUMPABLE, 1)  # nobody could map the users of a process that has closed its memory
        _take_user_namespace()
        if namespace is not Namespace.USER_NAMESPACE:
            _unshare(namespace)
        if namespace is Namespace.MOUNT_NAMESPACE:
            hide_files(readable)
        if namespace is Namespace.PROCESS_NAMESPACE:
            return in_child.outcome(lambda: "" if os.getpid() == 1 else _EMPTY)
    except NamespaceUnavailable as unavailable:
        return unavailable.reason
    return ""
