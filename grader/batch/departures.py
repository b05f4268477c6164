"""Pages of students who left the class, out of the folder that is handed on; and back, when they are there again."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from grader.batch.outputs import Outputs, possible_folders
from grader.files import make_private_folder, write_whole


def take_out(gone: Collection[str], present: Iterable[str], outputs: Outputs) -> None:
    """Move what was written for students who are gone, in the place of older pages of theirs.  Raises `OSError`."""
    reports, _ = outputs.trees
    in_use = {outputs.folder_of(student) for student in present}
    for folder in list(student_folders(gone, reports)):
        if folder.name not in in_use:
            _move(folder, outputs.departed / folder.name, replace=True)
            _lead(outputs.staff / folder.name, reports, outputs.departed)


def bring_back(present: Iterable[str], outputs: Outputs) -> None:
    """Move back what was written for students who are there again, but not since.  Raises `OSError`."""
    if not outputs.departed.is_dir():
        return
    reports, _ = outputs.trees
    for student in present:
        for folder in list(student_folders([student], outputs.departed)):
            _move(folder, reports / outputs.folder_of(student), replace=False)
            _lead(outputs.staff / outputs.folder_of(student), outputs.departed, reports)


def student_folders(students: Iterable[str], tree: Path) -> Iterator[Path]:
    """The folders of students by the exact names that are listed: capitals count, also where the disk ignores them."""
    possible = {unicodedata.normalize("NFC", folder) for each in students for folder in possible_folders(each)}
    if tree.is_dir():
        found = sorted(tree.iterdir())
        yield from (path for path in found if unicodedata.normalize("NFC", path.name) in possible)


def _lead(folder: Path, before: Path, now: Path) -> None:
    """Have the pages for staff lead to where the student's own pages lie now."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for page in folder.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        led = text.replace(f'href="../../{before.name}/', f'href="../../{now.name}/')  # what students wrote is escaped
        if led != text:
            write_whole(page, led)


def _move(folder: Path, to: Path, *, replace: bool) -> None:
    """Move the pages of one folder; a link is no folder of ours, and is only taken away."""
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink()
        return
    make_private_folder(to)
    for page in list(folder.iterdir()):
        if replace or not (to / page.name).exists():
            page.replace(to / page.name)
        else:
            page.unlink()
    folder.rmdir()
