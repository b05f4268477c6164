"""What was described is said in whole sentences, and withheld where no public call shows it."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from grader.diagnosis.described import described_name
from grader.diagnosis.searches.tables import CHANGED
from grader.records import (
    Counting,
    Described,
    Diagnosis,
    Family,
    FoundBy,
    MistakeWords,
    Piece,
    Place,
    Term,
)
from grader.words import descriptions
from grader.words.diagnoses import diagnosis_words

RATES = Described(Family.FORM, FoundBy.FORMULA, (Piece("lr0 * factor ** (1 + t // every)"),), slot="rates")
ONE, OTHER = MistakeWords("The sign is another one."), MistakeWords("The factor is missing.")
EACH = [
    (RATES, "All your rates are those of `lr0 * factor ** (1 + t // every)`."),
    (
        Described(Family.FORM, FoundBy.FORMULA, (Piece("lr0", "t > total"),), slot="rates"),
        "Where `t > total` your rate is `lr0`; elsewhere it is as asked.",
    ),
    (
        Described(Family.FORM, FoundBy.FORMULA, (Piece("0", "first"), Piece("2 * t", "t > 3"))),
        "At the first step `step` answers with `0`. Where `t > 3` `step` answers with `2 * t`.",
    ),
    (
        Described(Family.FORM, FoundBy.FORMULA, (Piece("weight - velocity", part="weight"),), right=("velocity",)),
        "Your velocity is right; your weight is `weight - velocity`.",
    ),
    (
        Described(Family.FACTOR, FoundBy.PATH_RULE, rule=(Term("-lr / sqrt(n)", "gradient"),)),
        "Each of your steps is `-lr / sqrt(n)` times the gradient where the step begins.",
    ),
    (
        Described(Family.MEMORY, FoundBy.PATH_RULE, rule=(Term("-lr", "unit"), Term("1", "last_step"))),
        "Each of your steps is `-lr` times the gradient divided by its length plus the step before.",
    ),
    (
        Described(Family.INDEX, FoundBy.COUNT, counting=Counting("last", offset=1)),
        "Your count is that of the last row that is within. It is 1 more.",
    ),
    (
        Described(Family.INDEX, FoundBy.CHANGE, place=Place.LOOP),
        "`step` answers as if one index, exponent or count were another. It lies in what is done in each round.",
    ),
    (
        Described(Family.TWO, FoundBy.PAIR, mistakes=(ONE, OTHER)),
        "Both at once: The sign is another one. The factor is missing.",
    ),
    (
        Described(Family.SIGN, FoundBy.SOME_CALLS, mistakes=(ONE,), where="t > total"),
        "Where `t > total`: The sign is another one. All other calls that were made are answered as asked.",
    ),
]


def said(described: Described, **audience: bool) -> MistakeWords:
    return diagnosis_words(Diagnosis("step", described_name(described), described=described), **audience)


@pytest.mark.parametrize(("described", "sentence"), EACH)
def test_each_way_of_finding_has_its_sentences(described, sentence):
    assert said(described).title == sentence
    assert said(msgspec.structs.replace(described, others=2)).title == f"{sentence} {descriptions.SEVERAL_FIT}"


@pytest.mark.parametrize(("described", "sentence"), EACH)
def test_what_no_public_call_shows_is_told_to_staff_alone(described, sentence):
    withheld = msgspec.structs.replace(described, shown=False)

    assert said(withheld).title == descriptions.HIDDEN[described.family].format(function="step")
    assert said(withheld, for_staff=True).title == sentence


@pytest.mark.parametrize("family", Family)
def test_each_family_has_two_hints_of_which_the_first_asks(family):
    first, second = descriptions.HINTS[family]

    assert first.rstrip("?").count("?") or first.endswith("?") or "?" in first
    assert second
    assert "`" not in first + second  # no formula, and no name of any function


NOT_OF_A_FORMULA = sorted(name for name, (family, _) in CHANGED.items() if family in {Family.FORM, Family.MEMORY})


@pytest.mark.parametrize("slot", [*NOT_OF_A_FORMULA, "cut_to_integers_at_times"])
def test_right_numbers_in_another_shape_or_kind_send_nobody_to_the_formula(slot):
    found = Described(Family.FORM, FoundBy.PATH_RULE, slot=slot)

    shown, withheld = said(found), said(msgspec.structs.replace(found, shown=False))

    assert shown.hint.endswith("?")
    assert "formula" not in shown.hint + shown.second_hint
    assert (withheld.hint, withheld.second_hint) == descriptions.HINTS[Family.FORM]


def test_at_home_it_is_said_that_it_fits_what_is_seen():
    assert said(msgspec.structs.replace(RATES, seen_alone=True)).title.endswith(descriptions.FITS_WHAT_IS_SEEN)


def test_the_same_facts_have_one_name_whoever_looked_and_other_facts_another():
    names = [described_name(described) for described, _ in EACH]

    assert len(set(names)) == len(EACH)
    assert described_name(msgspec.structs.replace(RATES, others=3, shown=False, seen_alone=True)) == names[0]


@pytest.mark.parametrize(("family", "place"), list(itertools.product(Family, Place)))
def test_every_family_is_told_at_every_place(family, place):
    assert said(Described(family, FoundBy.CHANGE, place=place)).title.endswith(".")
