"""What may be paid where only another function is wrong: a ruling for each known mistake and criterion that it costs.

A dependant that answers as the reference does with the root's mistake in it is right, if its answers show as much.
They do where, with that mistake put in, each known mistake of the dependant that the criterion catches, and each
made-up answer, still answers otherwise: under a velocity that is forgotten nothing tells whether a loop carries it on.
Needs the reference, so it is settled where that is, and only for mistakes that somebody made; what comes of it is a
table that may go anywhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.course.variants import Mistake
from grader.diagnosis.agreement import agrees
from grader.diagnosis.known_mistakes import KnownMistake
from grader.diagnosis.nothing_said import says_nothing
from grader.diagnosis.parting import coarseness, grows, is_path, part, rows_before_parting
from grader.grading.recordings import Recordings
from grader.grading.ruling import OpenBackend, Ruling
from grader.grading.scoring import settle
from grader.grading.side_by_side import SideBySide
from grader.records import Call, Ending, Judgement, Outcome, Submission
from grader.rubric.answer_key import AnswerKey, judge_some
from grader.rubric.criteria import Criterion, Rubric

Record = Callable[[Submission, Sequence[Call]], Mapping[Call, Outcome]]


class _Root(msgspec.Struct, frozen=True):
    """A known mistake, its text, and the criteria that other functions lose by it."""

    known: KnownMistake
    source: str
    criteria: tuple[Criterion, ...]


class Judge:
    """Gives rulings on one assignment, each when it is first asked for; what it has run is kept in a folder."""

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        rubric: Rubric,
        key: AnswerKey,
        known: Sequence[KnownMistake],
        cache: Path | None,
    ) -> None:
        self._course, self._assignment, self._rubric, self._key = course, assignment, rubric, key
        self._known = {(each.function, each.id): each for each in known if not each.same_as}
        self._cache = cache
        self._settled: dict[tuple[str, str], tuple[Ruling, ...]] = {}
        self._judged: dict[tuple[str, str], list[Judgement]] = {}
        self._made_up: dict[str, Mapping[Call, Outcome]] | None = None

    def all(self, backend: OpenBackend) -> tuple[Ruling, ...]:
        """Every root's mistake with every criterion that it costs another function."""
        return tuple(ruling for function, mistake in self._known for ruling in self.of(function, mistake, backend))

    def of(self, function: str, mistake: str, backend: OpenBackend) -> tuple[Ruling, ...]:
        """What is paid under one mistake; the backend is opened only where something has to be run for it."""
        id_ = function, mistake
        if id_ not in self._known:
            return ()
        if id_ not in self._settled:
            root = self._root(id_)
            self._settled[id_] = tuple(self._of_root(root, backend)) if root.criteria else ()
        return self._settled[id_]

    def parting(self, known: KnownMistake, ways: Sequence[Submission], record: Record) -> dict[Call, int]:
        """Of other functions' paths under a mistake on which rounding grows: how many rows right `ways` share."""
        paths = {
            call: outcome
            for call, outcome in known.outcomes.items()
            if call.function != known.function and is_path(outcome)
        }
        if not paths or known.same_as:
            return {}
        first, others = ways[:_COARSEST], ways[_COARSEST:]
        own = self._own_text(known).encode()

        def under(way: Submission, calls: Sequence[Call]) -> Mapping[Call, Outcome]:
            return record(msgspec.structs.replace(way, source=way.source + own), calls)

        told = [under(way, list(paths)) for way in first]
        parted = [
            call for call, want in paths.items() if grows(want) or any(part(call, want, way[call]) for way in told)
        ]
        told += [under(way, parted) for way in others if parted]
        found = {call: rows_before_parting(call, paths[call], [way[call] for way in told]) for call in parted}
        return {call: rows for call, rows in found.items() if rows is not None}

    def ways(self, record: Record, beside: SideBySide) -> list[Submission]:
        """The accepted variants, first those that round most."""
        exact = {call: outcome for call, outcome in self._key.reference.outcomes.items() if is_path(outcome)}
        ways = [each.submission for each in variants.accepted(self._course, self._assignment)]
        coarse = beside.map(lambda way: coarseness(record(way, list(exact)), exact), ways)
        return [way for _, way in sorted(zip(coarse, ways, strict=True), key=lambda each: -each[0])]

    @cached_property
    def _files(self) -> dict[tuple[str, str], Mistake]:
        return {(each.function, each.id): each for each in variants.mistakes(self._course, self._assignment)}

    @cached_property
    def _solution(self) -> Submission:
        return variants.solution(self._course, self._assignment)

    def _own_text(self, known: KnownMistake) -> str:
        return self._files[known.function, known.id].submission.source[len(self._solution.source) :].decode()

    def _lost(self, id_: tuple[str, str]) -> list[Judgement]:
        """What a known mistake loses by itself, where all else is right."""
        if id_ not in self._judged:
            answers = {**self._key.reference.outcomes, **self._known[id_].outcomes}
            self._judged[id_] = judge_some(self._rubric, self._rubric.judged, self._key, answers.__getitem__)
        return self._judged[id_]

    def _root(self, id_: tuple[str, str]) -> _Root:
        known = self._known[id_]
        after = {criterion.id: criterion.after for criterion in self._rubric.criteria}
        lost = {each.id for each in settle(self._lost(id_), after) if not each.passed}
        criteria = [each for each in self._rubric.judged if each.id in lost and known.function not in each.functions]
        return _Root(known, self._own_text(known), tuple(criteria))

    def _caught(self, criterion: Criterion) -> list[KnownMistake]:
        """The known mistakes of its functions that a criterion catches."""
        return [
            known
            for id_, known in self._known.items()
            if known.function in criterion.functions
            and any(each.id == criterion.id and not each.passed for each in self._lost(id_))
        ]

    def _of_root(self, root: _Root, backend: OpenBackend) -> Iterator[Ruling]:
        function, mistake = root.known.function, root.known.id
        paid = {**self._key.reference.outcomes, **root.known.outcomes}
        if says_nothing([(call, paid[call]) for call in self._key.plan.calls if call.function == function]):
            yield from (Ruling(function, mistake, criterion.id, function) for criterion in root.criteria)
            return
        with self._recording(f"{function}-{mistake}", backend) as record:
            caught = {criterion.id: self._caught(criterion) for criterion in root.criteria}
            both = _Both(self, record, root, paid, [known for found in caught.values() for known in found])
            for criterion in root.criteria:
                like = self._like(self.calls(criterion), root, paid, backend) or both.like(criterion, caught)
                yield Ruling(function, mistake, criterion.id, like)

    def _like(self, calls: Sequence[Call], root: _Root, paid: Mapping[Call, Outcome], backend: OpenBackend) -> str:
        """What says nothing and answers some calls as would be paid."""
        for name, answers in self._nothing_done(backend).items():
            if all(agrees(call, answers[call], paid[call], root.known.rows.get(call)) for call in calls):
                return name
        return _NO_ANSWER if all(paid[call].ending is not Ending.VALUE for call in calls) else ""

    def _nothing_done(self, backend: OpenBackend) -> Mapping[str, Mapping[Call, Outcome]]:
        """What files that implement nothing answer."""
        if self._made_up is None:
            with self._recording("made_up", backend) as record:
                files = variants.made_up(self._assignment)
                self._made_up = {each.student: record(each, self._key.plan.calls) for each in files}
        return self._made_up

    def calls(self, criterion: Criterion) -> list[Call]:
        """What a criterion asks."""
        calls = self._key.plan.calls
        return [calls[position] for position in self._key.asked[criterion.id]]

    @contextlib.contextmanager
    def _recording(self, name: str, backend: OpenBackend) -> Iterator[Record]:
        """Runs files of the course, and keeps what came back under a name."""
        kept = Recordings(None if self._cache is None else self._cache / f"{name}.msgpack")
        limits = msgspec.structs.replace(self._assignment.limits, cpu_seconds=600.0, wall_seconds=600.0)

        def record(submission: Submission, calls: Sequence[Call]) -> Mapping[Call, Outcome]:
            provided = self._assignment.provided
            return kept.record(submission, calls, backend=backend, limits=limits, provided=provided).outcomes

        yield record
        kept.keep()

    def together(
        self, root: str, mistakes: Sequence[KnownMistake], asked: Sequence[Sequence[Call]], record: Record
    ) -> list[dict[Call, Outcome]]:
        """What some mistakes answer with a root's mistake put in, each to its own calls; one worker runs them all."""
        texts = {f"{known.function}__{place}": self._own_text(known) for place, known in enumerate(mistakes)}
        source = "\n\n\n".join((self._solution.source.decode(), root, _SIDE_BY_SIDE.format(texts=texts)))
        renamed = [
            {call: msgspec.structs.replace(call, function=name) for call in calls}
            for name, calls in zip(texts, asked, strict=True)
        ]
        answers = record(
            msgspec.structs.replace(self._solution, source=source.encode()),
            [call for calls in renamed for call in calls.values()],
        )
        return [{call: answers[other] for call, other in calls.items()} for calls in renamed]


