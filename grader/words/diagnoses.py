"""What is said of a recognised mistake: an instructor's own words, or a sentence about a fitted constant."""

from __future__ import annotations

from grader.records import Diagnosis, MistakeWords, OtherConstant
from grader.words import notation

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
WHATEVER_IS_GIVEN = "{value}, whatever is given"


def diagnosis_words(diagnosis: Diagnosis) -> MistakeWords:
    """Title, hints and convention of a diagnosis."""
    if diagnosis.constant is not None:
        return _of_constant(diagnosis.function, diagnosis.constant)
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
