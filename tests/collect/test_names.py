"""What a file's name says: the very name that is asked for, one that can only be meant for it, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.names import Reading, is_nobodys, is_packed_otherwise, meant_for, reading

IDS = ["momentum_step", "momentum_step_2", "adam"]


@pytest.mark.parametrize("suffix", [".py", ".ipynb", ".zip", ".tar.gz", ".tgz"])
def test_the_name_that_is_asked_for_is_exact(suffix):
    assert reading(f"momentum_step{suffix}", IDS) == Reading("momentum_step", suffix, exact=True)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("Momentum_Step.py", ".py"),
        ("MomentumStep.py", ".py"),
        ("momentum-step.py", ".py"),
        ("momentum step.py", ".py"),
        ("momentum_step (1).py", ".py"),
        ("momentum_step(12).ipynb", ".ipynb"),
        ("momentum_step-1.py", ".py"),
        ("momentum_step - Copy.py", ".py"),
        ("momentum_step copy 2.py", ".py"),
        ("momentum_step.PY", ".py"),
        ("momentum_step.ZIP", ".zip"),
        ("momentum_step.py.txt", ".py"),
        ("momentum_step.ipynb.txt", ".ipynb"),
        ("momentum_step.ipynb.json", ".ipynb"),
        ("momentum_step.py ", ".py"),
        (" momentum_step.py", ".py"),
        ("momentum_step.py.py", ".py"),
        ("momentum_step.py.zip", ".zip"),
        ("momentum_step.py (1)", ".py"),
        ("Copy of momentum_step.py", ".py"),
        ("Kopie von momentum_step.ipynb", ".ipynb"),
        ("Copy of momentum_step (1).py", ".py"),
    ],
)
def test_a_name_that_can_only_be_meant_for_it_is_near(name, suffix):
    assert reading(name, IDS) == Reading("momentum_step", suffix, exact=False)


@pytest.mark.parametrize(
    "name",
    [
        "momentum.py",
        "test_momentum_step.py",
        "momentum_step_old.py",
        "momentum_step",
        "momentum_step.txt",
        "stub.py",
        "",
    ],
)
def test_another_name_says_nothing(name):
    assert reading(name, IDS) is None


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("momentum_step_old.py", "momentum_step"),
        ("momentum_step.py.bak", "momentum_step"),
        ("momentum_step.html", "momentum_step"),
        ("final Momentum-Step", "momentum_step"),
        ("momentum_step_2_final.py", "momentum_step_2"),
        ("stub.py", ""),
    ],
)
def test_a_draft_or_a_backup_speaks_of_an_assignment(name, spoken):
    assert meant_for(name, IDS) == spoken


@pytest.mark.parametrize("name", ["momentum_step_2.py", "momentum_step-2.py", "Momentum_Step_2.ipynb"])
def test_a_name_that_ends_in_a_number_is_first_of_all_the_assignment_of_that_number(name):
    found = reading(name, IDS)

    assert found is not None
    assert found.assignment == "momentum_step_2"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("week_1.py", "week_1"),
        ("week_11.py", "week_11"),
        ("week11.py", "week_11"),
        ("week_1-1.py", "week_1"),
        ("week1-1.py", "week_1"),
        ("Week 1 (1).ipynb", "week_1"),
        ("week_11-1.py", "week_11"),
        ("week-1-1.py", "week_1"),
        ("Copy of week 1.py", "week_1"),
        ("week_1（1）.py", "week_1"),
        ("we_ek_11.py", "week_11"),
    ],
)
def test_the_number_of_a_copy_makes_no_other_assignment(name, meant):
    found = reading(name, ["week_1", "week_11"])

    assert found is not None
    assert found.assignment == meant
    assert meant_for(f"{name} of mine", ["week_1", "week_11"]) == meant


@pytest.mark.parametrize("name", ["-1" * 30_000, "-" * 60_000, " " * 60_000, "_copy" * 12_000, "Copy of " * 8_000])
def test_a_name_that_no_disk_can_hold_is_no_hand_ins(name):
    assert reading(f"{name}.py", ["week_1"]) is None
    assert reading(f"week_1{name}.py", ["week_1"]) is None


def test_marks_of_copies_are_taken_off_one_after_the_other():
    assert reading("week_1 (1) - Copy (2).py", ["week_1"]) is not None


def test_of_assignments_that_sound_alike_the_very_name_counts():
    for name in ("week1", "week_1"):
        for ids in (["week1", "week_1"], ["week_1", "week1"]):
            found = reading(f"{name}.py", ids)
            assert found is not None
            assert (found.assignment, found.exact) == (name, True)


@pytest.mark.parametrize("suffix", [".py.gz", ".py.bz2", ".7z", ".rar", ".tar", ".tar.xz", ".ipynb.xz"])
def test_a_file_packed_in_another_way_is_known(suffix):
    assert is_packed_otherwise(f"momentum_step{suffix}", "momentum_step")
    assert is_packed_otherwise(f"Momentum-Step (1){suffix}", "momentum_step")
    assert not is_packed_otherwise(f"other{suffix}", "momentum_step")


@given(st.text(max_size=30))
def test_any_name_is_read_and_exact_only_where_it_is(name):
    found = reading(name, IDS)

    assert found is None or found.exact == (name == f"{found.assignment}{found.suffix}")


@pytest.mark.parametrize(
    "name",
    [
        "__MACOSX",
        "__pycache__",
        "@eaDir",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
        "node_modules",
        ".git",
    ],
)
def test_what_systems_and_tools_make_is_nobodys(name):
    assert is_nobodys(name)
    assert not is_nobodys("ada")
