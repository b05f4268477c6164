"""`overrides.toml`: what staff decided by hand, in a file that can be kept under version control."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from pathlib import Path

import msgspec

from grader.course.toml_trouble import trouble_in
from grader.errors import UsageError
from grader.safe_text import visible

FILE = "overrides.toml"
_FORM = "an [[override]] has student, assignment, criterion, points, reason, author; a [[comment]] text for the points"
_BIGGEST = 1 << 22  # bytes


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points that take the place of what a criterion earned."""

    student: str
    assignment: str
    criterion: str
    points: float
    reason: str
    author: str
    date: dt.date | None = None
    beyond: bool = False

    @property
    def text(self) -> str:
        """What the student reads."""
        return self.reason


class Comment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a student, on a criterion or on the whole."""

    student: str
    assignment: str
    text: str
    author: str
    criterion: str = ""
    date: dt.date | None = None


class Overrides(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the file says."""

    override: tuple[Override, ...] = ()
    comment: tuple[Comment, ...] = ()


def find_overrides(root: Path, named: Path | None, submissions: Path | None = None) -> Path | None:
    """The file that is named, or that of the course; None where there is none.

    Raises `UsageError` where the named one is not there, or lies among hand-ins, where a student may have written it.
    """
    if named is None:
        path = root / FILE
        return path if path.exists() else None
    if not named.is_file():
        raise UsageError(f"there is no file {named}", remedy="name one with --overrides, or leave it out")
    if submissions is not None and named.resolve().is_relative_to(submissions.resolve()):
        raise UsageError(
            f"{named} lies among the hand-ins, where a student may have written it",
            remedy=f"keep it in the course folder as {FILE}",
        )
    return named


def read_overrides(path: Path) -> Overrides:
    """What the file says, with an author, a reason and finite points each.  Raises `UsageError`."""
    try:
        with path.open("rb") as file:
            text = file.read(_BIGGEST + 1)
        if len(text) > _BIGGEST:
            raise UsageError(f"{path} is larger than {_BIGGEST >> 20} MiB", remedy="keep it small")
        shown = text.decode("utf-8-sig")
        said = msgspec.convert(tomllib.loads(shown), Overrides)
    except OSError as trouble:
        raise UsageError(f"{path} cannot be read: {trouble.strerror}", remedy="make it readable") from None
    except msgspec.ValidationError as trouble:
        raise UsageError(f"{path} {visible(trouble_in(shown, trouble, Overrides), 300)}", remedy=_FORM) from None
    except ValueError as trouble:  # no UTF-8, or no TOML
        raise UsageError(f"{path} cannot be understood: {visible(str(trouble), 300)}", remedy=_FORM) from None
    for number, each in enumerate(said.override, 1):
        where = f"{path}, override {number} ({visible(each.student, 60)}, {visible(each.assignment, 60)})"
        _require(where, each)
        if not math.isfinite(each.points) or each.points < 0:
            raise UsageError(f"{where} gives {each.points:g} points", remedy="give a number from 0 on")
    for number, one in enumerate(said.comment, 1):
        _require(f"{path}, comment {number} ({visible(one.student, 60)}, {visible(one.assignment, 60)})", one)
    _require_once(path, said)
    return said


def _require(where: str, each: Override | Comment) -> None:
    for what, text in (("author", each.author), ("student", each.student), ("reason or text", each.text)):
        if not text.strip():
            raise UsageError(f"{where} has no {what}", remedy="write it down: what a person decides is shown as theirs")


def _require_once(path: Path, said: Overrides) -> None:
    seen: set[tuple[str, str, str]] = set()
    for each in said.override:
        key = (each.student, each.assignment, each.criterion)
        if key in seen:
            raise UsageError(
                f"{path} gives points twice for {', '.join(visible(part, 60) for part in key)}",
                remedy="keep the one that counts",
            )
        seen.add(key)
