"""What has no name is searched after the run, once for each behaviour; grades, pages and results say what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.batch import describing
from grader.batch.outputs import Outputs, open_outputs
from grader.batch.regrading import regrade_class
from grader.batch.run import grade_class
from grader.cli import main
from grader.collect.classroom import collect
from grader.diagnosis.searches import order
from grader.exports import results
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import Diagnosis, FoundBy, Grade
from grader.sandbox.base import Backend
from tests.conftest import TOML, CourseWriter

PUBLIC = '''
"""The public part."""

from grader.rubric import assert_close, cases, criterion, floats, integers


@criterion(points=2, functions=["rate"], hint="Count the stairs.")
@cases(6, lr0=floats(0.1, 2), t=integers(0, 20), every=integers(2, 5))
def test_stairs(submission, reference, case):
    """The rate halves at each stair."""
    assert_close(submission.rate(**case), reference.rate(**case))
'''
HIDDEN = PUBLIC.replace("public part", "hidden part").replace("test_stairs", "test_more_stairs").replace("=2,", "=1,")
SOLUTION = "def rate(lr0, t, every):\n    return lr0 * 0.5 ** (t // every)\n"
EARLY = "def rate(lr0, t, every):\n    return lr0 * 0.5 ** (t / every)\n"
CRUMBS = "def rate(lr0, t, every):\n    return [lr0, t, every][: t % 3 + 1]\n"
SAID = "All your rates are those of `lr0 * 0.5 ** (t / every)`."


@dataclass(frozen=True)
class Class:
    """One that was graded: where it lies, and what it was prepared with."""

    prepared: dict[str, Prepared]
    outputs: Outputs
    folder: Path

    def grade(self, *, force: bool = False) -> dict[str, tuple[Diagnosis, ...]]:
        """Grade it, or what is left of it to grade; what is found of everybody."""
        hand_ins = collect(self.folder, [self.prepared["rate"].assignment])
        run = grade_class(
            hand_ins, self.prepared, outputs=self.outputs, isolation=Isolation.STANDARD, jobs=1, force=force
        )
        return {grade.student: grade.diagnoses for grade in run.grades}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, backend: Backend) -> Class:
    root = tmp_path_factory.mktemp("describing")
    courses = CourseWriter(root)
    courses.write("reference/seed", f"{8:064x}\n")  # under some others, each case that is drawn falls onto a stair
    assignment = courses.add(
        "rate",
        toml=TOML.replace('"twice"', '"rate"').replace("points = 2.0", "points = 3.0"),
        public=PUBLIC,
        hidden=HIDDEN,
        solution=SOLUTION,
        mistakes={},
        stub="def rate(lr0, t, every):\n    raise NotImplementedError\n",
    )
    for student, text in {"ada": SOLUTION, "bob": EARLY, "cyd": EARLY + "\n", "dot": CRUMBS}.items():
        file = root / "submissions" / student / "rate.py"
        file.parent.mkdir(parents=True)
        file.write_text(text)
    prepared = {"rate": prepare(courses.course, assignment, backend)}
    made = Class(prepared, open_outputs(root / "out"), root / "submissions")
    made.grade()
    return made


def test_who_is_wrong_alike_gets_one_description_and_what_follows_no_formula_gets_none(graded: Class) -> None:
    said = graded.grade()

    assert [[each.described is not None for each in said[name]] for name in ("ada", "bob", "cyd", "dot")] == [
        [],
        [True],
        [True],
        [],
    ]
    assert said["bob"] == said["cyd"]
    assert said["bob"][0].described is not None
    assert said["bob"][0].described.found is FoundBy.FORMULA


def test_it_stands_in_results_and_on_pages_of_students_and_of_the_class(graded: Class) -> None:
    (found,) = next(grade.diagnoses for grade in results.read(graded.outputs.results) if grade.student == "bob")
    pages = [graded.outputs.student_page("bob", "rate"), graded.outputs.staff_page("bob", "rate")]
    pages += graded.outputs.class_pages.glob("*.html")

    assert found.words is not None
    assert found.words.title == SAID
    assert all("lr0 * 0.5 ** (t / every)" in page.read_text() for page in pages)


def test_what_was_looked_for_once_is_looked_for_no_more(graded: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it was searched before")

    monkeypatch.setattr(order, "SEARCHES", ((never, 0),))

    assert [len(each) for each in graded.grade().values()] == [0, 1, 1, 0]


def test_of_a_class_graded_anew_what_was_searched_is_not_read_again(
    graded: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = graded.grade()

    def never(grade: Grade, *_: object) -> None:
        raise AssertionError(f"{grade.student}'s was searched before")

    monkeypatch.setattr(describing, "without_a_name", never)

    assert graded.grade(force=True) == before


def test_a_frequent_one_is_proposed_as_a_file_that_holds_nothing_of_a_hand_in(
    graded: Class, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = "".join(page.read_text() for page in graded.outputs.class_pages.glob("*.html"))
    course = graded.outputs.root.parent
    with pytest.raises(SystemExit) as ended:
        main(["mistake", "new", "bob", "rate", "rate", f"--out={graded.outputs.root}", f"--course={course}"])
    printed = capsys.readouterr()

    assert "grader mistake new bob rate rate" in pages
    assert ended.value.code == 0, printed.err
    text = (course / printed.out.splitlines()[0]).read_text()
    assert text.startswith(f'"""{SAID}\n\nloses: stairs, more_stairs\nhint: ')
    assert "def rate(lr0, t, every):" in text
    assert "bob" not in text


def test_judging_again_says_the_same(graded: Class) -> None:
    before = graded.grade()
    done = regrade_class(graded.prepared, outputs=graded.outputs, isolation=Isolation.STANDARD)

    assert done.changes == ()
    assert {grade.student: grade.diagnoses for grade in done.grades} == before
