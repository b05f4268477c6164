"""The whole flow for one submission, and what is prepared before the first."""

from __future__ import annotations

import stat
from typing import Any

import msgspec
import pytest

from grader.course.assignment import ANSWER_KEY
from grader.course.folder import Course
from grader.errors import AssignmentError
from grader.grading import recordings
from grader.grading.grade import grade, judge_transcript, judged
from grader.grading.judging import LIVE_CALLS
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.records import Ending, Grade, Status, Submission, Trouble, TroubleKind, Verdict
from grader.reports.pages import student
from grader.sandbox.base import Backend
from grader.sandbox.tiers import open_backend
from grader.words.judgements import FOLLOWS_FROM, REGRADE, grade_message, judgement_message

TWO = 'title = "T"\nsource = "S"\nlevel = "L"\nminutes = 5\nfunctions = ["twice", "quadruple"]\npoints = 2.0\n'
TWO_PUBLIC = """
from grader.rubric import assert_close, criterion

@criterion(points=1, functions=["twice"], hint="Double it.")
def test_twice(submission, reference):
    \"\"\"A number is doubled.\"\"\"
    assert_close(submission.twice(x=3.0), reference.twice(x=3.0))

@criterion(points=1, functions=["quadruple"], hint="Double it twice.")
def test_quadruple(submission, reference):
    \"\"\"A number is doubled twice.\"\"\"
    assert_close(submission.quadruple(x=3.0), reference.quadruple(x=3.0))
"""
TWO_SOLUTION = "def twice(x):\n    return 2 * x\n\n\ndef quadruple(x):\n    return twice(twice(x))\n"
THRICE = '''
"""Triples.

loses: twice
hint: Count again.
second hint: Two, not three.
"""


def twice(x):
    return 3 * x
'''


def two(courses: Any, backend: Backend, **more: Any) -> Prepared:
    """Two functions of which one calls the other."""
    settings = {"toml": TWO, "public": TWO_PUBLIC, "hidden": "", "solution": TWO_SOLUTION} | more
    assignment = courses.add(**{"mistakes": {"twice/thrice": THRICE}} | settings)
    return prepare(courses.course, assignment, backend)


@pytest.fixture
def prepared(courses, backend):
    return prepare(courses.course, courses.add(), backend)


def verdicts(graded: Grade) -> list[Verdict]:
    return [judgement.verdict for judgement in graded.judgements]


def test_right_work_earns_everything(prepared, backend, hand_in):
    graded = grade(hand_in("def twice(x):\n    return x + x\n"), prepared, backend).grade

    assert (graded.status, graded.score, graded.max_score, grade_message(graded)) == (Status.GRADED, 2.0, 2.0, "")
    assert graded.submission_sha256 == hand_in("def twice(x):\n    return x + x\n").sha256
    assert graded.rubric_sha256 == prepared.key.rubric_sha256


def test_a_known_mistake_is_named(prepared, backend, hand_in):
    graded = grade(hand_in("def twice(x):\n    return x + x + x\n"), prepared, backend).grade

    assert graded.score == 0
    assert [(each.function, each.mistake) for each in graded.diagnoses] == [("twice", "thrice")]


def test_a_file_that_does_not_load_says_so_at_every_criterion(prepared, backend, hand_in):
    graded = grade(hand_in("import nowhere\n"), prepared, backend).grade

    assert (graded.status, graded.score, graded.diagnoses) == (Status.GRADED, 0.0, ())
    assert grade_message(graded).startswith("twice.py cannot be imported in line 1")
    assert {judgement_message(judgement, graded) for judgement in graded.judgements} == {grade_message(graded)}


def test_what_only_follows_is_said_to_follow(courses, backend, hand_in):
    source = TWO_SOLUTION.replace("2 * x", "3 * x")

    graded = grade(hand_in(source), two(courses, backend), backend).grade
    first, second = graded.judgements

    assert (first.follows_from, second.follows_from) == ((), ("twice",))
    assert FOLLOWS_FROM.format(roots="`twice`") in judgement_message(second, graded)


@pytest.mark.parametrize("status", [Status.MISSING, Status.REJECTED])
def test_what_was_not_taken_is_not_run(prepared, backend, hand_in, status):
    submission = msgspec.structs.replace(hand_in(""), status=status, trouble=Trouble(TroubleKind.LINK, "twice.py"))

    graded = grade(submission, prepared, backend)

    assert graded.transcript is None
    assert (graded.grade.status, graded.grade.score, graded.grade.max_score) == (status, 0.0, 2.0)
    assert grade_message(graded.grade) == "twice.py is a link. Hand in the file itself."
    assert graded.grade.trouble == submission.trouble
    assert verdicts(graded.grade) == [Verdict.NOT_RUN] * 2


