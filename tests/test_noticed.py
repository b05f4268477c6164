"""What a worker says of itself: shown to students and staff, and worth nothing."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO

import msgspec
import numpy as np
import pytest
from rich.console import Console

from grader.course.assignment import Assignment
from grader.errors import AssignmentError
from grader.exports import gradescope, results
from grader.exports.feedback_text import feedback_text
from grader.exports.shown import without_traces_of_hidden
from grader.gradebook.transcripts import behaviour_sha256
from grader.grading.grade import Graded, grade, judge_transcript, judged
from grader.grading.judging import record_and_judge
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.landscapes import skewed_bowl
from grader.records import Asked, Ending, Outcome, SourceKind, Submission, Why
from grader.reports.pages import student, terminal
from grader.sandbox import frames, values
from grader.sandbox.base import Backend
from grader.sandbox.inside.code_shape import ready_made
from grader.schedules import constant
from grader.words.judgements import noticed_sentences
from tests.conftest import CourseWriter

TOML = """\
title = "Walks"
source = "Unit 0"
level = "Beginner"
minutes = 5
functions = ["walk", "condition"]
points = 3.0
notice = { condition = ["numpy.linalg.cond"] }
"""
RUBRIC = '''
"""Walks."""

import numpy as np

from grader.landscapes import skewed_bowl
from grader.rubric import assert_close, criterion
from grader.schedules import constant


@criterion(points=1, functions=["walk"])
def test_walk_{where}(submission, reference):
    """The walk is right ({where})."""
    run = dict(grad=skewed_bowl().gradient, start=[1.0, 2.0], schedule=constant(0.1), steps={steps})
    assert_close(submission.walk(**run), reference.walk(**run))
'''
CONDITION = '''

@criterion(points=1, functions=["condition"])
def test_condition(submission, reference):
    """The condition number is right."""
    run = dict(hessian=np.diag([1.0, 4.0]))
    assert_close(submission.condition(**run), reference.condition(**run))
'''
WALK = """import numpy as np


def walk(grad, start, schedule, steps):
    point = np.array(start, dtype=float)
    for t in range(steps):
        point = point - schedule(t) * grad(point)
    return point


"""
OWN = WALK + "def condition(hessian):\n    low, *_, high = np.linalg.eigvalsh(hessian)\n    return high / low\n"
READY_MADE = WALK + "def condition(hessian):\n    return np.linalg.cond(hessian)\n"
WASTEFUL = OWN.replace("grad(point)", "(grad(point) + grad(point)) / 2")
MISTAKE = '''"""Goes up.

loses: walk_public
hint: Where to?
second hint: Down.
"""


def walk(grad, start, schedule, steps):
    return np.zeros(2)
'''


@dataclass(frozen=True)
class Ground:
    prepared: Prepared
    backend: Backend

    def of(self, source: str) -> Graded:
        return grade(submission(source), self.prepared, self.backend)


def submission(source: str) -> Submission:
    return Submission("ada", "walks", "walks.py", SourceKind.PYTHON, source.encode())


def added(courses: CourseWriter, toml: str = TOML) -> Assignment:
    return courses.add(
        "walks",
        toml=toml,
        public=RUBRIC.format(where="public", steps=3) + CONDITION,
        hidden=RUBRIC.format(where="hidden", steps=17),
        solution=OWN,
        mistakes={"walk/up": MISTAKE},
        stub='def walk(grad, start, schedule, steps):\n    """Walk."""\n\n\ndef condition(hessian):\n    """Tell."""\n',
    )


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, backend: Backend) -> Ground:
    courses = CourseWriter(tmp_path_factory.mktemp("noticed") / "course")
    return Ground(prepare(courses.course, added(courses), backend), backend)


def shown(graded: Graded, prepared: Prepared) -> tuple[str, str]:
    """The student's page, and what the terminal says."""
    console = Console(file=StringIO(), width=200)
    console.print(terminal.page(graded, prepared.public))
    assert isinstance(console.file, StringIO)
    return student.page(graded, prepared), console.file.getvalue()


def test_how_often_and_where_an_argument_was_asked_is_told_of_public_calls_alone(ground):
    assert noticed_sentences(ground.of(OWN).grade) == [
        "One call of `walk` asked `grad` 3 times, mostly in line 7.",
        "One call of `walk` asked `schedule` 3 times, mostly in line 7.",
    ]
    assert "asked `grad` 6 times" in noticed_sentences(ground.of(WASTEFUL).grade)[0]


@pytest.mark.parametrize("body", ["raise NotImplementedError", "raise ValueError"])
def test_of_a_call_that_came_to_nothing_no_count_is_told(ground, body):
    unwritten = OWN.replace("    point = np.array(start", f"    {body}\n    point = np.array(start")

    assert noticed_sentences(ground.of(unwritten).grade) == []


def test_a_function_that_answers_and_asks_nothing_is_told_so(ground):
    alone = OWN.replace("schedule(t) * grad(point)", "0.1 * point")

    assert "One call of `walk` asked `grad` 0 times." in noticed_sentences(ground.of(alone).grade)


def test_a_function_that_is_ready_made_is_told_with_its_line(ground):
    told = noticed_sentences(ground.of(READY_MADE).grade)

    assert "`condition` uses `numpy.linalg.cond` (line 12); the exercise is to write what that does." in told


