"""`grader mistake new`: a known mistake, to be filled in."""

from __future__ import annotations

import ast
from pathlib import Path

import click

from grader.batch.book import existing_gradebook, grades_of_student
from grader.batch.outputs import Outputs
from grader.commands.options import course_option, gradebook_option, isolation_option
from grader.course import scaffold, variants
from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course, require_reference
from grader.errors import UsageError, did_you_mean
from grader.gradebook.address import Address
from grader.gradebook.transcripts import unpacked
from grader.grading.prepare import prepare
from grader.grading.proposals import Proposal, proposal
from grader.isolation import Isolation
from grader.safe_text import visible
from grader.sandbox.tiers import Backends


@click.group("mistake")
def command() -> None:
    """Write known mistakes, by which a student's mistake is recognised."""


@command.command("new")
@click.argument("names", nargs=3, metavar="(ASSIGNMENT FUNCTION NAME | STUDENT ASSIGNMENT FUNCTION)")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@course_option
@isolation_option
def new(
    names: tuple[str, str, str], out: Path, book: Address | None, course_folder: Path | None, isolation: str
) -> None:
    """Write a mistake, beginning with the reference's own code, and say what to change.

    With ASSIGNMENT FUNCTION NAME the code is the reference's; NAME says what a student did: small letters, digits, _.
    With STUDENT ASSIGNMENT FUNCTION it is the reference with the change that answers as that hand-in does, where one is
    known, and title and hints begin with what was found; nothing of the hand-in itself comes into the file.
    """
    course = find_course(course_folder)
    require_reference(course)
    if names[0] in course.assignment_ids():
        _from_the_reference(course, *names)
    else:
        _from_a_hand_in(course, names, Outputs(out, book=book), Isolation(isolation))


def _from_the_reference(course: Course, assignment: str, function: str, name: str) -> None:
    found = _with_function(course, assignment, function)
    source = variants.solution(course, found).source.decode("utf-8")
    place = scaffold.new_mistake(course.root, assignment, function, name, _definition(source, function))
    click.echo(f"{place.relative_to(course.root)}")
    click.echo(
        "\nNext: change the function to what the student wrote, say what it loses and both hints, then run\n"
        f"  grader selftest {assignment}"
    )


def _from_a_hand_in(course: Course, names: tuple[str, str, str], outputs: Outputs, isolation: Isolation) -> None:
    student, assignment, function = names
    found = _with_function(course, assignment, function)
    with existing_gradebook(outputs) as gradebook, Backends(isolation, hidden=True) as backends:
        kept = grades_of_student(student, assignment, gradebook)[0]
        expected = gradebook.expected(kept.grade.rubric_sha256)
        if expected is None or not kept.difference:
            said = f"no recording of {visible(student, 120)!r} in {assignment} is kept"
            raise UsageError(said, remedy="grade the hand-in again first")
        prepared = prepare(course, found, backends.having(found.packages), cache=course.cache)
        made = proposal(course, prepared, kept.grade, unpacked(kept.difference, expected), function)
    place = scaffold.proposed_mistake(course.root, assignment, function, made.name, _file(made))
    click.echo(f"{place.relative_to(course.root)}")
    answers = (
        "its code answers as the hand-in does"
        if made.is_changed
        else "its code is the reference's: change it to what the hand-in does"
    )
    click.echo(
        f"\n{answers}.\nNext: rename the file, write title and hints as you would say them, then run\n"
        f"  grader selftest {assignment}"
    )


def _file(made: Proposal) -> str:
    head = f'"""{made.title}\n\nloses: {", ".join(made.loses)}\nhint: {made.hint}\nsecond hint: {made.second_hint}\n"""'
    return f"{head}\n\n\n{made.code}\n"


def _with_function(course: Course, assignment: str, function: str) -> Assignment:
    found = course.assignment(assignment)
    if function not in found.functions:
        raise UsageError(f"{assignment} has no function {function!r}", remedy=did_you_mean(function, found.functions))
    return found


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
