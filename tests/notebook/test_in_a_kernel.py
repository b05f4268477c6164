"""A real kernel: the notebook from top to bottom, and what one does in between."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from grader.course import variants
from tests.whole_course import COURSE

ASSIGNMENT = "momentum_step"
SOLUTION = variants.solution(COURSE, COURSE.assignment(ASSIGNMENT)).source.decode()
WRONG = next(
    each.submission.source.decode()
    for each in variants.mistakes(COURSE, COURSE.assignment(ASSIGNMENT))
    if each.id == "velocity_is_subtracted"
)


@dataclass
class Session:
    """One kernel, in which every test begins with nothing."""

    client: NotebookClient

    def run(self, text: str) -> list[Any]:
        """What a cell shows."""
        cell = nbformat.v4.new_code_cell(text)
        self.client.nb.cells.append(cell)
        self.client.execute_cell(cell, len(self.client.nb.cells) - 1)
        return list(cell.outputs)

    def told(self, text: str) -> str:
        """What a cell shows, as a console would have it."""
        return "\n".join(map(as_text, self.run(text)))


def as_text(output: Any) -> str:
    match output.output_type:
        case "stream":
            return str(output.text)
        case "error":
            return "\n".join(output.traceback)
    return str(output.data.get("text/plain", ""))


@pytest.fixture(scope="module")
def started(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookClient]:
    here = tmp_path_factory.mktemp("kernel") / "pack"
    shutil.copytree(pack, here)
    with (here / "assignments" / ASSIGNMENT / "assignment.toml").open("a", encoding="utf-8") as toml:
        toml.write("[limits]\ncall_cpu_seconds = 0.2\n")
    client = client_of(nbformat.v4.new_notebook(), here)
    with client.setup_kernel():
        yield client


@pytest.fixture
def kernel(started: NotebookClient) -> Session:
    session = Session(started)
    session.run("%reset -f\n%reset -f in")
    assert session.told("%load_ext grader") == ""
    return session


def client_of(notebook: nbformat.NotebookNode, here: Path) -> NotebookClient:
    resources = {"metadata": {"path": str(here)}}
    return NotebookClient(notebook, timeout=60, allow_errors=True, kernel_name="python3", resources=resources)


def outputs(notebook: nbformat.NotebookNode, here: Path) -> dict[str, list[Any]]:
    """What each cell of a notebook shows that is run from top to bottom."""
    client_of(notebook, here).execute()
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


# From top to bottom


def test_an_untouched_notebook_runs_to_its_end_and_says_what_is_not_written(pack: Path) -> None:
    shown = outputs(nbformat.read(pack / "momentum_step.ipynb", as_version=4), pack)

    assert {name for name, all_of_it in shown.items() if all_of_it} == {"check", "plot"}
    assert "sgd_step  0 of 3.5 points, not written yet" in as_text(shown["check"][0])
    assert as_text(shown["plot"][0]) == "optimize_with_momentum is not written yet, so there is nothing to draw."


def test_a_solved_notebook_runs_to_its_end_with_a_verdict_and_a_picture(pack, solved):
    shown = outputs(solved("cosine_annealing"), pack)

    assert "everything public passes" in as_text(shown["check"][0])
    assert "image/png" in shown["plot"][0].data


# What is checked


def test_what_the_kernel_holds_now_is_checked(kernel):
    kernel.run(WRONG)
    assert "Recognised" in kernel.told("%grader momentum_step")

    kernel.run(SOLUTION)

    assert "everything public passes" in kernel.told("%grader momentum_step")


def test_the_page_stands_in_a_frame_of_its_own_and_the_plain_text_beside_it(kernel):
    kernel.run(WRONG)

    (shown,) = kernel.run("%grader momentum_step")

    assert shown.output_type == "display_data"
    assert set(shown.data) == {"text/plain", "text/html"}
    page = shown.data["text/html"]
    assert 'sandbox="allow-scripts"' in page
    assert "&lt;!DOCTYPE html&gt;" in page
    assert "<style" not in page


def test_the_function_shows_what_the_magic_shows(kernel):
    kernel.run(WRONG)

    (by_magic,) = kernel.run("%grader momentum_step")
    (by_function,) = kernel.run("import grader\ngrader.check('momentum_step')")

    assert by_function.output_type == "execute_result"
    assert set(by_function.data) == set(by_magic.data)
    assert as_text(by_function).splitlines()[:4] == as_text(by_magic).splitlines()[:4]


def test_one_function_is_checked_alone(kernel):
    kernel.run(SOLUTION)

    told = kernel.told("%grader sgd_step")

    assert "3.5 of 3.5 points" in told
    assert "optimize_with_momentum" not in told.splitlines()[2]


def test_without_a_name_all_is_checked_that_is_begun(kernel):
    kernel.run(SOLUTION)

    told = kernel.told("%grader")

    assert "(momentum_step)" in told
    assert "(cosine_annealing)" not in told


def test_a_loop_that_does_not_end_ends_and_leaves_the_kernel_as_it_was(kernel):
    kernel.run("def sgd_step(weight, gradient, lr, velocity, momentum):\n    while True:\n        pass")

    told = kernel.told("%grader sgd_step")

    assert "timed out" in told
    assert kernel.told("1 + 1") == "2"


def test_a_function_that_ends_python_ends_no_kernel(kernel):
    kernel.run("import os\ndef sgd_step(weight, gradient, lr, velocity, momentum):\n    os._exit(3)")

    assert "crashed" in kernel.told("%grader sgd_step")
    assert kernel.told("os is not None") == "True"


def test_loading_the_extension_again_is_no_news(kernel):
    kernel.run(SOLUTION)
    kernel.run("%load_ext grader")

    assert len(kernel.run("%load_ext grader\n%grader sgd_step")) == 1


# Where nothing can be checked


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%grader momentum_stpe", "did you mean 'momentum_step'"),
        ("%grader momentum_step", "run the cells that define sgd_step, optimize_with_momentum, then check again"),
        ("%grader", "this notebook holds no function of any assignment yet"),
        ("%grader momentum_step.ipynb", "is a file, and here the notebook itself is checked"),
        ("%%grader paint\n1", "%%grader is for `%%grader plot`"),
        ("import os; os.chdir('/')\n%grader momentum_step", "open the notebook where your pack lies"),
    ],
)
def test_a_sentence_says_why_nothing_is_checked(kernel, cell, said):
    kernel.run("import os; home = os.getcwd()")

    told = kernel.told(cell)
    kernel.run("os.chdir(home)")

    assert said in told
    assert "Traceback" not in told
    assert told.startswith("Error: ")


def test_functions_of_a_file_are_told_apart_from_those_of_the_notebook(kernel, started):
    place = Path(started.resources["metadata"]["path"])
    (place / "momentum_step.py").write_text(SOLUTION)

    told = kernel.told("from momentum_step import *\n%grader momentum_step")
    (place / "momentum_step.py").unlink()

    assert "come from the file momentum_step.py, and not from this notebook" in told


# Drawing


def test_what_is_not_there_yet_is_said_before_it_is_drawn(kernel):
    assert kernel.told("%%grader plot\nprint(sgd_step)") == (
        "There is no sgd_step yet: run the cell that makes it, then this one again."
    )


def test_a_mistake_in_what_is_drawn_has_its_traceback(kernel):
    assert "ZeroDivisionError" in kernel.told("%%grader plot\n1 / 0")


def test_without_matplotlib_a_sentence_says_so(kernel):
    kernel.run("import sys, importlib.util as u\nfind = u.find_spec\nu.find_spec = lambda name: None")

    told = kernel.told("%%grader plot\nimport matplotlib")
    kernel.run("u.find_spec = find")

    assert "matplotlib is not installed" in told


# A pack on its own


def test_an_empty_folder_and_the_packs_own_wheel_are_enough(pack, solved, tmp_path):
    """As after `pip install -r requirements.txt`: the grader is that of the pack, and what it needs is there."""
    shutil.copytree(pack, tmp_path / "pack")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        tmp_path / "got",
    ]
    own = [
        line for line in (pack / "requirements.txt").read_text().splitlines() if line not in {"ipykernel", "matplotlib"}
    ]
    (tmp_path / "pack" / "own.txt").write_text("\n".join(own))
    subprocess.run([*command, "-r", tmp_path / "pack" / "own.txt"], check=True)
    notebook = solved()
    notebook.cells.append(nbformat.v4.new_code_cell("import grader; print(grader.__file__)", id="where"))
    notebook.cells.append(nbformat.v4.new_code_cell("import sys\n!{sys.executable} -m grader check", id="terminal"))
    nbformat.write(notebook, tmp_path / "pack" / "momentum_step.ipynb")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path / "got"))
        shown = outputs(notebook, tmp_path / "pack")

    assert "everything public passes" in as_text(shown["check"][0])
    assert str(tmp_path / "got") in as_text(shown["where"][0])
    assert "everything public passes" in "".join(map(as_text, shown["terminal"]))


def test_where_the_grader_is_missing_the_first_cell_brings_it_from_what_was_uploaded(kernel, pack, tmp_path):
    shutil.copyfile(pack / "colab.zip", tmp_path / "colab.zip")
    setup = next(cell for cell in nbformat.read(pack / "momentum_step.ipynb", as_version=4).cells if cell.id == "setup")
    kernel.run(f"import importlib.util as u, os; home = os.getcwd(); find = u.find_spec; os.chdir({str(tmp_path)!r})")
    kernel.run("u.find_spec = lambda name: None\nget_ipython().register_magic_function(print, 'line', 'pip')")

    told = kernel.told(setup.source)
    kernel.run("u.find_spec = find; os.chdir(home)")

    assert told.startswith("install --quiet wheels/descent_grader-")
    assert (tmp_path / "assignments" / ASSIGNMENT / "answers.msgpack").exists()


def test_where_nothing_was_uploaded_the_first_cell_says_what_to_do(kernel, pack, tmp_path):
    setup = next(cell for cell in nbformat.read(pack / "momentum_step.ipynb", as_version=4).cells if cell.id == "setup")
    kernel.run(f"import importlib.util as u, os; home = os.getcwd(); find = u.find_spec; os.chdir({str(tmp_path)!r})")
    kernel.run("u.find_spec = lambda name: None")

    told = kernel.told(setup.source)
    kernel.run("u.find_spec = find; os.chdir(home)")

    assert told.startswith("The grader is not here yet: upload colab.zip")


@pytest.mark.parametrize(
    "asked", [f'%grader "{ASSIGNMENT}"', f"%grader {ASSIGNMENT}  # the first", f"grader.check({ASSIGNMENT!r})"]
)
def test_a_name_may_be_quoted_and_have_a_remark_behind_it(kernel, asked):
    kernel.run(SOLUTION)

    assert "everything public passes" in kernel.told(f"import grader.notebook.extension as grader\n{asked}")


@pytest.mark.parametrize("asked", ["grader.check(3)", f"grader.check([{ASSIGNMENT!r}])", "%grader --help"])
def test_what_is_no_name_is_the_users_slip_and_not_the_graders(kernel, asked):
    said = kernel.told(f"import grader.notebook.extension as grader\n{asked}")

    assert "is no name of an assignment, a function or a criterion" in said
    assert "the grader itself failed" not in said


def test_what_was_begun_to_be_drawn_is_not_shown_where_there_is_nothing_to_draw(kernel):
    pytest.importorskip("matplotlib")
    begun = "%%grader plot\nimport matplotlib.pyplot as plt\nplt.figure()\nraise NotImplementedError"

    shown = kernel.run(begun)

    assert not any("image/png" in each.get("data", {}) for each in shown)