@pytest.mark.parametrize("change", [lambda text: text, lambda text: "\ufeff" + text.replace("\n", "\r\n") + "\n\n"])
def test_an_unchanged_stub_is_nothing_handed_in(prepared, backend, hand_in, change):
    stub = (prepared.assignment.folder / "stub.py").read_text(encoding="utf-8")

    graded = grade(hand_in(change(stub)), prepared, backend).grade

    assert (graded.status, graded.trouble) == (Status.MISSING, Trouble(TroubleKind.UNCHANGED_STUB))


@pytest.mark.parametrize(
    "source",
    [
        "def twice(x):\n    return 2 * x\n",
        "def twice(x):\n    return 3 * x\n",
        "def twice(x):\n    return 1 / 0\n",
        "def twice(x):\n    return 'text'\n",
        "def twice(x):\n    return 2 * x if x < 5 else None\n",
        "x = 1\n",
        "1 / 0\n",
    ],
)
def test_a_transcript_is_judged_again_to_the_same_grade(prepared, backend, hand_in, source):
    submission = hand_in(source)
    first = grade(submission, prepared, backend)

    assert first.transcript is not None
    again = judged(submission, prepared, judge_transcript(first.transcript, prepared), first.transcript)
    assert again.grade == msgspec.structs.replace(first.grade, seconds=0.0, conditions=None)


@pytest.mark.parametrize(
    "answer",
    [
        "np.frombuffer(b'\\0\\0\\xa0\\x7f', '<f4')[0]",  # the one kind of NaN that NumPy complains of
        "np.frombuffer(b'\\0\\0\\xa0\\x7f' * 2, '<f4')",
        "[np.frombuffer(b'\\0\\0\\xa0\\x7f', '<f4')[0]] * 2",
        "np.float64(1.7e308)",
        "np.array([-1.7e308, 1.7e308])",
    ],
)
def test_numbers_that_numpy_complains_of_are_wrong_and_nothing_is_written_about_it(prepared, backend, hand_in, answer):
    graded = grade(hand_in(f"import numpy as np\n\ndef twice(x):\n    return {answer}\n"), prepared, backend)

    assert not any(judgement.passed for judgement in graded.grade.judgements)  # where a warning would be an error
    assert graded.grade.status is Status.GRADED
    for_student, for_staff = student.pages(graded, prepared)
    assert "<html" in for_student
    assert "<html" in for_staff


LOOPING = """
from grader.rubric import assert_close, criterion

@criterion(points=2, functions=["twice"])
def test_orbit(submission):
    \"\"\"Doubling goes on.\"\"\"
    x = 3.0
    while x < 1e6:
        x = submission.twice(x=x)
"""


def test_answers_may_be_asked_about_again(courses, backend, hand_in):
    prepared = prepare(courses.course, courses.add(public=LOOPING, hidden="", mistakes={}), backend)

    graded = grade(hand_in("def twice(x):\n    return 5 * x\n"), prepared, backend)

    assert graded.grade.score == 2.0
    assert graded.transcript is not None
    assert len(graded.transcript.outcomes) > len(prepared.key.plan.public)


def test_a_loop_on_a_students_answers_ends(courses, backend, hand_in):
    prepared = prepare(courses.course, courses.add(public=LOOPING, hidden="", mistakes={}), backend)
    submission = hand_in("def twice(x):\n    return x + 1\n")

    graded = grade(submission, prepared, backend)

    assert verdicts(graded.grade) == [Verdict.TIMED_OUT]
    assert graded.transcript is not None
    live = set(graded.transcript.outcomes) - set(prepared.key.plan.public)
    assert len(live) == LIVE_CALLS + 1
    assert sum(graded.transcript.outcomes[call].ending is Ending.VALUE for call in live) == LIVE_CALLS
    assert judge_transcript(graded.transcript, prepared) == list(graded.grade.judgements)


def test_a_fault_of_the_rubric_is_never_a_silent_zero(courses, backend, hand_in):
    public = LOOPING.replace("while x < 1e6:", "if 1 / (submission.twice(x=x) - 13):")
    prepared = prepare(courses.course, courses.add(public=public, hidden="", mistakes={}), backend)

    graded = grade(hand_in("def twice(x):\n    return 13\n"), prepared, backend).grade

    assert (graded.status, grade_message(graded)) == (Status.REGRADE_NEEDED, REGRADE)
    assert verdicts(graded) == [Verdict.GRADER_FAULT]


