"""The seccomp filter: which system calls a worker may make.  All others fail with EPERM.

An allow-list, since new system calls appear every year.  libseccomp writes the program once, in the zygote; the
worker hands the finished bytes to the kernel.  A call that honest student code turns out to need is a word in
`ALLOWED`, with a test that it works and a thought about what else it can do.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.sandbox.lockdown import libc

if TYPE_CHECKING:
    from pyseccomp import Arg

# Whatever the arguments.
ALLOWED = {
    "memory": "brk mremap munmap mprotect",
    "open descriptors": "read readv pread64 preadv write writev recvfrom lseek fstat close close_range dup dup2 dup3",
    "waiting for them": "poll ppoll select pselect6 epoll_create1 epoll_ctl epoll_wait epoll_pwait",
    "threads": "rseq set_robust_list sched_yield exit exit_group restart_syscall",
    "own signal handlers": "rt_sigaction rt_sigprocmask rt_sigpending rt_sigreturn rt_sigsuspend rt_sigtimedwait "
    "sigaltstack pause",
    "clocks, chance": "nanosleep gettimeofday time times getrandom",
    "who and where am I": "getcwd getpid getppid gettid getuid geteuid getgid getegid getresuid getresgid getgroups "
    "capget getrlimit getrusage sched_getaffinity getcpu sysinfo uname",
}

# Where files may be opened for reading.  Elsewhere those of a path say that there is nothing.
OPENING = ("open", "openat")
LOOKING = "stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents64"

# What an allocator gives: MADV_DONTNEED, MADV_FREE, MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_DONTDUMP.  Others, like
# `fadvise64`, change or tell what is in the page cache, which outlives a worker.
_ADVICE = (4, 8, 14, 15, 16)

_CLONE_THREAD = 0x0001_0000
# vfork, ptrace, and every kind of namespace (mount, cgroup, uts, ipc, user, pid, net, time)
_CLONE_FORBIDDEN = 0x0000_4000 | 0x0000_2000 | 0x7E02_0000 | 0x80
_NOT_PLAIN_READING = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | getattr(os, "O_PATH", 0)

_MAP_SHARED = 1  # what is shared with nobody counts against no limit of memory
_CLOCKS = 16  # of the machine and of a process itself; those of other processes have larger numbers
# Without this flag a futex on a page of a file, as of the C library, is the same one in all processes that have mapped
# it: they could wait there for each other's words.
_FUTEX_PRIVATE = 128
_EAGAIN = 11

_TCGETS = 0x5401
_FCNTL_COMMANDS = (0, 1, 2, 3, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC; F_SETOWN sends signals
# PR_GET_PDEATHSIG, PR_GET_DUMPABLE, PR_GET_NAME, PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS
_PRCTL_OPTIONS = (2, 3, 16, 21, 23, 39)

_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_INSTRUCTION = 8  # bytes


@dataclass(frozen=True, slots=True)
class Filter:
    """A finished program for the kernel."""

    program: bytes

    def enforce(self) -> None:
        """Bind this process to it, for good.  Needs no_new_privs (or root)."""
        code = ctypes.create_string_buffer(self.program, len(self.program))
        header = _Program(len(self.program) // _INSTRUCTION, ctypes.addressof(code))
        libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def filter_program(*, opening: bool, arch: int | None = None) -> Filter:
    """Write the filter; `opening` says whether files may be opened for reading (others must guard which).

    `arch` is one of `pyseccomp.Arch`, by default the machine's.  Raises ImportError or RuntimeError without
    libseccomp, OSError where it refuses.
    """
    import pyseccomp  # noqa: PLC0415 - loads libseccomp, which the grader itself never needs

    made = pyseccomp.SyscallFilter(pyseccomp.ERRNO(1))  # EPERM
    with contextlib.suppress(
        OSError
    ):  # libseccomp before 2.5 has no binary tree, which loads in two thirds of the time
        made.set_attr(pyseccomp.Attr.CTL_OPTIMIZE, 2)
    made.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)  # 32-bit calls have other numbers
    if arch is not None and arch != pyseccomp.system_arch():
        made.remove_arch(pyseccomp.Arch.NATIVE)
        made.add_arch(arch)
    rules: list[tuple[str, tuple[Arg, ...]]] = [(name, ()) for names in ALLOWED.values() for name in names.split()]
    rules += _conditional(pyseccomp.Arg, pyseccomp.EQ, pyseccomp.MASKED_EQ)
    rules += [
        (name, (pyseccomp.Arg(0, pyseccomp.LT, _CLOCKS),))
        for name in ("clock_gettime", "clock_getres", "clock_nanosleep")
    ]
    # Told that there is nothing, student code goes on as it would where a file is missing.
    paths = pyseccomp.ALLOW if opening else pyseccomp.ERRNO(2)  # ENOENT
    answers = [(pyseccomp.ALLOW, *rule) for rule in rules]
    # The C library waits so for the end of a thread: told to try again, it looks until the thread is gone.
    not_private = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, _FUTEX_PRIVATE, 0)
    answers.append((pyseccomp.ERRNO(_EAGAIN), "futex", (not_private,)))
    answers += [(paths, name, ()) for name in LOOKING.split()]
    answers += [
        (paths, name, (pyseccomp.Arg(position, pyseccomp.MASKED_EQ, _NOT_PLAIN_READING, 0),))
        for position, name in enumerate(OPENING, 1)
    ]
    for action, name, conditions in answers:
        number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
        if number >= 0:  # else this architecture, or this libseccomp, does not know it
            made.add_rule(action, number, *conditions)
    # The flags of clone3 lie in memory, where a filter cannot look; told that it is missing, the C library uses clone.
    clone3 = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, "clone3")
    made.add_rule(pyseccomp.ERRNO(38), clone3 if clone3 >= 0 else 435)  # ENOSYS
    return Filter(_exported(made))


def _conditional(arg: type[Arg], equal: int, masked: int) -> list[tuple[str, tuple[Arg, ...]]]:
    """List the calls that are harmless with some arguments only; several rules for one call are alternatives."""
    return [
        ("mmap", (arg(3, masked, _MAP_SHARED, 0),)),
        ("futex", (arg(1, masked, _FUTEX_PRIVATE, _FUTEX_PRIVATE),)),
        ("clone", (arg(0, masked, _CLONE_THREAD | _CLONE_FORBIDDEN, _CLONE_THREAD),)),
        *(("madvise", (arg(2, equal, advice),)) for advice in _ADVICE),
        ("ioctl", (arg(1, equal, _TCGETS),)),
        *(("fcntl", (arg(1, equal, command),)) for command in _FCNTL_COMMANDS),
        *(("prctl", (arg(0, equal, option),)) for option in _PRCTL_OPTIONS),
        ("prlimit64", (arg(0, equal, 0), arg(2, equal, 0))),  # asking for the own limits
        ("sendto", (arg(3, equal, 0), arg(4, equal, 0))),  # to the other end of a channel that was given
    ]


def _exported(made: object) -> bytes:
    with os.fdopen(os.memfd_create("filter"), "w+b") as file:
        made.export_bpf(file)  # type: ignore[attr-defined]
        file.seek(0)
        return file.read()
