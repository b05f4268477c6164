"""The output folder: readable by its owner alone, pages whole or absent."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the results of a run lie."""

    root: Path

    @property
    def results(self) -> Path:
        """Every grade, for machines."""
        return self.root / "results.json"

    @property
    def gradebook(self) -> Path:
        """The same, kept across runs."""
        return self.root / "gradebook.sqlite3"

    @property
    def overview(self) -> Path:
        """The class page."""
        return self.root / "index.html"

    @property
    def cache(self) -> Path:
        """What may be thrown away at any time."""
        return self.root / ".cache"

    def student_page(self, student: str, assignment: str) -> Path:
        """The page that may go to a student."""
        return self.root / "reports" / student / f"{assignment}.html"

    def staff_page(self, student: str, assignment: str) -> Path:
        """The page with hidden inputs, expected values and full differences."""
        return self.root / "staff" / student / f"{assignment}.html"


def open_outputs(root: Path) -> Outputs:
    """Make the folder, closed to others.  Raises `UsageError` if that cannot be."""
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise UsageError(f"{root} is not a folder", remedy="choose another folder with --out")
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.chmod(0o700)
    except OSError as trouble:
        raise UsageError(
            f"the folder {root} cannot be made: {trouble.strerror}", remedy="choose another folder with --out"
        ) from None
    return Outputs(root)


def write_whole(path: Path, text: str) -> None:
    """Write a page so that it is there entirely or not at all."""
    _make_closed(path.parent)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    beside.replace(path)


def _make_closed(folder: Path) -> None:
    """Make a folder and those above it that are missing, each readable by its owner alone."""
    if not folder.exists():
        _make_closed(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
