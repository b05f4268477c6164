"""A folder of git checkouts: what a student handed in is the commit that HEAD names, at its time, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from grader.collect.checkouts import checked_out, is_checkout
from grader.collect.places import Unfit
from grader.collect.students import Expected, Found, Student, of_one_name_together
from grader.collect.tree import Entry, Kind

_ENOUGH = 0.5  # of the folders, and more than that


def recognised(entries: Sequence[Entry], where: Path) -> bool:
    """Whether most of the folders are checkouts; those of an archive have no more than their files."""
    folders = _folders(entries, where)
    return sum(is_checkout(where.joinpath(*parts)) for parts in folders) > _ENOUGH * len(folders)


def found_in(entries: Sequence[Entry], expected: Expected) -> Found:
    """Each student by the name of the folder."""
    folders = _folders(entries, expected.where)
    around = {(), *(parts[:-1] for parts in folders)}
    strangers = [entry for entry in entries if entry.kind is Kind.FILE and entry.parts[:-1] in around]
    students = [_student(expected.where.joinpath(*parts), _below(parts, entries)) for parts in folders]
    return Found(of_one_name_together(students), strangers)


def _folders(entries: Sequence[Entry], where: Path) -> list[tuple[str, ...]]:
    """The folders at the top, or in the one folder there that is no checkout itself."""
    if not where.is_dir():
        return []
    tops: list[tuple[str, ...]]
    tops = [entry.parts for entry in entries if entry.kind in {Kind.FOLDER, Kind.LINK} and len(entry.parts) == 1]
    if len(tops) == 1 and not is_checkout(where / tops[0][0]):
        return [entry.parts for entry in entries if entry.kind is Kind.FOLDER and len(entry.parts) == 2]
    return tops


def _below(parts: tuple[str, ...], entries: Sequence[Entry]) -> tuple[Entry, ...]:
    deep = len(parts)
    return tuple(entry.seen_as(entry.parts[deep:]) for entry in entries if entry.parts[:deep] == parts)


def _student(folder: Path, lies_there: tuple[Entry, ...]) -> Student:
    """The student of one folder: by its commit, or by the files that lie there where it is no checkout."""
    name = unicodedata.normalize("NFC", folder.name)
    if folder.is_symlink():
        return Student(name, (Entry((), Kind.LINK),))
    if not is_checkout(folder):
        return Student(name, lies_there)
    try:
        return Student(name, checked_out(folder))
    except Unfit as unfit:
        return Student(name, (Entry((), Kind.FOLDER, unfit=unfit),))
