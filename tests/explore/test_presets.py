"""A preset is checked when it is read, and what comes from a link moves nothing but known numbers within bounds."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import AssignmentError
from grader.explore.knobs import NAMED
from grader.explore.preset_files import FILE, presets_of
from grader.explore.presets import Setting, setting_of
from tests.explore.conftest import EVERY_PRESET, PRESETS
from tests.whole_course import COURSE

GOOD = """
[[preset]]
id = "one"
title = "One"
functions = ["gradient_descent"]
landscape = "saddle"
starts = [[0.0, 1.0]]
window = [[-2.0, 2.0], [-2.0, 2.0]]
lr = 0.1
steps = 5
tries = ["This.", "That."]
misleads = "It does."
"""


class Folder:
    """An assignment, as far as presets know one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.id = folder, folder.name


def read(tmp_path: Path, text: str) -> object:
    (tmp_path / FILE).write_text(text)
    return presets_of([Folder(tmp_path)])  # type: ignore[list-item]


def test_the_demonstrations_of_both_documents_are_there() -> None:
    wanted = {"convex_bowl", "many_starts", "narrow_valley", "saddle_at_rest", "saddle_with_noise", "ill_conditioned"}
    wanted |= {"elongated_bowl", "quartic", "four_optimizers", "flat_and_sharp"}

    assert wanted <= set(PRESETS)
    assert next(iter(PRESETS)) == "convex_bowl"
    wanted = {"left_by_noise", "best_rate", "ball_that_swings", "around_a_maximum", "noise_of_a_batch"}
    assert wanted <= set(EVERY_PRESET)
    for preset in EVERY_PRESET.values():
        assert len(preset.tries) == 2
        assert all(
            sentence.count(". ") == 0 and sentence.endswith(".") for sentence in (*preset.tries, preset.misleads)
        )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('id = "one"', 'id = "One!"', "no name"),
        ("lr = 0.1", "lr = 7.0", "lr 7 cannot be moved to"),
        ("steps = 5", "steps = 5.5", "'steps' in line 10: it is a number, and is to be a whole number"),
        ("steps = 5", "steps = 5000", "steps 5000"),
        ('landscape = "saddle"', 'landscape = "volcano"', "volcano"),
        ('landscape = "saddle"', 'landscape = { name = "quadratic", angel = 1 }', "angel"),
        ("starts = [[0.0, 1.0]]", "starts = [[0.0, 3.0]]", "outside of its window"),
        ("starts = [[0.0, 1.0]]", "starts = [[0.0]]", "outside of its window"),
        ("starts = [[0.0, 1.0]]", "starts = []", "outside of its window"),
        ("window = [[-2.0, 2.0], [-2.0, 2.0]]", "window = [[2.0, -2.0], [-2.0, 2.0]]", "window"),
        ("window = [[-2.0, 2.0], [-2.0, 2.0]]", "window = [[-2.0, 2.0]]", "window"),
        ('"This.", ', "", "without its words"),
        ('["gradient_descent"]', '["a", "b", "c", "d", "e"]', "5 paths"),
        ("lr = 0.1", "lr = 0.1\ncolour = 3", "colour"),
        ("lr = 0.1", "lr = ", "no valid TOML"),
        ("misleads", 'beside = "sine"\nmisleads', "in one picture"),
    ],
)
def test_a_preset_that_cannot_be_shown_is_named_with_what_is_wrong(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in GOOD

    with pytest.raises(AssignmentError, match=said) as refused:
        read(tmp_path, GOOD.replace(before, after))

    assert FILE in refused.value.problem
    assert refused.value.remedy


def test_two_presets_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="has a preset 'one', as"):
        read(tmp_path, GOOD + GOOD)


def test_an_assignment_without_presets_has_none(tmp_path: Path) -> None:
    assert presets_of([Folder(tmp_path)]) == ()  # type: ignore[list-item]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)
NAMES = st.sampled_from([*Setting.__struct_fields__, "__class__", "starts", "eps"])


@given(st.sampled_from(list(PRESETS)), st.dictionaries(NAMES, anything, max_size=6))
def test_whatever_a_link_says_every_number_is_within_its_bounds(name: str, told: dict[str, object]) -> None:
    preset = PRESETS[name]

    setting = setting_of(preset, told)

    for knob in preset.knobs:
        assert NAMED[knob].low <= getattr(setting, knob) <= NAMED[knob].high
    fixed = set(Setting.__struct_fields__) - set(preset.knobs) - {"starts"}
    assert all(getattr(setting, each) == getattr(preset.setting, each) for each in fixed)
    assert len(setting.starts) == len(preset.setting.starts)
    for start in setting.starts:
        assert all(low <= value <= high for value, (low, high) in zip(start, preset.window, strict=True))


def test_the_skewed_bowl_is_that_of_the_course() -> None:
    _, shape = PRESETS["four_optimizers"].recipe

    assert shape["scale"] == pytest.approx((21 - math.sqrt(365)) / 2)
    assert shape["condition_number"] == pytest.approx((21 + math.sqrt(365)) / (21 - math.sqrt(365)))
    assert len(COURSE.assignments()) == 3
