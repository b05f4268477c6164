"""A course begun in an empty folder: a label, a loss of one's own, a picture and a quiz, written from the how-to pages.

Their blocks of code are taken as they stand, so that a page on which something is missing stops here.  Each hand-in has
the same verdicts in a class, in a pack and in the Python that a browser runs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from grader.cli import grader as program

ROOT = Path(__file__).resolve().parents[1]
TIER = "standard" if sys.platform.startswith("linux") else "none"
ISOLATION = ("--isolation", TIER)


def blocks(page: str, language: str) -> list[str]:
    """The blocks of code of a how-to page, without their indentation in a list."""
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    return [textwrap.dedent(block) for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]


class Exercise(NamedTuple):
    """One assignment: what a newcomer writes, and its hand-ins."""

    settings: str
    stub: str
    rubric: str
    right: str
    wrong: str
    loses: str
    hidden: bool = False  # whether that is `test_hidden.py`
    files: tuple[tuple[str, str], ...] = ()


def exercises() -> dict[str, Exercise]:
    """The four, by id."""
    (label,) = blocks("ask-for-a-label", "python")
    landscapes, own = blocks("bring-a-loss-of-your-own", "python")
    (picture,) = blocks("have-a-picture-drawn", "python")
    (questions,), (asked,) = blocks("ask-a-quiz", "toml"), blocks("ask-a-quiz", "python")
    return {
        "kinds": Exercise(
            settings='functions = ["classify"]\npoints = 1.0\n',
            stub='def classify(hessian):\n    """Return the kind of point."""\n    raise NotImplementedError\n',
            rubric=f"import numpy as np\nfrom grader.rubric import assert_label, criterion\n\n{label}",
            right=KINDS,
            wrong='def classify(hessian):\n    return "minimum" if hessian[0][0] > 0 else "maximum"\n',
            loses="saddle",
        ),
        "basins": Exercise(
            settings='functions = ["descent"]\npoints = 1.0\nlandscape = { name = "monkey_saddle", depth = 2 }\n',
            stub='def descent(grad, start, lr, steps):\n    """Return the path."""\n    raise NotImplementedError\n',
            rubric=f"from grader.rubric import assert_trajectory, criterion\n{own}{PATH}",
            right=DESCENT.format(sign="-"),
            wrong=DESCENT.format(sign="+"),
            loses="path",
            files=(("landscapes.py", landscapes),),
        ),
        "drawing": Exercise(
            settings='functions = ["draw_trajectories"]\npoints = 2.0\n',
            stub='def draw_trajectories(loss, path):\n    """Return the figure."""\n    raise NotImplementedError\n',
            rubric="import numpy as np\nfrom grader.landscapes import skewed_bowl\n"
            f"from grader.rubric import assert_contours, assert_path_drawn, criterion\n\n{picture}",
            right=DRAWING.format(outer="y in ys", inner="x in xs"),
            wrong=DRAWING.format(outer="x in xs", inner="y in ys"),
            loses="contours",
        ),
        "questions": Exercise(
            settings='functions = ["answers"]\npoints = 1.0\n',
            stub='def answers():\n    """Return your answers."""\n    return {"zigzag": "", "flat_minimum": ""}\n',
            rubric=asked,
            right='def answers():\n    return {"zigzag": "condition number", "flat_minimum": True}\n',
            wrong='def answers():\n    return {"zigzag": "noise", "flat_minimum": True}\n',
            loses="zigzag",
            files=(("quiz.toml", questions),),
            hidden=True,
        ),
    }


KINDS = """import numpy as np


def classify(hessian):
    low, high = np.linalg.eigvalsh(hessian)
    return "Minimum" if low > 0 else "maximum" if high < 0 else "saddle"
"""
PATH = '''

@criterion(points=1, functions=["descent"])
def test_path(submission, reference):
    """Each step goes down."""
    assert_trajectory(submission.descent(**RUN), reference.descent(**RUN))
'''
DESCENT = """import numpy as np


def descent(grad, start, lr, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] {sign} lr * grad(path[-1]))
    return np.array(path)
"""
DRAWING = """import matplotlib.pyplot as plt
import numpy as np


def draw_trajectories(loss, path):
    xs, ys = np.linspace(-3, 3, 41), np.linspace(-2, 2, 41)
    heights = np.array([[loss([x, y]) for {inner}] for {outer}])
    fig, ax = plt.subplots()
    ax.contour(xs, ys, heights, levels=12)
    ax.plot(path[:, 0], path[:, 1], "o-")
    return fig
"""

TITLES = 'title = "T"\nsource = "a lesson"\nlevel = "Beginner"\nminutes = 10\n'

# What a browser's worker does with a site's pack, once for each file: `student/assignment` and the verdicts.
IN_A_BROWSER = """
import json, sys
from pathlib import Path
from grader.web.workbench import Workbench

class Page:
    def opened(self): pass
    def turn(self, seconds): pass
    def said(self, data): pass
    def done(self): pass

bench, told = Workbench(sys.argv[1]), {}
for path in sorted(Path(sys.argv[2]).glob("*/*.py")):
    checked = bench.check(path.stem, path.name, path.read_bytes(), Page())
    told[f"{path.parent.name}/{path.stem}"] = json.loads(checked.results)["grades"][0]
sys.stdout.write(json.dumps(told))
"""

Told = dict[str, list[list[object]]]


class Graded(NamedTuple):
    """The course's folder, and what is said of each hand-in in three places."""

    course: Path
    selftest: str
    in_class: Told
    in_pack: Told
    in_browser: Told


