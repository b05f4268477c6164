"""Every sentence in both its forms; the one for hidden criteria gives away nothing of inputs, answers or code."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import words
from grader.records import Difference, Ending, Outcome, SourceKind, Status, Submission, Verdict

KINDS = sorted(words.DIFFERENCES)
ENDINGS = [ending for ending in Ending if ending is not Ending.VALUE]

NUMBERS = st.floats(allow_nan=False) | st.integers(-(10**9), 10**9).map(str)
DIFFERING = st.builds(
    Difference,
    kind=st.sampled_from(KINDS),
    row=st.integers(-1, 500),
    column=st.integers(-1, 30),
    got=NUMBERS | st.text(max_size=20),
    want=NUMBERS,
    ratio=st.floats(1, 1e300),
    largest=st.floats(1, 1e300),
    subject=st.sampled_from(["trajectory", "start", "learning rate", ""]),
    rows=st.integers(0, 500),
)
MARKED = st.text(string.ascii_letters + string.digits + " :()", min_size=1, max_size=30).map(lambda text: f"<<{text}>>")
ENDED = st.builds(
    Outcome,
    ending=st.sampled_from(ENDINGS),
    detail=MARKED | MARKED.map(lambda text: f"not run: {text}"),
    error=MARKED | st.sampled_from(["ValueError", "SystemExit", "ZeroDivisionError", "int", "print"]),
    line=st.integers(0, 5000),
    printed=MARKED,
)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("kind", KINDS)
def test_each_difference_has_a_sentence_with_numbers_and_one_without(kind):
    shown, withheld = words.DIFFERENCES[kind]

    assert shown.endswith((".", "?"))
    assert withheld.endswith((".", "?"))
    assert placeholders(withheld) <= {"subject"}


@settings(max_examples=150)
@given(DIFFERING)
def test_the_hidden_form_of_a_difference_holds_no_digit(difference):
    sentence = words.difference_sentence(difference, numbers=False)

    assert sentence.startswith(words.HIDDEN_INPUT)
    assert not re.search(r"\d", sentence.replace("row 0 is the start", "").replace("row 0, the start", ""))


@settings(max_examples=60)
@given(DIFFERING)
def test_the_hidden_form_is_the_same_for_all_numbers(difference):
    bare = Difference(difference.kind, subject=difference.subject)

    assert words.difference_sentence(difference, numbers=False) == words.difference_sentence(bare, numbers=False)


@settings(max_examples=100)
@given(DIFFERING)
def test_the_shown_form_is_one_whole_sentence_whatever_the_numbers(difference):
    sentence = words.difference_sentence(difference, numbers=True)

    assert sentence
    assert sentence[0].isupper() or sentence.startswith("t = ")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("numbers", [True, False])
def test_each_ending_has_a_sentence_that_names_the_function(ending, numbers):
    sentence = words.outcome_sentence(Outcome(ending), "momentum", numbers=numbers)

    assert "`momentum`" in sentence
    assert sentence.endswith(".")
    assert words.VERDICT_OF_ENDING[ending] is not Verdict.PASSED


@settings(max_examples=200)
@given(ENDED)
def test_the_hidden_form_of_an_ending_holds_no_line_and_no_word_of_the_students(outcome):
    sentence = words.outcome_sentence(outcome, "momentum", numbers=False)

    assert not re.search(r"\d|<<|>>", sentence)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome(Ending.MISSING), "There is no function `f` in your file yet."),
        (Outcome(Ending.MISSING, line=3), "`f` is not written yet"),
        (
            Outcome(Ending.RAISED, detail="ZeroDivisionError: division by zero", line=7),
            "ZeroDivisionError: division by zero (line 7)",
        ),
        (Outcome(Ending.RAISED, error="SystemExit", line=7), "`f` called exit() (line 7)"),
        (Outcome(Ending.MALFORMED, detail="a string, 'x'"), "not a number or an array of numbers: a string, 'x'."),
        (Outcome(Ending.TIMED_OUT), "Look for a loop that does not end"),
        (
            Outcome(Ending.TIMED_OUT, detail="not run: earlier calls timed out"),
            "was not run again: earlier calls timed out.",
        ),
        (Outcome(Ending.OUT_OF_MEMORY), "more memory than there is"),
        (Outcome(Ending.CRASHED, detail="signal 11"), "ended Python itself (signal 11)."),
        (
            Outcome(Ending.CRASHED, detail="not run: earlier calls ended without an answer"),
            "was not run again: earlier calls ended without an answer.",
        ),
    ],
)
def test_a_public_criterion_tells_what_happened(outcome, said):
    assert said in words.outcome_sentence(outcome, "f", numbers=True)


def test_a_hidden_criterion_tells_the_class_of_a_builtin_exception():
    outcome = Outcome(Ending.RAISED, detail="ValueError: got 0.25", error="ValueError", line=3)

    assert words.outcome_sentence(outcome, "f", numbers=False) == "`f` raised ValueError."


def test_a_hidden_criterion_repeats_no_word_that_poses_as_an_exception():
    outcome = Outcome(Ending.RAISED, detail="x", error="start=0.25")

    assert words.outcome_sentence(outcome, "f", numbers=False) == "`f` raised an exception."


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "error", ["", "SyntaxError", "ModuleNotFoundError", "EOFError", "PermissionError", "ValueError"]
)
def test_a_file_that_does_not_load_is_told_why_and_where(ending, error):
    sentence = words.load_sentence(Outcome(ending, detail="X: y", error=error, line=12), "adam.py")

    assert sentence.startswith("adam.py ")
    assert ("line 12" in sentence) == (ending in {Ending.RAISED, Ending.MISSING, Ending.OUT_OF_MEMORY})


@pytest.mark.parametrize(
    ("ratio", "said"), [(1.25, "1.2"), (12.6, "13"), (12345.6, "12\u202f346"), (3.2e7, "3e+07"), (float("inf"), "inf")]
)
def test_a_distance_is_rounded_to_what_a_reader_needs(ratio, said):
    difference = Difference("value", got=1.0, want=2.0, ratio=ratio)

    assert f"expected 2, {said} times the tolerance." in words.difference_sentence(difference, numbers=True)


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (Difference("value", 0, 0, 1.0, 2.0, subject="trajectory"), "Row 0, first coordinate: yours 1, expected 2"),
        (Difference("value", 1, 1, 1.0, 2.0, subject="trajectory"), "Row 0 agrees. Row 1, second coordinate: yours 1"),
        (Difference("value", 7, -1, 1.0, 2.0, subject="loss"), "Rows 0 to 6 agree. Row 7, loss: yours 1"),
        (
            Difference("value", 3, -1, 1.0, 2.0, subject="learning rate"),
            "Rates 0 to 2 agree. t = 3, learning rate: yours",
        ),
        (Difference("value", -1, 20, 1.0, 2.0), "Coordinate 21: yours 1"),
        (Difference("value", got=1.0, want=2.0), "The answer: yours 1, expected 2"),
    ],
)
def test_a_place_is_called_as_a_person_would(difference, said):
    assert words.difference_sentence(difference, numbers=True).startswith(said)


def test_every_verdict_has_its_words():
    assert set(words.VERDICTS) == set(Verdict)


def test_trouble_with_a_hand_in_is_always_said():
    nothing = Submission("ada", "adam", "", SourceKind.PYTHON, b"", Status.MISSING)

    assert words.trouble_sentence(nothing) == "Nothing was handed in."
