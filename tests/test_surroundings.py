"""Whatever a caller left the program without, hand-ins are graded all the same, or it is said what is wrong."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import click
import pytest

import grader
from grader.cli import COMMANDS
from grader.cli import grader as program
from grader.errors import IsolationError
from grader.gradebook.address import Address
from grader.gradebook.extensions import Extension
from grader.gradebook.store import open_gradebook
from grader.isolation import Isolation
from grader.sandbox.tiers import open_backend
from tests.conftest import HIDDEN, PUBLIC, SOLUTION, STUB, THRICE, TOML, CourseWriter

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="closes what Linux passes on")

PROGRAM = [sys.executable, "-m", "grader"]
RIGHT = "def twice(x):\n    return 2 * x\n"
TIERS = (Isolation.NONE, Isolation.STANDARD, Isolation.STRICT)
MARK = b"\xef\xbb\xbf"

in_each_tier = pytest.mark.parametrize("tier", TIERS)


@pytest.fixture
def course(courses: CourseWriter) -> CourseWriter:
    """A course with one hand-in of its own and a class of two."""
    courses.add()
    courses.write("twice.py", RIGHT)
    courses.write("submissions/ada/twice.py", RIGHT)
    courses.write("submissions/bob/twice.py", RIGHT.replace("2", "3"))
    return courses


def run(
    command: list[str],
    where: Path,
    *,
    before: Callable[[], None] | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=where,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=before,
    )


def scores(out: Path) -> dict[str, float]:
    return {row["student"]: row["score"] for row in json.loads((out / "results.json").read_bytes())["grades"]}


@cache
def why_not(tier: Isolation) -> str:
    try:
        open_backend(tier, hidden=False).close()
    except IsolationError as unavailable:
        return unavailable.problem
    return ""


def skip_without(tier: Isolation) -> None:
    if missing := why_not(tier):
        pytest.skip(missing)


def ignore_children() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def grade(tier: Isolation = Isolation.NONE, *more: str) -> list[str]:
    return [*PROGRAM, "grade", "submissions", "--isolation", tier, *more]


# --- what a process inherits ---------------------------------------------------------------------------------------


@in_each_tier
def test_a_caller_that_ignores_the_end_of_children_changes_no_grade(course, tier):
    skip_without(tier)

    graded = run(grade(tier), course.root, before=ignore_children)
    checked = run([*PROGRAM, "check", "twice", "--isolation", tier], course.root, before=ignore_children)

    assert (graded.returncode, graded.stderr) == (0, "")
    assert scores(course.root / "out") == {"ada": 2.0, "bob": 0.0}
    assert checked.returncode == 0, checked.stderr


def test_a_call_that_ends_python_is_told_as_that_where_the_end_of_children_is_ignored(course):
    course.write("submissions/ada/twice.py", "import os\ndef twice(x):\n    os._exit(7)\n")

    run(grade(), course.root, before=ignore_children)

    assert "status 7" in (course.root / "out" / "reports" / "ada" / "twice.html").read_text()


@pytest.mark.parametrize(
    ("closed", "tier"), [((number,), Isolation.NONE) for number in range(3)] + [((0, 1, 2), tier) for tier in TIERS]
)
def test_standard_streams_that_are_closed_change_no_grade(course, tier, closed):
    def close() -> None:
        for number in closed:
            os.close(number)

    skip_without(tier)

    graded = run(grade(tier), course.root, before=close)
    checked = run([*PROGRAM, "check", "twice", "--isolation", tier], course.root, before=close)

    assert (graded.returncode, graded.stderr) == (0, "")
    assert scores(course.root / "out") == {"ada": 2.0, "bob": 0.0}
    assert checked.returncode == 0, checked.stderr


PUT_RIGHT = "from grader.surroundings import put_right; put_right()"
THREADS = 'import os, numpy; print(len(os.listdir("/proc/self/task")))'


def test_linear_algebra_has_one_thread_whatever_a_caller_allows(tmp_path):
    if len(os.sched_getaffinity(0)) == 1:
        pytest.skip("on one core NumPy has one thread in any case")

    def threads(*lines: str) -> str:
        return run([sys.executable, "-c", "\n".join(lines)], tmp_path, environment={"OPENBLAS_NUM_THREADS": "2"}).stdout

    assert (threads(THREADS), threads(PUT_RIGHT, THREADS)) == ("2\n", "1\n")


DROPPED = {"PYTHONOPTIMIZE": "2"}  # asserts, as "1" does, and docstrings


def test_python_that_drops_docstrings_and_asserts_gives_the_same_grades_and_help(course):
    public = PUBLIC.replace(
        "    assert_close(submission",
        "    assert abs(submission.twice(x=3.0) - 6.0) < 1e-3\n    assert_close(submission",
    )
    course.write("assignments/twice/test_public.py", public)
    plain = run(grade(), course.root)

    graded = run(grade(Isolation.NONE, "--out", "again"), course.root, environment=DROPPED)
    helped = run([*PROGRAM, "grade", "--help"], course.root, environment=DROPPED)

    assert (graded.returncode, graded.stderr) == (0, "")
    assert scores(course.root / "again") == scores(course.root / "out") == {"ada": 2.0, "bob": 0.0}
    assert plain.returncode == 0
    assert helped.stdout == run([*PROGRAM, "grade", "--help"], course.root).stdout


def test_a_bare_assert_of_a_rubric_is_not_won_by_dropping_it(course):
    bare = PUBLIC.partition("    assert_close")[0] + "    assert abs(submission.twice(x=3.0) - 6.0) < 1e-3\n"
    course.write("assignments/twice/test_public.py", bare)

    run(grade(), course.root, environment=DROPPED)

    assert scores(course.root / "out")["bob"] == 0.0


# --- where it is started -------------------------------------------------------------------------------------------


def test_a_working_folder_that_is_gone_is_said_and_not_needed_where_all_places_are_named(course, tmp_path):
    gone = tmp_path / "gone"
    named = ["--course", str(course.root), "--out", str(tmp_path / "out"), "--isolation", "none"]

    def started(*command: str) -> subprocess.CompletedProcess[str]:
        gone.mkdir()
        return run(["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *PROGRAM, *command], gone)

    run(grade(), course.root)  # which draws the cases

    checked = started("check")
    graded = started("grade", str(course.root / "submissions"), *named)

    assert checked.returncode == 2
    assert "the folder that you are in is not there any more" in checked.stderr
    assert graded.returncode == 0, graded.stderr
    assert scores(tmp_path / "out") == {"ada": 2.0, "bob": 0.0}


def test_grades_go_to_the_folder_out_where_none_is_named(course):
    graded = run(grade(), course.root)

    assert f"class page: {Path('out') / 'index.html'}" in graded.stdout
    assert "[default: out]" in run([*PROGRAM, "grade", "--help"], course.root).stdout


# --- what cannot be written ----------------------------------------------------------------------------------------


@pytest.fixture
def mounted(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command after mounting something, which nobody else sees."""
    alone = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    possible = shutil.which("unshare") and run([*alone, "mount", "-t", "tmpfs", "none", "/mnt"], tmp_path)
    if not possible or possible.returncode:
        pytest.skip("mounting needs root, or user namespaces for everybody")

    def start(mount: str, command: list[str], where: Path, **more: str) -> subprocess.CompletedProcess[str]:
        script = f'{mount} && cd "$PWD" && exec "$@"'
        return run([*alone, "sh", "-c", script, "sh", *command], where, environment=more)

    return start


