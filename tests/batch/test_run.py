"""A class of hand-ins: one row for each, whatever happens; what is graded stays graded; nothing is half written."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import signal
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.batch.outputs import Outputs, open_outputs, write_page
from grader.batch.processes import CHUNK
from grader.batch.run import Run, grade_class
from grader.batch.shard import Shard
from grader.collect.classroom import classroom
from grader.collect.hand_in import HandIn, at_hand, listed, nothing, refused, take_file
from grader.collect.places import Dated, InMemory, OnDisk
from grader.errors import StorageError, UsageError
from grader.exports import results
from grader.gradebook.extensions import Extension
from grader.gradebook.store import open_gradebook
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import Grade, Notice, NoticeKind, Person, Status, Trouble, TroubleKind, Verdict
from grader.sandbox.tiers import Backends
from grader.words.hand_ins import notice_sentence
from grader.words.judgements import grade_message
from tests.conftest import PUBLIC, STUB, TOML

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

# Forking a process with threads (those of a parallel test run, not of the grader) is warned of by newer Pythons.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

QUICK = """
title = "Twice"
source = "Unit 0"
level = "Beginner"
minutes = 5
functions = ["twice"]
points = 2.0

[limits]
call_cpu_seconds = 0.2
cpu_seconds = 1.0
call_wall_seconds = 5.0
timeouts_a_function = 1
"""
# What a criterion does when the file `trap` exists and the answer is 13: in this very process, not in a worker's.
TRAP = """
from pathlib import Path
import os
from grader.rubric import assert_close, criterion

@criterion(points=2, functions=["twice"])
def test_three(submission, reference):
    \"\"\"Twice three is right.\"\"\"
    got = submission.twice(x=3.0)
    if got == 13 and Path("{trap}").exists():
        {act}
    assert_close(got, reference.twice(x=3.0))
