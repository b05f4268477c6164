from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest

import grader
from grader.cli import grader as program
from grader.course import variants
from grader.course.assignment import ANSWER_KEY
from grader.course.folder import Course
from grader.errors import CourseError, GraderError, UsageError
from grader.grading.grade import grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.records import Status, Submission
from grader.release.leaks import Leak, find_leaks, secrets_of
from grader.release.pack import Pack, release
from grader.release.wheel import DISTRIBUTION, wheel_name, wheel_version
from grader.sandbox.base import Backend
from grader.words.judgements import judgement_message
from tests.whole_course import COURSE, WHOLE_COURSE

ASSIGNMENT = "momentum_step"

SOLUTION = """
def twice(x):
    doubled_value = x + x - 0.0
    return doubled_value
"""


@dataclass(frozen=True)
class Released:
    """A pack of a real assignment, made from the course that stands here."""

    prepared: Prepared
    folder: Path

    @property
    def submissions(self) -> dict[str, Submission]:
        """The untouched stub, a wrong file and a right one."""
        assignment = self.prepared.assignment
        right = variants.solution(COURSE, assignment)
        wrong = next(each for each in variants.mistakes(COURSE, assignment) if each.id == "velocity_is_subtracted")
        stub = (assignment.folder / "stub.py").read_bytes()
        return {"stub": msgspec.structs.replace(right, source=stub), "wrong": wrong.submission, "right": right}


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory, backend: Backend) -> Released:
    folder = tmp_path_factory.mktemp("release") / "pack"
    prepared = prepared_here(ASSIGNMENT, backend).with_all_rulings(lambda: backend)
    release(COURSE, [prepared], folder)
    return Released(prepared, folder)


def prepared_here(assignment: str, backend: Backend) -> Prepared:
    """Of the course that stands here, which is recorded once for all tests."""
    return prepare(COURSE, COURSE.assignment(assignment), backend, cache=COURSE.cache)


@pytest.fixture
def tiny(courses, backend):
    """A course with a template, ready to be released."""
    courses.add(solution=SOLUTION, mistakes={})
    courses.write("student_template/requirements.txt.j2", "./{{ wheel }}\n")
    courses.write("student_template/README.md.j2", "# Version {{ version }}, {{ assignments[0].title }}\n")
    return courses


@pytest.fixture
def pack(tiny, backend, tmp_path):
    """Makes the pack of the tiny course."""

    def make(*, force: bool = False) -> Pack:
        course = tiny.course
        return release(course, (prepare(course, each, backend) for each in course.assignments()), out, force=force)

    out = tmp_path / "pack"
    return make


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# What is in a pack


def test_a_pack_holds_the_public_parts_and_what_is_needed_to_check_them(released):
    wanted = {
        f"assignments/{ASSIGNMENT}/{name}"
        for name in (
            "assignment.toml",
            "statement.md",
            "statement.html",
            "stub.py",
            "test_public.py",
            "answers.msgpack",
        )
    }

    assert files(released.folder) >= wanted | {f"{ASSIGNMENT}.py", "README.md", "requirements.txt", ".pack.json"}
    assert Course(released.folder).is_pack


def test_a_second_release_is_the_first_byte_for_byte(pack, tmp_path):
    folder = tmp_path / "pack"
    pack()
    first = {name: (folder / name).read_bytes() for name in files(folder)}
    shutil.rmtree(folder)
    pack()

    assert {name: (folder / name).read_bytes() for name in files(folder)} == first


def test_templates_are_rendered(released):
    left = [name for name in files(released.folder) if name.endswith(".j2")]

    assert left == []
    assert not re.search(r"\{[{%#]", (released.folder / "README.md").read_text(encoding="utf-8"))


def test_the_grader_is_installed_from_the_pack_and_from_nowhere_else(released):
    lines = (released.folder / "requirements.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == [
        "--find-links wheels/index.html",
        f"descent-grader=={wheel_version()}",
    ]


