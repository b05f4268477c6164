"""A folder as a tree: students' folders and what lies in them.  Nothing is opened before it is read."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.collect.names import is_clutter
from grader.collect.places import Inodes, OnDisk, Unfit
from grader.collect.tree import Entry, Kind
from grader.records import TroubleKind

_DEEP = 5  # a folder around the class, a student's, a folder in that, the files; and one more to be told of
_NEAR = 2  # what lies so deep is listed in any case
_MOST = 2000  # entries further down: somebody's data


def entries(
    folder: Path, *, forbidden: Inodes = frozenset(), without: Sequence[Path] = (), deep: int = _DEEP
) -> list[Entry]:
    """All entries in the order of their names, those nearer to the top first; links are never followed.

    Files of which `forbidden` holds the number are not taken, and the folders of `without` are passed over.  Raises
    `OSError` where the folder itself may not be entered.
    """
    found: list[Entry] = []
    for entry in _listed(folder, (), forbidden):
        if entry.kind is not Kind.FOLDER or not any(_is_same(folder / entry.parts[0], each) for each in without):
            found += _with_what_is_below(entry, folder, forbidden, deep)
    return found


def _with_what_is_below(top: Entry, folder: Path, forbidden: Inodes, deep: int) -> Iterator[Entry]:
    """An entry and those below it, level by level: what is nearest is there whatever else there is."""
    due = deque([top])
    left: dict[tuple[str, ...], int] = {}
    while due:
        entry = due.popleft()
        if entry.kind is Kind.FOLDER and len(entry.parts) < deep:
            owner = entry.parts[:_NEAR]
            if len(entry.parts) > _NEAR and left.get(owner, _MOST) <= 0:
                continue
            try:
                inside = _listed(folder.joinpath(*entry.parts), entry.parts, forbidden)
            except OSError as closed:  # one folder that nobody may enter must not keep the others from their grades
                entry = Entry(
                    entry.parts, Kind.CLOSED, unfit=Unfit(TroubleKind.FOLDER_UNREADABLE, reason=closed.strerror or "")
                )
                inside = []
            left[owner] = left.get(owner, _MOST) - (len(inside) if len(entry.parts) >= _NEAR else 0)
            due.extend(inside)
        yield entry


def _listed(folder: Path, above: tuple[str, ...], forbidden: Inodes) -> list[Entry]:
    with os.scandir(folder) as found:
        named = sorted((each.name, _kind(each)) for each in found if not is_clutter((*above, each.name)))
    return [
        Entry((*above, name), kind, None if kind is Kind.FOLDER else OnDisk(f"{folder}{os.sep}{name}", forbidden))
        for name, kind in named
    ]


def _kind(found: os.DirEntry[str]) -> Kind:
    if found.is_symlink():
        return Kind.LINK
    if found.is_dir(follow_symlinks=False):
        return Kind.FOLDER
    return Kind.FILE if found.is_file(follow_symlinks=False) else Kind.SPECIAL


def _is_same(folder: Path, other: Path) -> bool:
    try:
        return folder.samefile(other)
    except OSError:
        return False
