"""All words keep one form, and each sentence of an answer has two: hidden criteria give nothing away by theirs."""

from __future__ import annotations

import ast
import pkgutil
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import exact_kinds, words
from grader.grading.selftest import Kind
from grader.records import (
    Compared,
    Difference,
    DifferenceKind,
    Ending,
    Outcome,
    Stop,
    Trouble,
    TroubleKind,
    Verdict,
    Why,
)
from grader.words import (
    answers,
    attempts,
    ci,
    class_page,
    conventions,
    decisions,
    described_counts,
    described_paths,
    described_quotients,
    descriptions,
    diagnoses,
    differences,
    endings,
    exceptions,
    explore,
    feedback,
    figures,
    hand_ins,
    hints,
    judgements,
    kill_matrix,
    labels,
    lateness,
    lists,
    notation,
    notebook,
    numbers,
    packing,
    path_rule,
    policy,
    quiz,
    site,
    student_page,
    terminal,
)
from grader.words.answers import load_sentence, outcome_sentence, reason, stop_sentence
from grader.words.differences import difference_sentence

KINDS = sorted(DifferenceKind)
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
    compared=st.sampled_from(Compared),
    name=st.sampled_from(["", "start", "new velocity"]),
    allowed=st.sampled_from([(), (0.5,), (0.5, 1e-9)]),
    rows=st.integers(0, 500),
)
MARKED = st.text(string.ascii_letters + string.digits + " :()", min_size=1, max_size=30).map(lambda text: f"<<{text}>>")
ENDED = st.builds(
    Outcome,
    ending=st.sampled_from(ENDINGS),
    detail=MARKED,
    error=MARKED | st.sampled_from(["ValueError", "SystemExit", "ZeroDivisionError", "int", "print"]),
    line=st.integers(0, 5000),
    printed=MARKED,
    why=st.sampled_from(Why),
    number=st.integers(0, 5000),
    cell=st.integers(0, 5000),
)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("kind", KINDS)
def test_each_difference_has_a_sentence_with_numbers_and_one_without(kind):
    shown, withheld = differences.DIFFERENCES[kind]

    assert shown.endswith((".", "?"))
    assert withheld.endswith((".", "?"))
    assert placeholders(withheld) <= {"subject", "exact", "whole"}


def test_each_kind_that_is_compared_exactly_has_a_noun_and_no_other_has():
    assert set(differences.EXACT_KINDS) == {kind.name for kind in exact_kinds.KINDS}


@settings(max_examples=150)
@given(DIFFERING)
def test_the_hidden_form_of_a_difference_holds_no_digit(difference):
    sentence = difference_sentence(difference, numbers=False)

    assert sentence.startswith(differences.HIDDEN_INPUT)
    assert not re.search(r"\d", sentence.replace("row 0 is the start", "").replace("row 0, the start", ""))


@settings(max_examples=60)
@given(DIFFERING)
def test_the_hidden_form_is_the_same_for_all_numbers(difference):
    bare = Difference(difference.kind, difference.compared, difference.name, want=difference.want)

    assert difference_sentence(difference, numbers=False) == difference_sentence(bare, numbers=False)


@settings(max_examples=100)
@given(DIFFERING)
def test_the_shown_form_is_one_whole_sentence_whatever_the_numbers(difference):
    sentence = difference_sentence(difference, numbers=True)

    assert sentence
    assert sentence[0].isupper() or sentence.startswith("t = ")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("numbers", [True, False])
def test_each_ending_has_a_sentence_that_names_the_function(ending, numbers):
    sentence = outcome_sentence(Outcome(ending), "momentum", numbers=numbers)

    assert "`momentum`" in sentence
    assert sentence.endswith(".")
    assert Outcome(ending).verdict is not Verdict.PASSED


