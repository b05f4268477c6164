"""Landlock on folders of our own making, in forked children of the test run."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from grader.sandbox.lockdown import in_child, landlock, libc

try:
    ABI = landlock.version()
except OSError as trouble:
    pytest.skip(f"no Landlock here: {trouble.strerror}", allow_module_level=True)

_PR_SET_NO_NEW_PRIVS = 38
OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture
def library(tmp_path):
    """A folder like Python's own, with other people's packages in it, and a secret beside it."""
    folder = tmp_path / "library"
    (folder / "json").mkdir(parents=True)
    (folder / "site-packages").mkdir()
    for name in ("os.py", "json/decoder.py", "site-packages/theirs.py"):
        (folder / name).write_text(name)
    (tmp_path / "secret").write_text("42")
    return folder


def under(rules: landlock.Ruleset, attempt: Callable[[], object]) -> str:
    """What becomes of `attempt` in a child that enforces the rules first."""

    def child() -> str:
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1)
        rules.enforce()
        try:
            return str(attempt())
        except OSError as refusal:
            return type(refusal).__name__

    try:
        return in_child.outcome(child)
    finally:
        os.close(rules.descriptor)


@pytest.mark.parametrize("abi", range(1, ABI + 1))
def test_what_was_opened_can_be_read_under_every_version(library, abi):
    rules = landlock.ruleset([str(library)], abi)

    assert under(rules, (library / "json" / "decoder.py").read_text) == "json/decoder.py"


@pytest.mark.parametrize("abi", range(1, ABI + 1))
def test_the_file_beside_it_stays_closed_under_every_version(library, abi):
    rules = landlock.ruleset([str(library)], abi)

    assert under(rules, (library.parent / "secret").read_text) == "PermissionError"


def test_a_readable_folder_can_be_listed(library):
    rules = landlock.ruleset([str(library / "json")], ABI)

    assert under(rules, lambda: [entry.name for entry in (library / "json").iterdir()]) == "['decoder.py']"


def test_a_folder_that_was_not_opened_cannot_be_listed(library):
    rules = landlock.ruleset([str(library)], ABI)

    assert under(rules, lambda: list(library.parent.iterdir())) == "PermissionError"


def test_the_way_in_by_a_parent_folder_is_closed_too(library):
    rules = landlock.ruleset([str(library)], ABI)

    assert under(rules, (library / ".." / "secret").read_text) == "PermissionError"


def test_a_link_does_not_open_what_it_leads_to(library):
    (library / "door.py").symlink_to(library.parent / "secret")
    rules = landlock.ruleset([str(library / "json"), str(library / "os.py")], ABI)

    assert under(rules, (library / "door.py").read_text) == "PermissionError"


def test_other_peoples_packages_inside_the_library_stay_closed(library):
    rules = landlock.ruleset([str(library)], ABI)

    assert under(rules, (library / "site-packages" / "theirs.py").read_text) == "PermissionError"


def test_a_package_named_by_itself_is_open(library):
    rules = landlock.ruleset([str(library), str(library / "site-packages" / "theirs.py")], ABI)

    assert under(rules, (library / "site-packages" / "theirs.py").read_text) == "site-packages/theirs.py"


def test_one_file_can_be_opened_without_its_neighbours(library):
    rules = landlock.ruleset([str(library / "json" / "decoder.py")], ABI)

    assert under(rules, (library / "os.py").read_text) == "PermissionError"


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "json" / "decoder.py").write_text("changed"),
        lambda folder: (folder / "json" / "new.py").touch(),
        lambda folder: (folder / "json" / "new").mkdir(),
        lambda folder: (folder / "json" / "new").symlink_to("decoder.py"),
        lambda folder: os.mkfifo(folder / "json" / "new"),
        lambda folder: (folder / "json" / "decoder.py").unlink(),
        lambda folder: (folder / "json" / "decoder.py").rename(folder / "json" / "other.py"),
        lambda folder: (folder / "json").rmdir(),
    ],
    ids=["write", "create", "mkdir", "symlink", "mkfifo", "unlink", "rename", "rmdir"],
)
def test_nothing_in_a_readable_folder_can_be_changed(library, change):
    rules = landlock.ruleset([str(library)], ABI)

    assert under(rules, lambda: change(library)) == "PermissionError"


def test_a_path_that_does_not_exist_is_an_error_and_leaves_nothing_open(tmp_path):
    before = len(list(OPEN_FILES.iterdir()))

    with pytest.raises(FileNotFoundError):
        landlock.ruleset([str(tmp_path / "missing")], ABI)

    assert len(list(OPEN_FILES.iterdir())) == before


def test_a_newer_version_never_takes_less_away():
    taken = [landlock.rights(abi) for abi in range(1, 20)]
    steps = [pair for before, after in pairwise(taken) for pair in zip(before, after, strict=True)]

    assert all(old & ~new == 0 for old, new in steps)


def test_a_version_nobody_has_heard_of_is_served_like_the_last_known():
    assert landlock.rights(1000) == landlock.rights(9)
