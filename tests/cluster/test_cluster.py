"""A class graded by a real Dask scheduler and two workers on this machine."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytest.importorskip("distributed", reason="the package distributed is not installed")
if not sys.platform.startswith("linux"):
    pytest.skip("the official tier needs Linux", allow_module_level=True)

import dask
import distributed

from grader.batch.outputs import Outputs
from grader.batch.run import grade_class
from grader.cluster import asking, worker
from grader.cluster.asking import Came, Cluster, ClusterError, require_safe
from grader.cluster.units import Answer, Unit, demand_of, parcel_of
from grader.collect.classroom import collect
from grader.collect.listing import HandIns
from grader.course import variants
from grader.errors import UsageError
from grader.gradebook.store import open_gradebook
from grader.grading.prepare import prepare
from grader.isolation import Isolation
from grader.records import Grade, Status
from grader.sandbox.base import Backend
from tests.cluster import deadly
from tests.cluster.conftest import Dask
from tests.waiting import until
from tests.whole_course import COURSE

ASSIGNMENT = COURSE.assignment("momentum_step")


class Class:
    """A class in `momentum_step`, graded here or there."""

    def __init__(self, folder: Path, prepared: Any) -> None:
        self.folder, self.prepared = folder, prepared
        for place, mistake in enumerate(variants.mistakes(COURSE, ASSIGNMENT)[::7]):
            self.hand_in(f"student_{place:02}", mistake.submission.source)
        self.hand_in("ada", variants.solution(COURSE, ASSIGNMENT).source)
        self.hand_in(
            "bob", b"import numpy as np\n\ndef sgd_step(weight, velocity, gradient, lr, momentum):\n    return 1\n"
        )
        self.hand_in("eve", b"1 / 0\n")

    def hand_in(self, student: str, source: bytes) -> None:
        path = self.folder / "submissions" / student / "momentum_step.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source)

    def graded(self, name: str, cluster: Cluster | None = None) -> dict[str, Grade]:
        run = grade_class(
            collect(self.folder / "submissions", [ASSIGNMENT]),
            {"momentum_step": self.prepared},
            outputs=Outputs(self.folder / name),
            isolation=Isolation.STANDARD,
            jobs=2,
            cluster=cluster,
        )
        return {grade.student: grade for grade in run.grades}

    def by(self, machines: Dask, name: str = "there") -> dict[str, Grade]:
        with Cluster(machines.address, "standard") as cluster:
            return self.graded(name, cluster)


@pytest.fixture
def class_(tmp_path: Path, backend: Backend) -> Class:
    return Class(tmp_path, prepare(COURSE, ASSIGNMENT, backend, cache=COURSE.cache))


def test_a_worker_that_is_killed_in_the_middle_costs_nobody_a_grade(class_: Class, machines: Dask) -> None:
    with Cluster(machines.address, "standard") as cluster:
        came = cluster.graded(
            HandIns(collect(class_.folder / "submissions", [ASSIGNMENT])), {"momentum_step": class_.prepared}
        )
        first = next(came)
        os.kill(machines.one_worker(), signal.SIGKILL)
        others = list(came)

    assert {each.hand_in.student for each in (first, *others)} == {*class_.graded("here")}
    assert all(each.graded is not None for each in (first, *others))


def require_that_all_are_graded_but_one(grades: dict[str, Grade]) -> None:
    (named,) = [grade for grade in grades.values() if grade.status is Status.REGRADE_NEEDED]
    assert (named.student, named.fault) == (deadly.DEADLY, asking.DIED)
    assert grades["ada"].score == grades["ada"].max_score


def test_a_hand_in_that_every_worker_dies_of_is_named_and_the_others_are_graded(
    class_: Class, machines: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "grade_unit", deadly.grade_unit)
    class_.hand_in(deadly.DEADLY, variants.solution(COURSE, ASSIGNMENT).source)

    require_that_all_are_graded_but_one(class_.by(machines))


def test_an_answer_that_goes_with_the_worker_that_holds_it_is_made_again(
    class_: Class, machines: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual: Any = distributed.Future.exception
    killed: list[int] = []

    def exception(future: Any) -> object:
        found = usual(future)
        if not killed and future.status == "finished":
            ((holder, *_),) = future.client.who_has(future).values()
            killed.extend(future.client.run(os.getpid, workers=[holder]).values())
            os.kill(killed[0], signal.SIGKILL)
            until(lambda: future.status != "finished")
        return found

    monkeypatch.setattr(distributed.Future, "exception", exception)
    grades = class_.by(machines)

    assert len(killed) == 1
    assert {name: (grade.status, grade.score) for name, grade in grades.items()} == {
        name: (grade.status, grade.score) for name, grade in class_.graded("here").items()
    }


def test_a_hand_in_with_whose_answer_every_worker_dies_is_named_and_the_others_are_graded(
    class_: Class, machines: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual: Any = distributed.Future.exception
    submit: Any = distributed.Client.submit
    dying: set[str] = set()

    def noted(client: Any, function: object, parcel: bytes, unit: bytes, **more: object) -> object:
        future = submit(client, function, parcel, unit, **more)
        if deadly.holds_it(unit):
            dying.add(future.key)
        return future

    def exception(future: Any) -> object:
        found = usual(future)
        if future.key in dying:
            until(lambda: future.status != "finished")  # its worker is dead by then
        return found

    monkeypatch.setattr(distributed.Client, "submit", noted)
    monkeypatch.setattr(distributed.Future, "exception", exception)
    monkeypatch.setattr(asking, "_MOST_MADE", 2)
    monkeypatch.setattr(asking, "grade_unit", deadly.with_its_answer)
    class_.hand_in(deadly.DEADLY, variants.solution(COURSE, ASSIGNMENT).source)

    require_that_all_are_graded_but_one(class_.by(machines))


def test_points_that_cannot_be_and_grades_of_others_are_not_believed(
    class_: Class, machines: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "grade_unit", deadly.with_other_points)

    grades = class_.by(machines)

    assert {grade.status for grade in grades.values()} == {Status.REGRADE_NEEDED}
    assert {grade.score for grade in grades.values()} == {0.0}


@pytest.mark.parametrize(
    ("stand_in", "said"),
    [
        (deadly.no_grades, "something else than grades"),
        (deadly.nothing, "something else than grades"),
        (deadly.of_another_version, "has NumPy .*, and here it is 1.0.0"),
        (deadly.of_a_stronger_tier, "isolates student code by"),
    ],
)
def test_a_worker_that_falls_short_ends_the_run_in_a_sentence(
    class_: Class, machines: Dask, monkeypatch: pytest.MonkeyPatch, stand_in: object, said: str
) -> None:
    monkeypatch.setattr(asking, "grade_unit", stand_in)

    with pytest.raises(ClusterError, match=said) as refused:
        class_.by(machines)
    assert "what was graded is kept" in refused.value.remedy


def test_what_came_before_a_cluster_fails_is_explained_written_and_kept(
    class_: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[Came] = []
    usual = Cluster.graded
    with closing(Dask(tmp_path / "dask")) as started, Cluster(started.address, "standard") as cluster:

        def graded(*given: Any) -> Iterator[Came]:
            for each in usual(*given):
                came.append(each)
                yield each
                if len(came) == 3:
                    started.scheduler.kill()

        monkeypatch.setattr(asking, "_AHEAD", 1)
        monkeypatch.setattr(Cluster, "graded", graded)
        with pytest.raises(ClusterError, match="the scheduler is gone") as refused:
            class_.graded("there", cluster)
    assert "what was graded is kept" in refused.value.remedy

    whose = {each.hand_in.student for each in came}
    with closing(open_gradebook(tmp_path / "there" / "gradebook.sqlite3")) as kept:
        assert {grade.student for grade in (each.grade for each in kept.latest().values())} == whose
    assert 3 <= len(whose) < len(class_.graded("here"))
    assert all((tmp_path / "there" / "reports" / each / "momentum_step.html").exists() for each in whose)


@pytest.mark.parametrize("noticed", [False, True])
def test_an_answer_that_was_there_when_its_scheduler_went_is_told_as_that(
    class_: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noticed: bool
) -> None:
    usual = distributed.Future.result

    with closing(Dask(tmp_path / "dask")) as started, Cluster(started.address, "standard") as cluster:

        def result(future: Any) -> object:
            started.scheduler.kill()
            started.scheduler.wait()
            if noticed:
                until(future.cancelled)
            return usual(future)

        monkeypatch.setattr(distributed.Future, "result", result)
        with pytest.raises(ClusterError, match="the scheduler is gone"):
            class_.graded("there", cluster)


def test_work_for_a_scheduler_that_has_long_been_gone_ends_the_run_in_a_sentence(
    class_: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_AHEAD", 1)
    monkeypatch.setattr(asking, "_PATIENCE", 2.0)
    with closing(Dask(tmp_path / "dask")) as started, Cluster(started.address, "standard") as cluster:
        came = cluster.graded(
            HandIns(collect(class_.folder / "submissions", [ASSIGNMENT])), {"momentum_step": class_.prepared}
        )
        next(came)
        started.scheduler.kill()
        until(lambda: cluster._client.status == "closed")
        with pytest.raises(ClusterError, match="the scheduler is gone"):
            list(came)


@pytest.mark.parametrize(("spill", "may"), [(False, True), (0.7, False), (None, False)])
def test_a_worker_that_may_write_what_it_holds_to_its_disk_grades_nothing(
    class_: Class, spill: object, may: bool
) -> None:
    unit = Unit(demand_of(class_.prepared, "standard"), ())
    parcel = msgspec.msgpack.encode(parcel_of(class_.prepared))

    with dask.config.set({"distributed.worker.memory.spill": spill}):
        answer = msgspec.msgpack.decode(worker.grade_unit(parcel, msgspec.msgpack.encode(unit)), type=Answer)

    assert ("set distributed.worker.memory.spill to false" in answer.refused) is not may


def test_a_cluster_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_PATIENCE", 1.0)

    with pytest.raises(ClusterError, match="no scheduler answers"):
        Cluster("tcp://127.0.0.1:9", "standard")


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "tcp://cluster.example:8786", "tcp://0.0.0.0:1"])
def test_nothing_travels_openly(address: str) -> None:
    with pytest.raises(UsageError, match="is not encrypted"):
        require_safe(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost:8786",
        "http://localhost:1",
        "tls://",
        "ucx://127.0.0.1:1",
        "tcp://localhost",
        "tls://h:x",
        "tls://h:99999",
    ],
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="is no address of a scheduler"):
        require_safe(address)


def test_a_certificate_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="asks for a certificate, and none is named"):
        Cluster("tls://10.0.0.7:8786", "standard")