@pytest.mark.parametrize("source", [READY_MADE, WASTEFUL])
def test_it_is_shown_on_page_and_terminal_and_changes_no_point_and_no_behaviour(ground, source):
    graded, plain = ground.of(source), ground.of(OWN)

    assert graded.grade.score == plain.grade.score == 3.0
    assert graded.transcript is not None
    assert plain.transcript is not None
    assert graded.grade.remarks != plain.grade.remarks
    if source is WASTEFUL:
        assert behaviour_sha256(graded.transcript) == behaviour_sha256(plain.transcript)
    for text in shown(graded, ground.prepared):
        assert "Noticed, and worth no points" in text
        assert "17" not in text.partition("Noticed, and worth no points")[2].partition("</section>")[0]


def test_it_is_told_again_of_what_is_recorded(ground):
    graded = ground.of(READY_MADE)
    assert graded.transcript is not None

    again = judged(
        submission(READY_MADE), ground.prepared, judge_transcript(graded.transcript, ground.prepared), graded.transcript
    )
    _, known = record_and_judge(submission(READY_MADE), ground.prepared, ground.backend, known=graded.transcript)

    assert again.grade.remarks == graded.grade.remarks
    assert known.load.remarks == graded.transcript.load.remarks


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\ndef f(h): return np.linalg.cond(h)",
        "import numpy\ndef f(h): return numpy.linalg.cond(h)",
        "import numpy.linalg as la\ndef f(h): return la.cond(h)",
        "from numpy import linalg\ndef f(h): return linalg.cond(h)",
        "from numpy.linalg import cond as c\ndef f(h): return c(h)",
        "def f(h):\n    from numpy.linalg import cond\n    return cond(h)",
        "import numpy as np\nc = np.linalg.cond\ndef f(h): return c(h)",
        "import numpy as np\ndef g(h): return np.linalg.cond(h)\ndef f(h): return g(h)",
    ],
)
def test_a_name_is_known_however_it_was_imported(code):
    (found,) = ready_made({"a.py": code}, [("f", ("numpy.linalg.cond",))])

    assert (found.function, found.why, found.said) == ("f", Why.READY_MADE, "numpy.linalg.cond")


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\ndef g(h): return np.linalg.cond(h)\ndef f(h): return 1",
        "class np: pass\ndef f(h): return np.linalg.cond(h)",
        "def f(h): return 'np.linalg.cond'",
        "def f(",
    ],
)
def test_nothing_is_told_of_what_is_used_elsewhere(code):
    assert ready_made({"a.py": code}, [("f", ("numpy.linalg.cond",))]) == ()


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        ('{ other = ["numpy.linalg.cond"] }', "notices something in 'other' in line 7"),
        ('{ condition = ["cond"] }', "notices 'cond' in line 7: write a name like numpy.linalg.cond"),
        ('["numpy.linalg.cond"]', "has a wrong value for 'notice' in line 7"),
    ],
)
def test_what_cannot_be_noticed_is_an_error_of_the_assignment(courses, notice, told):
    with pytest.raises(AssignmentError, match=told):
        added(courses, TOML.replace('{ condition = ["numpy.linalg.cond"] }', notice))


LIES = """
from grader.sandbox.inside import asked, worker
from grader.records import Asked, CodeRemark, Why
asked.told = lambda _: (Asked({argument!r}, {times}, ((0, {line}),)),)
worker.asked.told = asked.told
"""


@pytest.mark.parametrize(("argument", "times", "line"), [("<b>grad", 3, 1), ("grad", -1, 1), ("grad", 10**15, 1)])
def test_claims_that_cannot_be_are_not_told(ground, argument, times, line):
    graded = ground.of(OWN + LIES.format(argument=argument, times=times, line=line))

    assert graded.grade.score == 3.0
    assert graded.grade.remarks == ()


def test_more_claims_than_an_honest_worker_has_are_no_answer():
    answer = frames.Answer(1, Outcome(Ending.VALUE, values.encode_value(1.0)), (Asked("grad", 1),) * 9)

    with pytest.raises(values.WireError):
        frames.read_answer(msgspec.msgpack.encode(answer))


def test_only_what_a_worker_marked_counts():
    bowl, rate = skewed_bowl(), constant(0.1)

    assert np.isfinite(bowl.gradient([1.0, 2.0])).all()
    assert rate(3) == 0.1
    assert bowl == skewed_bowl()


def test_what_is_noticed_is_handed_on_in_files_for_other_systems(ground, tmp_path):
    grade = ground.of(READY_MADE).grade
    file = tmp_path / "results.json"
    results.write([grade], file)
    (read_again,) = results.read(file)

    handed_on = feedback_text(read_again, "Walk", 0.0)

    assert noticed_sentences(read_again) == noticed_sentences(grade) != []
    assert all(sentence in handed_on for sentence in noticed_sentences(grade))
    assert all(sentence in gradescope.write([read_again]).replace('\\"', '"') for sentence in noticed_sentences(grade))
    assert read_again.score == grade.score


def test_what_is_noticed_of_a_function_does_not_show_before_its_criteria_do(ground):
    grade = ground.of(READY_MADE).grade
    of_walk = msgspec.structs.replace(
        grade, judgements=tuple(each for each in grade.judgements if each.functions == ("walk",))
    )

    shown = noticed_sentences(without_traces_of_hidden(of_walk))

    assert any("`condition`" in sentence for sentence in noticed_sentences(grade))
    assert not any("`condition`" in sentence for sentence in shown)
