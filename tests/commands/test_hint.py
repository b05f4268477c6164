"""`grader hint`: one thing at a time, remembered, and what is to be mended first before all else."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable

import pytest

from grader.cli import main
from tests.commands.test_check import HIDDEN, ORDERS, PUBLIC, RAISES, SOLUTION, STUB, TOML, TOO_STEEP, words, write

STEEP = SOLUTION.replace("return 2 * x", "return 3 * x")
STRIDES = SOLUTION.replace("0.1 *", "0.2 *")
CONVENTION = TOO_STEEP.replace("second hint:", "convention: Some count it thrice.\nsecond hint:")


@pytest.fixture
def here(courses, monkeypatch):
    """A course of one assignment, and the working folder of somebody who writes it."""
    mistakes = {"slope/too_steep": CONVENTION}
    courses.add("walk", toml=TOML, public=PUBLIC, hidden=HIDDEN, stub=STUB, solution=SOLUTION, mistakes=mistakes)
    folder = courses.root / "mine"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def hint(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[object, str, str]]:
    """Runs the command; gives its exit code and what it printed, on one line."""

    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["hint", "--isolation", "none", *arguments])
        printed = capsys.readouterr()
        return ended.value.code, words(printed.out), printed.err

    return run


def test_each_time_one_thing_more_is_told_and_what_was_told_stays(here, hint):
    write(here, STEEP)

    told = [hint()[1] for _ in range(6)]

    assert "1 of 5, what is seen: The answer: yours 9, expected 6." in told[0]
    assert "2 of 5, a hint: The derivative of x squared." in told[1]
    assert "3 of 5, what your answers tell: The slope is three times x. Derive once more." in told[2]
    assert "4 of 5, another hint: Twice, not three times." in told[3]
    assert "5 of 5, a convention: Some count it thrice." in told[4]
    assert all("The next one: grader hint walk.slope" in each for each in told[:4])
    assert "These are all the hints there are. assignments/walk/statement.md says" in told[4]
    assert told[5] == told[4]
    assert all("what is seen" in each for each in told)
    assert not [each for each in told[:2] if "Derive once more" in each]


def test_a_criterion_may_be_named_and_has_hints_of_its_own(here, hint):
    write(here, STRIDES)
    hint()

    assert "walk.slope" not in hint("rows")[1]
    assert "2 of 2, a hint: Against the slope." in hint("walk.rows")[1]


@pytest.mark.parametrize("asked", ["no_steps", "walk.walk"])
def test_what_has_to_be_mended_first_comes_first(here, hint, asked):
    write(here, STEEP)

    assert "What was asked for builds on `slope`, so that comes first." in hint(asked)[1]


@pytest.mark.parametrize(
    ("source", "names", "said"),
    [
        (SOLUTION, [], "Everything public passes in walk: there is nothing to hint at."),
        (STRIDES, ["slope"], "What was asked for passes: there is nothing to hint at."),
        (STUB, [], "nothing is written in it yet. Start with `slope`; assignments/walk/statement.md says"),
        ("def slope(:\n", [], "walk.py is not valid Python in line 1"),
        (SOLUTION.split("def walk", maxsplit=1)[0], [], "1 of 2, what is seen: There is no function `walk`"),
    ],
)
def test_where_there_is_nothing_to_hint_at_it_is_said_what_to_do(here, hint, source, names, said):
    write(here, source)

    code, out, _ = hint(*names)

    assert code == 0
    assert said in out


def test_a_name_that_is_not_known_is_a_matter_of_usage(here, hint):
    write(here, SOLUTION)

    code, out, err = hint("rwos")

    assert (code, out) == (2, "")
    assert "did you mean 'rows'?" in err


def test_what_was_told_of_a_criterion_that_passed_since_is_told_anew(here, hint, check_in_between):
    write(here, STRIDES)
    hint("rows")
    hint("rows")
    write(here, SOLUTION)
    check_in_between()
    write(here, STRIDES)

    assert "a hint" not in hint("rows")[1]


@pytest.fixture
def check_in_between(capsys: pytest.CaptureFixture[str]) -> Callable[[], None]:
    def run() -> None:
        with pytest.raises(SystemExit):
            main(["check", "--isolation", "none"])
        capsys.readouterr()

    return run


def test_where_nothing_can_be_remembered_the_first_thing_is_told_each_time(here, hint, courses):
    shutil.rmtree(courses.root / "out", ignore_errors=True)
    (courses.root / "out").write_text("in the way")
    write(here, STEEP)

    assert hint() == hint()
    assert "1 of 5" in hint()[1]


def test_what_a_student_wrote_gives_no_orders(here, hint, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    write(here, RAISES)

    _, out, _ = hint()

    assert "ValueError" in out
    assert not [sign for sign in out if unicodedata.category(sign) in {"Cc", "Cf"}]
    assert not [order for order in ORDERS if order in out]


def test_a_memory_of_strangers_words_is_not_printed(here, hint, courses):
    write(here, STEEP)
    stranger = {"assignments": {"walk": {"hints": ["\x1b[31mboo", "slope:seen"]}, "\x1b[31m": {}}}
    courses.write("out/.cache/student.json", json.dumps(stranger))

    out = hint()[1]

    assert "2 of 5" in out
    assert "boo" not in out


@pytest.mark.parametrize("width", ["20", "40", "90"])
def test_lines_keep_to_the_width_of_the_terminal(here, monkeypatch, capsys, width):
    monkeypatch.setenv("COLUMNS", width)
    write(here, "import pandas\n" + SOLUTION.replace("0.1 *", "0.2 *"))
    with pytest.raises(SystemExit):
        main(["hint", "--isolation", "none"])

    assert max(map(len, capsys.readouterr().out.splitlines())) <= int(width)


def test_what_is_piped_has_no_colour_unless_it_is_forced(here, monkeypatch, capsys):
    write(here, SOLUTION.replace("0.1 *", "0.2 *"))
    said = []
    for forced in ("", "1"):
        monkeypatch.setenv("FORCE_COLOR", forced)
        with pytest.raises(SystemExit):
            main(["hint", "--isolation", "none"])
        said.append(capsys.readouterr().out)

    assert ["\x1b" in each for each in said] == [False, True]
