"""`assignment.toml`: what an instructor writes of an assignment, read and checked key by key.

Each key is a field of `_AssignmentFile`; docs/reference/assignment-toml.md explains them.
"""

from __future__ import annotations

import datetime as dt
import keyword
import math
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader.course import landscape_files
from grader.course.assignment import HIDDEN_RUBRIC, PUBLIC_FILES, Assignment
from grader.course.clocks import YEARS, clock_of, in_zone, times_on
from grader.course.policies import AttemptPolicy, FollowOnPolicy, LatePolicy
from grader.course.toml_trouble import line_of, trouble_in
from grader.errors import AssignmentError
from grader.records import Limits

if TYPE_CHECKING:
    from grader.landscapes import Landscape

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_MOST_PRINTED_KB = 500  # thousand characters, of up to four bytes, which travel within the frame of an answer


class _AssignmentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of `assignment.toml`."""

    title: str
    source: str
    level: str
    minutes: int
    functions: list[str]
    points: float
    packages: list[str] = []
    notice: dict[str, list[str]] = {}
    landscape: str | dict[str, object] | None = None
    due: dt.datetime | None = None
    published: dt.datetime | None = None
    late: LatePolicy | None = None
    attempts: AttemptPolicy | None = None
    follow_on: FollowOnPolicy = FollowOnPolicy.PAID
    zone: str = ""
    limits: Limits = Limits()


_NEEDED = tuple(field.name for field in msgspec.structs.fields(_AssignmentFile) if field.required)


def read_assignment(folder: Path, *, needs_hidden: bool) -> Assignment:
    """The assignment in a folder, which has a hidden rubric unless it is a pack's.  Raises `AssignmentError`."""
    wanted = [*PUBLIC_FILES, *([HIDDEN_RUBRIC] if needs_hidden else [])]
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        raise AssignmentError(
            f"assignment {folder.name!r} lacks {', '.join(missing)}",
            remedy=f"add the missing files to {folder}; the other assignments show their form",
        )
    if not _ID.fullmatch(folder.name):
        raise AssignmentError(
            f"{folder.name!r} cannot be the name of an assignment",
            remedy="use lower-case letters, digits and underscores, beginning with a letter",
        )
    try:
        text = (folder / "assignment.toml").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise _broken(folder, f"cannot be read as UTF-8 text: {trouble}") from None
    return _checked(folder, text, _parsed(folder, text), is_pack=not needs_hidden)


def _parsed(folder: Path, text: str) -> _AssignmentFile:
    try:
        return msgspec.convert(tomllib.loads(text), _AssignmentFile)
    except tomllib.TOMLDecodeError as trouble:
        raise _broken(folder, f"is no valid TOML: {trouble}") from None
    except msgspec.ValidationError as trouble:
        raise _broken(folder, trouble_in(text, trouble, _AssignmentFile)) from None


_PACKAGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def _checked(folder: Path, text: str, said: _AssignmentFile, *, is_pack: bool) -> Assignment:
    named_well = all(name.isidentifier() and not keyword.iskeyword(name) for name in said.functions)
    if not said.functions or not named_well or len(set(said.functions)) < len(said.functions):
        unusable = [each for each in said.functions if not each.isidentifier() or keyword.iskeyword(each)]
        twice = [each for each in dict.fromkeys(said.functions) if said.functions.count(each) > 1]
        why = f"{unusable[0]!r} is no name of one" if unusable else f"{twice[0]!r} is there twice" if twice else "none"
        raise _broken(folder, f"names no usable functions in line {line_of('functions', text)}: {why}")
    if said.points <= 0 or said.points * 2 % 1:
        raise _broken(folder, f"gives {said.points:g} points in line {line_of('points', text)}: not a multiple of 0.5")
    for name, value in msgspec.structs.asdict(said.limits).items():
        if not 0 < value < math.inf:
            line = line_of(["limits", name], text)
            raise _broken(folder, f"gives the limit {name!r} the value {value:g} in line {line}: write one above 0")
    if said.limits.printed_kb > _MOST_PRINTED_KB:
        line = line_of(["limits", "printed_kb"], text)
        raise _broken(folder, f"keeps more than {_MOST_PRINTED_KB} kB of what is printed in line {line}")
    _require_policy(folder, text, said, is_pack=is_pack)
    _require_notice(folder, text, said)
    for package in said.packages:
        if not _PACKAGE.fullmatch(package):
            line = line_of("packages", text)
            raise _broken(folder, f"names a package {package!r} in line {line} that none can be called")
    for name, moment in (("due", said.due), ("published", said.published)):
        if moment is not None and moment.year not in YEARS:
            raise _broken(folder, f"gives {name!r} in line {line_of(name, text)} the year {moment.year}")
        if moment is not None and moment.tzinfo is None and not said.zone:
            line = line_of(name, text)
            raise _broken(folder, f"gives {name!r} in line {line} without an offset: write 2026-12-01T23:59:00+01:00")
        if moment is not None and not is_pack:
            _require_one_moment(folder, moment, said.zone, f"gives {name!r} in line {line_of(name, text)} a time that")
    try:
        own_landscapes = landscape_files.read(folder)
        landscape = _landscape(said.landscape, folder)
    except ValueError as trouble:
        raise _broken(folder, f"names no landscape in line {line_of('landscape', text)}: {trouble}") from None
    return Assignment(
        id=folder.name,
        folder=folder,
        title=said.title,
        source=said.source,
        level=said.level,
        minutes=said.minutes,
        functions=tuple(said.functions),
        points=said.points,
        packages=tuple(said.packages),
        landscape=landscape,
        limits=said.limits,
        due=in_zone(said.due, said.zone),
        published=in_zone(said.published, said.zone),
        late=said.late,
        attempts=said.attempts,
        follow_on=said.follow_on,
        zone=said.zone,
        own_landscapes=own_landscapes,
        ready_made=tuple((function, tuple(names)) for function, names in said.notice.items()),
    )


def _require_one_moment(folder: Path, moment: dt.datetime, zone: str, that: str) -> None:
    """Clocks show what they are put back by twice, and what they skip never."""
    clock = clock_of(zone) if zone and moment.tzinfo is None else None
    if clock is None or len(found := times_on(moment, clock)) == 1:
        return
    if not found:
        raise _broken(folder, f"{that} clocks in {zone} skip on that day")
    first, second = (each.isoformat() for each in found)
    raise _broken(folder, f"{that} clocks in {zone} show twice on that day: write {first} or {second}")


def _require_notice(folder: Path, text: str, said: _AssignmentFile) -> None:
    """Only what stands in a module can be noticed, and only in functions that are asked for."""
    for function, names in said.notice.items():
        line = line_of("notice", text)
        if function not in said.functions:
            raise _broken(folder, f"notices something in {function!r} in line {line}, which is none of its functions")
        for name in names:
            if not all(part.isidentifier() for part in name.split(".")) or "." not in name:
                raise _broken(folder, f"notices {name!r} in line {line}: write a name like numpy.linalg.cond")


def _landscape(said: str | dict[str, object] | None, folder: Path) -> Landscape | None:
    """A name alone, or a table of a name and parameters; a landscape of the course's own before those built in."""
    if said is None:
        return None
    from grader.landscapes import named, own  # noqa: PLC0415 - it needs NumPy, and not every assignment has one

    name, parameters = (said, {}) if isinstance(said, str) else (said.get("name"), dict(said))
    parameters.pop("name", None)
    if any((place / landscape_files.FILE).is_file() for place in (folder, folder.parent)):
        makers = own(str(folder / landscape_files.FILE))
        if name in dir(makers):
            return getattr(makers, str(name))(**parameters)  # type: ignore[no-any-return]
    return named(name, parameters)


def _require_policy(folder: Path, text: str, said: _AssignmentFile, *, is_pack: bool) -> None:
    if said.zone and not is_pack and clock_of(said.zone) is None:
        where = f"in line {line_of('zone', text)}"
        raise _broken(
            folder, f"names a time zone {said.zone!r} {where} that is not known here: write one like Europe/Berlin"
        )
    if said.attempts is not None and (impossible := said.attempts.impossible):
        raise _broken(folder, f"says {impossible} in line {line_of('attempts', text)}")
    if said.late is None:
        return
    if said.due is None:
        raise _broken(folder, f"says in line {line_of('late', text)} what being late costs, and not when it is due")
    if impossible := said.late.impossible:
        raise _broken(folder, f"says {impossible} in line {line_of('late', text)}")


def _broken(folder: Path, what: str) -> AssignmentError:
    return AssignmentError(
        f"assignments/{folder.name}/assignment.toml {what}",
        remedy=f"mend it; every assignment.toml has {', '.join(_NEEDED)}",
    )
