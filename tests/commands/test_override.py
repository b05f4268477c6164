"""What a person decides is shown as a person's, outlives every regrade, and can be taken back."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import PUBLIC, CourseWriter

WRONG = "def twice(x):\n    return 3 * x\n"
WIDER = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)")
SURE = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.9)")

Grader = CommandLine


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> Grader:
    """Runs a command in a course of which bob's hand-in is wrong."""
    courses.add("twice")
    courses.write("class/bob/twice.py", WRONG)
    monkeypatch.chdir(courses.root)

    assert command_line("grade", "class", "--quiet")[0] == 0
    return command_line


def score(root: Path) -> float:
    (grade,) = json.loads((root / "out" / "results.json").read_text())["grades"]
    return float(grade["score"])


def page(root: Path) -> str:
    return (root / "out" / "reports" / "bob" / "twice.html").read_text()


def mend(courses: CourseWriter, public: str) -> None:
    (courses.root / "assignments" / "twice" / "test_public.py").write_text(public)


def test_points_of_a_person_take_the_place_of_the_machines_and_stay(grader: Grader, courses: CourseWriter) -> None:
    given = ("override", "bob", "twice", "three", "--points", "0.5", "--reason", "the idea is right", "--author", "eve")
    assert grader(*given)[:2] == (0, "bob, twice, three: 0.5 points; grade or regrade to show it\n")

    said = grader("regrade")[1]

    assert "bob, twice: 0 of 2 → 0.5 of 2 (+0.5), since a person decided so" in said
    assert score(courses.root) == 0.5
    assert "“Twice three is right.”: 0.5 points, given by eve on 20" in page(courses.root)
    assert "the idea is right" in page(courses.root)
    shutil.rmtree(courses.root / "class")
    mend(courses, WIDER)
    grader("regrade")
    assert score(courses.root) == 0.5


def test_what_was_given_before_a_decision_stays_in_diff_and_history(grader: Grader, courses: CourseWriter) -> None:
    grader("override", "bob", "twice", "three", "--points", "0.5", "--reason", "the idea is right")
    grader("regrade")
    moved = "bob, twice: 0 of 2 → 0.5 of 2 (+0.5), since a person decided so"

    assert grader("diff")[1].splitlines()[0] == moved
    grader("regrade")
    grader("grade", "class", "--force", "--quiet")
    grader("grade", "class", "--force", "--quiet")  # says the same again, however often
    assert grader("diff")[1].splitlines()[0] == moved
    grader("override", "bob", "twice", "three", "--take-back")
    grader("regrade")
    assert grader("diff")[1].startswith(
        "bob, twice: 0.5 of 2 → 0 of 2 (-0.5), since points of a person do not stand any more"
    )
    given = [re.findall(r": (\S+ of 2), graded .{16} by rubric \w{8}(.*)", line) for line in history(grader)]
    assert given == [[("0 of 2", "")], [("0.5 of 2", ", with points of a person")], [("0 of 2", "")]]


def history(grader: Grader) -> list[str]:
    """The lines of bob's."""
    first, *lines = grader("history", "bob")[1].splitlines()
    assert first == "bob, twice"
    return lines


@pytest.mark.parametrize("files", [(), ("twice.py", "twice.ipynb")])
def test_points_for_who_handed_in_nothing_or_was_refused_come_and_go_with_either_command(
    grader: Grader, courses: CourseWriter, files: tuple[str, ...]
) -> None:
    (courses.root / "class" / "eve").mkdir()
    for name in files:
        courses.write(f"class/eve/{name}", "{}")
    grader("grade", "class", "--quiet")
    status = "rejected" if files else "missing"

    for command in (("regrade",), ("grade", "class")):
        grader("override", "eve", "twice", "three", "--points", "1", "--reason", "by word of mouth")
        assert f"eve, twice: {status} → 1 of 2 (+1), since a person decided so\n" in grader(*command)[1]
        assert "eve,1,2" in grader("export", "csv")[1]
        courses.write("canvas.csv", CANVAS)
        assert grader("export", "canvas", "--into", "canvas.csv", "--assignment", "twice", "--to", "filled.csv")[0] == 0
        assert "eve,7,,eve,,1" in (courses.root / "filled.csv").read_text()
        grader("override", "eve", "twice", "three", "--take-back")
        assert (
            f"eve, twice: 1 of 2 → {status} (-1), since points of a person do not stand any more\n"
            in grader(*command)[1]
        )


CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,twice (12)
    Points Possible,,,,,2
eve,7,,eve,,
bob,8,,bob,,
"""


def test_a_comment_moves_nothing(grader: Grader, courses: CourseWriter) -> None:
    grader("comment", "bob", "twice", "See me.")
    grader("regrade")

    assert grader("diff")[1] == "nothing moved\n"
    assert len(history(grader)) == 1


def test_the_history_for_staff_has_every_decision_with_author_and_reason(grader: Grader, courses: CourseWriter) -> None:
    for points, reason in (("0.5", "the <idea> is right"), ("1", "all of it is")):
        grader("override", "bob", "twice", "three", "--points", points, "--reason", reason, "--author", "eve <e>")
    grader("comment", "bob", "twice", "Come and see me.", "--author", "kim")

    grader("regrade")

    staff = (courses.root / "out" / "staff" / "bob" / "twice.html").read_text()
    history = staff.partition('id="history"')[2]
    assert re.findall(r"<li>\S+ \S+ (.*)</li>", history) == [
        "eve &lt;e&gt;, 0.5 points, Twice three is right.: the &lt;idea&gt; is right",
        "eve &lt;e&gt;, 1 points, Twice three is right.: all of it is",
        "kim, a comment, on the whole hand-in: Come and see me.",
    ]
    assert "the &lt;idea&gt; is right" not in page(courses.root)
    assert history.partition("</table>")[0].count("<tr>") == 2  # one hand-in, however often it was judged


def test_a_whole_run_keeps_to_what_was_decided(grader: Grader, courses: CourseWriter) -> None:
    grader("override", "bob", "twice", "three", "--points", "1", "--reason", "read by hand")

    grader("grade", "class", "--quiet")
    assert score(courses.root) == 1.0
    assert "(1 kept from before)" in grader("grade", "class")[1]
    grader("grade", "class", "--force", "--quiet")

    assert score(courses.root) == 1.0


def test_a_decision_whose_ground_has_changed_is_listed(grader: Grader, courses: CourseWriter) -> None:
    grader("override", "bob", "twice", "three", "--points", "0.5", "--reason", "the rubric is too strict")
    mend(courses, SURE)

    _, _, told = grader("regrade")

    assert "to look at: bob, twice, three: 0.5 points of a person stand on what has changed since" in told
    assert score(courses.root) == 0.5
    grader("override", "bob", "twice", "three", "--take-back")
    grader("regrade")
    assert score(courses.root) == 1.0
    assert "given by" not in page(courses.root)


def test_a_comment_is_shown_and_is_text(grader: Grader, courses: CourseWriter) -> None:
    grader("comment", "bob", "twice", "See me: <b>{0}</b> %s", "--author", "eve")
    grader("comment", "bob", "twice", "Nearly.", "--criterion", "three", "--author", "eve")

    grader("regrade")

    assert "See me: &lt;b&gt;{0}&lt;/b&gt; %s" in page(courses.root)
    assert "on “Twice three is right.”" in page(courses.root)
    assert score(courses.root) == 0.0


def test_who_is_forgotten_takes_what_was_decided_along(grader: Grader, courses: CourseWriter) -> None:
    grader("override", "bob", "twice", "three", "--points", "1", "--reason", "read by hand")
    grader("forget", "bob")

    grader("grade", "class", "--quiet")

    assert score(courses.root) == 0.0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("override", "zoe", "twice", "three", "--points", "1", "--reason", "r"), "no grade of 'zoe'"),
        (("override", "bob", "thrice", "three", "--points", "1", "--reason", "r"), "for thrice is kept"),
        (("override", "bob", "twice", "four", "--points", "1", "--reason", "r"), "has no criterion 'four'"),
        (("override", "bob", "twice", "three", "--points", "1"), "needs a reason"),
        (("override", "bob", "twice", "three", "--points", "2", "--reason", "r"), "give 0 to 1, or add --beyond"),
        (("override", "bob", "twice", "three", "--points", "-1", "--reason", "r"), "cannot be given"),
        (("override", "bob", "twice", "three", "--points", "nan", "--reason", "r"), "cannot be given"),
        (("override", "bob", "twice", "three"), "one of --points, --attempt and --take-back"),
        (("override", "bob", "twice", "three", "--take-back"), "no points were given"),
        (("comment", "bob", "twice", " "), "an empty comment"),
        (("comment", "bob", "twice", "x", "--criterion", "four"), "has no criterion 'four'"),
        (("comment", "bob", "twice", "x", "--out", "elsewhere"), "holds no gradebook"),
    ],
)
def test_what_cannot_be_decided_is_said(
    grader: Grader, courses: CourseWriter, arguments: tuple[str, ...], said: str
) -> None:
    code, _, told = grader(*arguments)

    assert code == 2
    assert said in " ".join(told.split())
    assert grader("override", "bob", "twice", "three", "--points", "9", "--reason", "r", "--beyond")[0] == 0


def test_an_id_is_known_with_its_accents_apart_or_together(grader: Grader, courses: CourseWriter) -> None:
    courses.write("class/jos\u00e9/twice.py", WRONG)
    grader("grade", "class")

    for apart in ("override jose\u0301 twice three --points 1 --reason ok", "comment jose\u0301 twice well"):
        assert grader(*apart.split())[0] == 0
    said = grader("regrade")[1]

    assert "jos\u00e9, twice: 0 of 2 \u2192 1 of 2 (+1), since a person decided so" in said
    assert grader("replay", "jose\u0301", "twice")[:2] == (0, "jos\u00e9, twice: every answer repeats\n")


def test_whose_grade_is_not_there_is_told_whose_is_like_it(grader: Grader) -> None:
    code, _, said = grader("override", "Bob", "twice", "three", "--points", "1", "--reason", "ok")
    assert (code, "did you mean 'bob'?" in said) == (2, True)

    assert "choose one of: twice" in grader("comment", "bob", "twise", "well")[2]
    assert grader("override", "", "twice", "three", "--points", "1", "--reason", "ok")[0] == 2


def test_what_is_decided_of_a_criterion_that_is_gone_is_told(grader: Grader, courses: CourseWriter) -> None:
    grader("override", "bob", "twice", "three", "--points", "1", "--reason", "ok")
    grader("comment", "bob", "twice", "see me", "--criterion", "three")
    grader("regrade")
    mend(courses, PUBLIC.replace("test_three", "test_tripled"))

    told = grader("regrade")[2]

    assert "bob, twice, three: the criterion is not there any more, so 1 points do not count" in told
    assert "bob, twice, three: the criterion is not there any more, so words of a person are on no page" in told
    overview = (courses.root / "out" / "index.html").read_text()
    assert "“three” is not there any more: the 1 point" in overview.replace("points", "point")


def test_points_of_the_file_are_taken_back_there(grader: Grader, courses: CourseWriter) -> None:
    courses.write(
        "overrides.toml",
        '[[override]]\nstudent = "bob"\nassignment = "twice"\ncriterion = "three"\npoints = 1\nreason = "ok"\n'
        'author = "eve"\ndate = 2026-11-20\n',
    )
    assert grader("regrade")[0] == 0

    code, _, said = grader("override", "bob", "twice", "three", "--take-back", "--reason", "no")

    assert (code, "stand in overrides.toml" in said) == (2, True)
