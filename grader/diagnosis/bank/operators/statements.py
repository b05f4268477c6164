"""Changes of whole statements: one left out, twice, in another order, in or out of a loop or a branch."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.bank.operators.base import Rewritten
from grader.diagnosis.bank.operators.lines import replaced
from grader.diagnosis.bank.written import Edit, Written
from grader.records import Family

INDEX, START, MEMORY, FORM = Family.INDEX, Family.START, Family.MEMORY, Family.FORM


def _simple(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr)


def dropped(of: Written) -> Iterator[Rewritten]:
    """A statement that is left out."""
    for body in of.bodies:
        for statement in body:
            if isinstance(statement, ast.Return) and statement is of.body[-1]:
                continue
            in_loop = of.loop_around(statement) is not None
            family = MEMORY if in_loop and _simple(statement) else FORM
            yield Rewritten((replaced(statement, *(["pass"] if len(body) == 1 else [])),), family, statement)


def twice(of: Written) -> Iterator[Rewritten]:
    """A statement that is done twice."""
    for body in of.bodies:
        for statement in body:
            if _simple(statement):
                lines = of.block(statement)
                edit = Edit(statement.lineno - 1, statement.end_lineno or statement.lineno, (*lines, *lines))
                yield Rewritten((edit,), INDEX if isinstance(statement, ast.Expr) else MEMORY, statement, 3)


def moved(of: Written) -> Iterator[Rewritten]:
    """A statement that is done earlier or later on its level."""
    for body in of.bodies:
        for place, statement in enumerate(body):
            if isinstance(statement, ast.FunctionDef):
                continue
            for other, rival in enumerate(body):
                if other == place or (other == place - 1):
                    continue  # to the place before it: the same as moving that one on
                taken = Edit(statement.lineno - 1, statement.end_lineno or statement.lineno)
                at = rival.lineno - 1 if other < place else (rival.end_lineno or rival.lineno)
                put = Edit(at, at, of.block(statement))
                yield Rewritten((taken, put), MEMORY, statement, 2 + abs(other - place) // 3)


def _shifted(lines: tuple[str, ...], by: int) -> tuple[str, ...]:
    return tuple(" " * by + line if by > 0 else line[-by:] for line in lines)


def into_and_out_of_the_loop(of: Written) -> Iterator[Rewritten]:
    """A statement that is done in each step, where it belongs before them, or the other way round."""
    for loop in of.loops:
        body = next(each for each in of.bodies if loop in each)
        place = body.index(loop)
        for statement in body[:place]:
            if not _simple(statement):
                continue
            block = _shifted(of.block(statement), 4)
            before = Edit(loop.body[0].lineno - 1, loop.body[0].lineno - 1, block)
            yield Rewritten((before,), MEMORY, statement, 2)
            end = loop.body[-1].end_lineno or 0
            yield Rewritten((Edit(end, end, block),), MEMORY, statement, 3)
        for statement in loop.body:
            if not _simple(statement):
                continue
            block = _shifted(of.block(statement), -4)
            taken = replaced(statement, *(["pass"] if len(loop.body) == 1 else []))
            before = Edit(loop.lineno - 1, loop.lineno - 1, block)
            yield Rewritten((taken, before), MEMORY, statement, 2)
            end = loop.end_lineno or 0
            yield Rewritten((taken, Edit(end, end, block)), MEMORY, statement, 2)
            yield Rewritten((before,), START, statement, 3)
            yield Rewritten((Edit(end, end, block),), INDEX, statement, 3)
        for statement in body[place + 1 :]:
            if isinstance(statement, ast.Return):
                end = loop.end_lineno or 0
                yield Rewritten((Edit(end, end, _shifted(of.block(statement), 4)),), FORM, statement, 2)


def once_before_the_loop(of: Written) -> Iterator[Rewritten]:
    """A call that is made once, before the loop, and never again; or of the first, or the last, of what changes."""
    for loop in of.loops:
        calls = [node for statement in loop.body for node in ast.walk(statement) if isinstance(node, ast.Call)]
        for call in calls:
            if call.lineno != call.end_lineno or of.bare(call.func).endswith("append"):
                continue
            kept = f"{' ' * loop.col_offset}kept = {of.bare(call)}"
            statement = next(each for each in loop.body if each.lineno <= call.lineno <= (each.end_lineno or 0))
            edits = (Edit(loop.lineno - 1, loop.lineno - 1, (kept,)), of.instead(call, "kept"))
            yield Rewritten(edits, MEMORY, statement, 2)
            first = f"{' ' * loop.col_offset}kept = None"
            indent = " " * statement.col_offset
            late = (f"{indent}now = {of.bare(call)}", f"{indent}late = now if kept is None else kept")
            line = of.instead(call, "late").lines
            whole = Edit(statement.lineno - 1, statement.lineno, (*late, *line, f"{indent}kept = now"))
            if statement.lineno == statement.end_lineno:
                yield Rewritten((Edit(loop.lineno - 1, loop.lineno - 1, (first,)), whole), MEMORY, statement, 4)


def branch_left_out(of: Written) -> Iterator[Rewritten]:
    """A case that is not told apart, or taken always; cases in another order."""
    for statement in ast.walk(of.tree):
        if not isinstance(statement, ast.If):
            continue
        inside = tuple(line for each in statement.body for line in _shifted(of.block(each), -4))
        edit = Edit(statement.lineno - 1, statement.end_lineno or statement.lineno, inside)
        yield Rewritten((edit,), FORM, statement, 2)
