"""Changes of what is kept: rows without a copy, points that are changed in place, coordinate by coordinate."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from grader.diagnosis.bank.operators.base import Rewritten
from grader.diagnosis.bank.operators.lines import ONE_LEVEL, given_argument, replaced
from grader.diagnosis.bank.written import Edit, Written
from grader.records import Family

START, MEMORY, FORM = Family.START, Family.MEMORY, Family.FORM


def by_coordinates(of: Written) -> Iterator[Rewritten]:
    """Each coordinate moves before the next one is looked at: all of a step, or one line of it."""
    for loop in of.loops:
        moving = [each for each in loop.body if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)]
        if not moving or not given_argument(of):
            continue
        for whole in (True, False):
            edits = [*_copied_lists(of), *(_copied_append(of, each) for each in _appends(of))]
            for order in ("range(len(one))", "reversed(range(len(one)))"):
                if whole:
                    lines = [line for each in moving for line in _one_coordinate(of, each)]
                    first, *rest = moving
                    head = [f"one = {_point_of(of)}", f"for i in {order}:", *(f"{ONE_LEVEL}{line}" for line in lines)]
                    made = [replaced(first, *head), *(replaced(each) for each in rest)]
                    yield Rewritten((*edits, *made), MEMORY, moving[-1], 3)
                else:
                    last = moving[-1]
                    head = [f"one = {_point_of(of)}", f"for i in {order}:"]
                    head += [f"{ONE_LEVEL}{line}" for line in _one_coordinate(of, last)]
                    yield Rewritten((*edits, replaced(last, *head)), MEMORY, last, 3)


def _one_coordinate(of: Written, statement: ast.Assign) -> list[str]:
    name = of.bare(statement.targets[0])
    if name in of.carried:
        return [f"{name}[i] = np.broadcast_to({of.bare(statement.value)}, one.shape)[i]"]
    return [of.bare(statement)]


def _point_of(of: Written) -> str:
    """The name of what moves: what begins with the start."""
    for statement in of.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            named = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
            if named & {"start", "weights"}:
                return statement.targets[0].id
    return "x"


def _appends(of: Written) -> list[ast.Call]:
    """Calls that store a row, and lists that begin with one."""
    return [
        node
        for node in ast.walk(of.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "append"
        and isinstance(node.args[0], ast.Name)
    ]


def _copied_append(of: Written, call: ast.Call) -> Edit:
    return of.instead(call.args[0], f"1.0 * {of.bare(call.args[0])}")


def _copied_lists(of: Written) -> list[Edit]:
    """Lists that begin with a row: with a copy of it."""
    return [
        of.instead(each.value.elts[0], f"1.0 * {of.bare(each.value.elts[0])}")
        for each in of.body
        if isinstance(each, ast.Assign)
        and isinstance(each.value, ast.List)
        and len(each.value.elts) == 1
        and isinstance(each.value.elts[0], ast.Name)
    ]


def copy_left_out(of: Written) -> Iterator[Rewritten]:
    """Arrays that are written over: rows that are one array, a start that is changed, whole numbers that stay so."""
    first = next((each for each in of.body if isinstance(each, ast.Assign)), None)
    point = _point_of(of)
    begin = next(
        (
            each
            for each in of.body
            if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and each.targets[0].id == point
        ),
        first,
    )
    moves = [
        each
        for loop in of.loops
        for each in loop.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and each.targets[0].id == point
    ]
    if begin is None or not moves or not isinstance(begin.value, ast.Call):
        return
    given = next((name for name in of.parameters if name in {"start", "weights", "hessian_vector"}), "")
    over = [replaced(each, f"{point}[...] = {of.bare(each.value)}") for each in moves]
    lists = _copied_lists(of)
    copies = [*lists, *(_copied_append(of, each) for each in _appends(of))]
    yield Rewritten(tuple(over), MEMORY, moves[-1], 2)
    yield Rewritten((*over, *copies[len(lists) :]), MEMORY, moves[-1], 3)
    whole = [of.instead(begin.value, f"np.array({given})")] if given else []
    bare = [of.instead(begin.value, f"np.asarray({given}, dtype=float)")] if given else []
    given_itself = [of.instead(begin.value, given)] if given else []
    for start, cost in ((whole, 3), (bare, 2), (given_itself, 3)):
        if start:
            yield Rewritten((*over, *copies, *start), START if start is whole else MEMORY, begin, cost)
            yield Rewritten((*over, *start), MEMORY, begin, cost + 1)
    in_place = _in_place(of, moves, point)
    if in_place and bare:
        yield Rewritten((*in_place, *copies, *bare), MEMORY, begin, 2)
        yield Rewritten((*in_place, *copies, *whole), START, begin, 3)


def _in_place(of: Written, moves: list[ast.Assign], point: str) -> list[Edit]:
    """The same moves, each by an operator that writes over: x -= …."""
    found = []
    for each in moves:
        value = each.value
        if isinstance(value, ast.BinOp) and of.bare(value.left) == point and isinstance(value.op, ast.Add | ast.Sub):
            sign = "+=" if isinstance(value.op, ast.Add) else "-="
            found.append(replaced(each, f"{point} {sign} {of.bare(value.right)}"))
    return found


def kept_as_changed(of: Written) -> Iterator[Rewritten]:
    """What was made of a value that is carried on takes its place: a correction that is stored."""
    found: list[tuple[ast.stmt, Edit]] = []
    for statement in ast.walk(of.tree):
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            continue
        name = statement.targets[0].id
        used = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)} & of.carried
        if name in of.carried or of.loop_around(statement) is None:
            continue
        end = statement.end_lineno or statement.lineno
        indent = " " * statement.col_offset
        found += [(statement, Edit(end, end, (f"{indent}{carried} = {name}",))) for carried in sorted(used)]
    yield from (Rewritten((edit,), MEMORY, statement, 2) for statement, edit in found)
    for (one, first), (_, second) in combinations(found, 2):
        if first.first != second.first:
            yield Rewritten((first, second), MEMORY, one, 2)


def rows_of_another(of: Written) -> Iterator[Rewritten]:
    """Another value stored in each row, the first one too."""
    appends = [each.args[0] for each in _appends(of)]
    firsts = [
        each.value.elts[0]
        for each in of.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.List) and len(each.value.elts) == 1
    ]
    if len(appends) != 1 or len(firsts) != 1:
        return
    for name in sorted(of.carried):
        yield Rewritten((of.instead(firsts[0], name), of.instead(appends[0], name)), FORM, None, 2)
