"""What is compiled once is not compiled again, and nothing that is kept of it is trusted when it does not fit."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from grader.reports.pages.compiled_templates import CompiledTemplates

TEXT = "{% if who %}\nGood day, {{ who }}.\n{% endif %}\n"


@pytest.fixture(autouse=True)
def _keeping_byte_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "day.txt.j2").write_text(TEXT)
    return tmp_path


def environment(folder: Path, *, trim_blocks: bool = True) -> Environment:
    return Environment(loader=FileSystemLoader(folder), bytecode_cache=CompiledTemplates(), trim_blocks=trim_blocks)


def said(folder: Path) -> str:
    return environment(folder).get_template("day.txt.j2").render(who="Ada")


def is_kept(made: Environment, folder: Path) -> bool:
    file = folder / "day.txt.j2"
    assert made.bytecode_cache is not None
    return made.bytecode_cache.get_bucket(made, file.name, str(file), file.read_text()).code is not None


def kept_files(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*"))


def test_a_template_is_compiled_once(folder: Path) -> None:
    first = said(folder)

    assert is_kept(environment(folder), folder)
    assert said(folder) == first == "Good day, Ada.\n"
    assert [each.name for each in kept_files(folder)] == [f"day.txt.{sys.implementation.cache_tag}.pyc"]


def test_what_was_made_of_another_text_or_with_other_settings_is_made_again(folder: Path) -> None:
    said(folder)

    assert not is_kept(environment(folder, trim_blocks=False), folder)
    (folder / "day.txt.j2").write_text(TEXT.replace("day", "night"))
    assert said(folder) == "Good night, Ada.\n"


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 400])
def test_a_file_that_is_damaged_is_made_again(folder: Path, damage: bytes) -> None:
    said(folder)
    (file,) = kept_files(folder)
    whole = file.read_bytes()
    for broken in (damage, whole[:-1], whole[:40] + b"\xff" + whole[41:]):
        file.write_bytes(broken)

        assert said(folder) == "Good day, Ada.\n"
        assert file.read_bytes() == whole


def test_nothing_is_kept_where_python_keeps_no_byte_code(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    assert said(folder) == "Good day, Ada.\n"
    assert kept_files(folder) == []


def test_a_folder_that_cannot_be_written_costs_only_time(folder: Path) -> None:
    (folder / "__pycache__").write_text("a file in the way")

    assert said(folder) == "Good day, Ada.\n"
