"""`grader selftest`: whether the rubrics themselves are sound."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.commands.options import course_option, isolation_option
from grader.course.folder import find_course, require_reference
from grader.errors import UsageError
from grader.files import write_named
from grader.grading.leave_one_out import LeftOut
from grader.grading.leave_one_out import leave_one_out as left_out
from grader.grading.prepare import fresh_cases, prepare, prepared_with_bank
from grader.grading.prepared import Prepared
from grader.grading.right_work import FORMS, RightWork, right_work
from grader.grading.selftest import Matrix, matrices
from grader.grading.slip_test import Said, slip_test
from grader.isolation import Isolation
from grader.sandbox.tiers import Backends


@click.command("selftest")
@click.argument("assignments", nargs=-1)
@click.option("--seeds", default=1, show_default=True, type=click.IntRange(1), help="On how many seeds to test.")
@click.option("--matrix", is_flag=True, help="Show the whole kill matrix.")
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False), help="Write the kill matrices as a page.")
@click.option(
    "--leave-one-out", is_flag=True, help="Print what would be said of each mistake if its file were not there."
)
@click.option("--slips", default=0, type=click.IntRange(0), help="Make so many random slips, and print what is said.")
@click.option("--at-once", default=1, show_default=True, type=click.IntRange(1), help="Slips in one hand-in.")
@click.option("--seed", default=1, show_default=True, help="Which random slips.")
@click.option(
    "--follow-on", is_flag=True, help="Print what is paid of each criterion that a mistake costs another function."
)
@course_option
@isolation_option
def command(
    assignments: tuple[str, ...],
    *,
    seeds: int,
    matrix: bool,
    page: Path | None,
    leave_one_out: bool,
    slips: int,
    at_once: int,
    seed: int,
    follow_on: bool,
    course_folder: Path | None,
    isolation: str,
) -> int:
    """Test the rubrics with known mistakes and known right work.

    ASSIGNMENTS are those whose rubrics are tested; all, if none is named.  Known mistakes must lose and be
    recognised, the reference and accepted variants must win everything, and files that implement nothing must earn
    nothing.  Exit code 1 if a rubric is unsound.
    """
    course = find_course(course_folder)
    require_reference(course)
    console = Console(soft_wrap=False)
    sound = True
    shown: list[Matrix] = []
    with Backends(Isolation(isolation), hidden=True) as backends:
        for assignment in course.assignments(assignments):
            backend = backends.having(assignment.packages)
            results = list(matrices(course, assignment, backend, seeds=seeds))
            if matrix:
                console.print(_table(results[0]))
            _say_summary(console, results)
            if follow_on:
                prepared = prepare(course, assignment, backend, cache=course.cache)
                _say_follow_on(console, prepared.with_all_rulings(partial(backends.having, assignment.packages)))
            if leave_one_out or slips:
                with_bank = prepared_with_bank(course, assignment, backend)
                fresh = [fresh_cases(course, assignment, backend, seed + place) for place in range(seeds)]
                books = [with_bank, *fresh]
                _say_right_work(console, [each for book in books for each in right_work(course, book, backend)], books)
            if leave_one_out:
                _say_left_out(console, list(left_out(course, with_bank)))
            if slips:
                for beyond in (False, True):
                    found = slip_test(
                        course,
                        with_bank,
                        backend,
                        number=slips,
                        seed=seed,
                        slips=at_once,
                        fresh=fresh,
                        beyond=beyond,
                    )
                    _say_slips(console, list(found), beyond=beyond)
            shown.append(results[0])
            sound = sound and not any(result.troubles for result in results)
    if page is not None:
        _write_page(page, shown)
        console.print(f"kill matrices: {escape(str(page))}", highlight=False, soft_wrap=True)
    return 0 if sound else 1


def _write_page(page: Path, shown: list[Matrix]) -> None:
    from grader.reports.pages.kill_matrix import matrix_page  # noqa: PLC0415 - templates, which most runs do not need

    try:
        write_named(page, matrix_page(shown))
    except OSError as trouble:
        raise UsageError(f"{page} cannot be written: {trouble.strerror}", remedy="choose another file") from None


def _say_summary(console: Console, results: list[Matrix]) -> None:
    first = results[0]
    public = sum(map(first.killed_by_public, first.mistakes))
    console.print(
        f"[bold]{first.assignment}[/]: {len(first.mistakes)} mistakes on {len(results)} seed(s), "
        f"{public} of them caught by public criteria alone, nearest {_nearest(results)}",
        highlight=False,
        soft_wrap=True,
    )
    for missing in first.missing:
        console.print(f"  note: {escape(missing)}", highlight=False, soft_wrap=True)
    troubles = {trouble: result.seed for result in reversed(results) for trouble in result.troubles}
    for trouble, seed in troubles.items():
        console.print(f"  [red]✗[/] {escape(trouble)} (seed: {seed})", highlight=False, soft_wrap=True)
    if not troubles:
        console.print("  [green]✓[/] no survivor, no false loss, no false diagnosis", highlight=False)


def _say_follow_on(console: Console, prepared: Prepared) -> None:
    """A line for each criterion that a mistake costs another function, and how many are paid all the same."""
    rulings = prepared.recorded.rulings
    for ruling in rulings:
        decision = "paid" if ruling.pays else f"not paid: {ruling.like} answers the same"
        line = f"  {ruling.root}/{ruling.mistake} costs {ruling.criterion}: {decision}"
        console.print(line, highlight=False, soft_wrap=True, markup=False)
    paid = sum(ruling.pays for ruling in rulings)
    console.print(
        f"  of {len(rulings)} pairs of a mistake and a criterion that it costs another function, {paid} are paid",
        highlight=False,
        soft_wrap=True,
    )


def _say_left_out(console: Console, found: list[LeftOut]) -> None:
    """A line for each known mistake, and how many are named all the same."""
    for each in found:
        said = ", ".join(each.said) or "nothing"
        console.print(
            f"  without {each.function}/{each.mistake}: {said}", highlight=False, soft_wrap=True, markup=False
        )
    named = sum(bool(each.said) for each in found)
    console.print(f"  left out one by one, {named} of {len(found)} are named by the others", highlight=False)


def _say_right_work(console: Console, found: list[RightWork], books: list[Prepared]) -> None:
    """A line for each right hand-in that a mistake is named of, and how many there are of all."""
    named = [each for each in found if each.said]
    for each in named:
        line = f"  right work FALSELY NAMED: {each.variant} {each.form}: {', '.join(each.said)}"
        console.print(line, highlight=False, soft_wrap=True, markup=False)
    lossy = sum(each.loses for each in found)
    console.print(
        f"  of {len(found)} right hand-ins in {len(FORMS)} forms on {len(books)} case book(s) {lossy} lose something "
        f"for want of digits, and {len(named)} are given a name",
        highlight=False,
        soft_wrap=True,
    )


_BEYOND = " that no search makes"


def _say_slips(console: Console, found: list[Said], *, beyond: bool) -> None:
    """A line for each hand-in with slips, and how many are named, wrongly or not at all."""
    for each in found:
        where = ", ".join(f"{function} ({kind})" for function, kind in each.slip.slips)
        said = ", ".join(f"{function}/{name}" for function, name in each.said) or "nothing"
        contradicted = f" UNTRUE: {', '.join(each.untrue)}" if each.untrue else ""
        line = f"  {each.slip.of}, {where}: {said}{contradicted}"
        console.print(line, highlight=False, soft_wrap=True, markup=False)
    named, begun = sum(each.named for each in found), sum(each.begun for each in found)
    untrue = sum(bool(each.untrue) for each in found)
    of_these = f"{len(found)} hand-ins with slips{_BEYOND if beyond else ''}"
    console.print(
        f"  of {of_these} {named} are named in every function that is wrong for them, {begun} in one at least, and of "
        f"{untrue} something is said that other cases contradict",
        highlight=False,
        soft_wrap=True,
    )


def _nearest(results: list[Matrix]) -> str:
    """The mistake that was caught by the smallest margin."""
    margins = [
        (max(row.margins.values()), f"{row.function}/{row.name}")
        for result in results
        for row in result.mistakes
        if row.margins
    ]
    finite = [margin for margin in margins if math.isfinite(margin[0])]
    if not finite:
        return "none"
    margin, name = min(finite)
    return f"{name} at {margin:.1f} tolerances"


def _table(matrix: Matrix) -> Table:
    """A row for each hand-in; criteria down the page instead of across, so that it fits any terminal."""
    table = Table(title=f"{matrix.assignment}: what each hand-in loses, and by how many tolerances")
    table.add_column("hand-in", overflow="fold", ratio=2)
    table.add_column("criteria lost", overflow="fold", ratio=3)
    hidden = {criterion for criterion, public in matrix.criteria if not public}
    for row in matrix.rows:
        lost = [
            f"{criterion}{' (hidden)' if criterion in hidden else ''} {_margin(margin)}"
            for criterion, margin in row.margins.items()
        ]
        name = f"{row.kind}: {f'{row.function}/' if row.function else ''}{row.name}"
        table.add_row(escape(name), ", ".join(lost) or "none")
    return table


def _margin(margin: float) -> str:
    return "form" if math.isinf(margin) else f"{margin:.3g}"