"""
RIGHT = "def twice(x):\n    return 2 * x\n"
THRICE = "def twice(x):\n    return 3 * x\n"
THIRTEEN = "def twice(x):\n    return 13\n"
NOTHING, LINK = Trouble(TroubleKind.ABSENT, "twice"), Trouble(TroubleKind.LINK, "twice.py")


class Batch:
    """A prepared tiny course and an output folder."""

    def __init__(self, prepared: Prepared, outputs: Outputs) -> None:
        self.prepared = {prepared.assignment.id: prepared}
        self.outputs = outputs

    def run(self, hand_ins: Sequence[HandIn], *, jobs: int = 1, **more: Any) -> Run:
        settings: dict[str, Any] = {"outputs": self.outputs, "isolation": Isolation.NONE, "jobs": jobs} | more
        return grade_class(hand_ins, self.prepared, **settings)


@pytest.fixture
def batch(courses, backend, tmp_path):
    """Makes a batch of a course with some files changed."""

    def make(**files: str) -> Batch:
        assignment = courses.add(**({"toml": QUICK} | files))
        return Batch(prepare(courses.course, assignment, backend), open_outputs(tmp_path / "out"))

    return make


@pytest.fixture
def trap(tmp_path):
    path = tmp_path / "trap"
    path.touch()
    return path


@pytest.fixture
def student(hand_in):
    """A hand-in of one student."""
    return lambda number, source=RIGHT: at_hand(hand_in(source, student=f"s{number:02}"))


def by_student(run: Run) -> dict[str, Grade]:
    return {grade.student: grade for grade in run.grades}


EVERY_KIND = {
    "right": (RIGHT, Status.GRADED, 2.0),
    "wrong": (THRICE, Status.GRADED, 0.0),
    "syntax": ("def twice(x:\n", Status.GRADED, 0.0),
    "import": ("import pandas\n" + RIGHT, Status.GRADED, 2.0),
    "import that is used": ("import pandas\ndef twice(x):\n    return pandas.abs(2 * x)\n", Status.GRADED, 0.0),
    "raises": ("def twice(x):\n    return 1 / 0\n", Status.GRADED, 0.0),
    "absent": ("def once(x):\n    return x\n", Status.GRADED, 0.0),
    "text": ("def twice(x):\n    return str(2 * x)\n", Status.GRADED, 0.0),
    "exits": ("import os\ndef twice(x):\n    os._exit(0)\n", Status.GRADED, 0.0),
    "leaves": ("import sys\ndef twice(x):\n    sys.exit(0)\n", Status.GRADED, 0.0),
    "loops": ("def twice(x):\n    while True: pass\n", Status.GRADED, 0.0),
    "prints": ("def twice(x):\n    print('x' * 10**6)\n    return 2 * x\n", Status.GRADED, 2.0),
    "binary": ("\0\0\0", Status.GRADED, 0.0),
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_hand_in_has_one_row_whatever_is_in_it(batch, hand_in, jobs):
    submissions = [at_hand(hand_in(source, student=name)) for name, (source, _, _) in EVERY_KIND.items()]
    submissions += [listed(nothing("nobody", "twice", NOTHING)), listed(refused("link", "twice", LINK))]

    run = batch().run(submissions, jobs=jobs)

    assert [grade.student for grade in run.grades] == [submission.student for submission in submissions]
    assert [(grade.status, grade.score) for grade in run.grades[:-2]] == [row[1:] for row in EVERY_KIND.values()]
    assert [grade.status for grade in run.grades[-2:]] == [Status.MISSING, Status.REJECTED]
    assert {grade.max_score for grade in run.grades} == {2.0}
    assert {len(grade.judgements) for grade in run.grades} == {2}


def test_an_untouched_stub_counts_as_nothing(batch, student, courses):
    made = batch()
    stub = (courses.root / "assignments/twice/stub.py").read_text()

    run = made.run([student(1, stub), student(2, "\ufeff" + stub.replace("\n", "\r\n"))])

    assert [grade.status for grade in run.grades] == [Status.MISSING] * 2


def test_one_process_or_two_give_the_same_grades(batch, student):
    made = batch()
    submissions = [student(number, (RIGHT, THRICE, THIRTEEN)[number % 3]) for number in range(2 * CHUNK + 1)]

    one = made.run(submissions, jobs=1)
    two = made.run(submissions, jobs=2, force=True)

    assert [timeless(grade) for grade in one.grades] == [timeless(grade) for grade in two.grades]
    assert two.kept == 0


def timeless(grade: Grade) -> Grade:
    return replace(grade, seconds=0.0)


# --- what is written -------------------------------------------------------------------------------------------


def test_the_results_are_the_grades(batch, student):
    made = batch()

    run = made.run([student(1), student(2, THRICE)])

    document = json.loads(made.outputs.results.read_bytes())
    assert [(row["student"], row["score"]) for row in document["grades"]] == [("s01", 2.0), ("s02", 0.0)]
    assert [grade.score for grade in results.read(made.outputs.results)] == [grade.score for grade in run.grades]


def test_every_page_is_there_whole(batch, student):
    made = batch()

    made.run([student(1), student(2, THRICE), listed(nothing("s03", "twice", NOTHING))])

    pages = sorted(made.outputs.root.rglob("*.html"))
    assert [str(page.relative_to(made.outputs.root)) for page in pages] == [
        "class/twice.html",
        "index.html",
        *(f"reports/s0{number}/twice.html" for number in (1, 2, 3)),
        *(f"staff/s0{number}/twice.html" for number in (1, 2, 3)),
    ]
    assert all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in pages)


def test_every_link_of_every_page_leads_to_a_page_whatever_students_are_called(batch, hand_in):
    made = batch()
    names = ["ada", "Müller, Ana", "O'Brien #2", "50%", "a&b"]

    made.run([at_hand(hand_in(RIGHT, student=name)) for name in names])

    found = 0
    for page in made.outputs.root.rglob("*.html"):
        for address in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8")):
            found += 1
            assert (page.parent / unquote(html.unescape(address))).resolve().is_file(), (page, address)
    assert found >= 4 * len(names)


def test_staff_go_from_one_student_to_the_next_and_back_to_the_class(batch, student):
    made = batch()

    made.run([student(1), student(2), student(3)])

    around = made.outputs.staff_page("s02", "twice").read_text(encoding="utf-8")
    assert 'href="../../class/twice.html"' in around
    assert 'href="../../reports/s02/twice.html"' in around
    assert '<a rel="prev" href="../s01/twice.html">' in around
    assert '<a rel="next" href="../s03/twice.html">' in around
    of_student = made.outputs.student_page("s02", "twice").read_text(encoding="utf-8")
    assert "index.html" not in of_student
    assert "class/" not in of_student


def test_staff_go_to_whoever_lost_the_same_by_the_classes_page_whatever_students_are_called(batch, hand_in):
    made = batch()
    names = ["O'Brien #2", "50%", "Müller, Ana"]

    made.run([at_hand(hand_in(THRICE, student=name)) for name in names])

    of_class = html.unescape((made.outputs.class_pages / "twice.html").read_text(encoding="utf-8"))
    for name in names:
        page = html.unescape(made.outputs.staff_page(name, "twice").read_text(encoding="utf-8"))
        (place,) = re.findall(r'href="../../class/twice.html#lost=three&after=([^"]+)"', page)
        assert f'<a href="../staff/{unquote(place)}">' in of_class
        assert "#lost=" not in made.outputs.student_page(name, "twice").read_text(encoding="utf-8")


def test_staff_see_everything_that_was_handed_in_and_given_and_students_do_not(batch, student):
    made = batch()
    moment = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    for minutes, source in enumerate((THRICE, RIGHT, THRICE)):
        dated = Dated(InMemory(source.encode()), moment + timedelta(minutes=minutes))
        made.run([replace(student(1, source), place=dated), student(2)])

    rows = re.findall(r"<tr>(.*?)</tr>", _history(made, "s01"))
    told = [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)).strip() for row in rows[1:]]
    times = [f"{moment + timedelta(minutes=minutes):%M}" for minutes in (1, 2)]
    assert [(line[14:16], line.split(" twice.py ")[1][:13]) for line in told] == [
        (times[0], "2 of 2 points"),
        (times[1], "0 of 2 points"),
    ]
    assert [line.endswith("this page") for line in told] == [False, True]
    assert len(re.findall(r"<tr>", _history(made, "s02"))) == 2
    assert 'id="history"' not in made.outputs.student_page("s01", "twice").read_text(encoding="utf-8")


def _history(made: Batch, student: str) -> str:
    page = made.outputs.staff_page(student, "twice").read_text(encoding="utf-8")
    return page.partition('id="history"')[2].partition("</section>")[0]


def test_staff_see_the_code_with_its_line_numbers_and_students_pages_have_none(batch, student):
    made = batch()
    source = "# <script>alert(1)</script> \u202e\n" + RIGHT

    made.run([student(1, source)])

    page = made.outputs.staff_page("s01", "twice").read_text(encoding="utf-8")
    assert '<li id="line-1"><code># &lt;script&gt;alert(1)&lt;/script&gt; \\u202e</code></li>' in page
    assert "return 2 * x" in page
    assert "return 2 * x" not in made.outputs.student_page("s01", "twice").read_text(encoding="utf-8")


def test_how_a_hand_in_was_taken_stands_on_every_page_and_changes_with_the_file(batch, student):
    made = batch()
    near = Notice(NoticeKind.NEAR_NAME, "Twice <b>.py", "twice.py")
    hand_in = replace(student(1), notices=(near,))

    made.run([hand_in])
    again, renamed = made.run([hand_in]), made.run([student(1)])

    assert (again.kept, renamed.kept) == (1, 0)
    assert again.grades[0].notices == (near,)
    made.run([hand_in])
    sentence = "“Twice &lt;b&gt;.py” was graded in the place of twice.py."
    pages = [made.outputs.overview, made.outputs.student_page("s01", "twice"), made.outputs.staff_page("s01", "twice")]
    assert [sentence in page.read_text(encoding="utf-8") for page in pages] == [True] * 3
    assert results.read(made.outputs.results)[0].notices == (near,)


def test_everything_in_the_output_is_for_its_owner_alone(batch, student):
    made = batch()

    made.run([student(1), student(2, THRICE)])

    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in made.outputs.root.rglob("*")}
    assert modes == {True: 0o700, False: 0o600}
    assert stat.S_IMODE(made.outputs.root.stat().st_mode) == 0o700


def test_nothing_temporary_is_left(batch, student):
    made = batch()

    made.run([student(number) for number in range(CHUNK + 2)], jobs=2)

    left = {path for path in made.outputs.root.rglob("*") if path.is_file()}
    kept = {made.outputs.cache / "lock", made.outputs.cache / "results.sha256"}
    assert {path.suffix for path in left - kept} == {".html", ".json", ".sqlite3"}


def test_a_hidden_criterion_shows_nothing_of_its_input_to_students(batch, student):
    made = batch(hidden=HIDDEN_SECRET)

    made.run([student(1, THRICE)])

    assert "8642.125" not in made.outputs.student_page("s01", "twice").read_text(encoding="utf-8")
    assert "8642.125" not in made.outputs.results.read_text(encoding="utf-8")
    assert "8642.125" in made.outputs.staff_page("s01", "twice").read_text(encoding="utf-8")


HIDDEN_SECRET = """
from grader.rubric import assert_close, criterion

