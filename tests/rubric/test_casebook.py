"""Cases are drawn once for rubric and seed, the same on every machine; they are kept, and named by hash."""

from __future__ import annotations

import stat
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from grader.errors import StorageError
from grader.rubric.casebook import CaseBook, draw, kept
from grader.rubric.criteria import CaseSpec, Rubric, choices, floats, integers
from grader.rubric.rubric_files import collect

SEED = b"a secret"
THESE = (
    {"x": 0.115576, "kappa": 3, "steps": 7},
    {"x": 0.470884, "kappa": 3, "steps": 4},
    {"x": 0.340169, "kappa": 10, "steps": 12},
    {"x": 0.478836, "kappa": 10, "steps": 10},
)


def rubric_with(courses: Any, cases: str) -> Rubric:
    """The tiny rubric, its hidden criterion on other cases."""
    hidden = f'''
        from grader.rubric import assert_close, cases, choices, criterion, floats, integers

        @criterion(points=1, functions=["twice"])
        @cases({cases})
        def test_any_number(submission, reference, case):
            """Any number is doubled."""
            assert_close(submission.twice(x=case.x), reference.twice(x=case.x))
    '''
    return collect(courses.add(hidden=hidden))


def drawn(courses: Any, cases: str, seed: bytes = SEED) -> list[Any]:
    """The values of x that are drawn."""
    book = draw(rubric_with(courses, cases), seed)
    return [case["x"] for case in book.entries["any_number"].cases]


def test_cases_lie_in_their_space_and_are_distinct(courses):
    values = drawn(courses, "20, x=floats(2.5, 7)")

    assert len(set(values)) == 20
    assert all(type(value) is float and 2.5 <= value <= 7 for value in values)


def test_a_small_space_gives_all_it_has(courses):
    assert sorted(drawn(courses, "20, x=integers(3, 5)")) == [3, 4, 5]
    assert sorted(drawn(courses, "20, x=choices([1, 2.5])")) == [1, 2.5]


