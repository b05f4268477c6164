"""What students see is what was published, and changes then alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import CommandLine
from tests.conftest import PUBLIC, CourseWriter

WRONG = "def twice(x):\n    return 3 * x\n"
SURE = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.9)")

Grader = CommandLine


@pytest.fixture
def grader(courses: CourseWriter, monkeypatch: pytest.MonkeyPatch, command_line: CommandLine) -> Grader:
    courses.add("twice")
    courses.write("class/bob/twice.py", WRONG)
    courses.write("class/ada/twice.py", WRONG.replace("3", "2"))
    monkeypatch.chdir(courses.root)

    return command_line


def seen(root: Path, student: str = "bob") -> str:
    return (root / "out" / "published" / student / "twice.html").read_text()


def mend(courses: CourseWriter, grader: Grader) -> None:
    (courses.root / "assignments" / "twice" / "test_public.py").write_text(SURE)
    assert grader("regrade")[0] == 0


def test_students_see_another_page_only_once_it_is_published(grader: Grader, courses: CourseWriter) -> None:
    grader("grade", "class", "--quiet")
    assert not (courses.root / "out" / "published").exists()
    code, out, _ = grader("publish")
    assert code == 0
    assert out == "published in out/published: 2 new, 0 moved, 0 other pages changed, 0 as before\n"
    before = seen(courses.root)
    mend(courses, grader)

    assert seen(courses.root) == before
    moved = "bob, twice: 0 of 2 → 1 of 2 (+1), since the rubric is another"
    assert moved in grader("diff", "--published")[1]
    tried = grader("publish", "--dry-run")[1]
    assert moved in tried
    assert "would be published in out/published: 0 new, 1 moved, 1 other pages changed, 0 as before" in tried
    assert seen(courses.root) == before

    assert moved in grader("publish")[1]
    assert seen(courses.root) != before
    assert grader("diff", "--published")[1] == "nothing moved\n"
    assert "2 as before" in grader("publish")[1]


def test_a_page_of_staff_is_never_published(grader: Grader, courses: CourseWriter) -> None:
    grader("grade", "class", "--quiet", "--publish")

    pages = sorted((courses.root / "out" / "published").rglob("*"))
    assert [each.name for each in pages] == ["ada", "twice.html", "bob", "twice.html"]
    assert all("for staff only" not in each.read_text() for each in pages if each.is_file())
    assert seen(courses.root) == (courses.root / "out" / "reports" / "bob" / "twice.html").read_text()


def test_who_left_is_not_published_and_what_was_seen_is_forgotten_with_them(
    grader: Grader, courses: CourseWriter
) -> None:
    grader("grade", "class", "--quiet", "--publish")
    (courses.root / "class" / "bob" / "twice.py").unlink()
    (courses.root / "class" / "bob").rmdir()
    grader("grade", "class", "--quiet")

    assert "1 as before" in grader("publish")[1]
    assert grader("forget", "bob")[0] == 0
    assert not (courses.root / "out" / "published" / "bob").exists()
    assert seen(courses.root, "ada")


def test_who_left_stays_out_of_the_folder_for_students_when_judged_again(grader: Grader, courses: CourseWriter) -> None:
    grader("grade", "class", "--quiet")
    (courses.root / "class" / "bob" / "twice.py").unlink()
    (courses.root / "class" / "bob").rmdir()
    grader("grade", "class", "--quiet")

    mend(courses, grader)

    assert [each.name for each in (courses.root / "out" / "reports").iterdir()] == ["ada"]
    left = courses.root / "out" / "reports-of-students-who-left" / "bob" / "twice.html"
    assert "1 / 2" in left.read_text()


def test_publishing_before_grading_is_refused_with_what_to_do(grader: Grader) -> None:
    code, _, err = grader("publish")

    assert code == 2
    assert "holds no gradebook" in err
    assert not Path("out").exists()


def test_a_page_that_was_taken_away_is_published_again(grader: Grader, courses: CourseWriter) -> None:
    grader("grade", "class", "--quiet")
    grader("publish")
    (courses.root / "out" / "published" / "bob" / "twice.html").unlink()

    assert "0 new, 0 moved, 1 other pages changed, 1 as before" in grader("publish")[1]
    assert "twice" in seen(courses.root)


def test_what_was_decided_since_the_grades_were_made_is_said_where_they_go_out(
    grader: Grader, courses: CourseWriter
) -> None:
    grader("grade", "class", "--quiet")
    assert "decided since" not in grader("publish")[2]
    grader("override", "bob", "twice", "three", "--points", "1", "--reason", "It is.")

    for command in (("publish", "--dry-run"), ("export", "csv")):
        told = " ".join(grader(*command)[2].split())
        assert "what was decided since is not in these grades: bob, twice → `grader regrade` counts it" in told
    grader("regrade")
    assert "decided since" not in grader("publish")[2]


def given(root: Path, out: str = "out") -> dict[str, float]:
    grades = json.loads((root / out / "results.json").read_text())["grades"]
    return {each["student"]: each["score"] for each in grades}


def test_two_folders_of_one_gradebook_show_what_it_has_or_say_that_they_do_not(
    grader: Grader, courses: CourseWriter
) -> None:
    book = ("--gradebook", f"sqlite:///{courses.root / 'book.sqlite3'}")
    for out in ("out", "other out"):
        assert grader("grade", "class", "--quiet", "--out", out, *book)[0] == 0
    assert "2 new" in grader("publish", *book)[1]
    grader("override", "bob", "twice", "three", "--points", "1", "--reason", "It is.", *book)
    grader("regrade", "--out", "other out", *book)
    assert given(courses.root, "other out") == {"ada": 2.0, "bob": 1.0}

    code, out, told = grader("publish", *book)
    assert (code, out) == (
        0,
        "published in out/published: 0 new, 0 moved, 0 other pages changed, 1 as before, 1 held back\n",
    )
    remedy = f"`grader regrade {' '.join(book)}`"  # which finds the gradebook where this command did
    said = f"held back, since the page does not say that it shows the gradebook's grade: bob, twice → {remedy}"
    assert said in " ".join(told.split())
    said = f"the gradebook has other grades than these by now: bob, twice → {remedy} takes them over"
    assert said in " ".join(grader("export", "csv", *book)[2].split())
    assert "bob, twice: 0 of 2 → 1 of 2 (+1)" in grader("diff", "--published", *book)[1]

    assert "1 judged again (nobody's code run), 0 moved" in grader("regrade", *book)[1]
    assert given(courses.root) == {"ada": 2.0, "bob": 1.0}
    assert "0 new, 1 moved" in grader("publish", *book)[1]
    assert "1 of 2" in seen(courses.root)
    assert "other grades" not in grader("export", "csv", *book)[2]


@pytest.mark.parametrize("command", [("regrade",), ("grade", "class", "--quiet")])
def test_after_a_backup_is_put_back_pages_show_what_is_in_it(
    grader: Grader, courses: CourseWriter, command: tuple[str, ...]
) -> None:
    grader("grade", "class", "--quiet")
    grader("backup", "kept.sqlite3")
    grader("override", "bob", "twice", "three", "--points", "1", "--reason", "It is.")
    grader("regrade")
    assert "1 of 2" in (courses.root / "out" / "reports" / "bob" / "twice.html").read_text()
    for path in (courses.root / "out").glob("gradebook.sqlite3*"):
        path.unlink()
    (courses.root / "kept.sqlite3").rename(courses.root / "out" / "gradebook.sqlite3")

    assert "the gradebook has other grades than these" in grader("export", "csv")[2]
    assert grader(*command)[0] == 0
    assert given(courses.root) == {"ada": 2.0, "bob": 0.0}
    for tree in ("reports", "staff"):
        assert "It is." not in (courses.root / "out" / tree / "bob" / "twice.html").read_text()
