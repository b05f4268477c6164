from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader.course import variants
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.release.pack import Form, release
from grader.sandbox.base import Backend
from tests.whole_course import COURSE

IN_THE_PACK = ("cosine_annealing", "momentum_step")  # those that take the least time to prepare


@pytest.fixture(scope="session")
def prepared(backend: Backend) -> Callable[[str], Prepared]:
    """What is known beforehand of an assignment, found out once."""
    known = {name: prepare(COURSE, COURSE.assignment(name), backend, cache=COURSE.cache) for name in IN_THE_PACK}
    return known.__getitem__


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory, prepared: Callable[[str], Prepared]) -> Path:
    """A pack of notebooks, which no test changes."""
    folder = tmp_path_factory.mktemp("notebooks") / "pack"
    release(COURSE, [prepared(each) for each in IN_THE_PACK], folder, form=Form.IPYNB)
    return folder


@pytest.fixture
def solved(pack):
    """The notebook of an assignment with its functions written, by the solution or by a known mistake."""

    def write(assignment: str = "momentum_step", mistake: str = "") -> nbformat.NotebookNode:
        task = COURSE.assignment(assignment)
        known = variants.mistakes(COURSE, task) if mistake else []
        chosen = next((each.submission for each in known if each.id == mistake), variants.solution(COURSE, task))
        notebook: nbformat.NotebookNode = nbformat.read(pack / f"{assignment}.ipynb", as_version=4)
        functions = [cell for cell in notebook.cells if cell.id.startswith("function-")]
        for cell in functions:
            cell.source = ""
        functions[-1].source = chosen.source.decode()
        return notebook

    return write
