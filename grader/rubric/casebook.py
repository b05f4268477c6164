"""The cases of every property criterion: drawn once, stored, and named by hash in every grade.

A seed draws the same cases everywhere.  They are kept all the same, so that somebody may change them by hand, and so
that another way of drawing changes no course that has begun.
"""

from __future__ import annotations

import errno
import hashlib
import random
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import StorageError
from grader.files import write_whole
from grader.rubric.criteria import Case, CaseSpec, Choices, Criterion, Floats, Integers, Rubric, Space

_DIGITS = 6  # of a drawn number
_ROUNDS = 50
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}  # of a course that one may use and not change


class _Entry(msgspec.Struct, frozen=True):
    spec: str
    seed_sha256: str
    cases: tuple[dict[str, Any], ...]


class CaseBook(msgspec.Struct, frozen=True):
    """Cases by the id of their criterion."""

    entries: dict[str, _Entry] = {}

    def cases(self, criterion: Criterion) -> tuple[Case | None, ...]:
        """What a criterion is judged on: its cases, or a single None where it has no `@cases`."""
        if criterion.cases is None:
            return (None,)
        return tuple(Case(parameters) for parameters in self.entries[criterion.id].cases)

    def only(self, rubric: Rubric) -> CaseBook:
        """The book for some of the criteria, as it goes into a student's pack."""
        ids = {criterion.id for criterion in rubric.criteria}
        return CaseBook({id_: entry for id_, entry in self.entries.items() if id_ in ids})

    @property
    def sha256(self) -> str:
        """Names these very cases."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


def draw(rubric: Rubric, seed: bytes, known: CaseBook | None = None) -> CaseBook:
    """The case book for rubric and seed; entries of `known` that still fit are kept as they are."""
    known = known or CaseBook()
    entries = {}
    for criterion in rubric.criteria:
        if criterion.cases is None:
            continue
        key = hashlib.sha256(b"\0".join((seed, rubric.assignment.encode(), criterion.id.encode()))).hexdigest()
        entry = known.entries.get(criterion.id)
        if entry is None or (entry.spec, entry.seed_sha256) != (str(criterion.cases), key):
            entry = _Entry(str(criterion.cases), key, _drawn(criterion.cases, int(key[:12], 16)))
        entries[criterion.id] = entry
    return CaseBook(entries)


def kept(rubric: Rubric, seed: bytes, path: Path) -> CaseBook:
    """The case book stored at `path`, drawn and stored where it lacks something."""
    known = _read(path) if path.exists() else CaseBook()
    book = draw(rubric, seed, known)
    if book != known:
        _write(book, path)
    return book


def _drawn(spec: CaseSpec, seed: int) -> tuple[dict[str, Any], ...]:
    """Distinct cases, the same on every machine, that have each option and lie in each part of a range as often.

    A Latin hypercube sample (McKay, Beckman, Conover 1979): each range is cut into as many parts as there are cases,
    one number is drawn from each, and the parts of several ranges meet by chance.  The simplest stand first, so that
    the first one lost is easy to follow.
    """
    chance = random.Random(seed)  # noqa: S311 - the seed is the secret, and others must get the same from it
    found: dict[str, dict[str, Any]] = {}
    for _ in range(_ROUNDS):  # a space of a few whole numbers may need several, and have fewer cases than asked for
        columns = [_column(space, spec.count, chance) for space in spec.spaces.values()]
        for values in zip(*columns, strict=True):
            found.setdefault(repr(values), dict(zip(spec.spaces, values, strict=True)))
        if len(found) >= spec.count:
            break
    simplest_first = sorted([*found.values()][: spec.count], key=lambda case: (len(repr(case)), repr(case)))
    # As they will be read from the book: a tuple comes back as a list, and a call is its bytes.
    return msgspec.json.decode(msgspec.json.encode(simplest_first), type=tuple[dict[str, Any], ...])


def _column(space: Space, count: int, chance: random.Random) -> list[Any]:
    """One value from each of so many parts of a space, in an order of its own."""
    parts = chance.sample(range(count), count)
    match space:
        case Floats(low, high):
            drawn = (low + (part + chance.random()) / count * (high - low) for part in parts)
            return [_short(min(number, high), low, high) for number in drawn]
        case Integers(low, high):
            return [min(low + int((part + chance.random()) / count * (high - low + 1)), high) for part in parts]
        case Choices(options):
            in_turn = chance.sample(options, len(options))
            return [in_turn[part % len(options)] for part in parts]


def _short(number: float, low: float, high: float) -> float:
    """A number with few digits, which people can type; the drawn one where such a one lies outside."""
    short = float(f"{number:.{_DIGITS}g}")
    return short if low <= short <= high else number


def _read(path: Path) -> CaseBook:
    try:
        return msgspec.json.decode(path.read_bytes(), type=CaseBook)
    except (OSError, msgspec.DecodeError) as trouble:
        raise StorageError(
            f"the case book {path} cannot be read: {trouble}",
            remedy="restore it from a backup; without it, hidden cases are drawn anew when the file is removed",
        ) from trouble


def _write(book: CaseBook, path: Path) -> None:
    try:
        write_whole(path, msgspec.json.format(msgspec.json.encode(book, order="deterministic"), indent=1))
    except OSError as trouble:
        if trouble.errno in _READ_ONLY:  # they are drawn again each time; a grade names them by their hash
            return
        raise StorageError(
            f"the case book {path} cannot be written: {trouble.strerror}", remedy="make room on the disk"
        ) from trouble
