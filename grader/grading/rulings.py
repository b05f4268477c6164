"""What may be paid where only another function is wrong: a ruling for each known mistake and criterion that it costs.

A dependant that answers as the reference does with the root's mistake in it is right, if its answers show as much.
They do where, with that mistake put in, each known mistake of the dependant that the criterion catches, and each
made-up answer, still answers otherwise: under a velocity that is forgotten nothing tells whether a loop carries it on.
Needs the reference, so it is settled where that is; what comes of it is a table that may go anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from grader.course import variants
from grader.course.folder import Assignment, Course
from grader.course.variants import Mistake
from grader.diagnosis.known_mistakes import KnownMistake, agrees
from grader.diagnosis.nothing_said import says_nothing
from grader.diagnosis.parting import coarseness, grows, is_path, part, rows_before_parting
from grader.grading.scoring import settle
from grader.records import Call, Ending, Judgement, Outcome, Submission
from grader.rubric.answer_key import AnswerKey, judge_some
from grader.rubric.criteria import Criterion, Rubric

Record = Callable[[Submission, Sequence[Call]], Mapping[Call, Outcome]]


class Ruling(msgspec.Struct, frozen=True):
    """Whether a criterion is paid under a root's mistake.

    `like` names what it could not be told from, and is empty where it is paid: a known mistake of the dependant, a
    made-up hand-in, or the root itself where that says nothing.
    """

    root: str
    mistake: str
    criterion: str
    like: str = ""

    @property
    def untold(self) -> Ruling:
        """The same without what it could not be told from."""
        return msgspec.structs.replace(self, like="another" if self.like else "")

    @property
    def pays(self) -> bool:
        """Whether the answers show that the dependant is right."""
        return not self.like


@dataclass(frozen=True, slots=True)
class _Root:
    """A known mistake, with the criteria that other functions lose by it."""

    known: KnownMistake
    source: str
    criteria: tuple[Criterion, ...]


class Judge:
    """Gives rulings on one assignment; `record` runs a file of the course on some calls."""

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        rubric: Rubric,
        key: AnswerKey,
        known: Sequence[KnownMistake],
        record: Record,
    ) -> None:
        self._course, self._assignment, self._rubric, self._key = course, assignment, rubric, key
        self._known = {(each.function, each.id): each for each in known if not each.same_as}
        self._files = {(each.function, each.id): each for each in variants.mistakes(course, assignment)}
        self._solution = variants.solution(course, assignment)
        self._record = record

    def rulings(self) -> tuple[Ruling, ...]:
        """Every root's mistake with every criterion that it costs another function."""
        judged = {id_: self._judged(known) for id_, known in self._known.items()}
        roots = [self._root(self._known[id_], judgements) for id_, judgements in judged.items()]
        roots = [root for root in roots if root.criteria]
        if not roots:
            return ()
        dependants = {function for root in roots for criterion in root.criteria for function in criterion.functions}
        caught: dict[str, list[KnownMistake]] = defaultdict(list)
        for (function, id_), judgements in judged.items():
            for judgement in judgements if function in dependants else ():
                if not judgement.passed:
                    caught[judgement.id].append(self._known[function, id_])
        made_up = self._made_up(dependants)
        return tuple(ruling for root in roots for ruling in self._of_root(root, caught, made_up))

    def parting(self, known: KnownMistake) -> dict[Call, int]:
        """Of other functions' paths under a mistake on which rounding grows: how many rows right ways share."""
        paths = {
            call: outcome
            for call, outcome in known.outcomes.items()
            if call.function != known.function and is_path(outcome)
        }
        first, others = self._ways[:_COARSEST], self._ways[_COARSEST:]
        told = [self._under(known, way, list(paths)) for way in first] if paths else []
        parted = [
            call for call, want in paths.items() if grows(want) or any(part(call, want, way[call]) for way in told)
        ]
        if parted:
            told += [self._under(known, way, parted) for way in others]
        found = {call: rows_before_parting(call, paths[call], [way[call] for way in told]) for call in parted}
        return {call: rows for call, rows in found.items() if rows is not None}

    @cached_property
    def _ways(self) -> list[Submission]:
        """The accepted variants, first those that round most."""
        exact = {call: outcome for call, outcome in self._key.reference.outcomes.items() if is_path(outcome)}
        ways = [each.submission for each in variants.accepted(self._course, self._assignment)]
        return sorted(ways, key=lambda way: -coarseness(self._record(way, list(exact)), exact))

    def _under(self, known: KnownMistake, way: Submission, calls: Sequence[Call]) -> Mapping[Call, Outcome]:
        """What an accepted variant answers with a mistake put in."""
        own = self._own_text(self._files[known.function, known.id]).encode()
        return self._record(msgspec.structs.replace(way, source=way.source + own), calls)

    def calls(self, criterion: Criterion) -> list[Call]:
        """What a criterion asks."""
        calls = self._key.plan.calls
        return [calls[position] for position in self._key.asked[criterion.id]]

    def _judged(self, known: KnownMistake) -> list[Judgement]:
        answers = {**self._key.reference.outcomes, **known.outcomes}
        return judge_some(self._rubric, self._rubric.judged, self._key, answers.__getitem__)

    def _root(self, known: KnownMistake, judgements: Sequence[Judgement]) -> _Root:
        after = {criterion.id: criterion.after for criterion in self._rubric.criteria}
        lost = {each.id for each in settle(judgements, after) if not each.passed}
        criteria = [each for each in self._rubric.judged if each.id in lost and known.function not in each.functions]
        return _Root(known, self._own_text(self._files[known.function, known.id]), tuple(criteria))

    def _own_text(self, mistake: Mistake) -> str:
        return mistake.submission.source[len(self._solution.source) :].decode()

    def _made_up(self, functions: set[str]) -> dict[str, Mapping[Call, Outcome]]:
        """What files that implement nothing answer."""
        calls = [call for call in self._key.plan.calls if call.function in functions]
        return {each.student: self._record(each, calls) for each in variants.made_up(self._assignment)}

    def _of_root(
        self,
        root: _Root,
        caught: Mapping[str, Sequence[KnownMistake]],
        made_up: Mapping[str, Mapping[Call, Outcome]],
    ) -> Iterator[Ruling]:
        paid = {**self._key.reference.outcomes, **root.known.outcomes}
        function, mistake = root.known.function, root.known.id
        if says_nothing([(call, paid[call]) for call in self._key.plan.calls if call.function == function]):
            yield from (Ruling(function, mistake, criterion.id, function) for criterion in root.criteria)
            return
        both = _Both(self, root, paid, [known for each in root.criteria for known in caught[each.id]])
        for criterion in root.criteria:
            calls = self.calls(criterion)
            like = self._like(calls, paid, made_up, both, caught[criterion.id], root.known.rows)
            yield Ruling(function, mistake, criterion.id, like)

    def _like(
        self,
        calls: Sequence[Call],
        paid: Mapping[Call, Outcome],
        made_up: Mapping[str, Mapping[Call, Outcome]],
        both: _Both,
        caught: Sequence[KnownMistake],
        rows: Mapping[Call, int],
    ) -> str:
        """What answers some calls as would be paid, and is wrong."""
        for name, answers in made_up.items():
            if all(agrees(call, answers[call], paid[call], rows.get(call)) for call in calls):
                return name
        if all(paid[call].ending is not Ending.VALUE for call in calls):
            return _NO_ANSWER
        return next((f"{known.function}/{known.id}" for known in caught if both.same(known, calls)), "")

    def record_together(
        self, root: str, mistakes: Sequence[KnownMistake], asked: Sequence[Sequence[Call]]
    ) -> list[Mapping[Call, Outcome]]:
        """What some mistakes answer with a root's mistake put in, each to its own calls; one worker runs them all."""
        texts = {
            f"{known.function}__{place}": self._own_text(self._files[known.function, known.id])
            for place, known in enumerate(mistakes)
        }
        names = list(texts)
        source = "\n\n\n".join((self._solution.source.decode(), root, _SIDE_BY_SIDE.format(texts=texts)))
        together = msgspec.structs.replace(self._solution, source=source.encode())
        renamed = [
            {call: msgspec.structs.replace(call, function=name) for call in calls}
            for name, calls in zip(names, asked, strict=True)
        ]
        answers = self._record(together, [call for calls in renamed for call in calls.values()])
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
        self, judge: Judge, root: _Root, paid: Mapping[Call, Outcome], mistakes: Sequence[KnownMistake]
    ) -> None:
        self._judge, self._root, self._paid = judge, root, paid
        self._answers: dict[tuple[str, str], dict[Call, Outcome]] = {}
        unlike = {(each.function, each.id): each for each in mistakes}.values()
        probes = [self._probes(known) for known in unlike]
        for known, found in zip(unlike, judge.record_together(root.source, list(unlike), probes), strict=True):
            self._answers[known.function, known.id] = dict(found)

    def _probes(self, known: KnownMistake) -> list[Call]:
        """For each criterion a call that tells the mistake from the reference: most likely it tells here as well."""
        found = (
            next((call for call in self._judge.calls(criterion) if call in known.outcomes), None)
            for criterion in self._root.criteria
        )
        return list(dict.fromkeys(call for call in found if call is not None and call.function == known.function))

    def same(self, known: KnownMistake, calls: Sequence[Call]) -> bool:
        """Whether a mistake answers some calls as would be paid."""
        answers = self._answers[known.function, known.id]
        asked = [call for call in calls if call.function == known.function]
        rows = self._root.known.rows
        if any(call in answers and not agrees(call, answers[call], self._paid[call], rows.get(call)) for call in asked):
            return False
        unasked = [call for call in asked if call not in answers]
        answers |= self._judge.record_together(self._root.source, [known], [unasked])[0]
        return all(agrees(call, answers[call], self._paid[call], rows.get(call)) for call in asked)
