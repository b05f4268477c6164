"""A file is written whole or not at all, in a fresh file of its own, and nothing is left behind."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from grader.files import UNFINISHED, make_private_folder, write_named, write_whole


def test_what_is_written_is_for_its_owner_alone_and_nothing_lies_beside_it(tmp_path):
    path = tmp_path / "results.json"

    write_whole(path, "first")
    write_whole(path, "second \ud800")

    assert path.read_text() == "second \\ud800"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_finished_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "results.json"
    write_whole(path, "first")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "second")
    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_the_place_of_a_file_is_replaced_and_never_followed(tmp_path):
    outside, path = tmp_path / "outside", tmp_path / "results.json"
    outside.write_text("mine")
    path.symlink_to(outside)

    write_whole(path, "new")

    assert (outside.read_text(), path.read_text(), path.is_symlink()) == ("mine", "new", False)


def test_of_two_that_make_a_file_the_first_wins(tmp_path):
    path = tmp_path / "seed"

    write_whole(path, "first", first_wins=True)
    write_whole(path, "second", first_wins=True)

    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_half_written_bears_the_process_that_wrote_it(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(Path, "replace", lambda beside, _: seen.append(beside.name))

    write_whole(tmp_path / "index.html", "text")

    (name,) = seen
    found = UNFINISHED.fullmatch(name)
    assert found is not None
    assert int(found["pid"]) == os.getpid()


def test_a_file_that_a_person_named_has_the_usual_rights_and_follows_their_link(tmp_path):
    real, link = tmp_path / "pages" / "real.html", tmp_path / "link.html"

    write_named(real, "first")
    link.symlink_to(real)
    write_named(link, "second")

    mask = os.umask(0)
    os.umask(mask)
    assert real.read_text() == "second"
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o666 & ~mask


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such file")
def test_a_device_that_a_person_named_is_written_to_and_stays():
    write_named(Path("/dev/null"), "text")

    assert Path("/dev/null").is_char_device()


def test_folders_that_are_missing_are_made_for_the_owner_alone(tmp_path):
    make_private_folder(tmp_path / "a" / "b")

    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a", tmp_path / "a/b")} == {0o700}
