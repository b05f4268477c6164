"""What travels between the machine that asks and the ones that grade: bytes, read as records on either side.

A parcel is one assignment: its public files, both rubrics, and the answer key, which a worker holds in memory.  A unit
is some hundreds of hand-ins with what is demanded of whoever grades them.  Both, and what comes back, are MessagePack,
so that nothing that is received can be more than data.
"""

from __future__ import annotations

import platform

import msgspec
import numpy as np

from grader import __version__
from grader.grading.prepared import Prepared, Recorded
from grader.records import Conditions, Grade, Submission
from grader.sandbox.tiers import tier_called


class Parcel(msgspec.Struct, frozen=True):
    """One assignment: its id, files by their place in `assignments/`, and all that is recorded of it."""

    assignment: str
    files: dict[str, bytes]
    recorded: Recorded


class Demand(msgspec.Struct, frozen=True):
    """What whoever grades must have: the same versions, a tier that promises as much, and this very answer key."""

    python: str
    numpy: str
    grader: str
    tier: str
    rubric_sha256: str


class Unit(msgspec.Struct, frozen=True):
    """Hand-ins to one assignment."""

    demand: Demand
    hand_ins: tuple[Submission, ...]


class GradedThere(msgspec.Struct, frozen=True):
    """One hand-in: its grade, and the packed difference between its transcript and the reference's."""

    grade: Grade
    difference: bytes


class Answer(msgspec.Struct, frozen=True):
    """What comes back for a unit: a row for each hand-in in order, or why the worker may not grade."""

    graded: tuple[GradedThere, ...] = ()
    refused: str = ""


def parcel_of(prepared: Prepared) -> Parcel:
    """One assignment, ready to be graded where there is no reference."""
    assignment = prepared.assignment
    rubrics = {f"{assignment.id}/{path.name}": path for path in assignment.rubric_files}
    files = {name: path.read_bytes() for name, path in (assignment.public_files | rubrics).items()}
    return Parcel(assignment.id, files, prepared.recorded)


def demand_of(prepared: Prepared, tier: str) -> Demand:
    """What this machine would grade with."""
    return Demand(platform.python_version(), np.__version__, __version__, tier, prepared.key.rubric_sha256)


def shortcoming(demand: Demand, made: Conditions, rubric_sha256: str) -> str:
    """In what a worker falls short of a demand, in a clause; empty where in nothing."""
    for name, wanted, has in (
        ("Python", demand.python, made.python),
        ("NumPy", demand.numpy, made.numpy),
        ("grader", demand.grader, made.grader),
    ):
        if wanted != has:
            return f"has {name} {has}, and here it is {wanted}"
    wanted_tier, tier = tier_called(demand.tier), tier_called(made.tier)
    if wanted_tier is None or tier is None or not tier.promises_all_of(wanted_tier):
        return f"isolates student code by `{made.tier}`, and `{demand.tier}` is asked for"
    if rubric_sha256 != demand.rubric_sha256:
        return "comes to another answer key from the same files"
    return ""
