"""The notebook as it is given out, graded and renewed."""

from __future__ import annotations

import shutil
import zipfile

import nbformat
import pytest

from grader.collect.own_files import own_submissions
from grader.collect.stubs import is_untouched
from grader.course.folder import Course
from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import SourceKind, Submission, TroubleKind
from grader.release.notebook import written
from grader.release.pack import Form, Pack, release
from grader.sandbox.base import Backend
from tests.notebook.conftest import IN_THE_PACK
from tests.whole_course import COURSE

ASSIGNMENTS = [each.id for each in COURSE.assignments()]


def submission(notebook: nbformat.NotebookNode, assignment: str = "momentum_step") -> Submission:
    source = nbformat.writes(notebook).encode()
    return Submission("ada", assignment, f"{assignment}.ipynb", SourceKind.NOTEBOOK, source)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_each_function_has_a_cell_of_its_own_between_imports_and_check(assignment):
    notebook = nbformat.reads(written(COURSE.assignment(assignment)), as_version=4)

    code = [cell.id for cell in notebook.cells if cell.cell_type == "code"]

    functions = COURSE.assignment(assignment).functions
    numbered = [f"function-{number}-{name}" for number, name in enumerate(functions, 1)]
    assert code == ["setup", "imports", *numbered, "check", "plot"]
    nbformat.validate(notebook)


def test_the_statement_stands_in_it_whole():
    notebook = nbformat.reads(written(COURSE.assignment("optimizer_comparison")), as_version=4)

    prose = "\n\n".join(cell.source for cell in notebook.cells if cell.id.startswith("statement-"))

    statement = (COURSE.root / "assignments" / "optimizer_comparison" / "statement.md").read_text(encoding="utf-8")
    assert prose == statement.strip()
    assert "\\tfrac{1}{2}" in prose


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_same_assignment_gives_the_same_bytes(assignment):
    task = COURSE.assignment(assignment)

    assert written(task) == written(task)


def test_a_pack_holds_one_form_of_each_assignment(pack):
    forms = {path.name for path in pack.iterdir() if path.suffix in {".py", ".ipynb"}}

    assert forms == {f"{name}.ipynb" for name in IN_THE_PACK}


def test_one_file_holds_all_that_a_notebook_needs_elsewhere(pack):
    with zipfile.ZipFile(pack / "colab.zip") as archive:
        names = archive.namelist()

    assert "assignments/momentum_step/answers.msgpack" in names
    assert [name for name in names if name.endswith(".whl")]


# What of it is a hand-in


def trouble(prepared: Prepared, notebook: nbformat.NotebookNode, backend: Backend) -> TroubleKind | None:
    why = grade(submission(notebook, prepared.assignment.id), prepared, backend).grade.trouble
    return None if why is None else why.kind


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_notebook_as_it_was_given_out_counts_as_nothing(assignment):
    task = COURSE.assignment(assignment)

    assert is_untouched(written(task).encode(), SourceKind.NOTEBOOK, task)


def test_what_a_check_left_in_an_untouched_notebook_makes_no_hand_in_of_it(pack, prepared, backend):
    notebook = nbformat.read(pack / "momentum_step.ipynb", as_version=4)
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", {"text/html": "<p>" * 200_000})]

    assert trouble(prepared("momentum_step"), notebook, backend) is TroubleKind.UNCHANGED_STUB


def test_one_line_that_was_written_makes_a_hand_in_of_it(pack, prepared, backend):
    notebook = nbformat.read(pack / "momentum_step.ipynb", as_version=4)
    notebook.cells[-1].source += "\nmine = 1"

    assert trouble(prepared("momentum_step"), notebook, backend) is None


def test_an_untouched_notebook_competes_with_no_file(pack, tmp_path):
    shutil.copytree(pack / "assignments", tmp_path / "assignments")
    shutil.copyfile(pack / "momentum_step.ipynb", tmp_path / "momentum_step.ipynb")
    (tmp_path / "momentum_step.py").write_text("def sgd_step():\n    pass\n", encoding="utf-8")

    ((_, own),) = own_submissions(Course(tmp_path), ["momentum_step"], tmp_path)

    assert own.filename == "momentum_step.py"


@pytest.mark.parametrize("assignment", IN_THE_PACK)
def test_a_solved_notebook_gets_all_points_and_nothing_is_told_of_its_other_cells(
    solved, prepared, backend, assignment
):
    graded = grade(submission(solved(assignment), assignment), prepared(assignment), backend).grade

    assert graded.score == COURSE.assignment(assignment).points
    assert graded.stops == ()
    assert graded.load is None


def test_functions_in_a_cell_that_draws_are_not_passed_over_in_silence(solved, prepared, backend):
    notebook = solved()
    notebook.cells[-1].source += "\ndef helper():\n    pass\n"

    graded = grade(submission(notebook), prepared("momentum_step"), backend).grade

    assert [stop.detail for stop in graded.stops] == ["%%grader"]


# A pack that is renewed in another form


@pytest.fixture
def renewed(courses, backend, tmp_path):
    """Makes the pack of the tiny course again, in a form."""
    courses.add(mistakes={})
    courses.write("student_template/requirements.txt.j2", "./{{ wheel }}\n")

    def make(form: Form) -> Pack:
        course = courses.course
        prepared = (prepare(course, each, backend) for each in course.assignments())
        return release(course, prepared, tmp_path / "pack", force=True, form=form)

    return make


@pytest.mark.parametrize(("first", "second"), [(Form.PY, Form.IPYNB), (Form.IPYNB, Form.PY)])
def test_the_other_form_takes_the_place_of_what_nobody_changed(renewed, tmp_path, first, second):
    renewed(first)

    kept = renewed(second).kept

    assert kept == ()
    assert [path.name for path in (tmp_path / "pack").glob("twice.*")] == [f"twice.{second}"]
    assert (tmp_path / "pack" / "colab.zip").exists() == (second is Form.IPYNB)


@pytest.mark.parametrize(("first", "second"), [(Form.PY, Form.IPYNB), (Form.IPYNB, Form.PY)])
def test_a_students_work_in_one_form_keeps_the_other_out(renewed, tmp_path, first, second):
    renewed(first)
    (tmp_path / "pack" / f"twice.{first}").write_text("{}", encoding="utf-8")

    kept = renewed(second).kept

    assert kept == (f"twice.{first}",)
    assert [path.name for path in (tmp_path / "pack").glob("twice.*")] == [f"twice.{first}"]
