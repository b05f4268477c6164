"""Who goes first where the memory of a machine runs short."""

import contextlib


def go_first_when_memory_is_short() -> None:
    """Have the kernel end this process, and what it forks, before any other of the machine."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "wb", 0) as adjustment:  # noqa: PTH123
        adjustment.write(b"1000")  # anybody may raise his own