def said(*arguments: str) -> str:
    """What a command prints; it must succeed."""
    ran = CliRunner().invoke(program, list(arguments))
    assert ran.exit_code == 0, f"{arguments}: {ran.output}"
    return ran.output


def written(course: Path) -> None:
    """Everything that a newcomer writes over what `grader new` has begun."""
    for name, exercise in exercises().items():
        said("new", name)
        folder, reference = course / "assignments" / name, course / "reference" / name
        asks, rests = ("test_hidden.py", "test_public.py") if exercise.hidden else ("test_public.py", "test_hidden.py")
        texts = {
            folder / "assignment.toml": TITLES + exercise.settings,
            folder / "statement.md": f"# {name}\n\nWrite it.\n",
            folder / "stub.py": exercise.stub,
            folder / asks: exercise.rubric,
            folder / rests: '"""Nothing is asked here."""\n',
            reference / "solution.py": exercise.right,
            **{folder / file: text for file, text in exercise.files},
        }
        for path in [*reference.glob("mistakes/*/*.py"), *reference.glob("accepted/*.py")]:
            path.unlink()
        function = re.findall(r"def (\w+)", exercise.stub)[0]
        known = reference / "mistakes" / function / "known.py"
        known.parent.mkdir()
        texts[known] = f'"""It is wrong.\n\nloses: {exercise.loses}\nhint: Look.\nsecond hint: Look again.\n"""\n\n'
        texts[known] += exercise.wrong
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")


def handed_in(place: Path) -> None:
    """Right, wrong and empty files, and some that answer with a label of markup whatever they are asked."""
    for name, exercise in exercises().items():
        texts = {"right": exercise.right, "wrong": exercise.wrong, "empty": ""}
        function = re.findall(r"def (\w+)", exercise.stub)[0]
        texts["odd"] = f"def {function}(*_, **__):\n    return '<b>saddle</b>'\n"
        for student, text in texts.items():
            (place / student).mkdir(parents=True, exist_ok=True)
            (place / student / f"{name}.py").write_text(text, encoding="utf-8")


def verdicts(grade: dict[str, Any]) -> list[list[object]]:
    """Of each criterion what a student is told, wherever the file is checked."""
    return [[each[name] for name in ("id", "verdict", "points", "message")] for each in grade["criteria"]]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    folder = tmp_path_factory.mktemp("newcomer")
    course, hand_ins, pack = folder / "course", folder / "hand-ins", folder / "pack"
    course.mkdir()
    handed_in(hand_ins)
    with chdir(course):
        written(course)
        selftest = said("selftest", *ISOLATION)
        said("grade", str(hand_ins), "--out", str(folder / "out"), *ISOLATION)
        said("release", "--out", str(pack), *ISOLATION)
    results = json.loads((folder / "out" / "results.json").read_text())["grades"]
    in_pack: dict[str, Any] = {}
    for student in sorted(hand_ins.iterdir()):
        for path in student.glob("*.py"):
            (pack / path.name).write_bytes(path.read_bytes())
        ran = subprocess.run(
            [sys.executable, "-m", "grader", "check", "--json"], cwd=pack, capture_output=True, text=True, check=False
        )
        in_pack |= {f"{student.name}/{each['assignment']}": each for each in json.loads(ran.stdout)["grades"]}
    browser = subprocess.run(
        [sys.executable, "-c", IN_A_BROWSER, str(pack), str(hand_ins)],
        cwd=pack,  # where nothing but the pack can be read
        capture_output=True,
        text=True,
        check=True,
    )
    return Graded(
        course,
        selftest,
        {f"{each['student']}/{each['assignment']}": verdicts(each) for each in results},
        {name: verdicts(each) for name, each in in_pack.items()},
        {name: verdicts(each) for name, each in json.loads(browser.stdout).items()},
    )


STUDENTS = ("right", "wrong", "empty", "odd")


def test_selftest_finds_nothing_wrong_with_what_the_pages_tell_to_write(graded: Graded) -> None:
    assert graded.selftest.count("no survivor, no false loss, no false diagnosis") == len(exercises())


@pytest.mark.parametrize("name", exercises())
def test_a_class_is_graded_by_it(graded: Graded, name: str) -> None:
    told = {student: graded.in_class[f"{student}/{name}"] for student in STUDENTS}
    lost = [each[0] for each in told["wrong"] if each[1] != "passed"]

    assert {each[1] for each in told["right"]} == {"passed"}
    assert lost == [exercises()[name].loses]
    assert {each[1] for each in told["empty"]} == {"not_run"}
    assert {each[1] for each in told["odd"]} == {"failed"}


@pytest.mark.parametrize("name", exercises())
@pytest.mark.parametrize("student", STUDENTS)
def test_pack_and_browser_say_what_the_class_is_told(graded: Graded, student: str, name: str) -> None:
    public = graded.in_pack[f"{student}/{name}"]
    ids = [each[0] for each in public]

    assert graded.in_browser[f"{student}/{name}"] == public
    assert [each for each in graded.in_class[f"{student}/{name}"] if each[0] in ids] == public


def test_where_nothing_is_asked_before_the_hand_in_nobody_is_told_that_it_passed(graded: Graded) -> None:
    assert graded.in_pack["right/questions"] == []
    with chdir(graded.course.parent / "pack"):
        told = said("check", "questions", "--report", "page.html", *ISOLATION)

    assert "None of its criteria can be checked before that." in told
    assert "Judged after hand-in" in Path(graded.course.parent, "pack", "page.html").read_text(encoding="utf-8")