@pytest.mark.parametrize("mount", ["ro", "size=4k"])
def test_without_shared_memory_a_class_is_graded_one_after_the_other(course, mounted, mount):
    for number in range(10):
        course.write(f"submissions/s{number}/twice.py", RIGHT)

    graded = mounted(f"mount -t tmpfs -o {mount} none /dev/shm", grade(), course.root)

    assert graded.returncode == 0, graded.stderr
    assert "one after the other: processes share their work by /dev/shm" in graded.stderr
    assert len(scores(course.root / "out")) == 12


@pytest.mark.parametrize("size", ["16k", "40k", "80k"])
def test_a_full_disk_is_said_with_the_file_and_leaves_nothing_half_written(course, mounted, size):
    mount = f"mount -t tmpfs -o size={size} none /mnt"

    graded = mounted(
        mount, ["sh", "-c", '"$@"; code=$?; find /mnt -type f -name ".*" -name "*.[0-9a-f]*"; exit $code', "sh",
                *grade(Isolation.NONE, "--out", "/mnt/out")], course.root, TMPDIR="/mnt")  # fmt: skip

    assert graded.returncode == 3
    assert graded.stderr.startswith("Error: ")
    assert "/mnt/out/" in graded.stderr
    assert "the grader itself failed" not in graded.stderr
    assert graded.stdout == ""


