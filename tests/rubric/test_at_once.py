"""All answers compared at once come to what comparing one after the other does, in whatever form they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import Call, Ending, Outcome
from grader.rubric.at_once import AtOnce
from grader.rubric.checks import Check, IsNear, IsUnchanged, check_of
from grader.rubric.sealed import Near, Noted, Same, Unchanged
from grader.sandbox import values

PATH = np.arange(6.0).reshape(2, 3)
PAIR = (np.array([1.0, -2.0]), np.float64(0.5))
LABELS = {"kind": 1, "which": [2, 3]}
PATH_CALL, PAIR_CALL, LABEL_CALL = (Call(name, b"") for name in ("path", "pair", "label"))


def near(*parts: Any, room: float = 1e-3) -> Near:
    arrays = tuple(np.asarray(part, np.float64) for part in parts)
    return Near(arrays, tuple(np.full(each.shape, room) for each in arrays), is_single=len(parts) == 1)


def value(answer: Any, **beside: Any) -> Outcome:
    return Outcome(Ending.VALUE, values.encode_value(answer), **beside)


RIGHT = {PATH_CALL: value(PATH), PAIR_CALL: value(PAIR), LABEL_CALL: value(LABELS)}


def checks() -> dict[str, tuple[Check, ...]]:
    """Those of three criteria; nothing is learned yet but how the reference writes its answers."""
    notes = {
        "path": [Noted(PATH_CALL, near(PATH)), Noted(PATH_CALL, Unchanged())],
        "pair": [Noted(PAIR_CALL, near(*PAIR))],
        "label": [Noted(LABEL_CALL, Same())],
    }
    return {id_: tuple(check_of(each, RIGHT[each.call]) for each in some) for id_, some in notes.items()}


def one_by_one(of: Mapping[str, tuple[Check, ...]], answers: Mapping[Call, Outcome]) -> frozenset[str]:
    return frozenset(id_ for id_, some in of.items() if all(check.holds(answers.get(check.call)) for check in some))


def test_right_answers_win_all() -> None:
    assert AtOnce(checks()).won(RIGHT) == frozenset({"path", "pair", "label"})


@pytest.mark.parametrize(
    "wrong",
    [
        *(PATH.reshape(3, 2), PATH.view(np.int64), PATH.T.copy(), PATH + 2e-3, PATH.reshape(6)),
        *(np.where(PATH == 3, np.nan, PATH), np.where(PATH == 0, np.inf, PATH), np.where(PATH == 5, -np.inf, PATH)),
        *(PATH[::-1].copy(), PATH[:, ::-1].copy(), None, PATH.tolist()[:1], 3.0),
    ],
    ids=repr,
)
def test_a_wrong_answer_is_no_win_though_it_may_be_as_long_as_a_right_one(wrong: Any) -> None:
    of = checks()
    at_once = AtOnce(of)
    assert at_once.won(RIGHT) is not None

    answers = RIGHT | {PATH_CALL: value(wrong)}

    assert one_by_one(of, answers) == frozenset({"pair", "label"})
    assert at_once.won(answers) in (None, frozenset({"pair", "label"}))


def test_a_label_with_another_byte_is_another_one() -> None:
    of = checks()
    other = bytearray(RIGHT[LABEL_CALL].value)
    other[-1] ^= 1

    answers = RIGHT | {LABEL_CALL: Outcome(Ending.VALUE, bytes(other))}

    assert one_by_one(of, answers) == frozenset({"path", "pair"})
    assert AtOnce(of).won(answers) is None


def test_an_argument_that_was_changed_costs_its_criterion_alone() -> None:
    of = checks()
    answers = RIGHT | {PATH_CALL: value(PATH, arguments_after=values.encode_value({"start": 1.0}))}

    assert one_by_one(of, answers) == frozenset({"pair", "label"})
    assert AtOnce(of).won(answers) == frozenset({"pair", "label"})


@pytest.mark.parametrize("outcome", [None, Outcome(Ending.RAISED), Outcome(Ending.TIMED_OUT)])
def test_what_was_not_answered_is_told_one_by_one(outcome: Outcome | None) -> None:
    of = checks()
    answers = {call: each for call, each in RIGHT.items() if call != PAIR_CALL}
    answers |= {} if outcome is None else {PAIR_CALL: outcome}

    assert AtOnce(of).won(answers) is None
    assert one_by_one(of, answers) == frozenset({"path", "label"})


FORMS: dict[str, Callable[[Any], Any]] = {
    "as it is": lambda array: array,
    "lists": lambda array: array.tolist(),
    "scalars of NumPy": lambda array: [list(row) for row in array] if array.ndim == 2 else list(array),
    "tuples": lambda array: tuple(map(tuple, array.tolist())) if array.ndim == 2 else tuple(array.tolist()),
    "arrays in a list": list,
    "single precision": lambda array: array.astype(np.float32),
    "whole numbers": lambda array: array.astype(np.int64),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_is_learned_from_the_first_that_holds(form: Callable[[Any], Any]) -> None:
    of = checks()
    at_once = AtOnce(of)
    answers = RIGHT | {PATH_CALL: value(form(PATH))}

    first = one_by_one(of, answers)

    assert first == frozenset({"path", "pair", "label"})
    assert at_once.won(answers) == (None if form is FORMS["whole numbers"] else first)
    assert at_once.won(RIGHT) == first  # whatever came before


@given(st.lists(st.tuples(st.sampled_from(sorted(FORMS)), st.sampled_from([0.0, 5e-4, 2e-3, 1.0])), max_size=40))
def test_forms_by_turns_are_judged_as_one_by_one(hand_ins: list[tuple[str, float]]) -> None:
    """More forms than are remembered, in any order: right and wrong, all by the same checks."""
    of = checks()
    at_once = AtOnce(of)
    for number, (form, apart) in enumerate(hand_ins):
        pair = [PAIR, list(PAIR), (PAIR[0].tolist(), 0.5)][number % 3]
        answers = RIGHT | {PATH_CALL: value(FORMS[form](PATH + apart)), PAIR_CALL: value(pair)}

        told = at_once.won(answers)

        assert told in (None, one_by_one(of, answers))
        assert ("path" in one_by_one(of, answers)) is (apart < (1.0 if form == "whole numbers" else 1e-3))


def ways_to_write(count: int) -> Iterator[list[Any]]:
    """A path in so many ways: of each number whether it is NumPy's."""
    for way in range(count):
        yield [
            [np.float64(number) if way >> place & 1 else float(number) for place, number in enumerate(row, 3 * at)]
            for at, row in enumerate(PATH)
        ]


