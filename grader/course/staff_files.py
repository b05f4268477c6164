"""Files of the course as instructors' systems leave them: with byte order marks, and with files of the system's own."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from grader.errors import CourseError

# What macOS and Windows put beside files of their own accord; `._stub.py` has the ending of a program, and is none.
_OF_SYSTEMS = re.compile(r"\._.*|\.DS_Store|Thumbs\.db|desktop\.ini", re.IGNORECASE)


def staff_files(folder: Path, pattern: str) -> list[Path]:
    """Paths below a folder, sorted, but for what a system put there by itself."""
    return sorted(path for path in folder.glob(pattern) if not _OF_SYSTEMS.fullmatch(path.name))


def staff_text(path: Path) -> str:
    """The text of a file, without its byte order mark.  Raises `CourseError` if it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = path.read_bytes()[: trouble.start].count(b"\n") + 1
        raise CourseError(
            f"{path} is not UTF-8 text: see line {line}", remedy="save it as UTF-8, or restore it from a backup"
        ) from None


def staff_source(path: Path) -> bytes:
    """The bytes of a program, without their byte order mark: others are put before them."""
    return path.read_bytes().removeprefix(codecs.BOM_UTF8)