def test_a_pack_that_finds_no_room_is_said_and_leaves_nothing(courses, course, mounted):
    courses.write("student_template/requirements.txt.j2", "./{{ wheel }}\n")
    pack = [*PROGRAM, "release", "--out", "/mnt/pack", "--isolation", "none"]

    made = mounted("mount -t tmpfs -o size=32k none /mnt", ["sh", "-c", '"$@"; ls -A /mnt', "sh", *pack], course.root)

    assert "the pack cannot be written to /mnt/pack" in made.stderr
    assert made.stdout == ""


def test_a_read_only_course_is_graded_and_checked_and_not_written_to(course, mounted, tmp_path):
    course.write("reference/seed", "0123456789abcdef0123456789abcdef\n")
    mount = f"mount --bind {course.root} {course.root} && mount -o remount,bind,ro {course.root}"
    (tmp_path / "subs").mkdir()
    shutil.copytree(course.root / "submissions", tmp_path / "subs", dirs_exist_ok=True)
    out = tmp_path / "out"
    submissions = ["grade", str(tmp_path / "subs"), "--out", str(out), "--isolation", "none"]

    graded = mounted(mount, [*PROGRAM, *submissions], course.root)
    checked = mounted(mount, [*PROGRAM, "check", "twice"], course.root)
    unnamed = mounted(mount, grade(), course.root)

    assert (graded.returncode, graded.stderr) == (0, "")
    assert scores(out) == {"ada": 2.0, "bob": 0.0}
    assert checked.returncode == 0, checked.stderr
    assert (unnamed.returncode, unnamed.stderr.splitlines()[1:]) == (2, ["  → choose another folder with --out"])


def test_what_was_graded_can_be_looked_at_on_a_disk_that_may_only_be_read(course, mounted):
    out = course.root / "out"
    assert run(grade(), course.root).returncode == 0
    mount = f"mount --bind {out} {out} && mount -o remount,bind,ro {out}"

    for arguments in (
        ["history", "bob"],
        ["diff"],
        ["similar"],
        ["publish", "--dry-run"],
        ["regrade", "--dry-run"],
        ["replay", "bob", "twice"],
        ["export", "csv"],
        ["backup", str(course.root / "kept.sqlite3")],
    ):
        looked = mounted(mount, [*PROGRAM, *arguments], course.root)
        assert looked.returncode == 0, looked.stderr
    for command in (grade(), [*PROGRAM, "publish"], [*PROGRAM, "regrade"]):
        refused = mounted(mount, command, course.root)
        assert refused.returncode == 2
        assert "lies on a disk that may only be read" in refused.stderr


def test_who_may_only_look_sees_what_somebody_else_is_writing(course, mounted):
    out = course.root / "out"
    assert run(grade(), course.root).returncode == 0
    mount = f"mount --bind {out} {out} && mount -o remount,bind,ro {out}"
    extend = Extension("bob", "twice", datetime.now(UTC), "eve", "ill", datetime.now(UTC))

    with closing(open_gradebook(Address.of_file(out / "gradebook.sqlite3"))) as book:
        book.extend(extend)  # which lies in the log
        looked = mounted(mount, [*PROGRAM, "backup", str(course.root / "kept.sqlite3")], course.root)

    assert looked.returncode == 0, looked.stderr
    with closing(open_gradebook(Address.of_file(course.root / "kept.sqlite3"))) as copy:
        assert copy.extensions()["bob", "twice"].reason == "ill"


def test_a_gradebook_with_something_left_in_its_log_is_not_read_without_it(course, mounted):
    out = course.root / "out"
    assert run(grade(), course.root).returncode == 0
    (out / "gradebook.sqlite3-wal").write_bytes(b"something")

    looked = mounted(
        f"mount --bind {out} {out} && mount -o remount,bind,ro {out}", [*PROGRAM, "history", "bob"], course.root
    )

    assert looked.returncode == 3
    assert "cannot be opened" in looked.stderr


def test_a_read_only_course_without_a_seed_says_what_to_do(course, mounted):
    (course.root / "reference" / "seed").unlink()
    mount = f"mount --bind {course.root} {course.root} && mount -o remount,bind,ro {course.root}"

    checked = mounted(mount, [*PROGRAM, "check", "twice"], course.root)

    assert checked.returncode == 2
    assert f"the seed {course.root / 'reference' / 'seed'} cannot be written" in checked.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", [["check", "twice"], ["check", "twice", "--json"], ["--help"]])
