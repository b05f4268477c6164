"""Where a class's hand-ins come from: a folder, or an archive of one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.collect.archive import ARCHIVES
from grader.collect.class_archive import collect_archive
from grader.collect.folder import collect_folder
from grader.course.folder import Assignment
from grader.errors import UsageError
from grader.records import Submission


def collect(where: Path, assignments: Sequence[Assignment]) -> list[Submission]:
    """A submission for each student and assignment.  Raises `UsageError` where no class is to be found."""
    if where.is_dir() or not where.exists():
        return collect_folder(where, assignments)
    if where.is_file() and where.name.lower().endswith(ARCHIVES):
        return collect_archive(where, assignments)
    raise UsageError(
        f"{where} is neither a folder of hand-ins nor an archive that can be read",
        remedy=f"name the folder that holds a folder per student, or a file that ends in {', '.join(ARCHIVES)}",
    )
