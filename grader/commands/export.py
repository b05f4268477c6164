"""`grader export`: grades in the form another system takes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click
from msgspec.structs import replace

from grader.batch.outputs import Outputs, folder_name, write_page
from grader.batch.roster import people_in, require_people
from grader.collect.ids import meant_by
from grader.commands.changes import say_behind, say_edited
from grader.commands.feedback import FEEDBACK, write_feedback
from grader.commands.filling import fill_in, say_waiting
from grader.commands.options import course_option, gradebook_option
from grader.commands.shown_grades import of_the_course, shown_grades
from grader.errors import UsageError, did_you_mean, unknown_student
from grader.exports import results
from grader.exports.forms import EXPORTS, FILLED, Export
from grader.gradebook.address import Address
from grader.records import Grade
from grader.safe_text import visible, without_orders

_AUTOGRADER = "gradescope-autograder"


@click.command("export")
@click.argument("form", type=click.Choice([*EXPORTS, *FILLED, *FEEDBACK, _AUTOGRADER]), metavar="FORMAT")
@click.argument("out", default="out", type=click.Path(path_type=Path, readable=False))
@click.option("--student", metavar="ID", help="Only this student.")
@click.option("--assignment", metavar="ID", help="Only this assignment.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="The file to write; a folder for a file each.")
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="FILE", help="The table, or the download, of the place."
)
@click.option("--column", default="", help="Its column, if not the one called after the assignment.")
@click.option("--dry-run", is_flag=True, help="Say what would change in the table, and write nothing.")
@click.option("--names", is_flag=True, help="Add name, e-mail and section from the roster: csv and xlsx.")
@click.option("--criteria", is_flag=True, help="Add a column for each criterion: csv and xlsx.")
@click.option("--excel", is_flag=True, help="As Excel opens csv where numbers have a decimal comma: `;`, ids as text.")
@gradebook_option
@course_option
def command(
    form: str,
    out: Path,
    *,
    student: str | None,
    assignment: str | None,
    target: Path | None,
    into: Path | None,
    column: str,
    dry_run: bool,
    names: bool,
    criteria: bool,
    excel: bool,
    book: Address | None,
    course_folder: Path | None,
) -> None:
    """Write grades in the form another system takes.

    \b
    FORMAT is one of
      csv  xlsx  json  junit  gradescope  classroom50
      canvas  moodle  brightspace  blackboard
      canvas-comments  moodle-feedback
      gradescope-results  gradescope-autograder

    Reads OUT/results.json (OUT is `out` if it is not named) and prints, or writes to a file with --to.  Gradescope and
    Classroom 50 take one hand-in a file: choose it, or name a folder with --to.  For canvas, moodle, brightspace and
    blackboard the scores of one assignment are filled into the table that the place gave out (--into): what changes,
    and what does not fit, is listed.  canvas-comments makes a zip of comments from the download of the submissions,
    moodle-feedback one of feedback files from the grading worksheet, gradescope-results from its export an autograder
    that hands over the grades made here (--into).  csv and xlsx are for staff and hold all points; from the others what
    does not show to students yet is left out, but for what Gradescope hides by itself and the sum in a score: dates are
    those of the course around the working folder, or --course.  Who is in the class no more is in none of them.
    gradescope-autograder reads no grades: it is the zip of one assignment that Gradescope runs for each hand-in.
    """  # noqa: D301 - click leaves lines below this mark as they are
    _require_place_for(form, names=names, criteria=criteria, excel=excel)
    if form == _AUTOGRADER:
        from grader.commands.autograder import write_autograder  # noqa: PLC0415 - no other form records

        write_autograder(assignment, course_folder, target)
        return
    if form in {*FILLED, *FEEDBACK} and into is None:
        raise UsageError(
            f"{form} needs what the place gave out",
            remedy=f"as in: grader export {form} --assignment ID --into FILE --to FILE",
        )
    if form not in {*FILLED, *FEEDBACK} and into is not None:
        raise UsageError(f"{form} is filled into no table", remedy="leave out --into")
    gone = results.gone(out / "results.json")
    everyone = [grade for grade in results.read(out / "results.json") if grade.student not in gone]
    say_edited(Outputs(out, book=book), exporting=True)
    say_behind(Outputs(out, book=book), everyone)
    if into is not None:
        chosen = _chosen(everyone, student, assignment)
        outputs = Outputs(out, book=book).of_class(each.student for each in everyone)
        if form in FEEDBACK:
            write_feedback(form, chosen, outputs, course_folder, into=into, target=target, dry_run=dry_run)
            return
        fill_in(form, chosen, outputs, course_folder, into=into, column=column, target=target, dry_run=dry_run)
        return
    export = _as_asked(form, Outputs(out, book=book), names=names, criteria=criteria, excel=excel)
    if student is not None and meant_by(student, gone):
        raise UsageError(
            f"the student {visible(student, 120)!r} was not among the hand-ins of the last run, and is in no export",
            remedy="results.json and the gradebook keep the grades; grade again with the hand-in to have them exported",
        )
    grades = _chosen(everyone, student, assignment)
    if export.table:
        grades = grades if assignment else list(_of_the_course(grades, course_folder))
        say_waiting(grades)
    if export.as_shown:
        grades = shown_grades(grades, course_folder, Outputs(out, book=book))
    if target is None:
        _print(export.write(grades), form)
    elif export.single and (len(grades) > 1 or target.is_dir()):
        _write_each(grades, export, Outputs(target).of_class(each.student for each in everyone))
    else:
        _write(export.write(grades), target)


def _of_the_course(grades: Sequence[Grade], course_folder: Path | None) -> Sequence[Grade]:
    """Without those of assignments that are gone, which would count in every total; they are named."""
    grades, elsewhere = of_the_course(grades, course_folder)
    if elsewhere:
        said = f"left out, since the course has no such assignment: {', '.join(elsewhere)}; --assignment names one"
        click.echo(without_orders(said), err=True)
    return grades


def _require_place_for(form: str, *, names: bool, criteria: bool, excel: bool) -> None:
    """Raise `UsageError` where a form has no place for what it is to hold besides."""
    has_columns = form in EXPORTS and EXPORTS[form].table
    if names and not has_columns:
        raise UsageError(f"there are no names in {form}", remedy="leave --names out, or choose csv or xlsx")
    if criteria and not has_columns:
        raise UsageError(f"{form} has no columns of ours", remedy="leave --criteria out, or choose csv or xlsx")
    if excel and form != "csv":
        raise UsageError(f"--excel is a way of writing csv, and this is {form}", remedy="leave --excel out")


def _as_asked(form: str, outputs: Outputs, *, names: bool, criteria: bool, excel: bool) -> Export:
    """The form with what it is to hold besides."""
    export = EXPORTS[form]
    if export.by_environment:
        return replace(export, write=partial(export.write, environment=os.environ))
    if not export.table:
        return export
    people = people_in(outputs) if names else ()
    require_people(people, names=names)
    written = partial(export.write, excel=True) if excel else export.write
    return replace(export, write=partial(written, people=people, criteria=criteria))


def _print(document: str | bytes, form: str) -> None:
    if isinstance(document, str):
        click.echo(without_orders(document), nl=False)
    elif sys.stdout.isatty():
        raise UsageError(f"{form} is no text that a terminal could show", remedy="name a file with --to")
    else:
        click.echo(document, nl=False)


def _chosen(grades: Sequence[Grade], student: str | None, assignment: str | None) -> list[Grade]:
    chosen = [
        each
        for each in grades
        if (student is None or meant_by(student, [each.student])) and assignment in {None, each.assignment}
    ]
    if not chosen:
        raise _without_a_grade(grades, student, assignment)
    return chosen


def _without_a_grade(grades: Sequence[Grade], student: str | None, assignment: str | None) -> UsageError:
    """Why nothing was chosen: an id that nobody has, a name that no assignment has, or nothing is graded."""
    remedy = "run `grader grade` first"
    if not grades:
        return UsageError("there are no grades yet", remedy=remedy)
    ids = {each.student for each in grades}
    if student is not None and not meant_by(student, ids):
        return UsageError(f"there is no grade for --student {student}", remedy=unknown_student(student, sorted(ids)))
    assignments = sorted({each.assignment for each in grades})
    if assignment is not None and assignment not in assignments:
        return UsageError(
            f"there is no grade for --assignment {assignment}",
            remedy=f"{did_you_mean(assignment, assignments)}; what is none of these is to be graded first",
        )
    return UsageError(f"there is no grade for --student {student} --assignment {assignment}", remedy=remedy)


def _write_each(grades: Sequence[Grade], export: Export, outputs: Outputs) -> None:
    """A file for each grade, in folders that are called as those of the pages are."""
    for grade in grades:
        folder = outputs.root / outputs.folder_of(grade.student)
        _write(export.write([grade]), folder / f"{folder_name(grade.assignment)}{export.suffix}")
    click.echo(f"{len(grades)} files in {outputs.root}", err=True)


def _write(document: str | bytes, path: Path) -> None:
    try:
        write_page(path, document)
    except OSError as trouble:
        raise UsageError(
            f"{path} cannot be written: {trouble.strerror}", remedy="name another file with --to"
        ) from None