@settings(max_examples=200)
@given(ENDED)
def test_the_hidden_form_of_an_ending_holds_no_line_and_no_word_of_the_students(outcome):
    sentence = outcome_sentence(outcome, "momentum", numbers=False)

    assert not re.search(r"\d|<<|>>", sentence)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome(Ending.MISSING), "There is no function `f` in your file yet."),
        (Outcome(Ending.MISSING, line=3), "`f` is not written yet"),
        (Outcome(Ending.MISSING, why=Why.NOT_WRITTEN), "`f` is not written yet"),
        (
            Outcome(Ending.MISSING, detail="ValueError: no", line=2, why=Why.CELL_STOPPED, cell=3),
            "exactly this. Cell 3 stops in line 2: ValueError: no.",
        ),
        (Outcome(Ending.MISSING, line=9, why=Why.FILE_EXITED), "exactly this. exit() in line 9 ended the file: "),
        (
            Outcome(Ending.RAISED, detail="ZeroDivisionError: division by zero", line=7),
            "ZeroDivisionError: division by zero (line 7)",
        ),
        (Outcome(Ending.RAISED, error="SystemExit", line=7), "`f` called exit() (line 7)"),
        (Outcome(Ending.MALFORMED, detail="a string, 'x'"), "not a number or an array of numbers: a string, 'x'."),
        (Outcome(Ending.TIMED_OUT), "Look for a loop that does not end"),
        (
            Outcome(Ending.NOT_RUN, why=Why.TIMED_OUT_BEFORE),
            "was not run again: earlier calls timed out.",
        ),
        (Outcome(Ending.OUT_OF_MEMORY), "more memory than there is"),
        (Outcome(Ending.CRASHED, why=Why.SIGNAL, number=11), "ended Python itself (signal SIGSEGV)."),
        (Outcome(Ending.CRASHED, why=Why.SIGNAL, number=4000), "ended Python itself (signal 4000)."),
        (Outcome(Ending.CRASHED, why=Why.EXIT_STATUS, number=3), "itself (ended Python with exit status 3)."),
        (Outcome(Ending.MALFORMED, detail="'x'", why=Why.STRING), "an array of numbers: a string, 'x'."),
        (
            Outcome(Ending.MALFORMED, detail="Kind", why=Why.TEXT_SUBCLASS),
            "answered with a text of the class Kind, and not a plain one. Return the plain text: of an Enum, its",
        ),
        (
            Outcome(Ending.NOT_RUN, why=Why.ENDED_BEFORE),
            "was not run again: earlier calls ended without an answer.",
        ),
    ],
)
def test_a_public_criterion_tells_what_happened(outcome, said):
    assert said in outcome_sentence(outcome, "f", numbers=True)


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_words_in_which_all_that_is_known_is_told(why):
    outcome = Outcome(Ending.MALFORMED, detail="DETAIL", line=101, why=why, number=202, cell=303)

    said = reason(outcome)

    assert placeholders(answers.WHY[why]) <= {"said", "number", "signal", "cell", "line"}
    assert bool(said) is (
        why is not Why.ABSENT and why not in {*answers.ABSENT_SINCE, *answers.REMARKS, Why.PARAMETERS}
    )


@pytest.mark.parametrize(
    ("why", "verdict"),
    [
        (Why.ENDED_BEFORE, Verdict.CRASHED),
        (Why.OUT_OF_MEMORY_BEFORE, Verdict.OUT_OF_MEMORY),
        (Why.NO_TIME_LEFT, Verdict.TIMED_OUT),
    ],
)
def test_a_call_that_was_not_run_is_taken_for_what_those_before_it_came_to(why, verdict):
    assert Outcome(Ending.NOT_RUN, why=why).verdict is verdict


def test_a_hidden_criterion_tells_the_class_of_a_builtin_exception():
    outcome = Outcome(Ending.RAISED, detail="ValueError: got 0.25", error="ValueError", line=3)

    assert outcome_sentence(outcome, "f", numbers=False) == "`f` raised ValueError."


def test_a_hidden_criterion_repeats_no_word_that_poses_as_an_exception():
    outcome = Outcome(Ending.RAISED, detail="x", error="start=0.25")

    assert outcome_sentence(outcome, "f", numbers=False) == "`f` raised an exception."


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "error", ["", "SyntaxError", "ModuleNotFoundError", "EOFError", "PermissionError", "ValueError"]
)
def test_a_file_that_does_not_load_is_told_why_and_where(ending, error):
    sentence = load_sentence(Outcome(ending, detail="X: y", error=error, line=12), "adam.py")

    assert sentence.startswith("adam.py ")
    assert ("line 12" in sentence) == (ending not in {Ending.CRASHED, Ending.MALFORMED, Ending.NOT_RUN})


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1.0, "1.0"),
        (1.003, "1.01"),
        (1.25, "1.2"),
        (12.6, "13"),
        (12345.6, "12\u202f346"),
        (3.2e7, "3e7"),
        (float("inf"), "beyond measure"),
    ],
)
def test_a_distance_is_rounded_to_what_a_reader_needs(ratio, said):
    assert notation.times(ratio) == said


