"""Answers read once: those of one submission are held against many mistakes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from grader.sandbox import values


@lru_cache(1024)
def read_once(value: bytes) -> Any:
    """An answer as it is compared; nobody changes what is read."""
    return values.decode_to_compare(value)