def test_the_wheel_holds_the_package_alone(released):
    with zipfile.ZipFile(released.folder / "wheels" / wheel_name()) as wheel:
        names = wheel.namelist()
        broken = wheel.testzip()

    assert broken is None
    assert {name.partition("/")[0] for name in names} == {
        "grader",
        f"descent_grader-{wheel_version()}.dist-info",
    }
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_tells_nothing_of_when_it_was_made(released):
    with zipfile.ZipFile(released.folder / "wheels" / wheel_name()) as wheel:
        dates = {entry.date_time for entry in wheel.infolist()}

    assert len(dates) == 1


def test_a_pack_judges_as_the_course_does(released, backend):
    course = Course(released.folder)
    prepared = prepare(course, course.assignment(ASSIGNMENT), backend)

    for submission in released.submissions.values():
        ours = grade(submission, released.prepared, backend).grade
        theirs = grade(submission, prepared, backend).grade
        assert theirs.judgements == tuple(each for each in ours.judgements if each.public)


def test_all_of_the_course_can_be_given_out_at_once(backend, tmp_path):
    prepared = [prepare(WHOLE_COURSE, each, backend, cache=WHOLE_COURSE.cache) for each in WHOLE_COURSE.assignments()]

    pack = release(WHOLE_COURSE, prepared, tmp_path / "pack")

    assert list(pack.assignments) == WHOLE_COURSE.assignment_ids()


# Where a pack is put