@criterion(points=1, functions=["twice"])
def test_secret(submission, reference):
    \"\"\"A number is doubled.\"\"\"
    assert_close(submission.twice(x=8642.125), reference.twice(x=8642.125))
"""


# --- running again ---------------------------------------------------------------------------------------------


def test_a_second_run_keeps_what_is_graded(batch, student):
    made = batch()
    submissions = [student(1), student(2, THRICE)]

    first, second = made.run(submissions), made.run(submissions)

    assert (first.kept, second.kept) == (0, 2)
    assert second.grades == first.grades


def test_force_grades_everything_again(batch, student):
    made = batch()
    made.run([student(1), student(2)])

    assert made.run([student(1), student(2)], force=True).kept == 0


def test_only_changed_hand_ins_are_graded_again(batch, student):
    made = batch()
    made.run([student(1), student(2, THRICE)])

    run = made.run([student(1), student(2)])

    assert run.kept == 1
    assert [grade.score for grade in run.grades] == [2.0, 2.0]


def test_an_earlier_hand_in_that_comes_back_counts_again(batch, student):
    made = batch()
    for source in (THRICE, RIGHT, THRICE):
        last = made.run([student(1, source)])

    assert [grade.score for grade in last.grades] == [0.0]
    assert made.run([student(1, THRICE)]).grades == last.grades


def test_another_rubric_grades_everything_again(batch, student, courses, backend):
    made = batch()
    made.run([student(1)])
    courses.write("assignments/twice/test_public.py", TRAP.format(trap="nowhere", act="pass").replace("=2", "=1"))
    again = Batch(prepare(courses.course, courses.course.assignment("twice"), backend), made.outputs)

    assert again.run([student(1)]).kept == 0


def test_a_mended_solution_grades_everything_again(batch, student, courses, backend):
    made = batch(solution=THRICE)
    before = made.run([student(1, THRICE)])
    courses.write("reference/twice/solution.py", RIGHT)
    again = Batch(prepare(courses.course, courses.course.assignment("twice"), backend), made.outputs)

    after = again.run([student(1, THRICE)])

    assert [before.grades[0].score, after.grades[0].score] == [2.0, 0.0]
    assert after.kept == 0


def test_a_page_that_is_gone_is_written_again(batch, student):
    made = batch()
    made.run([student(1), student(2)])
    made.outputs.student_page("s01", "twice").unlink()

    run = made.run([student(1), student(2)])

    assert run.kept == 1
    assert made.outputs.student_page("s01", "twice").exists()


def test_a_student_who_left_is_in_the_results_alone_and_marked(batch, student):
    made = batch()
    made.run([student(1), student(2)])

    run = made.run([student(2)])

    assert [grade.student for grade in run.grades] == ["s02"]
    assert results.gone(made.outputs.results) == {"s01"}
    assert "s01" not in made.outputs.overview.read_text(encoding="utf-8")


def test_progress_is_told_of_every_new_grade(batch, student):
    made = batch()
    made.run([student(1)])
    told: list[str] = []

    made.run([student(number) for number in (1, 2, 3)], progress=lambda grade: told.append(grade.student))

    assert told == ["s02", "s03"]


# --- our own trouble -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["raise SystemExit", "1 / 0", "reference.twice(x=got)", "submission.thrice()"])
def test_a_fault_of_the_rubric_costs_the_others_nothing_and_is_graded_again(batch, student, trap, act):
    made = batch(public=TRAP.format(trap=trap, act=act), hidden="")
    submissions = [student(1), student(2, THIRTEEN), student(3)]

    first = made.run(submissions)
    trap.unlink()
    second = made.run(submissions)

    assert [grade.status for grade in first.grades] == [Status.GRADED, Status.REGRADE_NEEDED, Status.GRADED]
    assert [each.verdict for each in first.grades[1].judgements] == [Verdict.GRADER_FAULT]
    assert [grade.score for grade in first.grades] == [2.0, 0.0, 2.0]
    assert second.kept == 2
    assert [grade.status for grade in second.grades] == [Status.GRADED] * 3


def test_bytes_that_change_between_listing_and_grading_are_not_graded_and_the_next_run_takes_them(
    batch, student, tmp_path
):
    made = batch()
    path = tmp_path / "twice.py"
    path.write_text(THRICE)
    limits = made.prepared["twice"].assignment.limits
    taken = take_file(path, student="ada", assignment="twice", limits=limits)
    path.write_text(RIGHT)

    changed = made.run([listed(taken, OnDisk(path)), student(1)])
    again = made.run([listed(take_file(path, student="ada", assignment="twice", limits=limits), OnDisk(path))])

    first = by_student(changed)["ada"]
    assert (first.status, first.submission_sha256) == (Status.REGRADE_NEEDED, "")
    assert grade_message(first).startswith("twice.py was changed while the class was graded")
    assert by_student(changed)["s01"].score == 2.0
    assert [(grade.score, grade.submission_sha256) for grade in again.grades] == [
        (2.0, hashlib.sha256(RIGHT.encode()).hexdigest())
    ]


def test_a_process_that_dies_costs_nobody_a_grade(batch, student, trap):
    made = batch(public=TRAP.format(trap=trap, act="os._exit(1)"), hidden="")
    submissions = [student(number, THIRTEEN if number == CHUNK + 2 else RIGHT) for number in range(2 * CHUNK + 3)]

    run = made.run(submissions, jobs=2)

    guilty = f"s{CHUNK + 2:02}"
    assert {name for name, grade in by_student(run).items() if grade.status is not Status.GRADED} == {guilty}
    assert by_student(run)[guilty].status is Status.REGRADE_NEEDED
    assert sum(grade.score for grade in run.grades) == 2.0 * (len(submissions) - 1)
    assert made.outputs.student_page(guilty, "twice").exists()
    assert made.outputs.staff_page(guilty, "twice").exists()


def test_an_interrupted_run_is_completed_by_the_next(batch, student, trap):
    made = batch(public=TRAP.format(trap=trap, act="raise KeyboardInterrupt"), hidden="")
    submissions = [student(1), student(2), student(3, THIRTEEN), student(4)]
    with pytest.raises(KeyboardInterrupt):
        made.run(submissions)
    trap.unlink()

    run = made.run(submissions)

    assert run.kept == 2
    assert [grade.score for grade in run.grades] == [2.0, 2.0, 0.0, 2.0]


def test_a_run_that_its_caller_leaves_keeps_what_it_was_told(batch, student):
    made = batch()
    told: list[str] = []

    def leave_after_two(grade: Grade) -> None:
        told.append(grade.student)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made.run([student(1), student(2), student(3)], progress=leave_after_two)

    assert made.run([student(1), student(2), student(3)]).kept >= len(told)


@pytest.mark.usefixtures("zygotes_started_anew")
def test_a_zygote_that_is_gone_is_replaced(batch, student):
    made = batch()
    shard = Shard(made.prepared, Isolation.NONE, made.outputs, NOW)
    first = shard.do(student(1))
    (zygote,) = shard._backends._opened.values()
    os.kill(zygote._process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
    zygote._process.wait()  # type: ignore[attr-defined]

    second = shard.do(student(2))
    shard.close()

    assert [first.grade.score, second.grade.score] == [2.0, 2.0]


@pytest.mark.usefixtures("zygotes_started_anew")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="several processes at once need Linux")
@pytest.mark.parametrize("whose", ["of all", "of one process"])
def test_a_zygote_that_goes_in_the_middle_costs_nobody_a_grade(batch, student, whose):
    made = batch()
    everybody = [student(number, THRICE if number % 3 == 0 else RIGHT) for number in range(90)]
    with Backends(Isolation.NONE, hidden=True) as backends:
        whole = backends.having(())._process.pid  # type: ignore[attr-defined]
        killed: list[int] = []

        def kill(_: Grade) -> None:
            if not killed:
                shares = Path(f"/proc/{whole}/task/{whole}/children").read_text().split()
                killed.append(whole if whose == "of all" else int(shares[0]))
                os.kill(killed[0], signal.SIGKILL)

        run = made.run(everybody, jobs=2, backends=backends, progress=kill)

    assert len(killed) == 1
    assert [grade.score for grade in run.grades] == [0.0 if number % 3 == 0 else 2.0 for number in range(90)]


def test_a_disk_that_cannot_be_written_ends_the_run(batch, student):
    made = batch()
    (made.outputs.root / "reports").write_text("in the way")

    with pytest.raises(StorageError, match="reports") as raised:
        made.run([student(1)])

    assert "make room" in raised.value.remedy


# --- the output folder -----------------------------------------------------------------------------------------


def test_an_output_folder_is_closed_to_others_even_if_it_was_open(tmp_path):
    (tmp_path / "out").mkdir(mode=0o755)

    open_outputs(tmp_path / "out")

    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_an_output_that_is_no_folder_of_its_own_is_refused(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")

    for name in ("file", "link", "file/below"):
        with pytest.raises(UsageError, match="folder"):
            open_outputs(tmp_path / name)


def test_a_page_is_replaced_whole(tmp_path):
    path = tmp_path / "a" / "b" / "page.html"

    write_page(path, "first")
    write_page(path, "second \ud800")

    assert path.read_text(encoding="utf-8") == "second \\ud800"
    assert [each.name for each in path.parent.iterdir()] == ["page.html"]
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, *path.parents[:2])] == [0o600, 0o700, 0o700]


ALIKE = ["ada", "Ada", "ADA", "straße", "STRASSE", "\u212a", "k", "bob", "S1234", "con", "Con.x", "lpt1", "bob."]


def test_no_two_students_share_a_folder_where_capitals_do_not_count():
    outputs = Outputs(Path("out")).of_class(ALIKE)

    folders = [outputs.folder_of(student) for student in ALIKE]

    assert len({unicodedata.normalize("NFKC", folder).casefold() for folder in folders}) == len(ALIKE)
    assert not any(folder.split(".")[0].lower() in {"con", "lpt1"} or folder.endswith(".") for folder in folders)
    assert [outputs.folder_of(student) for student in ("ada", "k", "bob", "S1234")] == ["ada", "k", "bob", "S1234"]


@given(st.lists(st.from_regex(r"[aAbB]{1,3}\.?", fullmatch=True), unique=True, max_size=12), st.randoms())
def test_a_students_folder_does_not_depend_on_the_order_of_the_class(students, random):
    shuffled = random.sample(students, len(students))

    one, other = Outputs(Path("out")).of_class(students), Outputs(Path("out")).of_class(shuffled)

    assert one.folders == other.folders
    assert len({one.folder_of(student).casefold() for student in students}) == len(students)


def test_students_whose_ids_differ_in_capitals_have_a_row_and_pages_each(batch, hand_in):
    made = batch()
    submissions = [
        at_hand(hand_in(source, student=name)) for name, source in (("ada", RIGHT), ("Ada", THRICE), ("aux", RIGHT))
    ]

    run = made.run(submissions)

    pages = [page.relative_to(made.outputs.root / "reports") for page in made.outputs.root.glob("reports/*/*.html")]
    of_class = (made.outputs.class_pages / "twice.html").read_text(encoding="utf-8")
    assert [(grade.student, grade.score) for grade in run.grades] == [("ada", 2.0), ("Ada", 0.0), ("aux", 2.0)]
    assert len({str(page).casefold() for page in pages}) == 3
    assert all(f'href="../reports/{page}"' in of_class and f'href="../staff/{page}"' in of_class for page in pages)
    assert made.run(submissions).kept == 3


def test_what_a_killed_process_left_half_written_is_swept(batch, student, tmp_path):
    made = batch()
    made.run([student(1)])
    gone = subprocess.Popen(["true"])
    gone.wait()
    number = "0123456789abcdef"
    left = [
        made.outputs.root / f".index.html.{gone.pid}.{number}",
        made.outputs.root / f"staff/s01/.twice.html.{gone.pid}.{number}",
    ]
    working = made.outputs.root / f".results.json.{os.getppid()}.{number}"
    for path in (*left, working):
        path.touch()

    made.run([student(1)])

    assert [path.exists() for path in (*left, working)] == [False, False, True]


WRITES_TOO = """
import sys
from pathlib import Path
from grader.batch.outputs import Outputs, alone
with alone(Outputs(Path(sys.argv[1]))):
    print("writing", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no locks of processes on Windows")
def test_two_runs_do_not_write_into_one_folder_and_a_killed_one_is_not_waited_for(batch, student):
    made = batch()
    command = [sys.executable, "-c", WRITES_TOO, str(made.outputs.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"writing\n"

        with pytest.raises(UsageError, match="another run is writing into"):
            made.run([student(1)])
        other.kill()

    assert made.run([student(1)]).kept == 0


def test_a_page_that_cannot_be_finished_leaves_nothing_behind(tmp_path):
    (tmp_path / "page.html").mkdir()

    with pytest.raises(OSError, match="directory"):
        write_page(tmp_path / "page.html", "text")

    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_students_have_folders_of_their_own(tmp_path):
    outputs = Outputs(Path("out"))

    assert outputs.student_page("ada", "adam") != outputs.student_page("bob", "adam")
    assert outputs.student_page("ada", "adam").parts[1] == "reports"
    assert outputs.staff_page("ada", "adam").parts[1] == "staff"


# --- criteria that show later ----------------------------------------------------------------------------------------

DUE = "due = 2026-03-02T18:00:00+01:00\n"
LATER = PUBLIC.replace("points=1, ", 'points=1, visibility="after_due_date", ')


def test_what_shows_after_the_due_date_shows_once_it_has_passed_and_the_page_is_made_again(batch, student):
    made = batch(toml=TOML + DUE, public=LATER)
    before, after = datetime(2026, 3, 2, 16, 59, tzinfo=UTC), datetime(2026, 3, 2, 17, 1, tzinfo=UTC)
    page = made.outputs.student_page("s01", "twice")

    made.run([student(1)], at=before)
    first = page.read_text(encoding="utf-8")
    os.utime(page, (before.timestamp(), before.timestamp()))
    kept = made.run([student(1)], at=before + timedelta(seconds=30)).kept
    made.run([student(1)], at=after)
    second = page.read_text(encoding="utf-8")

    assert kept == 1
    assert "Twice three is right." not in first
    assert "Twice three is right." in second


@pytest.mark.parametrize("more_time", ["an extension", "an accommodation"])
def test_what_shows_after_the_due_date_waits_for_who_has_more_time(batch, student, more_time):
    made = batch(toml=TOML + DUE, public=LATER)
    until = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
    people = [Person("s01"), Person("s02", accommodations="+2 days")]
    if more_time == "an extension":
        gradebook = open_gradebook(made.outputs.gradebook)
        gradebook.extend(Extension("s02", "twice", until, "staff", "ill", until))
        gradebook.close()
        people = []
    page = made.outputs.student_page("s01", "twice")

    made.run([student(1)], at=until - timedelta(seconds=30), people=people)
    first = page.read_text(encoding="utf-8")
    os.utime(page, (until.timestamp() - 30, until.timestamp() - 30))
    made.run([student(1)], at=until + timedelta(seconds=30), people=people)

    assert "Twice three is right." not in first
    assert "Twice three is right." in page.read_text(encoding="utf-8")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the tier `standard` needs Linux")
def test_a_grade_is_kept_only_by_a_run_that_asks_for_no_stronger_tier(batch, student):
    made = batch()

    first = made.run([student(1)])
    stronger = made.run([student(1)], isolation=Isolation.STANDARD)
    weaker = made.run([student(1)])

    assert (first.kept, stronger.kept, weaker.kept) == (0, 0, 1)
    assert [run.grades[0].conditions.tier for run in (first, stronger, weaker)] == ["none", "standard", "standard"]


def test_every_grade_says_what_it_was_made_under_and_so_does_the_page_for_staff(batch, student):
    made = batch()

    run = made.run([student(1), student(2, STUB)])

    assert all(grade.conditions is not None for grade in run.grades)
    assert "Made in tier" in made.outputs.staff_page("s01", "twice").read_text()
    assert "Made in tier" not in made.outputs.student_page("s01", "twice").read_text()


def test_a_grade_of_unknown_conditions_is_made_again(batch, student):
    made = batch()
    made.run([student(1)])
    gradebook = open_gradebook(made.outputs.gradebook)
    (entry,) = gradebook.latest().values()
    gradebook.save([replace(entry, grade=replace(entry.grade, conditions=None))])
    gradebook.close()

    assert made.run([student(1)]).kept == 0


# --- names that are no text ---------------------------------------------------------------------------------------

CAFE = os.fsdecode(b"caf\xe9")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere every name is a text")
def test_names_that_are_no_text_keep_nobody_from_a_grade(batch, tmp_path):
    """They come where Windows packed an archive, and are told of beside what was graded in their place."""
    made = batch()
    written = {
        "ada/twice.py": RIGHT,
        f"bob/twice {CAFE}.py": RIGHT,
        f"cam/{CAFE}/twice.py": RIGHT,
        "dan/twice.py": RIGHT,
        f"dan/{CAFE}/twice.py": THRICE,
        f"{CAFE}/twice.py": RIGHT,
        f"eve/{CAFE}/twice.zip": "no archive",
        f"fay/{CAFE}.py": RIGHT,
    }
    for name, text in written.items():
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    run = made.run(classroom(tmp_path / "class", [made.prepared["twice"].assignment]).hand_ins)

    found = {grade.student: (grade.status, grade.score) for grade in run.grades}
    right = (Status.GRADED, 2.0)
    assert [found.pop(student) for student in ("ada", "cam", "dan")] == [right, right, right]
    assert {status for status, _ in found.values()} <= {Status.REJECTED, Status.MISSING}
    assert len(found) == 4
    told = {grade.student: [*map(notice_sentence, grade.notices), grade_message(grade)] for grade in run.grades}
    assert all("caf\\udce9" in " ".join(told[student]) for student in ("bob", "cam", "eve"))
    assert [each.student for each in results.read(made.outputs.results)] == [each.student for each in run.grades]