@pytest.mark.parametrize("seed", [b"a", b"b", b"c", b"d", b"e"])
def test_every_option_and_every_part_of_a_range_is_among_the_cases(courses, seed):
    rubric = rubric_with(courses, "6, x=floats(0.1, 0.6), eps=choices([1e-8, 0.05, 0.3]), steps=integers(4, 12)")

    cases = draw(rubric, seed).entries["any_number"].cases

    assert [sum(case["eps"] == eps for case in cases) for eps in (1e-8, 0.05, 0.3)] == [2, 2, 2]
    assert {int(8 * (case["x"] - 0.1)) for case in cases} >= {0, 1, 2, 3}
    assert {(case["steps"] - 4) // 2 for case in cases} >= {0, 1, 2, 3}


def test_the_simplest_case_stands_first(courses):
    values = drawn(courses, "20, x=integers(0, 10000)")

    assert [len(str(value)) for value in values] == sorted(len(str(value)) for value in values)


def test_one_seed_draws_one_book_and_another_seed_another(courses):
    assert drawn(courses, "10, x=floats(0, 1)") == drawn(courses, "10, x=floats(0, 1)")
    assert drawn(courses, "10, x=floats(0, 1)") != drawn(courses, "10, x=floats(0, 1)", seed=b"another")


def test_a_criterion_without_cases_is_judged_once(courses):
    rubric = collect(courses.add())
    book = draw(rubric, SEED)

    assert set(book.entries) == {"any_number"}
    assert book.cases(rubric.criteria[0]) == (None,)
    assert [round(case.x) in range(10, 91) for case in book.cases(rubric.criteria[1]) if case] == [True] * 4


def test_drawn_cases_are_those_that_are_read_back(courses, tmp_path):
    path = tmp_path / "casebook.json"
    rubric = rubric_with(courses, "9, x=choices([(1, 2.0), (3.5,), [4]])")

    book = kept(rubric, SEED, path)

    assert sorted(case["x"] for case in book.entries["any_number"].cases) == [[1, 2.0], [3.5], [4]]
    assert msgspec.json.decode(path.read_bytes(), type=CaseBook) == book


def test_a_book_is_kept_as_it_is(courses, tmp_path):
    path = tmp_path / "casebook.json"
    rubric = collect(courses.add())
    first = kept(rubric, SEED, path)
    written = path.stat()

    assert kept(rubric, SEED, path) == first
    assert path.stat().st_mtime_ns == written.st_mtime_ns
    assert stat.S_IMODE(written.st_mode) == 0o600


def test_cases_that_somebody_changed_by_hand_are_kept(courses, tmp_path):
    path = tmp_path / "casebook.json"
    rubric = collect(courses.add())
    entry = kept(rubric, SEED, path).entries["any_number"]
    mine = CaseBook({"any_number": replace(entry, cases=({"x": 42.0},))})
    path.write_bytes(msgspec.json.encode(mine))

    assert kept(rubric, SEED, path) == mine


def test_cases_are_drawn_anew_when_their_space_changes(courses, tmp_path):
    path = tmp_path / "casebook.json"
    before = kept(rubric_with(courses, "5, x=floats(0, 1)"), SEED, path)

    after = kept(rubric_with(courses, "5, x=floats(2, 3)"), SEED, path)

    assert before.sha256 != after.sha256
    assert all(2 <= case["x"] <= 3 for case in after.entries["any_number"].cases)


def test_cases_are_drawn_anew_when_the_seed_changes(courses, tmp_path):
    path = tmp_path / "casebook.json"
    rubric = collect(courses.add())
    before = kept(rubric, SEED, path)

    assert kept(rubric, b"another", path) != before


def test_a_change_of_one_criterion_leaves_the_cases_of_the_others(courses, tmp_path):
    rubric = collect(courses.add())
    one = rubric.criteria[1]
    two = replace(one, id="another")
    first = draw(replace(rubric, criteria=(one, two)), SEED)

    changed = replace(one, cases=CaseSpec(7, {"x": floats(5, 6)}))
    second = draw(replace(rubric, criteria=(changed, two)), SEED, first)

    assert second.entries["another"] == first.entries["another"]
    assert second.entries["any_number"] != first.entries["any_number"]
    assert first.entries["another"].cases != first.entries["any_number"].cases


def test_a_criterion_that_is_gone_leaves_the_book(courses):
    rubric = collect(courses.add())
    book = draw(rubric, SEED)

    assert draw(rubric.public, SEED, book) == CaseBook()


def test_a_pack_gets_the_cases_of_public_criteria_alone(courses):
    rubric = collect(courses.add())
    public = replace(rubric.criteria[1], id="shown", public=True)
    both = replace(rubric, criteria=(public, rubric.criteria[1]))

    assert set(draw(both, SEED).only(both.public).entries) == {"shown"}


def test_the_hash_names_the_very_cases(courses):
    rubric = collect(courses.add())

    assert draw(rubric, SEED).sha256 == draw(rubric, SEED).sha256 != draw(rubric, b"another").sha256


def test_a_seed_draws_these_cases_on_every_machine(courses):
    cases = "4, x=floats(0.1, 0.6), kappa=choices([3, 10]), steps=integers(4, 12)"

    book = draw(rubric_with(courses, cases), SEED)

    assert book.entries["any_number"].cases == THESE


def test_a_complete_book_is_read_without_pytest(courses):
    assignment = courses.add()
    kept(collect(assignment), courses.course.seed(), courses.root / "reference/twice/casebook.json")
    program = f"""
import sys
from pathlib import Path
from grader.course.folder import Course
from grader.rubric.casebook import kept
from grader.rubric.rubric_files import collect
course = Course(Path({str(courses.root)!r}))
book = kept(collect(course.assignment("twice")), course.seed(), course.reference / "twice" / "casebook.json")
print(len(book.entries["any_number"].cases), "pytest" in sys.modules)
"""

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert said.stdout.split() == ["4", "False"]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"entries": 3}', b"\xff\xfe"])
def test_a_damaged_book_is_said_and_never_replaced(courses, tmp_path, damage):
    path = tmp_path / "casebook.json"
    path.write_bytes(damage)

    with pytest.raises(StorageError, match="cannot be read") as caught:
        kept(collect(courses.add()), SEED, path)

    assert "restore it" in caught.value.remedy
    assert path.read_bytes() == damage


def test_a_book_that_cannot_be_written_is_said(courses, tmp_path):
    with pytest.raises(StorageError, match="cannot be written"):
        kept(collect(courses.add()), SEED, tmp_path / "nowhere" / "casebook.json")


@pytest.mark.parametrize(
    "space", [lambda: floats(1, 0), lambda: floats(0, float("inf")), lambda: floats(float("nan"), 1)]
)
def test_floats_need_a_range(space):
    with pytest.raises(ValueError, match="holds nothing to draw"):
        space()


def test_whole_numbers_and_choices_need_something_to_draw():
    with pytest.raises(ValueError, match="holds nothing to draw"):
        integers(2, 1)
    with pytest.raises(ValueError, match="holds nothing to draw"):
        choices([])
