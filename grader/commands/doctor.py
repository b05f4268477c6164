"""`grader doctor`: what works here, what does not, and why."""

from __future__ import annotations

from itertools import groupby

import click
import msgspec
from rich.console import Console
from rich.text import Text

from grader.commands.console import only_ascii
from grader.commands.options import json_option
from grader.course.folder import find_course
from grader.doctor import HIDDEN_CRITERIA, OWN_FILE, Finding, findings
from grader.errors import UsageError

_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("·", "dim")}
_ASCII_MARKS = {True: ("+", "green"), False: ("x", "red"), None: ("-", "dim")}


@click.command("doctor")
@json_option
def command(as_json: bool) -> int:
    """Say what works on this machine and what does not.

    Every isolation layer and tier is tried out, with attacks that must fail.  Exit code 3 if hand-ins with hidden
    criteria cannot be graded safely here; in a student's pack, if one's own file cannot be checked.
    """
    found = list(findings())
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        _say(found)
    needed = OWN_FILE if _in_a_pack() else HIDDEN_CRITERIA
    safe = all(finding.works for finding in found if finding.name == needed)
    got_through = any(finding.works is False for finding in found if finding.attack)
    return 0 if safe and not got_through else 3


def _in_a_pack() -> bool:
    try:
        return find_course().is_pack
    except UsageError:
        return False


def _say(found: list[Finding]) -> None:
    console = Console(highlight=False)
    marks = _ASCII_MARKS if only_ascii() else _MARKS
    for group, members in groupby(found, key=lambda finding: finding.group):
        console.print(Text(group, style="bold"))
        for finding in members:
            mark, style = marks[finding.works]
            console.print(Text.assemble("  ", (mark, style), f" {finding.name}: {finding.detail}"))
