"""Makes the bank of an assignment: the reference with each small change in it, asked all planned calls in workers.

Accepted variants are changed as well: who writes a function another way makes other slips.

It is made beforehand, or once a run is over, and kept beside the recordings; no grading waits for it.  Its order, and
so what is said where several fit, is that of the operators: the same on every machine.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from grader import __version__
from grader.course import variants
from grader.course.folder import Course
from grader.diagnosis import bank as package
from grader.diagnosis.agreement import agrees, has_nothing_to_do, scale_of
from grader.diagnosis.bank.answers import packed, unpacked
from grader.diagnosis.bank.changes import changes_of
from grader.diagnosis.bank.look_up import Bank, Entry, Looked, Recipe, Shelf, read_bank, written_bank
from grader.diagnosis.bank.many import asked_of, file_of, is_endless
from grader.diagnosis.bank.prints import Print, exact_key, form_number, print_of
from grader.diagnosis.bank.written import Edit, Written, apart, between, imports_of, written
from grader.files import make_private_folder, write_whole
from grader.grading.prepared import Prepared
from grader.records import Described, Ending, Family, FoundBy, Outcome, SourceKind, Submission
from grader.sandbox.base import Backend
from grader.sandbox.recording import record

_A_FILE = 150  # copies in one file
_BYTES = 3_000_000  # of arguments that one worker is asked with
_CHANGES = 2500  # of one function, the simplest
_OF_VARIANTS = 1000  # of all accepted ways to write it together
_SIMPLE = 2  # what a change of these may cost
_PROBES = 8  # calls that tell most of what is known of a function apart
_ALIKE = 3  # changes that answer these alike, and are asked all the same
_ALIKE_BY_ONE = 2  # and made by one operator
_PATIENCE = {"cpu_seconds": 600.0, "wall_seconds": 900.0}


class _Candidate(msgspec.Struct, frozen=True):
    """A change that is to be tried; of those that answer alike the first in order is kept."""

    function: str
    operator: str
    described: Described
    recipe: Recipe
    cost: int


def bank_of(course: Course, prepared: Prepared) -> Looked:
    """The bank that is kept of an assignment, read when it is first asked; an empty one where none was made."""
    return Looked(prepared.key.plan.calls, lambda: bank_file(course, prepared))


def bank_file(course: Course, prepared: Prepared) -> Path:
    """Where the bank of an assignment is kept: with the course, as it is the same for every class."""
    return course.cache / "banks" / f"{prepared.assignment.id}-{_digest(course, prepared)}.bank"


def make_bank(course: Course, prepared: Prepared, backend: Backend) -> Looked:
    """The bank of an assignment, made now if none is kept that is still true."""
    path = bank_file(course, prepared)
    if read_bank(path) is None:
        made = _made(course, prepared, backend)
        with contextlib.suppress(OSError):  # a course that is read-only, a full disk: it is described less
            make_private_folder(path.parent)
            for old in path.parent.glob(f"{prepared.assignment.id}-*.bank"):
                old.unlink()
            write_whole(path, made)
    return Looked(prepared.key.plan.calls, lambda: path)


def _digest(course: Course, prepared: Prepared) -> str:
    """All that a bank follows from: the answer key, the mistakes, the operators."""
    digest = hashlib.sha256(msgspec.msgpack.encode((prepared.key.rubric_sha256, np.__version__, __version__)))
    for variant in variants.accepted(course, prepared.assignment):
        digest.update(variant.submission.source)
    for mistake in variants.mistakes(course, prepared.assignment):
        digest.update(mistake.submission.source)
        digest.update(msgspec.msgpack.encode(mistake.words))
    for path in [*sorted(Path(package.__file__).parent.rglob("*.py")), Path(__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _made(course: Course, prepared: Prepared, backend: Backend) -> bytes:
    workshop = Workshop(course, prepared, backend)
    entries: list[Entry] = []
    answers: list[bytes] = []
    begin = 0
    for function in prepared.assignment.functions:
        for described, recipe, outcomes in workshop.behaviours(function):
            answers.append(packed(outcomes))
            entries.append(Entry(function, described, recipe, begin, len(answers[-1])))
            begin += len(answers[-1])
    return written_bank(Bank(tuple(entries), dict(workshop.shelves(answers))), answers)


Behaviour = tuple[Described, Recipe, dict[int, Outcome]]


class Workshop:
    """Makes and asks changed copies of one reference."""

    def __init__(self, course: Course, prepared: Prepared, backend: Backend) -> None:
        self.course, self.prepared, self.backend = course, prepared, backend
        self.assignment = prepared.assignment
        self.source = variants.solution(course, self.assignment).source.decode("utf-8-sig")
        self.parts = written(self.source)
        accepted = {each.id: each.submission for each in variants.accepted(course, self.assignment)}
        texts = {name: each.source.decode("utf-8-sig") for name, each in accepted.items()}
        self._bases = {"": self.parts, **{name: written(text) for name, text in texts.items()}}
        imports = dict.fromkeys(line for text in texts.values() for line in imports_of(text))
        self.source = "\n".join((self.source, *(line for line in imports if "__future__" not in line), ""))
        self.calls = prepared.key.plan.calls
        self.reference = prepared.key.reference.outcomes
        self._of_function = {
            name: tuple(place for place, call in enumerate(self.calls) if call.function == name)
            for name in self.assignment.functions
        }

    def behaviours(self, function: str) -> Iterator[Behaviour]:
        """What a change of a function comes to: pairs of known mistakes, then small changes, the simplest first.

        Each behaviour stands there once among the pairs, and once among the changes: what is left out of one list is
        not missed in the other.
        """
        if function not in self.parts or not self._of_function[function]:
            return
        as_asked = self._key(self._of_function[function], {})
        known = {as_asked, *(self._key(self._of_function[function], each) for each in self._known(function))}
        yield from self._distinct(function, list(self._pairs(function)), known)
        yield from self._distinct(function, list(self._changes(function)), {as_asked})

    def _distinct(self, function: str, candidates: Sequence[_Candidate], known: set[bytes]) -> Iterator[Behaviour]:
        """The candidates that answer otherwise than what is known, each behaviour once."""
        probes, asked = self._probes(function), self._of_function[function]
        as_asked = self._key(probes, {})
        alike: dict[bytes, list[list[_Candidate]]] = {}
        first: dict[_Candidate, dict[int, Outcome]] = {}
        for candidate, answers in self.answers(candidates, probes):
            key = self._key(probes, answers)
            if key == as_asked or not self._is_behaviour(probes, answers):
                continue
            groups = alike.setdefault(key, [])
            of_operator = [each for each in groups if each[0].operator == candidate.operator]
            if len(of_operator) >= _ALIKE_BY_ONE or (not of_operator and len(groups) >= _ALIKE):
                (of_operator or groups)[-1].append(candidate)
            else:
                groups.append([candidate])
                first[candidate] = answers
        group_of = {each[0]: each for groups in alike.values() for each in groups}
        rest = [place for place in self._reached_from(function) if place not in probes]
        found: dict[bytes, tuple[list[_Candidate], dict[int, Outcome]]] = {}
        for candidate, answers in self.answers(list(first), rest):
            whole = first[candidate] | answers
            key = self._key(asked, whole)
            if key in found:
                found[key][0].extend(group_of[candidate])
            elif key not in known and self._is_behaviour(asked, whole):
                found[key] = (list(group_of[candidate]), whole)
        for candidates_alike, whole in found.values():
            other = {place: each for place, each in whole.items() if not self._right(place, each)}
            yield self._described(candidates_alike, other), candidates_alike[0].recipe, other

    def shelves(self, answers: Sequence[bytes]) -> Iterator[tuple[str, Shelf]]:
        """For each function the entries that change its answers, with their prints."""
        seen = [self._seen(unpacked(each)) for each in answers]
        for function, places in self._of_function.items():
            on_it = [number for number, known in enumerate(seen) if any(place in known for place in places)]
            if not on_it:
                continue
            busy = [place for place in places if not has_nothing_to_do(self.calls[place])]
            keys = [{place: key for place, (key, _) in seen[number].items()} for number in on_it]
            chosen = self._telling(busy or places, keys)
            right = {place: self._print(place, self.reference[self.calls[place]]) for place in chosen}
            prints = [[seen[number].get(place, (b"", right[place]))[1] for place in chosen] for number in on_it]
            forms = tuple(form_number([each.form for each in of_one]) for of_one in prints)
            with np.errstate(over="ignore"):
                numbers = np.array([[n for each in of_one for n in each.numbers] for of_one in prints], np.float32)
            yield function, Shelf(tuple(chosen), tuple(on_it), forms, numbers.tobytes())

    def _seen(self, outcomes: Mapping[int, Outcome]) -> dict[int, tuple[bytes, Print]]:
        """What of each answer is looked at: so much is held of all entries at once, and no more."""
        return {place: (exact_key(each), self._print(place, each)) for place, each in outcomes.items()}

    def _print(self, place: int, outcome: Outcome) -> Print:
        return print_of(outcome, scale_of(self.calls[place]))

    def answers(
        self, candidates: Sequence[_Candidate], places: Sequence[int]
    ) -> Iterator[tuple[_Candidate, dict[int, Outcome]]]:
        """What each changed copy answers to some calls; none of one that never ends, or ends its worker."""
        limits = msgspec.structs.replace(self.assignment.limits, **_PATIENCE)
        calls = [self.calls[place] for place in places]
        size = max(1, sum(len(call.arguments) for call in calls))
        many = max(1, min(_A_FILE, _BYTES // size))
        for begin in range(0, len(candidates), many):
            some = candidates[begin : begin + many]
            copies = [self._text_of(candidate.recipe) for candidate in some]
            names = dict.fromkeys(call.function for call in calls)
            submission = Submission(
                "bank", self.assignment.id, "bank.py", SourceKind.PYTHON, file_of(self.source, copies, names)
            )
            asked = [asked_of(number, calls) for number in range(len(some))]
            transcript = record(
                submission,
                [call for of_one in asked for call in of_one],
                backend=self.backend,
                limits=limits,
                provided=self.assignment.provided,
            )
            for candidate, of_one in zip(some, asked, strict=True):
                outcomes = [transcript.outcomes[call] for call in of_one]
                if all(each.ending in _KEPT and not is_endless(each) for each in outcomes):
                    yield candidate, dict(zip(places, outcomes, strict=True))

    def answers_of(self, recipe: Recipe, places: Sequence[int]) -> dict[int, Outcome]:
        """What one recipe makes of some calls; empty where it never ends."""
        candidate = _Candidate("", "", Described(Family.FORM, FoundBy.CHANGE), recipe, 0)
        return next((answers for _, answers in self.answers([candidate], places)), {})

    def answers_like(self, function: str, described: Described, places: Sequence[int]) -> Iterator[dict[int, Outcome]]:
        """What each change of this kind, in this place, makes of some calls: all that a description may mean."""
        alike = [
            each
            for each in self._changes(function)
            if (each.described.family, each.described.place) == (described.family, described.place)
        ]
        yield from (answers for _, answers in self.answers(alike, places))

    def _text_of(self, recipe: Recipe) -> dict[str, str]:
        base = self._bases[recipe.base]
        own = {name: part.text for name, part in base.items() if self._is_own(name, base)}
        return own | {recipe.of: base[recipe.of].edited(recipe.edits)}

    def _is_own(self, name: str, base: Mapping[str, Written]) -> bool:
        """Whether a part of a variant is written otherwise than in the reference, or is not there."""
        return name not in self.parts or base[name].text != self.parts[name].text

    def _changes(self, function: str) -> Iterator[_Candidate]:
        """Small changes of the reference, the simplest first; then simple ones of other right ways to write it."""
        of_reference = sorted(self._changes_in("", function), key=lambda each: each.cost)
        yield from of_reference[:_CHANGES]
        others = [
            name for name, parts in self._bases.items() if name and function in parts and self._is_own(function, parts)
        ]
        for name in others:
            simple = [each for each in self._changes_in(name, function) if each.cost <= _SIMPLE]
            yield from sorted(simple, key=lambda each: each.cost)[: _OF_VARIANTS // len(others)]

    def _changes_in(self, base: str, function: str) -> Iterator[_Candidate]:
        for part in self._parts_of(function, self._bases[base]):
            for change in changes_of(part):
                described = Described(change.family, FoundBy.CHANGE, place=change.place)
                recipe = Recipe(change.of, change.edits, base)
                yield _Candidate(function, change.operator, described, recipe, change.cost)

    def _pairs(self, function: str) -> Iterator[_Candidate]:
        """Two known mistakes of one function that touch different lines of it."""
        base = self.parts[function]
        known: list[tuple[variants.Mistake, tuple[Edit, ...]]] = []
        for mistake in variants.mistakes(self.course, self.assignment):
            if mistake.function == function and not mistake.same_as:
                text = mistake.submission.source.decode("utf-8-sig")
                after = written(text)
                if all(after[name].text == part.text for name, part in self.parts.items() if name != function):
                    known.append((mistake, between(base, after[function].text)))
        for place, (one, edits) in enumerate(known):
            for other, rival in known[place + 1 :]:
                if apart(edits, rival):
                    described = Described(Family.TWO, FoundBy.PAIR, mistakes=(one.words, other.words))
                    yield _Candidate(function, "pair", described, Recipe(function, (*edits, *rival)), 0)

    def _parts_of(self, function: str, parts: Mapping[str, Written]) -> list[Written]:
        """A function, and what it uses that no student is asked for: helpers and values of the file."""
        found: dict[str, Written] = {}
        waiting = [function]
        while waiting:
            name = waiting.pop(0)
            if name in found or name not in parts or parts[name].is_class:
                continue
            found[name] = parts[name]
            used = (node.id for node in ast.walk(parts[name].tree) if isinstance(node, ast.Name))
            waiting += [each for each in used if each not in self.assignment.functions]
        return list(found.values())

    def _reached_from(self, function: str) -> tuple[int, ...]:
        """The calls whose answers may change with a function: its own, and those of whatever calls it."""
        users = {function}
        for _ in self.assignment.functions:
            for name in self.assignment.functions:
                used = {
                    node.id
                    for part in self._parts_of(name, self.parts)
                    for node in ast.walk(part.tree)
                    if isinstance(node, ast.Name) and node.id != name
                }
                if users & used:
                    users.add(name)
        return tuple(place for place, call in enumerate(self.calls) if call.function in users)

    def _probes(self, function: str) -> tuple[int, ...]:
        """The calls that tell apart most of what is known to be wrong with a function."""
        places = self._of_function[function]
        if not any(self._has_fractions(place) for place in places):
            return places  # labels and counts are soon alike by chance
        known = [{place: exact_key(each) for place, each in of_one.items()} for of_one in self._known(function)]
        return self._telling(places, [{}, *known], most=_PROBES)

    def _has_fractions(self, place: int) -> bool:
        """Whether an answer holds numbers that are not whole."""
        shown = print_of(self.reference[self.calls[place]])
        return any(number % 1 for number in shown.numbers if math.isfinite(number))

    def _known(self, function: str) -> list[dict[int, Outcome]]:
        """What the known mistakes of a function answer."""
        return [
            {place: mistake.outcomes[call] for place, call in enumerate(self.calls) if call in mistake.outcomes}
            for mistake in self.prepared.mistakes
            if mistake.function == function
        ]

    def _telling(self, places: Sequence[int], known: Sequence[Mapping[int, bytes]], most: int = 4) -> tuple[int, ...]:
        """A few calls that tell the most behaviours apart, chosen one after the other."""
        told = {place: [each.get(place, b"as asked") for each in known] for place in places}
        classes = [0] * len(known)
        chosen: list[int] = []
        while len(chosen) < min(most, len(places)):
            place = max(
                (place for place in places if place not in chosen),
                key=lambda place: (len(set(zip(classes, told[place], strict=True))), -place),
            )
            chosen.append(place)
            numbers = {
                each: number for number, each in enumerate(dict.fromkeys(zip(classes, told[place], strict=True)))
            }
            classes = [numbers[each] for each in zip(classes, told[place], strict=True)]
        return tuple(sorted(chosen))

    def _key(self, places: Sequence[int], answers: Mapping[int, Outcome]) -> bytes:
        digest = hashlib.sha256()
        for place in places:
            digest.update(exact_key(answers.get(place) or self.reference[self.calls[place]]) + b"\0")
        return digest.digest()

    def _right(self, place: int, outcome: Outcome) -> bool:
        call = self.calls[place]
        return agrees(call, outcome, self.reference[call])

    def _is_behaviour(self, places: Sequence[int], answers: Mapping[int, Outcome]) -> bool:
        """Whether it answers at least every second call, and one of them wrongly: an error alone tells too little."""
        valued = [place for place in places if answers[place].ending is Ending.VALUE]
        return 2 * len(valued) >= len(places) and not all(self._right(place, answers[place]) for place in valued)

    def _described(self, alike: Sequence[_Candidate], other: Mapping[int, Outcome]) -> Described:
        """What is said of candidates that answer alike: of the simplest, and how many others are as simple."""
        first = alike[0]
        simplest = [each for each in alike if (each.cost, each.recipe.base) == (first.cost, first.recipe.base)]
        public = set(self.prepared.key.plan.public)
        shown = any(self.calls[place] in public for place in other)
        rivals = {msgspec.msgpack.encode(each.described) for each in simplest}
        return msgspec.structs.replace(alike[0].described, others=len(rivals) - 1, shown=shown)


_KEPT = frozenset({Ending.VALUE, Ending.RAISED, Ending.MALFORMED})
