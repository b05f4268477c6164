"""Names of members as paths: judged by their parts, and never followed."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:")


def parts_of(name: str) -> tuple[tuple[str, ...], bool]:
    """The parts of a path, and whether one of them leads astray: here, or on the machine of whoever unpacks it.

    Windows writes backslashes.  A colon is harmless where it does not stand behind the letter of a drive.
    """
    parts = name.replace("\\", "/").split("/") if name else []
    on_drive = len(parts) > 1 and bool(_DRIVE.fullmatch(parts[0]))
    astray = parts[:1] == [""] or ".." in parts or "\0" in name or on_drive
    empty = {"."} if astray else {"", "."}  # the emptiness before a leading slash is kept: it is the root
    return tuple(part for part in parts if part not in empty), astray
