"""What the pages and the README tell to type is what the program takes."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import click
import pytest

from grader.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^ *```(?:sh|bash|)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def commands_in(page: Path) -> list[str]:
    """The lines of blocks that call the program, without what a shell does with it."""
    lines = [line.strip() for block in FENCED.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
    return [re.split(r" [|>&;#]|  #", line)[0] for line in lines if line.startswith("grader ")]


TOLD = [(page, line) for page in PAGES for line in commands_in(page)]


def test_there_are_commands_to_look_at():
    assert len(TOLD) > 80
    assert {line.split()[1] for _, line in TOLD} >= {"grade", "roster", "export", "canvas", "publish", "release"}


@pytest.mark.parametrize(("page", "line"), TOLD, ids=lambda value: value if isinstance(value, str) else value.stem)
def test_a_command_has_the_options_that_a_page_gives_it(page, line):
    name, *words = shlex.split(line)[1:]
    assert name in {*COMMANDS, "--help", "--version"}
    if name not in COMMANDS:
        return
    command = importlib.import_module(f"grader.commands.{name}").command
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    known = {option: each for each in command.params for option in (*each.opts, *each.secondary_opts)}

    for at, word in enumerate(words):
        option, _, given = word.partition("=")
        if option.startswith("--") and option != "--help":
            assert option in known, f"{page.name}: {line}"
            choices = getattr(known[option].type, "choices", None)
            value = given or next(iter(words[at + 1 :]), "")
            assert not choices or value in choices, f"{page.name}: {line}"
    if name == "export" and words and not words[0].isupper():
        form = next(each for each in command.params if each.name == "form")
        assert words[0] in form.type.choices, f"{page.name}: {line}"
