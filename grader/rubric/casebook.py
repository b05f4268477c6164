"""The cases of every property criterion: drawn once by hypothesis, stored, and named by hash in every grade.

A seed alone repeats nothing across versions of hypothesis, so the cases themselves are kept.  Reading the book does
not import hypothesis.
"""

from __future__ import annotations

import errno
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from grader.course.folder import working_folder
from grader.errors import StorageError
from grader.files import write_whole
from grader.rubric.criteria import Case, CaseSpec, Choices, Criterion, Floats, Integers, Rubric, Space

_DIGITS = 6  # of a drawn number
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
    """Distinct cases of those that hypothesis generates, as unlike each other as they come.

    The simplest stand first, so that the first one lost is easy to follow.
    """
    working_folder()  # hypothesis asks for it when it is imported, and would fail without one
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - takes 0.2 s, and only staff draw
    from hypothesis import seed as seeded  # noqa: PLC0415
    from hypothesis import strategies as st  # noqa: PLC0415

    def strategy(space: Space) -> st.SearchStrategy[Any]:
        match space:
            case Floats(low, high):
                return st.floats(low, high, allow_nan=False).map(lambda number: _short(number, low, high))
            case Integers(low, high):
                return st.integers(low, high)
            case Choices(options):
                return st.sampled_from(options)

    found: dict[str, dict[str, Any]] = {}

    @seeded(seed)
    @settings(
        max_examples=20 * spec.count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.fixed_dictionaries({name: strategy(space) for name, space in spec.spaces.items()}))
    def collect(case: dict[str, Any]) -> None:
        found.setdefault(repr(sorted(case.items())), case)  # names come in any order

    collect()
    simplest_first = sorted(_unlike(found.values(), spec), key=lambda case: (len(repr(case)), repr(case)))
    # As they will be read from the book: a tuple comes back as a list, and a call is its bytes.
    return msgspec.json.decode(msgspec.json.encode(simplest_first), type=tuple[dict[str, Any], ...])


def _unlike(drawn: Iterable[dict[str, Any]], spec: CaseSpec) -> list[dict[str, Any]]:
    """As many as are asked for, one after the other the one whose options and parts of ranges were there least."""
    left, used = list(drawn), Counter[tuple[str, object]]()
    chosen: list[dict[str, Any]] = []
    while left and len(chosen) < spec.count:
        case = min(left, key=lambda each: sum(used[part] for part in _parts(each, spec)))
        left.remove(case)
        chosen.append(case)
        used.update(_parts(case, spec))
    return chosen


def _parts(case: Mapping[str, Any], spec: CaseSpec) -> list[tuple[str, object]]:
    """Which option of each choice it has, and in which part of each range it lies."""
    found: list[tuple[str, object]] = []
    for name, space in spec.spaces.items():
        if isinstance(space, Choices):
            found.append((name, repr(case[name])))
        else:
            width = max(space.high - space.low, 1e-300)
            found.append((name, min(int(_PARTS * (case[name] - space.low) / width), _PARTS - 1)))
    return found


_PARTS = 4


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
