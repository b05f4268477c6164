"""A name for what was described: the same facts have the same, so that a class can count who shares them."""

from __future__ import annotations

import hashlib

import msgspec

from grader.records import Described


def described_name(described: Described) -> str:
    """The name of a diagnosis that says this; how many others fit, and what was looked at, is no part of it."""
    told = msgspec.structs.replace(described, others=0, shown=True, seen_alone=False)
    return f"{described.found}_{hashlib.sha256(msgspec.msgpack.encode(told)).hexdigest()[:8]}"