def test_the_tier_does_not_change_the_grade(prepared, hand_in, backend):
    source = "def twice(x):\n    return 2 * x if x < 50 else -x\n"
    standard = open_backend(Isolation.AUTO, hidden=False)
    try:
        locked = grade(hand_in(source), prepared, standard).grade
    finally:
        standard.close()

    unlocked = grade(hand_in(source), prepared, backend).grade

    beside = {"seconds": 0, "conditions": None}
    assert msgspec.structs.replace(locked, **beside) == msgspec.structs.replace(unlocked, **beside)


# --- preparing -------------------------------------------------------------------------------------------------


def test_what_was_prepared_is_cached_for_its_owner_alone(courses, backend, tmp_path):
    assignment = courses.add()
    cache = tmp_path / "cache"

    first = prepare(courses.course, assignment, backend, cache=cache)
    (file,) = cache.glob("*.msgpack")
    written = file.stat().st_mtime_ns
    second = prepare(courses.course, assignment, backend, cache=cache)

    assert (second.key, second.mistakes) == (first.key, first.mistakes)
    assert file.stat().st_mtime_ns == written
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(cache.stat().st_mode)) == (0o600, 0o700)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("reference/twice/solution.py", "def twice(x):\n    return x + x\n"),
        ("reference/twice/mistakes/twice/thrice.py", THRICE.replace("3 * x", "4 * x")),
        ("assignments/twice/test_hidden.py", ""),
        ("reference/seed", "another\n"),
    ],
)
def test_the_cache_is_not_used_when_something_changes(courses, backend, tmp_path, path, text):
    public = TWO_PUBLIC.partition('@criterion(points=1, functions=["quadruple"]')[0].replace("points=1", "points=2")
    hidden = ""
    assignment = courses.add(public=public, hidden=hidden) if "hidden" not in path else courses.add()
    prepare(courses.course, assignment, backend, cache=tmp_path / "cache")
    if "hidden" in path:
        courses.write("assignments/twice/test_public.py", public)
    if path == "reference/seed":
        courses.write("assignments/twice/test_public.py", SEEDED)
        prepare(courses.course, assignment, backend, cache=tmp_path / "cache")
    before = len(list((tmp_path / "cache").glob("*.msgpack")))
    courses.write(path, text)

    prepare(courses.course, assignment, backend, cache=tmp_path / "cache")

    assert len(list((tmp_path / "cache").glob("*.msgpack"))) == before + 1


SEEDED = """
from grader.rubric import assert_close, cases, criterion, floats

@criterion(points=2, functions=["twice"])
@cases(3, x=floats(1, 9))
def test_any(submission, reference, case):
    \"\"\"Any number is doubled.\"\"\"
    assert_close(submission.twice(x=case.x), reference.twice(x=case.x))
"""


def test_a_change_of_tolerance_records_no_mistake_again_and_a_changed_mistake_is(
    courses, backend, tmp_path, monkeypatch
):
    assignment = courses.add()
    prepare(courses.course, assignment, backend, cache=tmp_path / "cache")
    asked: list[str] = []
    monkeypatch.setattr(recordings, "record", lambda submission, *_, **__: asked.append(submission.student))
    rubric = assignment.folder / "test_public.py"
    courses.write("assignments/twice/test_public.py", rubric.read_text().replace("x=3.0))", "x=3.0), tolerance=1e-3)"))

    changed = prepare(courses.course, assignment, backend, cache=tmp_path / "cache")
    monkeypatch.undo()
    courses.write("reference/twice/mistakes/twice/thrice.py", THRICE.replace("3 * x", "4 * x"))
    other = prepare(courses.course, assignment, backend, cache=tmp_path / "cache")

    assert asked == []
    assert [each.outcomes for each in other.mistakes] != [each.outcomes for each in changed.mistakes]


def test_a_mistake_that_moves_to_another_function_is_recorded_anew(courses, backend, tmp_path):
    assignment = two(courses, backend).assignment
    first = prepare(courses.course, assignment, backend, cache=tmp_path / "cache")
    mistakes = courses.root / "reference/twice/mistakes"
    (mistakes / "twice").rename(mistakes / "quadruple")

    second = prepare(courses.course, assignment, backend, cache=tmp_path / "cache")

    assert [each.function for each in first.mistakes] == ["twice"]
    assert [each.function for each in second.mistakes] == ["quadruple"]