@pytest.mark.parametrize(("ratio", "said"), [(1.25, "expected 2, 1.2 times the tolerance."), (2e4, "expected 2.")])
def test_of_an_answer_that_is_far_off_the_distance_tells_nothing(ratio, said):
    difference = Difference(DifferenceKind.VALUE, got=1.0, want=2.0, ratio=ratio)

    assert difference_sentence(difference, numbers=True).endswith(said)


def apart(compared: Compared = Compared.TRAJECTORY, **facts: Any) -> Difference:
    return Difference(DifferenceKind.VALUE, compared, got=1.0, want=2.0, **facts)


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (apart(row=0, column=0, allowed=(1.0, 1.0)), "Row 0, first coordinate: yours 1, expected 2"),
        (apart(row=1, column=1, allowed=(1.0, 1.0)), "Row 0 agrees. Row 1, second coordinate: yours 1"),
        (apart(row=7, column=1, allowed=(1.0, 1.0), name="loss"), "Rows 0 to 6 agree. Row 7, loss: yours 1"),
        (apart(Compared.RATES, row=3), "Rates 0 to 2 agree. t = 3, learning rate: yours"),
        (apart(Compared.ANSWER, column=20), "Coordinate 21: yours 1"),
        (apart(Compared.ANSWER), "The answer: yours 1, expected 2"),
        (apart(Compared.PART, part=1), "Part 1: yours 1"),
        (apart(Compared.PART, part=1, name="new weight"), "New weight: yours 1"),
    ],
)
def test_a_place_is_called_as_a_person_would(difference, said):
    assert difference_sentence(difference, numbers=True).startswith(said)


def test_what_python_ends_with_a_full_stop_has_one_alone():
    stop = Stop(Why.LINE_PASSED_OVER, 0, 2, "FileNotFoundError: data.csv not found.", "np.loadtxt('data.csv')")

    said = stop_sentence(stop, "step.py")

    assert "data.csv not found. What" in said
    assert ".." not in said


def test_every_verdict_has_its_words():
    assert set(judgements.VERDICTS) == set(Verdict)


def test_trouble_with_a_hand_in_is_always_said():
    assert hand_ins.trouble_sentence(None) == "Nothing was handed in."


@pytest.mark.parametrize("kind", TroubleKind)
def test_every_trouble_with_a_hand_in_has_a_sentence_and_no_name_moves_a_cursor(kind):
    named = Trouble(kind, "\x1b[31m.py", inside="\u202e.zip", number=10, reason="\r\n::error::")

    sentence = hand_ins.trouble_sentence(named)

    assert sentence.startswith("In \\u202e.zip: ")
    assert sentence.isprintable()


# --- the form of all words -------------------------------------------------------------------------------------

# So that a translator knows what ends with a full stop: sentences, labels, and pages that have a section of each.  The
# others choose what is said of an answer, and hold parts of sentences as well.
OF_SENTENCES, OF_LABELS = (endings, figures, numbers, path_rule), (feedback, labels)
OF_PAGES = (
    student_page,
    terminal,
    hints,
    packing,
    site,
    explore,
    notebook,
    class_page,
    kill_matrix,
    policy,
    decisions,
    ci,
)
CHOOSING = (
    lists,
    answers,
    attempts,
    lateness,
    conventions,
    described_counts,
    described_paths,
    described_quotients,
    descriptions,
    diagnoses,
    differences,
    exceptions,
    hand_ins,
    judgements,
    notation,
    quiz,
)
MODULES = (*OF_SENTENCES, *OF_LABELS, *OF_PAGES, *CHOOSING)

