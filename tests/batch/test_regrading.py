"""A class is judged again from what was recorded: no worker, no hand-in, and every move told with its reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from grader.batch.outputs import Outputs, open_outputs
from grader.batch.processes import CHUNK
from grader.batch.regrading import Regrading, regrade_class
from grader.batch.run import grade_class
from grader.collect.classroom import collect
from grader.exports import results
from grader.gradebook.store import open_gradebook
from grader.gradebook.transcripts import behaviour_sha256, unpacked
from grader.grading.changes import Cause
from grader.grading.prepare import prepare
from grader.grading.regrade import Why
from grader.isolation import Isolation
from grader.records import Choice, Decision, Grade, Status, Verdict
from grader.sandbox.base import Backend
from grader.sandbox.tiers import Backends
from tests.conftest import PUBLIC, CourseWriter

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
RIGHT = "def twice(x):\n    return 2 * x\n"
NEARLY = "def twice(x):\n    return 2.01 * x\n"
WRONG = "def twice(x):\n    return 3 * x\n"
BROKEN = "def twice(x:\n"


@pytest.fixture
def outputs(tmp_path: Path) -> Outputs:
    return open_outputs(tmp_path / "out")


@pytest.fixture
def graded(courses: CourseWriter, backend: Backend, outputs: Outputs, tmp_path: Path) -> Callable[..., None]:
    """Grades a class of five by the rubric of now."""

    def grade(**files: str) -> None:
        folder = tmp_path / "submissions"
        for student, text in ({"ada": RIGHT, "bob": NEARLY, "cyd": WRONG, "dot": BROKEN, "eve": ""} | files).items():
            (folder / student).mkdir(parents=True, exist_ok=True)
            (folder / student / "twice.py").write_text(text)
        assignment = courses.course.assignment("twice")
        prepared = {"twice": prepare(courses.course, assignment, backend)}
        grade_class(collect(folder, [assignment]), prepared, outputs=outputs, isolation=Isolation.STANDARD, jobs=1)

    courses.add("twice")
    return grade


@pytest.fixture
def regrade(courses: CourseWriter, backend: Backend, outputs: Outputs) -> Callable[..., Regrading]:
    """Judges again by a rubric that is mended first."""

    def mended(public: str = "", *, dry_run: bool = False, jobs: int = 1) -> Regrading:
        if public:
            (courses.course.assignment("twice").folder / "test_public.py").write_text(public)
        prepared = {"twice": prepare(courses.course, courses.course.assignment("twice"), backend)}
        return regrade_class(prepared, outputs=outputs, isolation=Isolation.STANDARD, dry_run=dry_run, jobs=jobs)

    return mended


def scores(outputs: Outputs) -> dict[str, float]:
    return {grade.student: grade.score for grade in results.read(outputs.results)}


def test_the_rubric_of_now_moves_nobody_when_nothing_changed(
    graded: Callable[..., None], regrade: Callable[..., Regrading]
) -> None:
    graded()

    done = regrade()

    assert (done.judged, done.current, done.run, done.changes, done.left) == (0, 5, 0, (), ())


def test_a_wider_tolerance_pays_who_is_nearly_right_and_runs_nobodys_code(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs, tmp_path: Path
) -> None:
    graded()
    before = scores(outputs)
    shutil.rmtree(tmp_path / "submissions")

    done = regrade(PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)"))

    assert before == {"ada": 2.0, "bob": 0.0, "cyd": 0.0, "dot": 0.0, "eve": 0.0}
    assert (done.judged, done.run, done.left) == (5, 0, ())
    (change,) = done.changes
    assert (change.student, change.points, change.causes) == ("bob", 1.0, (Cause.RUBRIC,))
    (criterion,) = change.criteria
    assert (criterion.id, criterion.points) == ("three", 1.0)
    assert scores(outputs) == before | {"bob": 1.0}
    assert "1" in outputs.student_page("bob", "twice").read_text()
    book = open_gradebook(outputs.gradebook)
    kept = book.grades_of("twice", "bob")
    book.close()
    assert [each.grade.score for each in kept] == [1.0, 0.0]
    assert kept[0].grade.submission_sha256 == kept[1].grade.submission_sha256
    assert kept[0].grade.conditions == kept[1].grade.conditions


def test_judged_twice_over_nothing_of_the_first_time_is_mistaken_for_the_second(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs
) -> None:
    """The second time expected answers are those of the first, and no more those that everybody was recorded beside."""
    graded()
    regrade(PUBLIC.replace("3.0", "4.0"))
    wider = PUBLIC.replace("3.0", "4.0").replace("reference.twice(x=4.0))", "reference.twice(x=4.0), tolerance=0.01)")

    assert regrade(wider).run == 0
    assert scores(outputs) == {"ada": 2.0, "bob": 1.0, "cyd": 0.0, "dot": 0.0, "eve": 0.0}


def test_all_of_a_class_is_judged_in_the_tier_that_the_run_began_with(
    graded: Callable[..., None], courses: CourseWriter, outputs: Outputs, backend: Backend
) -> None:
    graded(**{f"s{number:02}": f"# {number}\n{RIGHT}" for number in range(2 * CHUNK)})
    (courses.course.assignment("twice").folder / "test_public.py").write_text(PUBLIC.replace("3.0", "4.0"))
    prepared = {"twice": prepare(courses.course, courses.course.assignment("twice"), backend)}

    with Backends(Isolation.AUTO, hidden=True) as backends:
        done = regrade_class(prepared, outputs=outputs, isolation=Isolation.AUTO, backends=backends, jobs=2)
        begun_with = backends.isolation

    made = {grade.conditions.tier for grade in done.grades if grade.conditions is not None and grade.was_run}
    assert done.run > 2 * CHUNK
    assert begun_with is not Isolation.AUTO
    assert made == {begun_with}


def test_a_dry_run_says_the_same_and_changes_nothing(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs
) -> None:
    graded()
    before = outputs.results.read_bytes()
    wider = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)")

    dry = regrade(wider, dry_run=True)

    assert [change.student for change in dry.changes] == ["bob"]
    assert outputs.results.read_bytes() == before
    assert [change.student for change in regrade(wider).changes] == ["bob"]


@pytest.fixture
def decided(outputs: Outputs) -> Callable[[bool], None]:
    """Has staff give points, and with a choice between attempts everybody's grades hang together."""

    def decide(together: bool) -> None:
        book = open_gradebook(outputs.gradebook)
        book.decide("cyd", "twice", Decision("three", 0.5, "nearly", "kim", NOW))
        book.decide("bob", "twice", Decision("", None, "look at the factor", "kim", NOW))
        if together:
            digest = book.latest()["ada", "twice"].grade.submission_sha256
            book.choose("ada", "twice", Choice(digest, "asked for", "kim", NOW))
        book.close()

    return decide


