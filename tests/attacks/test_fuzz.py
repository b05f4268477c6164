"""`make fuzz` ends at the first failure: a file that was moved would be one, before anything was read."""

from __future__ import annotations

from tests.attacks.fuzz import READERS, ROOT


def test_every_reader_that_is_fed_is_there():
    assert [each for each in READERS if not (ROOT / each).exists()] == []
