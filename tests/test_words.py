"""All words keep one form, and each sentence of an answer has two: hidden criteria give nothing away by theirs."""

from __future__ import annotations

import ast
import pkgutil
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import words
from grader.grading.selftest import Kind
from grader.records import Difference, Ending, Outcome, Trouble, TroubleKind, Verdict
from grader.words import answers, differences, endings, figures, hand_ins, headings, labels, numbers, pages, walks

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
    assert words.trouble_sentence(None) == "Nothing was handed in."


@pytest.mark.parametrize("kind", TroubleKind)
def test_every_trouble_with_a_hand_in_has_a_sentence_and_no_name_moves_a_cursor(kind):
    named = Trouble(kind, "\x1b[31m.py", inside="\u202e.zip", number=10, reason="\r\n::error::")

    sentence = words.trouble_sentence(named)

    assert sentence.startswith("In \\u202e.zip: ")
    assert sentence.isprintable()


# --- the form of all words -------------------------------------------------------------------------------------

# One kind a module, so that a translator knows what ends with a full stop.  What is said of an answer is both.
OF_SENTENCES, OF_LABELS = (differences, endings, figures, numbers, pages, walks), (headings, labels)

BLAME = re.compile(
    r"\b(incorrect\w*|wrong\w*|bad\w*|stupid\w*|silly|careless\w*|sloppy|lazy|fail\w*|fault\w*|blame\w*|guilty"
    r"|obvious\w*|simply|of course|should(n't| not)? have|must(n't| not)? have)\b",
    re.IGNORECASE,
)
# Where such a word is said of something else than a student or a student's work.
BLAMELESS = {
    "answers.REGRADE": "the grader failed",
    "answers.VERDICTS": "a verdict's name",
    "numbers.MADE_RIGHT_OF_OTHER_PARTS": "another part's number is wrong, and has its own criterion",
    "pages.ALIKE": "answers of a class, told to staff",
    "pages.CAUGHT": "nothing is wrong with the rubric",
    "pages.CAUGHT_NEAREST": "nothing is wrong with the rubric",
    "pages.CAUGHT_NEAREST_WITH_TROUBLES": "the rubric's troubles",
    "pages.CAUGHT_WITH_TROUBLES": "the rubric's troubles",
    "pages.TELL_TEACHER": "the grader's fault",
    "walks.COULD_IT_BE_THE_RATE": "whether the learning rate is to blame",
}


def constants(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Name and text of each constant; of several texts under one name, each."""
    for name, value in vars(module).items():
        if name.isupper():
            inside = value.values() if isinstance(value, dict) else [value]
            flat = [text for each in inside for text in (each if isinstance(each, tuple) else [each])]
            yield from ((f"{module.__name__.rpartition('.')[2]}.{name}", text) for text in flat if type(text) is str)


SENTENCES = [pair for module in OF_SENTENCES for pair in constants(module)]
LABELS = [pair for module in OF_LABELS for pair in constants(module)]
EVERYTHING = [*SENTENCES, *LABELS, *constants(answers), *constants(hand_ins)]


def test_every_module_of_words_holds_one_kind():
    modules = {f"grader.words.{module.name}" for module in pkgutil.iter_modules(words.__path__)}

    assert modules == {module.__name__ for module in (*OF_SENTENCES, *OF_LABELS, answers, hand_ins)}


@pytest.mark.parametrize("module", [*OF_SENTENCES, *OF_LABELS], ids=lambda module: module.__name__)
def test_words_are_constants_and_nothing_else(module):
    docstring, *body = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8")).body

    assert isinstance(docstring, ast.Expr)
    assert {type(statement) for statement in body} == {ast.Assign}
    assert all(
        isinstance(ast.literal_eval(each.value), str | dict | tuple) for each in body if isinstance(each, ast.Assign)
    )


def test_a_sentence_ends_like_one():
    endless = [name for name, text in SENTENCES if not text.endswith((".", "?", "“{title}”"))]

    assert endless == []  # a title has its own full stop


def test_a_label_has_no_full_stop():
    ended = [name for name, text in LABELS if text.endswith((".", "?", "!", ":"))]

    assert ended == []


def test_every_place_to_fill_has_a_name_and_is_filled_as_it_comes():
    places = [(name, *rest) for name, text in EVERYTHING for _, *rest in string.Formatter().parse(text)]

    assert [
        (name, place, form, conversion)
        for name, place, form, conversion in places
        if place is not None and (not place.isidentifier() or form or conversion)
    ] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("two blanks", r"  "),
        ("a blank at an end", r"^ | $"),
        ("a hyphen for a minus sign", r"(?<![A-Za-z])-[\d{]"),
        ("a backtick alone", r"^[^`]*(?:`[^`]*`[^`]*)*`[^`]*$"),
        ("quotation marks of a typewriter", r'"'),
    ],
)
def test_signs_and_blanks_are_set_well(what, pattern):
    found = {name for name, text in EVERYTHING if re.search(pattern, text) and text != words.HIDDEN_INPUT}

    assert found == set()  # a sentence follows on "On an input that is not shown: "


def test_nobody_is_blamed():
    blaming = {name for name, text in EVERYTHING if BLAME.search(text)}

    assert blaming == set(BLAMELESS)


def test_every_kind_of_row_in_the_kill_matrix_has_its_word():
    assert set(headings.KINDS) == set(Kind)


def test_every_quantity_that_is_drawn_by_row_has_all_its_words():
    assert labels.BY_ROW.keys() == labels.QUANTITIES.keys() == figures.BY_ROW.keys()
