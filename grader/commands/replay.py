"""`grader replay`: one hand-in is run again from the bytes that are kept, to see whether its answers repeat."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from grader.batch.book import existing_gradebook, grades_of_student, require_gradebook
from grader.batch.outputs import Outputs, open_outputs
from grader.commands.changes import say_changes
from grader.commands.options import course_option, gradebook_option, isolation_option, say_whose_rubric
from grader.commands.preparing import prepare_all
from grader.course.folder import find_course, require_reference
from grader.errors import UsageError
from grader.gradebook.address import Address
from grader.gradebook.entries import Kept
from grader.gradebook.store import Gradebook
from grader.gradebook.transcripts import behaviour_sha256, unpacked
from grader.grading.changes import change_between
from grader.grading.decisions import with_decisions
from grader.grading.grade import Graded, grade
from grader.grading.policy import with_time
from grader.isolation import Isolation
from grader.records import Submission, Transcript
from grader.safe_text import visible, without_orders
from grader.sandbox.tiers import Backends


@click.command("replay")
@click.argument("student")
@click.argument("assignment")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The folder that was graded into."
)
@gradebook_option
@course_option
@isolation_option
def command(
    student: str, assignment: str, out: Path, book: Address | None, course_folder: Path | None, isolation: str
) -> int:
    """Run one hand-in again, and say whether its answers repeat.

    Takes the bytes that the gradebook keeps of STUDENT's newest hand-in to ASSIGNMENT, and changes nothing.
    Exit code 1 if an answer or the score is another.
    """
    course = find_course(course_folder)
    say_whose_rubric(course)
    require_reference(course)
    chosen = course.assignment(assignment)
    require_gradebook(Outputs(out, book=book))
    outputs = open_outputs(out, book)
    prepared, tier = prepare_all(course, [chosen], outputs, Isolation(isolation))
    with existing_gradebook(outputs) as gradebook:
        kept, submission = _kept(gradebook, student, assignment)
        with Backends(tier, hidden=True) as backends:
            again = grade(submission, prepared[assignment], backends.having(chosen.packages))
        repeats = _behaves_alike(kept, again, gradebook)
    # What persons decided and what lateness takes is no matter of running it again.
    with_the_rest = with_decisions(with_time(again, kept.grade.late, kept.grade.attempts), kept.grade.decisions)
    change = change_between(kept.grade, with_the_rest.grade)
    say_changes([] if change is None else [change])
    click.echo(_said(repeats, kept.grade.student, assignment))
    return 1 if change is not None or repeats is False else 0


def _kept(gradebook: Gradebook, student: str, assignment: str) -> tuple[Kept, Submission]:
    found = grades_of_student(student, assignment, gradebook)
    student = found[0].grade.student
    digest = found[0].grade.submission_sha256
    attempt = next((each for each in gradebook.history(student, assignment) if each.submission_sha256 == digest), None)
    source = gradebook.source(digest)
    if attempt is None or source is None:
        raise UsageError(
            f"the bytes of this hand-in of {visible(student, 120)!r} are not kept",
            remedy="grade the hand-in again: `grader grade` keeps what it is given",
        )
    submission = Submission(student, assignment, attempt.filename, attempt.kind, source)
    return found[0], msgspec.structs.replace(submission, notices=found[0].grade.notices)


def _behaves_alike(kept: Kept, again: Graded, gradebook: Gradebook) -> bool | None:
    """Whether every answer is the one that is kept; None where none are."""
    expected = gradebook.expected(kept.grade.rubric_sha256)
    if expected is None or again.transcript is None or not kept.difference:
        return None
    before, now = unpacked(kept.difference, expected), again.transcript
    asked = before.outcomes.keys() & now.outcomes.keys()  # the rubric of now may ask more, or less
    if not asked and before.outcomes:
        return None
    one, other = (Transcript(each.load, {call: each.outcomes[call] for call in asked}) for each in (before, now))
    return behaviour_sha256(one) == behaviour_sha256(other)


def _said(repeats: bool | None, student: str, assignment: str) -> str:
    who = without_orders(f"{visible(student, 60)}, {assignment}")
    if repeats is None:
        return f"{who}: no answers are kept to compare with"
    return f"{who}: every answer repeats" if repeats else f"{who}: answers are not those that are kept"
