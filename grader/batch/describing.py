"""After a run: what searches find of behaviour that has no name, once for each that is distinct; then pages follow.

Grading never waits for a search.  What was found is kept in the cache, and that nothing was; where that is thrown away,
the same is found again: a search is bounded by what it computes, and never by time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec.structs import replace

from grader.batch.keeping import keeping
from grader.batch.outputs import Outputs
from grader.batch.processes import spread
from grader.batch.rejudging import Due, Rejudging
from grader.batch.shard import Shard
from grader.diagnosis.searches.question import Question
from grader.files import make_private_folder, write_whole
from grader.gradebook.entries import Entry
from grader.gradebook.rests_on import NameOfGrade, Packed, name_of
from grader.gradebook.store import Gradebook
from grader.gradebook.transcripts import unpacked
from grader.grading.behaviour import lost_functions
from grader.grading.describe import asked_of, may_be_said_better, what_searches_find
from grader.grading.grade import without_a_name
from grader.grading.prepared import Prepared
from grader.records import Described, Grade, Key, Outcome
from grader.sandbox.tiers import Backends

_NAME = "descriptions.msgpack"


class Wanted(msgspec.Struct, frozen=True):
    """One behaviour without a name: a function of an assignment, and what it answers."""

    assignment: str
    function: str
    digest: str
    outcomes: tuple[Outcome, ...]


class _Searching(msgspec.Struct, frozen=True):
    """One process's share."""

    prepared: Mapping[str, Prepared]

    def do(self, wanted: Wanted) -> tuple[str, Described | None]:
        """What searches find of one behaviour, with its digest."""
        ground = asked_of(self.prepared[wanted.assignment], wanted.function)
        return wanted.digest, what_searches_find(Question(ground, wanted.outcomes))

    def give_up(self, wanted: Wanted, why: str) -> tuple[str, Described | None]:  # noqa: ARG002 - it has no name, then
        """Nothing is found where the process died each time."""
        return wanted.digest, None

    def close(self) -> None:
        """There is nothing open."""


def with_known(prepared: Mapping[str, Prepared], outputs: Outputs) -> dict[str, Prepared]:
    """The assignments with what was found before."""
    known = _read(outputs.cache / _NAME)
    return {name: replace(each, descriptions={**each.descriptions, **known}) for name, each in prepared.items()}


def describe(
    keys: Iterable[Key],
    entries: Mapping[Key, Entry],
    prepared: Mapping[str, Prepared],
    gradebook: Gradebook,
    shard_of: Callable[[Mapping[str, Prepared]], Shard],
    *,
    jobs: int,
) -> Iterator[Entry]:
    """Search what has no name, and judge again whose mistake was found; the entries that are others now, kept."""
    here = shard_of(prepared)
    known = {digest: found for each in prepared.values() for digest, found in each.descriptions.items()}
    lacking: list[tuple[Key, tuple[str, ...]]] = []  # with what was asked of them
    new: dict[str, Wanted] = {}
    for key, wanted in _without_a_name(keys, entries, prepared, gradebook):
        lacking.append((key, tuple(each.digest for each in wanted)))
        new |= {each.digest: each for each in wanted if each.digest not in known}
    if new:
        ordered = sorted(new.values(), key=lambda each: (each.assignment, each.function, each.digest))
        with closing(spread(ordered, len(ordered), lambda: _Searching(prepared), jobs=jobs)) as found:
            known |= dict(found)
        _keep(here.outputs.cache / _NAME, known)
    named = [key for key, digests in lacking if any(known[digest] is not None for digest in digests)]
    if not named:
        return
    with_names = {name: replace(each, descriptions=known) for name, each in prepared.items()}
    rubrics = {prepared[assignment].key.rubric_sha256 for _, assignment in named}
    expected = {name: gradebook.expected(name) for name in rubrics}
    due = (_due(entries[key].grade, gradebook) for key in named)

    def begin() -> Rejudging:
        return Rejudging(shard_of(with_names), expected, Backends(here.isolation, hidden=True), dry_run=False)

    with closing(spread(due, len(named), begin, jobs=jobs)) as judged:
        yield from keeping((each.entry for each in judged if each.entry is not None), gradebook)


def _without_a_name(
    keys: Iterable[Key], entries: Mapping[Key, Entry], prepared: Mapping[str, Prepared], gradebook: Gradebook
) -> Iterator[tuple[Key, list[Wanted]]]:
    """Whose grade by the rubric of now lost something without a name, with what to search."""
    grades = (entries[key].grade for key in keys)
    lacking = (NameOfGrade(*name_of(each)) for each in grades if _may_lack_a_name(each, prepared))
    for resting, packed in gradebook.differences(lacking):
        if not packed.difference:
            continue
        for each in resting:
            key, of = (each.student, each.assignment), prepared[each.assignment]
            transcript = unpacked(packed.difference, of.key.reference)
            wanted = [
                Wanted(each.assignment, function, question.digest, question.outcomes)
                for function, question in without_a_name(entries[key].grade, transcript, of).items()
            ]
            if wanted:
                yield key, wanted


def _may_lack_a_name(grade: Grade, prepared: Mapping[str, Prepared]) -> bool:
    of = prepared.get(grade.assignment)
    if of is None or of.key.rubric_sha256 != grade.rubric_sha256:
        return False
    named = {each.function for each in grade.diagnoses if not may_be_said_better(each)}
    return bool(set(lost_functions(grade)) - named)


def _due(grade: Grade, gradebook: Gradebook) -> Due:
    attempts = gradebook.history(grade.student, grade.assignment)
    kind = next((made.kind for made in attempts if made.submission_sha256 == grade.submission_sha256), None)
    source = gradebook.source(grade.submission_sha256)
    packed = Packed(gradebook.kept(grade).difference)
    return Due(grade, grade.late, grade.attempts, grade.decisions, kind, packed, source)


def _read(path: Path) -> dict[str, Described | None]:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Described | None])
    except (OSError, msgspec.DecodeError):  # a cache may be thrown away at any time
        return {}


def _keep(path: Path, known: Mapping[str, Described | None]) -> None:
    with contextlib.suppress(OSError):
        make_private_folder(path.parent)
        write_whole(path, msgspec.msgpack.encode(dict(known)))
