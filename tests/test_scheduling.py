"""Tests that share something expensive are run by one process."""

from __future__ import annotations

from tests.scheduling import unit_of


def test_a_files_tests_stay_in_one_process_and_so_do_those_of_the_web() -> None:
    assert unit_of("tests/words/test_style.py::test_a") == unit_of("tests/words/test_style.py::TestB::test_c[x::y]")
    assert unit_of("tests/words/test_style.py::test_a") != unit_of("tests/words/test_other.py::test_a")
    assert unit_of("tests/web/test_site.py::test_a") == unit_of("tests/web/test_server.py::test_a")
