"""What a caller may have left a process without, and what is put in its place before anything else is done.

A program inherits more than its arguments: streams that are closed, signals that are ignored.  Nothing that is
graded may depend on them.
"""

from __future__ import annotations

import io
import os
import signal
import sys

# Set before NumPy is loaded, which starts a thread for each core otherwise: they wait by spinning, and how a sum is
# shared out among them decides its last digit.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def put_right() -> None:
    """Make up for what the caller of this program closed, ignored or left open."""
    os.environ |= ONE_THREAD
    hold_standard_descriptors()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # it was closed when Python began: what is said there is said to nobody
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - as long as the program
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that a console's code page lacks must not end the program
            stream.reconfigure(errors="replace" if stream.errors == "strict" else stream.errors)
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # ignored, the kernel tells nobody how a child ended


def hold_standard_descriptors() -> None:
    """Fill those of the first three that are closed: what is opened next would take their numbers, and be mistaken."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest number that is free: this one


def drop_what_cannot_be_written() -> None:
    """Empty the streams that cannot be: Python tries it again at its end, and would put its exit code for ours."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
