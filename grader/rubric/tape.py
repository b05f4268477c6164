"""What each criterion compares, noted once: right answers with last digits of their own are then won at a glance.

A criterion is run on sealed answers.  Where it does nothing with them but hand them to assertions, what these compare
is all that it decides by, and answers that lie within every tolerance win it without running it again.  Whatever else
is answered is judged the ordinary way: nothing is ever lost by a tape.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from grader.records import Call, Outcome
from grader.rubric.answer_key import AnswerKey
from grader.rubric.at_once import AtOnce
from grader.rubric.checks import Check, check_of
from grader.rubric.criteria import Criterion, Rubric
from grader.rubric.judge import given_to, rounds_of
from grader.rubric.proxies import Ask, Proxy, calls_of
from grader.rubric.sealed import Notes, Sealed


class Tape(msgspec.Struct, frozen=True):
    """The checks of every criterion that could be noted, by its id."""

    checks: Mapping[str, tuple[Check, ...]]
    _at_once: dict[tuple[str, ...], AtOnce] = {}  # made when first asked for

    @np.errstate(all="ignore")  # numbers of a hand-in may be as large as numbers get
    def wins(self, criteria: Sequence[Criterion], answers: Mapping[Call, Outcome]) -> frozenset[str]:
        """The ids of those criteria that are won for certain; of the others nothing is said."""
        ids = tuple(each.id for each in criteria if each.id in self.checks)
        won = self._together(ids).won(answers)
        return frozenset(id_ for id_ in ids if self._wins_alone(id_, answers)) if won is None else won

    def _wins_alone(self, criterion: str, answers: Mapping[Call, Outcome]) -> bool:
        won = self._together((criterion,)).won(answers)
        if won is None:
            return all(check.holds(answers.get(check.call)) for check in self.checks[criterion])
        return bool(won)

    def _together(self, ids: tuple[str, ...]) -> AtOnce:
        if ids not in self._at_once:
            self._at_once[ids] = AtOnce({id_: self.checks[id_] for id_ in ids})
        return self._at_once[ids]


def tape_of(rubric: Rubric, key: AnswerKey) -> Tape:
    """What can be noted of a rubric, by the reference's answers."""
    found = {criterion.id: _checks(rubric, criterion, key) for criterion in rubric.judged}
    return Tape({id_: checks for id_, checks in found.items() if checks})


class _SealedProxy(Proxy):
    """Answers every call with a sealed answer."""

    def __init__(self, rubric: Rubric, criterion: Criterion, ask: Ask, notes: Notes) -> None:
        super().__init__(rubric.functions, ask, criterion=criterion.id)
        self._notes = notes

    def _value(self, function: str, positional: tuple[object, ...], keywords: dict[str, object]) -> Any:
        try:
            call, _ = self._asked(function, positional, keywords)
        except BaseException:  # an answer that it passes on: a criterion may go on without
            self._notes.is_opened = True
            raise
        return Sealed(call, self._notes)

    def _reply(self, function: str, positional: tuple[object, ...], keywords: dict[str, object]) -> Any:
        return self._value(function, positional, keywords)


def _checks(rubric: Rubric, criterion: Criterion, key: AnswerKey) -> tuple[Check, ...]:
    """The checks of one criterion; none where it does more than compare."""
    if _could_ask_what_it_is(criterion):
        return ()
    notes = Notes()
    answers = key.reference.outcomes
    theirs = _SealedProxy(rubric, criterion, answers.__getitem__, notes)
    ours = Proxy(rubric.functions, answers.__getitem__, criterion=criterion.id)
    try:
        for keywords in rounds_of(criterion, key.casebook.cases(criterion)):
            criterion.function(**given_to(criterion, theirs, ours, keywords))
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - whatever a criterion does with a sealed answer, it is judged the ordinary way
        return ()
    # What it asks and compares with nothing may still fail.
    if notes.is_opened or {each.call for each in notes.noted} != set(calls_of(theirs)):
        return ()
    return tuple(check_of(each, answers[each.call]) for each in notes.noted)


_OF_TYPES = {"type", "id", "callable", "vars", "dir", "globals", "locals", "eval", "exec"}
_WITHOUT_TYPES = {"numpy", "math", "itertools", "functools", "grader", "__future__"}  # modules a criterion may use


def _could_ask_what_it_is(criterion: Criterion) -> bool:
    """Whether a criterion, or what it uses of its file, could look at an answer as a sealed one cannot refuse.

    These are the kind of a thing, and whether two are one.  Another module is not read: what is used of it may do so.
    """
    parts = _parts_of(Path(criterion.function.__code__.co_filename))
    waiting, seen = [criterion.function.__name__], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for part in parts.get(name, ()):
            if isinstance(part, ast.Import | ast.ImportFrom):
                if _imports_from_elsewhere(part):
                    return True
                continue
            for node in ast.walk(part):
                if isinstance(node, ast.Compare) and _asks_what_it_is(node):
                    return True
                if isinstance(node, ast.Name):
                    waiting.append(node.id)
    return bool(seen & _OF_TYPES) or criterion.function.__name__ not in parts


def _imports_from_elsewhere(part: ast.Import | ast.ImportFrom) -> bool:
    modules = [part.module or ""] if isinstance(part, ast.ImportFrom) else [each.name for each in part.names]
    return not {module.partition(".")[0] for module in modules} <= _WITHOUT_TYPES


@cache
def _parts_of(file: Path) -> dict[str, list[ast.stmt]]:
    """What stands at the top of a file, by each name that it gives; nothing where it cannot be read."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, SyntaxError):
        return {}
    found: dict[str, list[ast.stmt]] = {}
    for part in tree.body:
        for name in _names_given(part):
            found.setdefault(name, []).append(part)
    return found


def _names_given(part: ast.stmt) -> Iterator[str]:
    match part:
        case ast.FunctionDef() | ast.ClassDef():
            yield part.name
        case ast.Import() | ast.ImportFrom():
            yield from ((each.asname or each.name).partition(".")[0] for each in part.names)
        case _:
            yield from (
                node.id for node in ast.walk(part) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            )


def _asks_what_it_is(comparison: ast.Compare) -> bool:
    """Whether `is` stands between two things; a number is None as little as a sealed answer is."""
    return any(
        isinstance(op, ast.Is | ast.IsNot) and not isinstance(other, ast.Constant)
        for op, other in zip(comparison.ops, comparison.comparators, strict=True)
    )
