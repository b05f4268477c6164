"""`grader mistake new`: a known mistake, to be filled in."""

from __future__ import annotations

import ast
from pathlib import Path

import click

from grader.commands.options import course_option
from grader.course import scaffold, variants
from grader.course.folder import find_course, require_reference
from grader.errors import UsageError, did_you_mean


@click.group("mistake")
def command() -> None:
    """Write known mistakes, by which a student's mistake is recognised."""


@command.command("new")
@click.argument("assignment")
@click.argument("function")
@click.argument("name")
@course_option
def new(assignment: str, function: str, name: str, course_folder: Path | None) -> None:
    """Write a mistake in FUNCTION, beginning with the reference's own code, and say what to change.

    NAME says what a student did: small letters, digits and _.
    """
    course = find_course(course_folder)
    require_reference(course)
    found = course.assignment(assignment)
    if function not in found.functions:
        raise UsageError(f"{assignment} has no function {function!r}", remedy=did_you_mean(function, found.functions))
    source = variants.solution(course, found).source.decode("utf-8")
    place = scaffold.new_mistake(course.root, assignment, function, name, _definition(source, function))
    click.echo(f"{place.relative_to(course.root)}")
    click.echo(
        "\nNext: change the function to what the student wrote, say what it loses and both hints, then run\n"
        f"  grader selftest {assignment}"
    )


def _definition(source: str, function: str) -> str:
    """The function as the reference has it, without its docstring."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
            first = node.body[0]
            if ast.get_docstring(node) is not None and first.end_lineno is not None:
                lines = lines[: first.lineno - node.lineno] + lines[first.end_lineno - node.lineno + 1 :]
            return "\n".join(lines)
    raise UsageError(f"the reference defines no function {function!r}", remedy="write it first")
