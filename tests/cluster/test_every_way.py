"""Nothing that is done to be quick changes a grade: one class the long way, by several processes, and by a cluster."""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

pytest.importorskip("distributed", reason="the package distributed is not installed")
if not sys.platform.startswith("linux"):
    pytest.skip("the official tier needs Linux", allow_module_level=True)

from grader.batch import run
from grader.batch.outputs import Outputs
from grader.batch.run import grade_class
from grader.cluster.asking import Cluster
from grader.collect.hand_in import at_hand
from grader.course import variants
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.grading.slips import slipped
from grader.isolation import Isolation
from grader.records import Grade, Submission
from grader.reports.pages import student
from grader.reports.pages.criterion import Articles
from grader.rubric.answer_key import AnswerKey
from grader.sandbox.base import Backend
from tests.cluster.conftest import Dask
from tests.whole_course import COURSE

OF_ALL = int(os.environ.get("MADE_UP", "60"))  # hand-ins that are made up; 300 take two minutes of computing time
MADE_UP = {"momentum_step": OF_ALL // 5, "cosine_annealing": OF_ALL - OF_ALL // 5}
FORGET_EVERY = 60  # pages
STRANGE = (b"1 / 0\n", b"def sgd_step(weight, velocity, gradient, lr, momentum):\n    return 1\n")


def hand_ins_of(assignment: str) -> Iterator[Submission]:
    """All that is in the reference folder, and right work with one slip or two."""
    given = COURSE.assignment(assignment)
    right = [variants.solution(COURSE, given), *(each.submission for each in variants.accepted(COURSE, given))]
    yield from right
    yield from (each.submission for each in variants.mistakes(COURSE, given))
    yield from (msgspec.structs.replace(right[0], source=each) for each in STRANGE)
    made, attempt = 0, 0
    while made < MADE_UP[assignment]:
        chance = Random(f"{assignment} {attempt}")
        slip = slipped(chance.choice(right), given.functions, chance.choice((1, 1, 2)), chance)
        attempt += 1
        if slip is not None and b"np.empty" not in slip.submission.source:  # what lies in memory is chance in any way
            made += 1
            yield slip.submission


@pytest.fixture(scope="module")
def submissions() -> list[Submission]:
    everybody = [each for assignment in MADE_UP for each in hand_ins_of(assignment)]
    return [msgspec.structs.replace(each, student=f"s{place:04}") for place, each in enumerate(everybody)]


@pytest.fixture(scope="module")
def prepared(backend: Backend) -> dict[str, Prepared]:
    return {each: prepare(COURSE, COURSE.assignment(each), backend, cache=COURSE.cache) for each in MADE_UP}


class Graded:
    """What a run came to."""

    def __init__(self, out: Path, grades: Sequence[Grade]) -> None:
        self.grades = {grade.student: msgspec.structs.replace(grade, seconds=0.0) for grade in grades}
        self.pages = {
            path.relative_to(out).as_posix(): path.read_bytes()
            for folder in ("reports", "staff", "class")
            for path in (out / folder).rglob("*.html")
        }


def graded(submissions: Sequence[Submission], prepared: Mapping[str, Prepared], out: Path, **how: Any) -> Graded:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "describe", lambda *_, **__: {})  # searches take minutes, and are kept in no way but one
        made = grade_class(
            list(map(at_hand, submissions)), prepared, outputs=Outputs(out), isolation=Isolation.STANDARD, **how
        )
    return Graded(out, made.grades)


def forget_everything() -> None:
    """Empty every cache that this process holds."""
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper):
            each.cache_clear()


@pytest.fixture(scope="module")
def the_long_way(
    submissions: list[Submission], prepared: dict[str, Prepared], tmp_path_factory: pytest.TempPathFactory
) -> Graded:
    """Every criterion run, every page drawn for itself, in one process, what was computed forgotten now and then."""
    drawn, usual = 0, student.pages

    def pages(*given: Any, articles: Articles, **named: Any) -> Any:
        nonlocal drawn
        drawn += 1
        if drawn % FORGET_EVERY == 0:
            forget_everything()
        return usual(*given, articles=Articles(), **named)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "with_tapes", lambda prepared, _: prepared)
        patched.setattr(AnswerKey, "answered_alike", lambda *_: False)
        patched.setattr(student, "pages", pages)
        return graded(submissions, prepared, tmp_path_factory.mktemp("long"), jobs=1)


def same(one: Graded, other: Graded) -> None:
    assert [(grade, other.grades[name]) for name, grade in one.grades.items() if other.grades[name] != grade] == []
    assert one.pages.keys() == other.pages.keys()
    assert {name for name, page in one.pages.items() if other.pages[name] != page} == set()


def test_several_processes_with_tapes_and_caches_give_what_the_long_way_does(
    submissions: list[Submission], prepared: dict[str, Prepared], the_long_way: Graded, tmp_path: Path
) -> None:
    same(the_long_way, graded(submissions, prepared, tmp_path, jobs=3))


def test_a_cluster_gives_what_the_long_way_does(
    submissions: list[Submission], prepared: dict[str, Prepared], the_long_way: Graded, tmp_path: Path, machines: Dask
) -> None:
    with Cluster(machines.address, "standard") as cluster:
        same(the_long_way, graded(submissions, prepared, tmp_path, jobs=3, cluster=cluster))


def test_the_class_is_one_in_which_quick_ways_could_differ(the_long_way: Graded) -> None:
    grades = the_long_way.grades.values()

    assert len(grades) > sum(MADE_UP.values())
    assert sum(bool(grade.diagnoses) for grade in grades) > 80
    assert sum(grade.score == grade.max_score for grade in grades) > 20
    assert any(judgement.follow_on for grade in grades for judgement in grade.judgements)
