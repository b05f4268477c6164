"""Writing a file whole: it is there entirely or not at all, and nothing half written is left behind.

What is written stands first beside its place, under a name that nobody can guess, in a file that did not exist before;
so no link that lies there is ever followed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

OWNER_ALONE = 0o600
AS_USUAL = 0o666  # less what the user's umask takes away

# What `write_whole` leaves where its process is killed in the middle: the id of that process is a part of the name.
UNFINISHED = re.compile(r"\..+\.(?P<pid>[0-9]+)\.[0-9a-f]{16}")


def write_whole(
    path: Path,
    content: bytes | str | Iterable[bytes],
    *,
    mode: int = OWNER_ALONE,
    first_wins: bool = False,
    durable: bool = False,
) -> None:
    """Write a file in the place of an earlier one, which `first_wins` leaves as it is.  Raises `OSError`.

    Of a content in pieces one is in memory at a time.  `durable` waits until it is on the disk.
    """
    if not path.name:  # `.` and `/`
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if isinstance(content, str):
        content = content.encode("utf-8", errors="backslashreplace")
    pieces = [content] if isinstance(content, bytes) else content
    beside = path.with_name(f".{path.name[:180]}.{os.getpid()}.{secrets.token_hex(8)}")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, mode), "wb") as file:
            file.writelines(pieces)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if first_wins:
            with contextlib.suppress(FileExistsError):
                os.link(beside, path)
            beside.unlink()
        else:
            beside.replace(path)
    except BaseException as trouble:
        if isinstance(trouble, OSError) and trouble.errno is not None:  # a full disk does not say which file it was
            trouble.filename, trouble.filename2 = str(path), None
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def write_named(path: Path, content: str) -> None:
    """Write a file that a person named, who may name a device or a pipe as well.  Raises `OSError`."""
    if path.exists() and not path.is_file():
        path.write_text(content, encoding="utf-8", errors="backslashreplace")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path.resolve() if path.is_symlink() else path, content, mode=AS_USUAL)


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each readable by its owner alone.  Raises `OSError`."""
    if not folder.exists():
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