@pytest.mark.parametrize("forgotten", ["", "expected_answers", "sources", "attempts"])
@pytest.mark.parametrize("together", [False, True], ids=["each by itself", "decided together"])
@pytest.mark.parametrize("public", ["wider", "another call"])
def test_a_dry_run_tells_what_the_real_one_does(
    graded: Callable[..., None],
    regrade: Callable[..., Regrading],
    decided: Callable[[bool], None],
    outputs: Outputs,
    forgotten: str,
    together: bool,
    public: str,
) -> None:
    graded()
    decided(together)
    if forgotten:
        book = open_gradebook(outputs.gradebook)
        with book._database.writing() as connection:
            connection.exec_driver_sql(f"DELETE FROM {forgotten}")
        book.close()
    rubric = {"wider": WIDER, "another call": PUBLIC.replace("3.0", "4.0")}[public]

    dry, real = regrade(rubric, dry_run=True), regrade(rubric)

    assert (dry.judged, dry.current, dry.run) == (real.judged, real.current, real.run)
    assert dry.left == real.left
    assert dry.changes == real.changes
    assert told(dry) == told(real)


def told(done: Regrading) -> list[Grade]:
    """Everybody's grade but for how long it took."""
    return sorted((msgspec.structs.replace(each, seconds=0.0) for each in done.grades), key=lambda each: each.student)


def test_what_is_kept_beside_a_transcript_names_its_behaviour(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs
) -> None:
    graded()

    regrade(WIDER)

    book = open_gradebook(outputs.gradebook)
    grades = [entry.grade for entry in book.latest().values()]
    kept = {grades[0].student: packed for grades, packed in book.differences(grades)}
    (rubric,) = {grade.rubric_sha256 for grade in grades}
    expected = book.expected(rubric)
    behaviours = {student: entry.behaviour_sha256 for (student, _), entry in book.latest().items()}
    book.close()
    assert expected is not None
    assert set(kept) == {"ada", "bob", "cyd", "dot"}
    for student, packed in kept.items():
        behaviour = behaviour_sha256(unpacked(packed.difference, expected))
        assert packed.behaviour_sha256 == behaviours[student] == behaviour


