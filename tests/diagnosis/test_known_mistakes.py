"""Which known mistake explains a transcript: roots alone, ties all of them, and right work never."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.diagnosis.agreement import agrees
from grader.diagnosis.evidence import tells
from grader.diagnosis.known_mistakes import Explanation, KnownMistake, explain
from grader.records import Call, Ending, MistakeWords, Outcome, Plan, Transcript
from grader.sandbox import values
from grader.tolerance import RELATIVE
from grader.words.diagnoses import diagnosis_words

LOADED = Outcome(Ending.VALUE)
INPUTS = (1.0, 2.0, 5.0)
FUNCTIONS = ("twice", "quadruple")
CALLS = tuple(Call(name, values.encode_arguments((), {"x": x})) for name in FUNCTIONS for x in INPUTS)
PLAN = Plan(CALLS[:4], CALLS[4:])

Answer = Callable[[float], Any]


def value(answer: object) -> Outcome:
    return Outcome(Ending.VALUE, values.encode_value(answer))


def recorded(twice: Answer, quadruple: Answer | None = None) -> Transcript:
    """What functions answer; unless given, `quadruple` calls `twice` two times, as the reference does."""
    both = {"twice": twice, "quadruple": quadruple or (lambda x: twice(twice(x)))}

    def outcome(call: Call) -> Outcome:
        given = both[call.function](values.decode_arguments(call.arguments)[1]["x"])
        return given if isinstance(given, Outcome) else value(given)

    return Transcript(LOADED, {call: outcome(call) for call in CALLS})


def double(x: float) -> float:
    return 2 * x


def triple(x: float) -> float:
    return 3 * x


REFERENCE = recorded(double)


def mistake(name: str, function: str, transcript: Transcript, **more: Any) -> KnownMistake:
    known = transcript.difference_from(REFERENCE)
    return KnownMistake(name, function, known, MistakeWords(f"{name}.", "A hint.", "Another."), **more)


THRICE = mistake("thrice", "twice", recorded(triple))
ONE_MORE = mistake("one_more", "quadruple", recorded(double, lambda x: 4 * x + 1))
KNOWN = (THRICE, ONE_MORE)


def explained(transcript: Transcript, known: tuple[KnownMistake, ...] = KNOWN, **more: Any) -> Explanation:
    return explain(transcript, FUNCTIONS, PLAN, REFERENCE, known, **more)


def names(explanation: Explanation) -> list[str]:
    return [f"{each.function}/{each.mistake}" for each in explanation.diagnoses]


def test_right_work_has_no_diagnosis():
    assert explained(REFERENCE) == Explanation()


NAN = float("nan")
DIVIDED = msgspec.structs.replace(value(NAN), printed="f.py:3: RuntimeWarning: divide by zero encountered in divide")
BY_ZERO = mistake("by_zero", "twice", recorded(lambda _: DIVIDED), warned=("divide by zero",))


def test_nan_each_time_is_named_only_where_numpy_warned_of_the_same():
    def named(printed: str) -> list[str]:
        seen = msgspec.structs.replace(DIVIDED, printed=printed)
        return names(explained(recorded(lambda _: seen), (BY_ZERO,)))

    assert named(DIVIDED.printed) == ["twice/by_zero"]
    assert named("") == []
    assert named("f.py:9: RuntimeWarning: invalid value encountered in sqrt") == []


def test_none_each_time_tells_of_no_mistake_and_none_beside_others_does():
    def always_none() -> Transcript:
        return recorded(lambda _: None, lambda x: 4 * x)

    def none_above_one() -> Transcript:
        return recorded(lambda x: None if x > 1 else 2 * x, lambda x: 4 * x)

    assert names(explained(always_none(), (mistake("never", "twice", always_none()),))) == []
    assert names(explained(none_above_one(), (mistake("large", "twice", none_above_one()),))) == ["twice/large"]


@pytest.mark.parametrize(
    ("got", "want", "told"),
    [
        (np.array([1.0, NAN]), np.array([1.0, 2.0]), False),
        (np.array([1.0, 3.0]), np.array([1.0, 2.0]), True),
        (np.array([NAN]), np.array([1.0, 2.0]), True),  # a shape
        ({"a": None, "b": None}, {"a": 3, "b": None}, False),
        ({"a": None, "b": 4}, {"a": 3, "b": 5}, True),
        ({"a": None, "b": 4}, {"a": 3, "b": 4}, True),
        ((None, None), (3, 4), False),
        ((NAN, "saddle"), (1.0, "valley"), True),
        ((NAN, "valley"), (1.0, "valley"), False),
        (Outcome(Ending.RAISED, error="ValueError"), 1.0, True),
    ],
)
def test_what_wrong_answers_tell(got, want, told):
    theirs = got if isinstance(got, Outcome) else value(got)

    assert tells(CALLS[:1], {CALLS[0]: theirs}, {CALLS[0]: value(want)}) is told


def test_right_work_that_rounds_has_no_diagnosis():
    assert explained(recorded(lambda x: np.float32(2.00001 * x))) == Explanation()


def test_a_known_mistake_is_recognised_with_its_hints():
    (diagnosis,) = explained(recorded(double, lambda x: 4 * x + 1.0001)).diagnoses

    assert (diagnosis.function, diagnosis.mistake) == ("quadruple", "one_more")
    assert diagnosis.words == MistakeWords("one_more.", "A hint.", "Another.")


def test_only_the_root_of_a_mistake_is_named():
    explanation = explained(recorded(triple))

    assert names(explanation) == ["twice/thrice"]
    assert explanation.consequences == {"quadruple": "twice"}


def test_a_consequence_that_looks_like_a_mistake_of_its_own_is_not_named():
    ninefold = mistake("ninefold", "quadruple", recorded(double, lambda x: 9 * x))

    assert names(explained(recorded(triple), (THRICE, ninefold))) == ["twice/thrice"]
    assert names(explained(recorded(double, lambda x: 9 * x), (THRICE, ninefold))) == ["quadruple/ninefold"]


def test_a_mistake_in_a_rule_that_the_caller_writes_down_itself_is_named_in_the_caller():
    inline = recorded(double, lambda x: triple(triple(x)))

    explanation = explained(inline, calls_of={"quadruple": []})

    assert names(explanation) == ["quadruple/thrice"]
    assert explanation.loses == {}
    assert explanation.consequences == {}


def test_a_name_of_the_callers_own_goes_before_one_of_a_rule_written_inline():
    own = mistake("nine_times", "quadruple", recorded(double, lambda x: 9 * x))

    assert names(explained(recorded(double, lambda x: 9 * x), (*KNOWN, own))) == ["quadruple/nine_times"]


def test_a_rule_written_inline_that_an_answer_contradicts_is_not_named():
    assert names(explained(recorded(double, lambda x: 9 * x if x < 5 else 4 * x))) == []


def test_a_mistake_whose_consequence_was_avoided_is_still_the_root():
    explanation = explained(recorded(triple, lambda x: 4 * x))

    assert names(explanation) == ["twice/thrice"]
    assert explanation.consequences == {}


def test_two_mistakes_of_two_functions_are_both_named():
    explanation = explained(recorded(triple, lambda x: 4 * x + 1))

    assert names(explanation) == ["twice/thrice", "quadruple/one_more"]
    assert explanation.consequences == {}


def test_calls_in_which_a_mistake_is_right_are_not_brought_about_by_it():
    some = mistake("wrong_at_one", "twice", recorded(lambda x: 2 * x + (x == 1)))

    explanation = explained(recorded(lambda x: 2 * x + (x == 1), double), (some,))

    assert names(explanation) == ["twice/wrong_at_one"]
    assert explanation.beside == {*CALLS[1:3]}


def test_another_kind_of_answer_than_a_mistakes_own_is_not_brought_about_by_it():
    whole = mistake("one_more", "twice", recorded(lambda x: int(2 * x) + 1))

    assert explained(recorded(lambda x: int(2 * x) + 1, double), (whole,)).beside == frozenset()
    assert explained(recorded(lambda x: 2 * x + 1.0, double), (whole,)).beside == {*CALLS[:3]}


def test_a_second_error_on_top_of_a_consequence_is_no_consequence():
    explanation = explained(recorded(triple, lambda x: 9 * x + 0.5))

    assert names(explanation) == ["twice/thrice"]
    assert explanation.consequences == {}


def test_an_unknown_error_has_no_diagnosis():
    assert explained(recorded(lambda x: 2.5 * x)) == Explanation()


def test_a_mistake_that_explains_only_some_answers_is_not_named():
    assert explained(recorded(lambda x: 3 * x if x < 4 else 2.5 * x)) == Explanation()


def test_ties_are_all_named():
    twin = mistake("added_once_more", "twice", recorded(lambda x: x + x + x))

    assert names(explained(recorded(triple), (THRICE, twin))) == ["twice/thrice", "twice/added_once_more"]


def test_of_two_names_for_one_mistake_the_first_is_used():
    same = mistake("added_once_more", "twice", recorded(triple), same_as="thrice")

    assert names(explained(recorded(triple), (same, THRICE))) == ["twice/thrice"]


def test_how_a_call_ended_is_part_of_a_mistake():
    raising = mistake("raises", "quadruple", recorded(double, lambda _: Outcome(Ending.RAISED, error="TypeError")))

    def ends(ending: Ending, error: str) -> Transcript:
        return recorded(double, lambda _: Outcome(ending, error=error, detail="other words", line=3))

    assert names(explained(ends(Ending.RAISED, "TypeError"), (raising,))) == ["quadruple/raises"]
    assert names(explained(ends(Ending.RAISED, "ValueError"), (raising,))) == []
    assert names(explained(ends(Ending.TIMED_OUT, "TypeError"), (raising,))) == []


def test_a_transcript_that_lacks_calls_has_no_diagnosis_of_that_function():
    whole = recorded(triple)
    part = Transcript(LOADED, {call: outcome for call, outcome in whole.outcomes.items() if call != CALLS[2]})

    assert "twice/thrice" not in names(explained(part))


def test_what_follows_from_another_value_of_a_parameter_is_said_where_nothing_else_fits():
    changed = mistake("x_twice", "twice", recorded(lambda x: 4 * x))

    assert names(explained(recorded(lambda x: 4 * x), other_constants=[changed])) == ["twice/x_twice"]
    assert names(explained(recorded(triple), other_constants=[changed])) == ["twice/thrice"]


def test_another_value_of_a_parameter_that_an_answer_contradicts_is_not_said():
    changed = mistake("x_twice", "twice", recorded(lambda x: 4 * x))
    some = KnownMistake("x_twice", "twice", {CALLS[0]: changed.outcomes[CALLS[0]]})

    assert names(explained(recorded(lambda x: 4 * x), other_constants=[some])) == []


def test_of_other_values_that_fit_all_are_said():
    first, second = (mistake(name, "twice", recorded(lambda x: 4 * x)) for name in ("x_twice", "x_squared"))

    assert names(explained(recorded(lambda x: 4 * x), other_constants=[first, second])) == [
        "twice/x_twice",
        "twice/x_squared",
    ]


def test_what_depends_on_a_wrong_function_without_a_name_is_not_named_but_follows():
    odd = recorded(lambda x: 2 * x + 0.3, lambda x: 4 * x + 1)

    alone, called = explained(odd), explained(odd, calls_of={"quadruple": ("twice",)})

    assert names(alone) == ["quadruple/one_more"]
    assert (names(called), called.consequences) == ([], {"quadruple": "twice"})


def test_criteria_that_are_about_the_mistake_go_with_it():
    about = mistake("thrice", "twice", recorded(triple), loses=("doubles",))

    assert explained(recorded(triple), (about,)).loses == {"twice": frozenset({"doubles"})}


# --- what counts as the same behaviour -------------------------------------------------------------------------

PATH = np.array([[100.0, 1.0], [90.0, 0.5]])
CALL = CALLS[0]


def same(got: object, want: object, call: Call = CALL) -> bool:
    forwards, backwards = agrees(call, value(got), value(want)), agrees(call, value(want), value(got))
    assert forwards == backwards or isinstance(got, float | np.ndarray)
    return forwards


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (2, 2.0),
        (np.float32(2), 2.0),
        (PATH.tolist(), PATH),
        (tuple(map(tuple, PATH)), PATH),
        ([1.0, 2.0], (1.0, 2.0)),
        ({"a": 1, "b": None}, {"b": None, "a": 1.0}),
        ((PATH, 1.0), (PATH + 1e-6, 1.0)),
        (float("nan"), float("nan")),
        (float("inf"), float("inf")),
        (None, None),
        ([[1.0], [1.0, 2.0]], [[1.0], [1.0, 2.0]]),
        ([], []),
    ],
)
def test_the_same_numbers_in_another_form_are_the_same_behaviour(got, want):
    assert same(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (2.0, 2.1),
        (float("nan"), 2.0),
        (float("inf"), float("-inf")),
        (None, 0.0),
        (PATH[:, :1], PATH[:, 0]),
        (PATH[:1], PATH),
        (PATH.T, PATH),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, [1]),
        ((1.0, 2.0, 3.0), (1.0, 2.0)),
        ([1.0, None], [1.0, 2.0]),
        ([[1.0], [1.0, 2.0]], [[1.0], [1.0, 3.0]]),
    ],
)
def test_other_numbers_or_shapes_are_another_behaviour(got, want):
    assert not same(got, want)


@settings(max_examples=60)
@given(size=st.floats(1e-3, 1e6), direction=st.sampled_from([-1, 1]), column=st.integers(0, 1))
def test_behaviour_has_the_tolerance_of_the_column(size, direction, column):
    want = PATH * size
    allowed = RELATIVE * np.abs(want[:, column]).max()
    near, far = want.copy(), want.copy()
    near[1, column] += direction * allowed / 2
    far[1, column] += direction * allowed * 2

    assert same(near, want)
    assert not same(far, want)


def test_a_learning_rate_has_the_tolerance_of_the_first_one():
    call = Call("step_decay", values.encode_arguments((), {"lr0": 1.0, "t": 90}))

    assert same(1e-5, 2e-5, call)
    assert not same(1e-5, 2e-5)


def test_arguments_that_were_changed_are_behaviour():
    changed = Outcome(Ending.VALUE, values.encode_value(2.0), values.encode_value({"start": [9.0]}))
    otherwise = Outcome(Ending.VALUE, values.encode_value(2.0), values.encode_value({"start": [8.0]}))
    nearly = Outcome(Ending.VALUE, values.encode_value(2.0), values.encode_value({"start": [9.000001]}))

    assert agrees(CALL, changed, nearly)
    assert not agrees(CALL, changed, otherwise)
    assert not agrees(CALL, changed, value(2.0))
    assert not agrees(CALL, value(2.0), changed)


def test_what_was_printed_is_no_behaviour():
    assert agrees(CALL, Outcome(Ending.VALUE, values.encode_value(2.0), printed="here"), value(2.0))


# --- right, or a known mistake, but for calls of one plain kind -----------------------------------------------------

WALKS = tuple(Call("walk", values.encode_arguments((), {"steps": steps})) for steps in (0, 1, 2, 3, 4, 5))


def walked(answer: Callable[[int], Any], after: Callable[[int], bytes] = lambda _: b"") -> Transcript:
    outcomes = {}
    for call in WALKS:
        steps = values.decode_arguments(call.arguments)[1]["steps"]
        given = answer(steps)
        found = given if isinstance(given, Outcome) else value(given)
        outcomes[call] = Outcome(found.ending, found.value, after(steps), error=found.error)
    return Transcript(LOADED, outcomes)


RIGHT_WALK = walked(lambda steps: [float(row) for row in range(steps + 1)])
TWICE_AS_FAR = KnownMistake(
    "twice_as_far",
    "walk",
    walked(lambda steps: [2.0 * row for row in range(steps + 1)]).difference_from(RIGHT_WALK),
    MistakeWords("Walks twice as far.", "A hint.", "Another."),
)


def said_of(transcript: Transcript) -> list[str]:
    explanation = explain(transcript, ("walk",), Plan(WALKS, ()), RIGHT_WALK, (TWICE_AS_FAR,))
    return [diagnosis_words(each).title for each in explanation.diagnoses]


def raising(steps: int, *places: int, answer: Callable[[int], Any]) -> Any:
    return Outcome(Ending.RAISED, error="ValueError") if steps in places else answer(steps)


def right(steps: int) -> list[float]:
    return [float(row) for row in range(steps + 1)]


def far(steps: int) -> list[float]:
    return [2.0 * row for row in range(steps + 1)]


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        (
            lambda s: right(s) if s else 0.0,
            ["`walk` is right wherever there is something to do, and not where there is"],
        ),
        (lambda s: raising(s, 0, answer=right), ["`walk` is right wherever there is something to do, and not where"]),
        (
            lambda s: far(s) if s else None,
            ["Walks twice as far. Calls in which there is nothing to do answer otherwise"],
        ),
        (lambda s: raising(s, 2, 3, answer=right), ["`walk` is right wherever it answers; some calls end without"]),
        (lambda s: raising(s, 5, answer=far), ["Walks twice as far. Some other calls end without an answer."]),
        (lambda s: raising(s, 1, 2, 3, 4, answer=right), []),
        (lambda s: [3.0 * row for row in range(s + 1)], []),
        (lambda s: far(s) if s > 2 else right(s), []),
    ],
)
def test_calls_of_a_plain_kind_are_set_apart_and_that_is_said(answer, titles):
    said = said_of(walked(answer))

    assert len(said) == len(titles)
    assert all(title.startswith(begins) for title, begins in zip(said, titles, strict=True))


def test_hidden_calls_alone_do_not_choose_what_is_told_where_the_public_ones_end():
    transcript = walked(lambda s: raising(s, 0, 1, answer=far))
    by_public = explain(transcript, ("walk",), Plan(WALKS, ()), RIGHT_WALK, (TWICE_AS_FAR,)).diagnoses
    by_hidden = explain(transcript, ("walk",), Plan(WALKS[:2], WALKS[2:]), RIGHT_WALK, (TWICE_AS_FAR,)).diagnoses

    assert [each.mistake for each in by_public] == [TWICE_AS_FAR.id]
    assert by_hidden == ()


def test_right_answers_with_a_changed_argument_are_said_to_be_that():
    assert said_of(walked(right, lambda steps: values.encode_value({"start": steps}))) == [
        "`walk` answers as it should, and changes what it was given."
    ]