def test_a_damaged_cache_is_made_anew(courses, backend, tmp_path):
    assignment = courses.add()
    first = prepare(courses.course, assignment, backend, cache=tmp_path)
    (file,) = tmp_path.glob("*.msgpack")
    file.write_bytes(b"\xc1")

    assert prepare(courses.course, assignment, backend, cache=tmp_path).key == first.key


def test_a_reference_that_stops_below_its_functions_is_an_error_of_the_assignment(courses, backend):
    assignment = courses.add(solution="def twice(x):\n    return 2 * x\n\n\nundefined\n")

    with pytest.raises(AssignmentError, match="does not load to its end: NameError"):
        prepare(courses.course, assignment, backend)


def test_a_mistake_that_does_not_load_is_an_error_of_the_assignment(courses, backend):
    assignment = courses.add(mistakes={"twice/thrice": THRICE.replace("def twice", "undefined\n\n\ndef twice")})

    with pytest.raises(AssignmentError, match="mistake twice/thrice does not load: NameError"):
        prepare(courses.course, assignment, backend)


def test_without_a_solution_nothing_is_drawn(courses, backend):
    assignment = courses.add()
    (courses.root / "reference/twice/solution.py").unlink()
    (courses.root / "reference/twice/casebook.json").unlink()

    with pytest.raises(AssignmentError, match="has no reference/twice/solution"):
        prepare(courses.course, assignment, backend)

    assert not (courses.root / "reference/twice/casebook.json").exists()


# --- a pack ----------------------------------------------------------------------------------------------------


def packed(courses: Any, prepared: Prepared) -> Course:
    """The course as students get it."""
    (courses.root / "assignments/twice" / ANSWER_KEY).write_bytes(msgspec.msgpack.encode(prepared.public.recorded))
    (courses.root / "assignments/twice/test_hidden.py").unlink()
    (courses.root / "reference").rename(courses.root.parent / "kept")
    found: Course = courses.course
    return found


@pytest.mark.parametrize("answer", ["2 * x", "3 * x", "None", "1 / 0", "2 * x + 1", "[x]"])
def test_a_student_at_home_reads_what_the_official_grade_says(courses, prepared, backend, hand_in, answer):
    submission: Submission = hand_in(f"def twice(x):\n    return {answer}\n")
    official = grade(submission, prepared, backend).grade
    pack = packed(courses, prepared)

    local = grade(submission, prepare(pack, pack.assignment("twice"), backend), backend).grade

    assert local.judgements == tuple(judgement for judgement in official.judgements if judgement.public)
    assert local.rubric_sha256 == official.rubric_sha256
    assert local.max_score == 1.0


def test_a_pack_holds_nothing_of_a_hidden_call(courses, prepared):
    hidden = [call.arguments for call in prepared.key.plan.hidden]

    data = msgspec.msgpack.encode(prepared.public.recorded)

    assert len(hidden) == 4
    assert not any(arguments in data for arguments in hidden)
    assert b"any_number" not in data


RAISING = '''
"""Divides by nothing.

loses: twice
hint: Count again.
second hint: Two, not three.
"""


def twice(x):
    print("dividing", x)
    return zeroed(x, 7.25 * x)


def zeroed(x, secret_share):
    return secret_share / (x - x)
'''


def test_a_pack_holds_nothing_of_the_text_of_staff_code_that_raised(courses, backend):
    prepared = two(courses, backend, mistakes={"twice/divides_by_nothing": RAISING})
    assert {each.ending for each in prepared.mistakes[0].outcomes.values()} == {Ending.RAISED}

    data = msgspec.msgpack.encode(prepared.public.recorded)

    assert b"ZeroDivisionError" in data  # what a hand-in is held against
    assert not [word for word in (b"secret_share", b"7.25", b"zeroed", b"dividing", b"division") if word in data]


@pytest.mark.parametrize("damage", [None, b"", b"\xc1", b"\x80"])
def test_a_pack_without_its_answers_says_what_to_do(courses, prepared, backend, damage):
    pack = packed(courses, prepared)
    path = courses.root / "assignments/twice" / ANSWER_KEY
    path.unlink() if damage is None else path.write_bytes(damage)

    with pytest.raises(AssignmentError, match=r"recorded answers .* cannot be read") as caught:
        prepare(pack, pack.assignment("twice"), backend)

    assert "copy the folder assignments/ of your pack again" in caught.value.remedy
