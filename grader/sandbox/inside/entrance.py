"""How a zygote begins: it moves into its namespaces, where it is to have some, and imports what workers need there.

What stays outside waits for its end, and holds next to nothing: no NumPy is imported before there are two processes.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from dataclasses import dataclass
from typing import NoReturn

from grader.sandbox.inside.out_of_memory import go_first_when_memory_is_short
from grader.sandbox.lockdown.namespaces import NamespaceUnavailable, enter


@dataclass(frozen=True, slots=True)
class Setting:
    """What the grader tells a new zygote, as JSON on its first line."""

    namespaces: bool
    lockdown: bool
    readable: list[str]
    import_paths: list[str]
    packages: list[str]
    without: list[str]


def main(control: socket.socket) -> NoReturn:
    """Move in, then go on as the zygote."""
    setting = Setting(**json.loads(_line(control)))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # who started the grader may ignore it: no worker's end would be told
    os.chdir("/")
    go_first_when_memory_is_short()  # here, where the file can still be opened; what is forked inherits it
    try:
        # Before a package could start a thread, and before time is spent on a tier that is not to be had.
        inside = enter() if setting.namespaces else None
    except (NamespaceUnavailable, OSError) as trouble:
        give_up(control, trouble)
    from grader.sandbox.inside import zygote  # noqa: PLC0415 - nothing of it is for who waits outside

    zygote.main(control, setting, inside)


def say(control: socket.socket, report: dict[str, object]) -> None:
    """Tell the grader something in a line."""
    control.sendall(json.dumps(report).encode() + b"\n")


def give_up(control: socket.socket, trouble: Exception) -> NoReturn:
    """Say what is the matter, and end."""
    say(control, {"error": str(trouble)})
    sys.exit(1)


def _line(control: socket.socket) -> bytes:
    text = b""
    while not text.endswith(b"\n"):
        byte = control.recv(1)
        if not byte:
            sys.exit(0)
        text += byte
    return text