_NO_ANSWER = "no answer"
_COARSEST = 3  # variants that show best where rounding grows

# Each mistake in names of its own, so that a function of one does not stand in for that of another.
_SIDE_BY_SIDE = """\
_here = dict(globals())
for _name, _text in {texts!r}.items():
    _own = dict(_here)
    exec(compile(_text, _name, "exec"), _own)
    globals()[_name] = _own[_name.rpartition("__")[0]]
"""


class _Both:
    """What mistakes of dependants answer under one root's mistake, asked no more than is needed to tell them apart."""

    def __init__(
        self,
        judge: Judge,
        record: Record,
        root: _Root,
        paid: Mapping[Call, Outcome],
        mistakes: Sequence[KnownMistake],
    ) -> None:
        self._judge, self._record, self._root, self._paid = judge, record, root, paid
        unlike = list({(each.function, each.id): each for each in mistakes}.values())
        found = judge.together(root.source, unlike, [self._probes(known) for known in unlike], record)
        self._answers = {(known.function, known.id): told for known, told in zip(unlike, found, strict=True)}

    def like(self, criterion: Criterion, caught: Mapping[str, Sequence[KnownMistake]]) -> str:
        """A mistake that a criterion catches, and that answers all it asks as would be paid; else empty."""
        calls = self._judge.calls(criterion)
        return next((f"{each.function}/{each.id}" for each in caught[criterion.id] if self._same(each, calls)), "")

    def _probes(self, known: KnownMistake) -> list[Call]:
        """For each criterion a call that tells the mistake from the reference: most likely it tells here as well."""
        found = (
            next((call for call in self._judge.calls(criterion) if call in known.outcomes), None)
            for criterion in self._root.criteria
        )
        return list(dict.fromkeys(call for call in found if call is not None and call.function == known.function))

    def _same(self, known: KnownMistake, calls: Sequence[Call]) -> bool:
        answers = self._answers[known.function, known.id]
        asked = [call for call in calls if call.function == known.function]
        if any(call in answers and not self._as_paid(call, answers[call]) for call in asked):
            return False
        unasked = [call for call in asked if call not in answers]
        if unasked:
            answers |= self._judge.together(self._root.source, [known], [unasked], self._record)[0]
        return all(self._as_paid(call, answers[call]) for call in asked)

    def _as_paid(self, call: Call, answer: Outcome) -> bool:
        return agrees(call, answer, self._paid[call], self._root.known.rows.get(call))