def test_output_that_cannot_be_written_is_told_as_that(course, arguments, unbuffered):
    with Path("/dev/full").open("w") as full:
        command, surroundings = [*PROGRAM, *arguments], os.environ | {"PYTHONUNBUFFERED": unbuffered}
        ended = subprocess.run(
            command, cwd=course.root, env=surroundings, stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert ended.returncode == 3
    assert b"Error: the output cannot be written: No space left on device" in ended.stderr
    assert b"Exception ignored" not in ended.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", [["check", "thrise"], ["check", "--no-such-option"]])
def test_an_error_that_cannot_be_told_keeps_its_exit_code(course, arguments, unbuffered):
    with Path("/dev/full").open("w") as full:
        unknown, surroundings = [*PROGRAM, *arguments], os.environ | {"PYTHONUNBUFFERED": unbuffered}
        ended = subprocess.run(unknown, cwd=course.root, env=surroundings, stdout=full, stderr=full, check=False)

    assert ended.returncode == 2


def test_a_remedy_names_what_is_there_wherever_the_program_is_installed():
    """Folders of the repository are not part of an installation, nor of a pack."""
    told = [
        ast.unparse(keyword.value)
        for path in Path(grader.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "remedy"
    ]
    top = [program, *map(command_of, COMMANDS)]
    everywhere = [*top, *(sub for each in top if isinstance(each, click.Group) for sub in each.commands.values())]
    options = {option for command in everywhere for each in command.params for option in each.opts}

    assert len(told) > 50
    assert not [each for each in told if "docs/" in each or "tests/" in each]
    assert {each for text in told for each in re.findall(r"(?<![-\w])--[a-z][a-z-]+", text)} <= options
    assert {each for text in told for each in re.findall(r"`grader (\w+)", text)} <= set(COMMANDS)


def command_of(name: str) -> click.Command:
    command = importlib.import_module(f"grader.commands.{name}").command
    assert isinstance(command, click.Command)
    return command


# --- staff files as systems leave them -----------------------------------------------------------------------------


def test_files_that_macos_puts_beside_those_of_staff_are_no_part_of_the_course(course):
    course.write("student_template/requirements.txt.j2", "./{{ wheel }}\n")
    for path in [each for each in course.root.rglob("*") if each.is_file() and "submissions" not in each.parts]:
        path.with_name(f"._{path.name}").write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X\xb0\xff")

    graded = run(grade(), course.root)
    tested = run([*PROGRAM, "selftest", "--isolation", "none"], course.root)
    packed = run([*PROGRAM, "release", "--out", "pack", "--isolation", "none"], course.root)

    assert (graded.returncode, scores(course.root / "out")) == (0, {"ada": 2.0, "bob": 0.0})
    assert (tested.returncode, tested.stderr) == (0, "")
    assert packed.returncode == 0, packed.stderr
    assert not list((course.root / "pack").rglob("._*"))


def test_byte_order_marks_in_staff_files_change_nothing(course):
    plain = run(grade(), course.root)
    texts = {
        "assignments/twice/assignment.toml": TOML,
        "assignments/twice/statement.md": "# Twice\n",
        "assignments/twice/stub.py": STUB,
        "assignments/twice/test_public.py": PUBLIC,
        "assignments/twice/test_hidden.py": HIDDEN,
        "reference/twice/solution.py": SOLUTION,
        "reference/twice/mistakes/twice/thrice.py": THRICE,
        "reference/twice/accepted/sum.py": '"""Adds."""\n\n\ndef twice(x):\n    return x + x\n',
        "student_template/requirements.txt.j2": "./{{ wheel }}\n",
    }
    for path, text in texts.items():
        file = course.write(path, text)
        file.write_bytes(MARK + file.read_bytes())

    graded = run(grade(Isolation.NONE, "--out", "marked"), course.root)
    tested = run([*PROGRAM, "selftest", "--isolation", "none"], course.root)
    packed = run([*PROGRAM, "release", "--out", "pack", "--isolation", "none"], course.root)

    assert plain.returncode == 0
    assert (graded.returncode, scores(course.root / "marked")) == (0, {"ada": 2.0, "bob": 0.0})
    assert (tested.returncode, tested.stderr) == (0, "")
    assert packed.returncode == 0, packed.stderr
    assert "\ufeff" not in (course.root / "pack" / "assignments" / "twice" / "statement.html").read_text()


def test_a_staff_file_that_is_not_utf_8_is_named_with_its_line(course):
    path = course.write("reference/twice/mistakes/twice/thrice.py", THRICE)
    path.write_bytes(path.read_bytes() + "# ü\n".encode("latin-1"))

    graded = run(grade(), course.root)

    assert graded.returncode == 2
    assert f"{path} is not UTF-8 text: see line" in graded.stderr