BLAME = re.compile(
    r"\b(incorrect\w*|wrong\w*|bad\w*|stupid\w*|silly|careless\w*|sloppy|lazy|fail\w*|fault\w*|blame\w*|guilty"
    r"|obvious\w*|simply|of course|should(n't| not)? have|must(n't| not)? have)\b",
    re.IGNORECASE,
)
# Where such a word is said of something else than a student or a student's work.
BLAMELESS = {
    "judgements.REGRADE": "the grader failed",
    "judgements.VERDICTS": "a verdict's name",
    "judgements.CRITERION_FAULT": "the grader failed",
    "judgements.FAULT_OF_CRITERION": "the rubric's or the grader's, told to staff",
    "numbers.MADE_RIGHT_OF_OTHER_PARTS": "another part's number is wrong, and has its own criterion",
    "class_page.ALIKE": "answers of a class, told to staff",
    "class_page.ALIKE_HEADING": "answers of a class, told to staff",
    "class_page.ALIKE_OF": "answers of a class, told to staff",
    "kill_matrix.CAUGHT": "nothing is wrong with the rubric",
    "kill_matrix.CAUGHT_NEAREST": "nothing is wrong with the rubric",
    "kill_matrix.CAUGHT_NEAREST_WITH_TROUBLES": "the rubric's troubles",
    "kill_matrix.CAUGHT_WITH_TROUBLES": "the rubric's troubles",
    "terminal.TELL_TEACHER": "the grader's fault",
    "path_rule.COULD_IT_BE_THE_RATE": "whether the learning rate is to blame",
}


def constants(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Name and text of each constant; of several texts under one name, each."""
    for name, value in vars(module).items():
        if name.isupper():
            inside = value.values() if isinstance(value, dict) else [value]
            flat = [text for each in inside for text in (each if isinstance(each, tuple) else [each])]
            yield from ((f"{module.__name__.rpartition('.')[2]}.{name}", text) for text in flat if type(text) is str)


def section_of(module: ModuleType) -> dict[str, str]:
    """The section of the module's text in which each constant stands."""
    sections, section = {}, ""
    for line in Path(module.__file__ or "").read_text(encoding="utf-8").splitlines():
        if title := re.match(r"# --- (.*?) -+$", line):
            section = title[1]
        elif name := re.match(r"([A-Z_]+)\b.* = ", line):
            sections[f"{module.__name__.rpartition('.')[2]}.{name[1]}"] = section
    return sections


SECTIONS = {name: section for module in OF_PAGES for name, section in section_of(module).items()}
ON_PAGES = [pair for module in OF_PAGES for pair in constants(module)]
SENTENCES = [pair for module in OF_SENTENCES for pair in constants(module)]
SENTENCES += [pair for pair in ON_PAGES if SECTIONS[pair[0]] == "sentences"]
LABELS = [pair for module in OF_LABELS for pair in constants(module)]
LABELS += [pair for pair in ON_PAGES if SECTIONS[pair[0]] != "sentences"]
EVERYTHING = [*SENTENCES, *LABELS, *(pair for module in CHOOSING for pair in constants(module))]


def test_every_module_of_words_is_looked_at():
    modules = {f"grader.words.{module.name}" for module in pkgutil.iter_modules(words.__path__)}

    assert modules == {module.__name__ for module in MODULES}


@pytest.mark.parametrize("module", [*OF_SENTENCES, *OF_LABELS, *OF_PAGES], ids=lambda module: module.__name__)
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


JOINTS = {differences.HIDDEN_INPUT, judgements.AND, labels.APART_IN_TOLERANCES}  # what stands between two texts


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
    found = {name for name, text in EVERYTHING if re.search(pattern, text) and text not in JOINTS}

    assert found == set()


def test_nobody_is_blamed():
    blaming = {name for name, text in EVERYTHING if BLAME.search(text)}

    assert blaming == set(BLAMELESS)


def test_every_kind_of_row_in_the_kill_matrix_has_its_word():
    assert set(kill_matrix.KINDS) == set(Kind)


def test_every_quantity_that_is_drawn_by_row_has_all_its_words():
    assert labels.BY_ROW.keys() == labels.QUANTITIES.keys() == figures.BY_ROW.keys()


@pytest.mark.parametrize("said", exceptions.MEANINGS.values())
def test_what_an_exception_means_is_a_sentence_and_a_hidden_one_is_told_without_it(said):
    assert said.endswith((".", "?"))
    raised = Outcome(Ending.RAISED, detail="NameError: name 'np' is not defined", error="NameError", line=3)
    assert "import numpy as np" in outcome_sentence(raised, "f", numbers=True)
    assert outcome_sentence(raised, "f", numbers=False) == "`f` raised NameError."
