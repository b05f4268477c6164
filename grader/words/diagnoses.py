"""What is said of a recognised mistake: an instructor's own words, or a sentence about a fitted constant."""

from __future__ import annotations

import msgspec

from grader.records import Apart, Diagnosis, MistakeWords, OtherConstant, Pattern
from grader.words import notation
from grader.words.descriptions import description_words

ONE_OF_SEVERAL = "Your answers fit several mistakes, and this is one that it may be."
OTHER_CONSTANT = "The answers of `{function}` are right for another `{parameter}`: {change}."
OTHER_CONSTANT_HINT = "This is the right answer for {parameter} = {after}; {parameter} was {before}."
OTHER_CONSTANT_SECOND_HINT = (
    "Look at every place where `{parameter}` is used, and at any number that stands there in its place."
)
CHANGES = {
    "twice": "twice the one given",
    "half": "half the one given",
    "ten_times": "ten times the one given",
    "a_tenth": "a tenth of the one given",
    "squared": "the square of the one given",
    "square_root": "the square root of the one given",
    "one_minus": "one minus the one given",
    "one_more": "one more than the one given",
    "one_less": "one less than the one given",
}
BUT_FOR = {
    Apart.NO_STEPS: "Calls in which there is nothing to do answer otherwise still.",
    Apart.ENDED: "Some other calls end without an answer.",
}
# What is right but for something: the title, and two hints.
PATTERNS = {
    Pattern.RIGHT_BUT_WITHOUT_STEPS: (
        "`{function}` is right wherever there is something to do, and not where there is nothing.",
        "What does it give back for no steps at all?",
        "With nothing to do the answer has the same form as always: row 0 alone, or what stands there at first.",
    ),
    Pattern.RIGHT_WHERE_IT_ANSWERS: (
        "`{function}` is right wherever it answers; some calls end without an answer.",
        "What have the calls in common that end without an answer?",
        "Look at the line that Python names, and at what it is given there.",
    ),
    Pattern.RIGHT_BUT_ARGUMENTS_CHANGE: (
        "`{function}` answers as it should, and changes what it was given.",
        "Which of its arguments is another one after the call?",
        "Work on a copy: `np.array(start, dtype=float)` makes one, `start` alone does not.",
    ),
}
MADE = "In every call `{function}` answers with `{formula}`."
MADE_PART = "In every call part {part} of what `{function}` answers is `{formula}`."
MADE_HINT = "Hold that formula against the one of the statement, term by term: sign, factor, and what is in each."
MADE_SECOND_HINT = "Which line of yours makes the term that is another one there?"
WHATEVER_IS_GIVEN = "{value}, whatever is given"


def diagnosis_words(diagnosis: Diagnosis, *, for_staff: bool = False) -> MistakeWords:
    """Title, hints and convention of a diagnosis; staff are told also what no public call shows."""
    words = _of_all_that_it_explains(diagnosis, for_staff)
    if diagnosis.apart is Apart.NONE:
        return words
    return msgspec.structs.replace(words, title=f"{words.title} {BUT_FOR[diagnosis.apart]}")


def _of_all_that_it_explains(diagnosis: Diagnosis, for_staff: bool) -> MistakeWords:
    if diagnosis.described is not None:
        return description_words(diagnosis.function, diagnosis.described, for_staff=for_staff)
    if diagnosis.constant is not None:
        return _of_constant(diagnosis.function, diagnosis.constant)
    if diagnosis.made:
        return _of_formulas(diagnosis)
    if diagnosis.mistake in PATTERNS:
        title, hint, second_hint = PATTERNS[Pattern(diagnosis.mistake)]
        return MistakeWords(title.format(function=diagnosis.function), hint, second_hint)
    return diagnosis.words or MistakeWords(diagnosis.mistake)


def _of_constant(function: str, constant: OtherConstant) -> MistakeWords:
    change = CHANGES.get(constant.change) or WHATEVER_IS_GIVEN.format(value=notation.number(constant.after))
    where = {"function": function, "parameter": constant.parameter}
    numbers = {"before": notation.number(constant.before), "after": notation.number(constant.after)}
    return MistakeWords(
        OTHER_CONSTANT.format(change=change, **where),
        OTHER_CONSTANT_HINT.format(**where, **numbers),
        OTHER_CONSTANT_SECOND_HINT.format(**where),
    )


def _of_formulas(diagnosis: Diagnosis) -> MistakeWords:
    told = [
        (MADE_PART if each.part else MADE).format(formula=each.formula, part=each.part, function=diagnosis.function)
        for each in diagnosis.made
    ]
    return MistakeWords(" ".join(told), MADE_HINT, MADE_SECOND_HINT)
