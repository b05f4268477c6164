"""A stand-in for grading a unit on a worker: it dies of one hand-in, and grades all others as ever."""

from __future__ import annotations

import os
import threading

import msgspec

from grader.cluster import worker
from grader.cluster.units import Unit

DEADLY = "mallory"
SOON = 0.1  # seconds


def holds_it(unit: bytes) -> bool:
    return any(each.student == DEADLY for each in msgspec.msgpack.decode(unit, type=Unit).hand_ins)


def grade_unit(parcel: bytes, unit: bytes) -> bytes:
    if holds_it(unit):
        os._exit(1)
    return worker.grade_unit(parcel, unit)


def with_its_answer(parcel: bytes, unit: bytes) -> bytes:
    """One that grades that hand-in too, and dies before anybody has fetched its answer."""
    answer = worker.grade_unit(parcel, unit)
    if holds_it(unit):
        threading.Timer(SOON, os._exit, (1,)).start()
    return answer


def nothing(parcel: bytes, unit: bytes) -> None:
    return None


def with_other_points(parcel: bytes, unit: bytes) -> bytes:
    """One that gives more points than there are, and grades somebody else."""
    answer = msgspec.msgpack.decode(worker.grade_unit(parcel, unit))
    for row in answer["graded"]:
        if row["grade"]["student"] == "ada":
            row["grade"]["judgements"][0]["points"] = 1e6
        else:
            row["grade"]["student"] = "somebody_else"
    return msgspec.msgpack.encode(answer)


def no_grades(parcel: bytes, unit: bytes) -> bytes:
    return b"\xc1"


def of_another_version(parcel: bytes, unit: bytes) -> bytes:
    told = msgspec.msgpack.decode(unit, type=Unit)
    return worker.grade_unit(
        parcel,
        msgspec.msgpack.encode(
            msgspec.structs.replace(told, demand=msgspec.structs.replace(told.demand, numpy="1.0.0"))
        ),
    )


def of_a_stronger_tier(parcel: bytes, unit: bytes) -> bytes:
    """A worker that can only have a weaker one says so."""
    told = msgspec.msgpack.decode(unit, type=Unit)
    made = msgspec.structs.replace(told.demand, tier="no such tier")
    return worker.grade_unit(parcel, msgspec.msgpack.encode(msgspec.structs.replace(told, demand=made)))
