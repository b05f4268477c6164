"""What grader and zygote say to each other: fixed-size messages over their control socket."""

from __future__ import annotations

import struct

FORK = b"F"  # followed by CEILINGS, with the worker's end of the channel as a descriptor; answered by FORKED
END = b"E"  # answered by ENDED
# Go on a second time, with a descriptor of the control socket of the new zygote; the report comes there, as at a start.
SHARE = b"S"

CEILINGS = struct.Struct("=QQQQ")  # CPU seconds, bytes of address space, bytes of data, open files
FORKED = struct.Struct("=i")  # process id, or -errno
# From a zygote with process ids of its own the kernel's credentials come with FORKED.  They name the worker (process,
# user, group), and the kernel translates them: the grader reads its own process id for it.
CREDENTIALS = struct.Struct("=iII")
ENDED = struct.Struct("=iQ")  # wait status, largest resident size in KiB

EXIT_LOCKDOWN = 70  # the worker could not be locked down; it has run nothing
EXIT_CHANNEL = 71  # its channel broke
EXIT_MEMORY = 72  # not even an answer fitted into its memory
EXIT_BROKEN = 73  # student code broke what the worker stands on
