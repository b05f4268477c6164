"""A folder as a tree: students' folders and what lies in them.  Nothing is opened before it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader.collect.places import OnDisk, Unfit
from grader.collect.tree import Entry, Kind
from grader.records import TroubleKind

_DEEP = 2  # a student's folder, and what lies in it


def entries(folder: Path) -> list[Entry]:
    """All entries, folders before what lies in them, in the order of their names; links are never followed."""
    return list(_below(folder, ()))


def _below(folder: Path, above: tuple[str, ...]) -> Iterator[Entry]:
    for name, kind in _named(folder):
        parts = (*above, name)
        if not above and name.startswith("."):
            continue
        if kind is Kind.FOLDER and len(parts) < _DEEP:
            yield from _of_folder(folder / name, parts)
        else:
            yield Entry(parts, kind, None if kind is Kind.FOLDER else OnDisk(folder / name))


def _of_folder(folder: Path, parts: tuple[str, ...]) -> Iterator[Entry]:
    try:
        inside = list(_below(folder, parts))
    except OSError as closed:  # one folder that nobody may enter must not keep the others from their grades
        yield Entry(parts, Kind.CLOSED, unfit=Unfit(TroubleKind.FOLDER_UNREADABLE, reason=closed.strerror or ""))
        return
    yield Entry(parts, Kind.FOLDER)
    yield from inside


def _named(folder: Path) -> list[tuple[str, Kind]]:
    with os.scandir(folder) as found:
        return sorted(((each.name, _kind(each)) for each in found), key=lambda pair: pair[0])


def _kind(found: os.DirEntry[str]) -> Kind:
    if found.is_symlink():
        return Kind.LINK
    if found.is_dir(follow_symlinks=False):
        return Kind.FOLDER
    return Kind.FILE if found.is_file(follow_symlinks=False) else Kind.SPECIAL