def test_a_folder_with_something_else_in_it_is_left_alone(pack, tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "thesis.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="is not empty and holds no pack"):
        pack(force=True)
    assert files(tmp_path / "pack") == {"thesis.txt"}


def test_an_empty_folder_becomes_the_pack(pack, tmp_path):
    (tmp_path / "pack").mkdir()

    assert pack().kept == ()
    assert (tmp_path / "pack" / "twice.py").exists()


def test_an_earlier_pack_is_renewed_only_by_force(pack):
    pack()

    with pytest.raises(UsageError) as refused:
        pack()
    assert "--force" in refused.value.remedy


def test_students_work_is_never_written_over(pack, tiny, tmp_path):
    pack()
    (tmp_path / "pack" / "twice.py").write_text("# my work\n", encoding="utf-8")
    (tmp_path / "pack" / "notes.txt").write_text("my notes", encoding="utf-8")
    tiny.write("student_template/README.md.j2", "# New\n")

    renewed = pack(force=True)

    assert renewed.kept == ("twice.py",)
    assert (tmp_path / "pack" / "twice.py").read_text(encoding="utf-8") == "# my work\n"
    assert (tmp_path / "pack" / "notes.txt").read_text(encoding="utf-8") == "my notes"
    assert (tmp_path / "pack" / "README.md").read_text(encoding="utf-8") == "# New\n"


def test_a_file_that_a_student_wrote_before_the_pack_had_one_is_kept(pack, tiny, tmp_path):
    pack()
    (tmp_path / "pack" / "thrice.py").write_text("# my work\n", encoding="utf-8")
    tiny.add("thrice", solution=SOLUTION, mistakes={})

    assert pack(force=True).kept == ("thrice.py",)


def test_an_assignment_that_is_gone_goes_from_the_pack(pack, tiny, tmp_path):
    tiny.add("thrice", solution=SOLUTION, mistakes={})
    pack()
    shutil.rmtree(tiny.root / "assignments" / "thrice")

    pack(force=True)

    assert [path.name for path in (tmp_path / "pack" / "assignments").iterdir()] == ["twice"]
    assert (tmp_path / "pack" / "thrice.py").exists()


@pytest.mark.parametrize(
    "text", ["grader\n", "descent-grader==0.1\n./{{ wheel }}\n", "./{{ wheel }}\nGrader>=1\n", "numpy\n"]
)
def test_a_grader_from_an_index_is_refused(pack, tiny, text, tmp_path):
    tiny.write("student_template/requirements.txt.j2", text)

    with pytest.raises(CourseError, match="only so"):
        pack()
    assert not (tmp_path / "pack").exists()


def test_a_variable_that_no_template_may_use_is_an_error(pack, tiny):
    tiny.write("student_template/README.md.j2", "{{ seed }}")

    with pytest.raises(CourseError, match=r"README.md.j2 cannot be rendered: 'seed' is undefined"):
        pack()


# What a pack may not hold

PLANTED = {
    "the seed": ("notes.md", "Nobody guesses {seed}."),
    "a line of the solution": ("notes.md", "Try\n\n    doubled_value = x + x - 0.0\n"),
    "the same, spaced otherwise": ("notes.md", "`doubled_value=x+x-0.0`"),
    "the same in a notebook": ("tour.ipynb", '{"cells": [{"source": ["doubled_value = x + x - 0.0"]}]}'),
    "an id of the hidden rubric": ("notes.md", "Beware of any_number."),
    "a test of the hidden rubric": ("check.yml", "run: pytest -k test_any_number"),
    "a title of the hidden rubric": ("notes.md", "Any number is doubled, it says."),
    "a hint of the hidden rubric": ("notes.md", 'hint="Use the argument."'),
    "the hidden rubric": ("assignments/twice/test_hidden.py", "pass\n"),
    "a copy of the hidden rubric": ("test_hidden_old.py", "pass\n"),
    "a solution by name": ("solution.py", "pass\n"),
    "a folder of the reference": ("reference/twice/README.md", "empty\n"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_pack_that_would_leak_is_not_made(pack, tiny, tmp_path, name):
    path, text = PLANTED[name]
    tiny.write(f"student_template/{path}", text.replace("{seed}", tiny.course.seed().decode()))

    with pytest.raises(GraderError, match="give away what is secret") as refused:
        pack()
    assert path in refused.value.problem
    assert not [left for left in tmp_path.iterdir() if "pack" in left.name]


def test_a_public_rubric_that_reads_a_file_beside_it_is_not_given_out(tiny, backend, tmp_path):
    rubric = tiny.root / "assignments" / "twice" / "test_public.py"
    (rubric.parent / "numbers.txt").write_text("3.0")
    reads = "from pathlib import Path\n\nNUMBER = float((Path(__file__).parent / 'numbers.txt').read_text())\n"
    rubric.write_text(reads + rubric.read_text())
    prepared = prepare(tiny.course, tiny.course.assignment("twice"), backend)

    with pytest.raises(GraderError, match="the public rubric of twice does not load from the pack") as refused:
        release(tiny.course, [prepared], tmp_path / "pack")

    assert "FileNotFoundError" in refused.value.problem
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize(
    ("stub", "told"),
    [
        ('"""To be written."""' + SOLUTION, "stub.py has twice as the reference has it"),
        (
            'def twice(x):\n    """Twice x."""\n    doubled_value = x + x - 0.0  # so\n    return doubled_value\n',
            "as the ref",
        ),
        ("def twice(x:\n", "stub.py is not valid Python in line 1"),
        ("def thrice(x):\n    raise NotImplementedError\n", "stub.py has no function twice"),
    ],
)
def test_a_stub_that_is_done_or_cannot_be_begun_with_is_not_given_out(tiny, backend, tmp_path, stub, told):
    (tiny.root / "assignments" / "twice" / "stub.py").write_text(stub)
    prepared = prepare(tiny.course, tiny.course.assignment("twice"), backend)

    with pytest.raises(GraderError, match="stub") as refused:
        release(tiny.course, [prepared], tmp_path / "pack")

    assert told in refused.value.problem
    assert not (tmp_path / "pack").exists()


def test_a_leak_leaves_an_earlier_pack_as_it_was(pack, tiny, tmp_path):
    pack()
    before = {name: (tmp_path / "pack" / name).read_bytes() for name in files(tmp_path / "pack")}
    tiny.write("student_template/solution.py", "pass\n")

    with pytest.raises(GraderError):
        pack(force=True)
    assert {name: (tmp_path / "pack" / name).read_bytes() for name in files(tmp_path / "pack")} == before


def test_an_error_about_a_leak_does_not_repeat_it(pack, tiny):
    seed = tiny.course.seed().decode()
    tiny.write("student_template/notes.md", f"{seed} doubled_value = x + x - 0.0")

    with pytest.raises(GraderError) as refused:
        pack()
    assert seed not in refused.value.problem
    assert "doubled_value" not in refused.value.problem


def test_archives_are_searched_too(tiny, backend, tmp_path):
    prepared = prepare(tiny.course, tiny.course.assignment("twice"), backend)
    (tmp_path / "searched").mkdir()
    with zipfile.ZipFile(tmp_path / "searched" / "extra.zip", "w") as archive:
        archive.writestr("inside/notes.md", tiny.course.seed())

    leaks = find_leaks(tmp_path / "searched", secrets_of(tiny.course, [prepared]))

    assert Leak("extra.zip: inside/notes.md", "the seed of the course") in leaks


def test_the_input_of_a_hidden_call_is_found(released, tmp_path):
    plan = released.prepared.key.plan
    shown = {call.arguments for call in plan.public}
    hidden = [call for call in plan.hidden if call.arguments not in shown]
    (tmp_path / "recorded").write_bytes(b"before" + hidden[-1].arguments + b"after")

    leaks = find_leaks(tmp_path, secrets_of(COURSE, [released.prepared]))

    assert [leak.secret for leak in leaks] == ["the input of a hidden call"]


def test_every_hidden_criterion_of_the_course_is_a_secret(released):
    hidden = {each.id for each in released.prepared.rubric.criteria if not each.public}

    assert hidden <= secrets_of(COURSE, [released.prepared]).ids


@pytest.mark.parametrize("assignment", [each.id for each in COURSE.assignments()])
def test_what_is_recorded_of_each_assignment_gives_nothing_away(backend, tmp_path, assignment):
    prepared = prepared_here(assignment, backend)
    (tmp_path / ANSWER_KEY).write_bytes(msgspec.msgpack.encode(prepared.public.recorded))

    assert not find_leaks(tmp_path, secrets_of(COURSE, [prepared]))


# What is installed


def install(pack: Path, into: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Install the pack's requirements, and nothing that they need, from a working folder of no meaning."""
    into.mkdir()
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--target", "got", *options]
    return subprocess.run(
        [*command, "-r", str(pack / "requirements.txt")], cwd=into, capture_output=True, text=True, check=False
    )


def test_a_pack_is_installed_from_any_working_folder(released, tmp_path):
    installed = install(released.folder, tmp_path / "elsewhere", "--no-index")

    assert installed.returncode == 0, installed.stderr
    assert (tmp_path / "elsewhere" / "got" / "grader" / "cli.py").exists()


def test_a_wheel_that_somebody_changed_is_refused(released, tmp_path):
    shutil.copytree(released.folder, tmp_path / "pack")
    with zipfile.ZipFile(tmp_path / "pack" / "wheels" / wheel_name(), "a") as wheel:
        wheel.writestr("grader/more.py", "more = 1\n")

    refused = install(tmp_path / "pack", tmp_path / "elsewhere", "--no-index")

    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert not (tmp_path / "elsewhere" / "got").exists()


def test_a_strangers_package_of_the_same_name_and_version_is_not_installed(released, tmp_path):
    index = tmp_path / "index" / DISTRIBUTION
    index.mkdir(parents=True)
    named = f"descent_grader-{grader.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(index / named, "w") as wheel:
        info = f"descent_grader-{grader.__version__}.dist-info"
        wheel.writestr("stranger.py", "")
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: {grader.__version__}\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    (index / "index.html").write_text(f'<a href="{named}">{named}</a>')

    installed = install(released.folder, tmp_path / "elsewhere", "--index-url", index.parent.as_uri())

    assert installed.returncode == 0, installed.stderr
    assert not (tmp_path / "elsewhere" / "got" / "stranger.py").exists()


def test_two_releases_are_equal_byte_for_byte(tiny, backend, tmp_path):
    course = tiny.course
    for name in ("first", "second"):
        release(course, (prepare(course, each, backend) for each in course.assignments()), tmp_path / name)

    first, second = tmp_path / "first", tmp_path / "second"
    assert files(first) == files(second)
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in files(first))


# In the hands of a student


@dataclass(frozen=True)
class Home:
    """A pack in an empty folder, its grader installed in an environment of its own."""

    folder: Path
    bin: Path

    def check(self, source: bytes, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `grader check` on a file."""
        (self.folder / f"{ASSIGNMENT}.py").write_bytes(source)
        return self.run("grader", "check", *arguments, ASSIGNMENT)

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in the pack."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
        command = [str(self.bin / program), *arguments]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def home(released: Released, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    root = tmp_path_factory.mktemp("home")
    shutil.copytree(released.folder, root / "pack")
    subprocess.run([sys.executable, "-m", "venv", root / "venv"], check=True)
    home = Home(root / "pack", root / "venv" / ("Scripts" if os.name == "nt" else "bin"))
    installed = home.run("python", "-m", "pip", "install", "--quiet", "-r", "requirements.txt")
    if "NewConnectionError" in installed.stderr or "Temporary failure in name resolution" in installed.stderr:
        pytest.skip("no package index can be reached from here")
    assert installed.returncode == 0, installed.stderr
    yield home
    shutil.rmtree(root)  # hundreds of megabytes


@functools.cache  # several tests look at the same
def first_lost(home: Home, source: bytes) -> tuple[int, dict[str, Any], str]:
    """Exit code, what was graded as JSON, and what was said in words."""
    said = home.check(source)
    document = json.loads(home.check(source, "--json").stdout)
    return said.returncode, document["grades"][0], " ".join(said.stdout.split())


@pytest.mark.parametrize("kind", ["stub", "wrong", "right"])
def test_verdicts_at_home_are_the_official_ones(released, home, backend, kind):
    submission = released.submissions[kind]
    official = grade(submission, released.prepared, backend).grade

    _, said, _ = first_lost(home, submission.source)

    assert [(each["id"], each["verdict"], each["points"], each["message"]) for each in said["criteria"]] == [
        (each.id, each.verdict, each.points, judgement_message(each, official))
        for each in official.judgements
        if each.public
    ]


def test_a_stub_shows_what_is_to_be_written(released, home):
    code, said, words = first_lost(home, released.submissions["stub"].source)

    assert (code, said["status"]) == (1, Status.MISSING)
    assert words.count("not written yet") == len(released.prepared.assignment.functions)


def test_a_wrong_file_shows_where_it_first_differs(released, home):
    code, said, words = first_lost(home, released.submissions["wrong"].source)

    assert code == 1
    assert [each["mistake"] for each in said["diagnoses"]] == ["velocity_is_subtracted"]
    assert "New weight: yours 1.06, expected 1.94" in words


def test_a_right_file_has_every_public_point(released, home):
    code, said, _ = first_lost(home, released.submissions["right"].source)

    assert code == 0
    assert said["score"] == said["max_score"] == released.prepared.rubric.public.max_points


def test_plain_pytest_says_the_same(released, home):
    (home.folder / f"{ASSIGNMENT}.py").write_bytes(released.submissions["right"].source)
    installed = home.run("python", "-m", "pip", "install", "--quiet", "pytest")
    assert installed.returncode == 0, installed.stderr

    run = home.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")

    assert run.returncode == 0, run.stdout
    assert f"{len(released.prepared.rubric.public.criteria)} passed" in run.stdout


# What editors find in a pack


def in_pack(released: Released, path: str) -> Any:
    return json.loads((released.folder / path).read_text(encoding="utf-8"))


def test_each_task_of_the_editor_is_a_command_line_that_the_grader_takes(released):
    tasks = in_pack(released, ".vscode/tasks.json")["tasks"]

    assert {task["args"][2] for task in tasks} == {"check", "hint", "pack"}
    # A command keeps the help option of whoever asked it first, so that only the program itself may.
    around = click.Context(program, **program.context_settings)
    for task in tasks:
        _, module, name, *arguments = task["args"]
        command = program.get_command(around, name)
        assert module == "grader"
        assert command is not None
        command.make_context(name, [each.replace("${file}", "momentum_step.py") for each in arguments], parent=around)


def test_the_editor_runs_the_criteria_as_tests_and_keeps_the_packs_own_files(released):
    settings = in_pack(released, ".vscode/settings.json")

    assert settings["python.testing.pytestArgs"] == ["assignments"]
    assert set(settings["files.readonlyInclude"]) == {"assignments/**", "wheels/**"}


def test_a_container_installs_what_the_pack_asks_for(released):
    container = in_pack(released, ".devcontainer/devcontainer.json")

    assert container["postCreateCommand"] == "python -m pip install -r requirements.txt pytest"