def test_points_that_changed_move_all_who_have_them(
    graded: Callable[..., None], regrade: Callable[..., Regrading], courses: CourseWriter, outputs: Outputs
) -> None:
    graded()
    toml = courses.course.assignment("twice").folder / "assignment.toml"
    toml.write_text(toml.read_text().replace("points = 2.0", "points = 4.0"))

    done = regrade(PUBLIC.replace("points=1,", "points=3,"))

    assert {change.student: change.points for change in done.changes} == {
        "ada": 2.0,
        "bob": 0.0,
        "cyd": 0.0,
        "dot": 0.0,
        "eve": 0.0,
    }
    assert scores(outputs)["ada"] == 4.0


def test_a_call_that_is_new_runs_alone_from_the_bytes_that_are_kept(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs, tmp_path: Path
) -> None:
    graded()
    shutil.rmtree(tmp_path / "submissions")

    done = regrade(PUBLIC.replace("3.0", "4.0"))

    assert done.run == 3  # of those whose file loads
    assert done.left == ()
    assert scores(outputs) == {"ada": 2.0, "bob": 0.0, "cyd": 0.0, "dot": 0.0, "eve": 0.0}


def test_without_the_bytes_what_is_new_cannot_be_judged_and_nothing_is_lost(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs
) -> None:
    graded()
    book = open_gradebook(outputs.gradebook)
    with book._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM sources")
    book.close()

    done = regrade(PUBLIC.replace("3.0", "4.0"))

    assert {(grade.student, why) for grade, why in done.left} == {
        ("ada", Why.NO_SOURCE),
        ("bob", Why.NO_SOURCE),
        ("cyd", Why.NO_SOURCE),
    }
    assert scores(outputs)["ada"] == 2.0


WIDER = PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)")


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_large_class_is_judged_in_several_processes_without_anybodys_code(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs, tmp_path: Path, dry_run: bool
) -> None:
    graded(**{f"s{number:02}": (RIGHT, NEARLY, WRONG)[number % 3] for number in range(2 * CHUNK)})
    shutil.rmtree(tmp_path / "submissions")
    book = open_gradebook(outputs.gradebook)
    with book._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM sources")
    book.close()
    before = scores(outputs)
    nearly = {"bob", *(f"s{number:02}" for number in range(1, 2 * CHUNK, 3))}

    done = regrade(WIDER, jobs=2, dry_run=dry_run)

    assert (done.judged, done.run, done.left) == (5 + 2 * CHUNK, 0, ())
    assert {change.student: change.points for change in done.changes} == dict.fromkeys(nearly, 1.0)
    assert scores(outputs) == (before if dry_run else before | dict.fromkeys(nearly, 1.0))


def test_a_process_that_dies_at_one_leaves_its_grade_as_it_was_and_the_others_go_on(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs
) -> None:
    graded(**{f"s{number:02}": RIGHT for number in range(CHUNK)})
    deadly = WIDER.replace(
        "    assert_close", "    import os\n    submission.twice(x=3.0) == 9 and os._exit(1)\n    assert_close"
    )

    done = regrade(deadly, jobs=2)

    assert [(grade.student, why) for grade, why in done.left] == [("cyd", Why.DIED)]
    assert [change.student for change in done.changes] == ["bob"]
    assert scores(outputs)["bob"] == 1.0


def test_a_book_without_expected_answers_says_so(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs
) -> None:
    graded()
    book = open_gradebook(outputs.gradebook)
    with book._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM expected_answers")
    book.close()

    done = regrade(PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)"))

    assert {why for _, why in done.left} == {Why.NO_EXPECTED_ANSWERS}


def test_what_was_not_taken_stays_so_under_the_new_rubric(
    graded: Callable[..., None], regrade: Callable[..., Regrading], outputs: Outputs
) -> None:
    graded()

    regrade(PUBLIC.replace("reference.twice(x=3.0))", "reference.twice(x=3.0), tolerance=0.01)"))

    grades = {grade.student: grade for grade in results.read(outputs.results)}
    assert grades["eve"].status is Status.MISSING
    assert {each.verdict for each in grades["dot"].judgements} == {Verdict.NOT_RUN}
    assert len({grade.rubric_sha256 for grade in grades.values()}) == 1
