"""Makes this Python one that lacks what Windows lacks, so that a student's commands can be held to do without.

As a plugin of pytest (`-p tests.elsewhere`) it does so to a whole run.  What Windows does otherwise, and not merely
without, is seen there alone: `.github/workflows/student.yml` is for that.
"""

from __future__ import annotations

import os
import sys

# What the standard library itself does with what is taken away is put right: there it has other ways.
SUBTRACTED = """
import os, select, signal, socket, subprocess, sys, time

for module in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[module] = None

def lacking(*_, **__):
    raise AttributeError("Windows has no such thing")

start = subprocess.Popen.__init__
def start_without_descriptors(self, *arguments, pass_fds=(), **options):
    if pass_fds:
        lacking()
    start(self, *arguments, **options)
subprocess.Popen.__init__ = start_without_descriptors
kill = signal.SIGKILL
subprocess.Popen.kill = lambda self: self.send_signal(kill)
for owner, names in {
    os: ["O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "WNOHANG", "chown", "fchown", "fork", "forkpty", "getegid", "geteuid",
         "getgid", "getuid", "killpg", "lchown", "memfd_create", "mkfifo", "pread", "pwrite", "register_at_fork",
         "sched_getaffinity", "set_blocking", "setsid", "sysconf", "uname", "wait4"],
    select: ["epoll", "poll"],
    signal: ["ITIMER_PROF", "ITIMER_REAL", "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGPROF", "SIGUSR1",
             "SIGXCPU", "alarm", "pthread_sigmask", "setitimer"],
    socket: ["AF_UNIX", "MSG_DONTWAIT", "SCM_CREDENTIALS", "SO_PASSCRED", "recv_fds", "send_fds"],
    time: ["clock_gettime", "tzset"],
}.items():
    for name in names:
        if hasattr(owner, name):
            delattr(owner, name)
socket.socketpair = select.select = lacking
"""

# Other people's packages are loaded first, since they look at the platform.
LOADED_FIRST = """
import click, contourpy, jinja2, latex2mathml.converter, markdown_it, msgspec, numpy, random, rich.console, rich.panel
import rich.rule, rich.table, shutil, tempfile, threading, uuid, zipfile
"""

THERE = f"""
{LOADED_FIRST}
{SUBTRACTED}
sys.platform = "win32"
from grader.sandbox import interpreter
begin, ours, then = interpreter._START.partition("from grader")
interpreter._START = begin + {f"import msgspec, numpy, random{chr(10)}{SUBTRACTED}"!r} + ours + then
"""


def pytest_configure() -> None:
    """As a plugin: from here on this process is elsewhere."""
    import hypothesis  # noqa: F401, PLC0415 - as the packages above

    os.environ["GRADER_TESTS_ELSEWHERE"] = "1"
    exec(THERE, {"__name__": "elsewhere"})
    assert sys.platform == "win32"