def test_who_invents_forms_takes_no_memory_and_keeps_nobody_from_being_read_at_once() -> None:
    check = check_of(Noted(PATH_CALL, near(PATH)), RIGHT[PATH_CALL])
    assert isinstance(check, IsNear)
    at_once = AtOnce({"path": (check,)})

    for written in ways_to_write(64):
        assert check.holds(value(written))
        assert at_once.won({PATH_CALL: value(written)}) == frozenset({"path"})

    assert len(check._layouts) <= 16
    assert len(at_once._forms) <= 12
    assert check.holds(RIGHT[PATH_CALL])
    assert at_once.won(RIGHT) == frozenset({"path"})


def test_arguments_alone_can_be_looked_at_too() -> None:
    at_once = AtOnce({"path": (IsUnchanged(PATH_CALL),)})

    assert at_once.won(RIGHT) == frozenset({"path"})
    assert at_once.won({}) == frozenset()


def test_no_criteria_are_none_won() -> None:
    assert AtOnce({}).won(RIGHT) == frozenset()


def test_what_was_printed_beside_an_answer_changes_nothing() -> None:
    answers = {call: msgspec.structs.replace(each, printed="at 1.0") for call, each in RIGHT.items()}

    assert AtOnce(checks()).won(answers) == frozenset({"path", "pair", "label"})
