"""`similar`, and a comment for a whole group, as staff types them after a class was graded."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from grader.cli import main
from grader.gradebook.store import open_gradebook
from tests.conftest import CourseWriter

ODD = "def twice(x):\n    return 2.37 * x\n"
ODD_OTHERWISE_WRITTEN = "FACTOR = 2.37\n\n\ndef twice(x):\n    return FACTOR * x\n"
THRICE = "def twice(x):\n    return 3 * x\n"
ALONE = "def twice(x):\n    return 2.5 * x - 0.125\n"
CLASS = {"ada": ODD, "bob": ODD_OTHERWISE_WRITTEN, "cyd": THRICE, "dan": THRICE, "eve": ALONE}

Grader = Callable[..., tuple[object, str, str]]


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Grader:
    """Runs a command in a course whose class was graded once."""
    courses.add("twice")
    for student, text in CLASS.items():
        courses.write(f"class/{student}/twice.py", text)
    monkeypatch.chdir(courses.root)

    def run(*arguments: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    assert run("grade", "class", "--quiet", "--isolation", "none")[0] == 0
    return run


def key_of(grader: Grader, student: str) -> str:
    groups = json.loads(grader("similar", "--json")[1])["leads"]
    return str(next(each["group"] for each in groups if student in each["students"]))


def comments(courses: CourseWriter) -> dict[str, list[str]]:
    book = open_gradebook(courses.root / "out" / "gradebook.sqlite3")
    try:
        return {
            student: [f"{each.author}: {each.text}" for each in made] for (student, _), made in book.decisions().items()
        }
    finally:
        book.close()


def test_who_shares_what_no_known_mistake_explains_stands_first_as_a_lead(grader: Grader) -> None:
    code, said, err = grader("similar")

    first, second = said.splitlines()
    assert code == 0
    assert first.startswith("twice, twice: ada and bob answer alike to the last bit in 6 calls")
    assert first.endswith("; of 3 others who lost points there nobody does")
    assert second.startswith("twice, twice: cyd and dan answer alike")
    assert "the known mistake “Triples”" in second
    assert "eve" not in said
    assert err.startswith("a lead, never a verdict")


def test_the_same_as_data(grader: Grader) -> None:
    document = json.loads(grader("similar", "twice", "--json")[1])

    assert document["schema"] == "grader/similar/1"
    assert document["says"].startswith("a lead, never a verdict")
    assert [
        (each["students"], each["shared_by"], each["lost_by"], each["known_mistakes"]) for each in document["leads"]
    ] == [
        (["ada", "bob"], 2, 5, []),
        (["cyd", "dan"], 2, 5, ["Triples."]),
    ]


def test_a_team_is_no_lead(grader: Grader, courses: CourseWriter) -> None:
    courses.write("class.csv", "id,team\nada,red\nbob,red\ncyd,\ndan,\neve,\n")
    grader("roster", "import", "class.csv")

    assert "ada" not in grader("similar")[1]


def test_where_nothing_is_alike_it_says_so(grader: Grader, courses: CourseWriter) -> None:
    for student in ("bob", "dan"):
        courses.write(f"class/{student}/twice.py", CLASS["eve"].replace("0.125", f"0.{ord(student[0])}"))
    grader("grade", "class", "--quiet", "--isolation", "none")

    assert grader("similar")[1] == "no wrong behaviour is shared by 2 to 4 hand-ins\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("similar", "twise"), "no grade for 'twise' is kept in out"),
        (("similar", "--out", "elsewhere"), "elsewhere holds no gradebook"),
        (("comment", "--group", "0000", "Look again."), "nobody's newest grade is in a group '0000'"),
        (("comment", "--group", "0000", "ada", "twice", "Look again."), "TEXT alone goes with --group"),
        (("comment", "ada", "Look again."), "STUDENT, ASSIGNMENT and TEXT are needed"),
    ],
)
def test_what_cannot_be_is_one_sentence_with_a_remedy(grader: Grader, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = grader(*arguments)

    assert code == 2
    assert err.startswith(f"Error: {said}")
    assert "\n  → " in err


def test_one_comment_is_kept_for_everybody_of_a_group_and_for_nobody_else(
    grader: Grader, courses: CourseWriter
) -> None:
    key = key_of(grader, "ada")

    code, said, _ = grader("comment", "--group", key, "Look at the factor.", "--author", "kim")

    assert (code, said) == (0, "ada, bob, twice: kept; grade or regrade to show it\n")
    assert comments(courses) == {"ada": ["kim: Look at the factor."], "bob": ["kim: Look at the factor."]}
    grader("regrade")
    pages = {name: (courses.root / "out/reports" / name / "twice.html").read_text() for name in CLASS}
    assert [name for name, page in pages.items() if "Look at the factor." in page] == ["ada", "bob"]


def test_a_comment_for_a_group_on_a_criterion_that_is_not_there_is_kept_for_nobody(
    grader: Grader, courses: CourseWriter
) -> None:
    key = key_of(grader, "ada")

    code, _, err = grader("comment", "--group", key, "Look.", "--criterion", "threee")

    assert (code, "did you mean 'three'" in err) == (2, True)
    assert comments(courses) == {}
