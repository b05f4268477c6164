"""Changes of statements: one left out, twice, in another order, in or out of a loop, another start, a copy left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations, pairwise

from grader.diagnosis.bank.operators import expressions
from grader.diagnosis.bank.operators.base import OfFunction, Rewritten
from grader.diagnosis.bank.written import Edit, Written, stored
from grader.records import Family

SIGN, FACTOR, INDEX = Family.SIGN, Family.FACTOR, Family.INDEX
START, MEMORY, FORM = Family.START, Family.MEMORY, Family.FORM

_ONE_LEVEL = "    "
_EVERYWHERE = (
    expressions.other_operator,
    expressions.swapped_operands,
    expressions.term_dropped,
    expressions.scaled,
    expressions.other_name,
    expressions.other_call,
    expressions.condition,
    expressions.scaled_by_a_parameter,
)


def _replaced(statement: ast.stmt, *lines: str) -> Edit:
    """A statement's lines replaced by others, which stand where it stood."""
    indent = " " * statement.col_offset
    made = tuple(f"{indent}{line}" for line in lines)
    return Edit(statement.lineno - 1, statement.end_lineno or statement.lineno, made)


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
            yield Rewritten((_replaced(statement, *(["pass"] if len(body) == 1 else [])),), family, statement)


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
            taken = _replaced(statement, *(["pass"] if len(loop.body) == 1 else []))
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


def other_start(of: Written) -> Iterator[Rewritten]:
    """What is carried from step to step begins with something else."""
    callables = [name for name in of.called if name in of.parameters or name in of.others]
    callables.sort()
    points = [name for name in of.parameters if name in {"start", "weights", "weight", "point"}]
    seen: set[str] = set()
    for statement in of.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name | ast.Tuple):
            continue
        targets = statement.targets[0].elts if isinstance(statement.targets[0], ast.Tuple) else [statement.targets[0]]
        values = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
        if len(targets) != len(values):
            continue
        for target, value in zip(targets, values, strict=True):
            if not isinstance(target, ast.Name) or target.id not in of.carried or of.loop_around(statement):
                continue
            others = [
                f"np.ones_like({of.bare(value)})",
                f"np.zeros_like({of.bare(value)})",
                f"0.1 + 0 * {of.of(value)}",
            ]
            others += [f"2 * {of.of(value)}", "0.0", "1.0", f"np.array({of.bare(value)}, dtype=int)"]
            for name in [*seen, *points]:
                others.append(f"1.0 * np.asarray({name})")
                for call in callables:
                    called = f"{call}(np.asarray({name}, dtype=float))"
                    others += [called, f"-{called}", f"{called} ** 2", f"abs({called})"]
                    if "lr" in of.parameters:
                        others += [f"-lr * {called}", f"lr * {called}"]
            if "lr" in of.parameters:
                others += [f"lr + 0 * {of.of(value)}", f"-lr + 0 * {of.of(value)}"]
            for other in others:
                yield Rewritten((of.instead(value, other),), START, statement, 2)
        seen |= {target.id for target in targets if isinstance(target, ast.Name)} & of.carried


def updated_otherwise(of: Written) -> Iterator[Rewritten]:
    """A value that adds up where it is replaced, is replaced where it adds up, or is the larger of the two."""
    for statement in ast.walk(of.tree):
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            continue
        name, value = statement.targets[0].id, of.of(statement.value)
        if of.loop_around(statement) is None:
            continue
        carried = name in of.carried
        for made, cost in (
            (f"{name} = {name} + {value}", 2),
            (f"{name} = {name} - {value}", 3),
            (f"{name} = np.maximum({name}, {value})", 3),
            (f"{name} = np.minimum({name}, {value})", 4),
            (f"{name} = {value} - {name}", 4),
            (f"{name} = ({name} + {value}) / 2", 4),
        ):
            if carried:
                yield Rewritten((_replaced(statement, made),), MEMORY, statement, cost)


def one_after_the_other(of: Written) -> Iterator[Rewritten]:
    """Values that are renewed at once, taken one after the other; coordinates too."""
    for statement in ast.walk(of.tree):
        if not isinstance(statement, ast.Assign):
            continue
        target, value = statement.targets[0], statement.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            lines = [f"{of.bare(one)} = {of.bare(other)}" for one, other in zip(target.elts, value.elts, strict=True)]
            yield Rewritten((_replaced(statement, *lines),), MEMORY, statement)
            yield Rewritten((_replaced(statement, *reversed(lines)),), MEMORY, statement)
        elif isinstance(target, ast.Tuple) and len(target.elts) == 2:
            swapped = f"{of.bare(target.elts[1])}, {of.bare(target.elts[0])} = {of.bare(value)}"
            yield Rewritten((_replaced(statement, swapped),), FORM, statement)


def by_coordinates(of: Written) -> Iterator[Rewritten]:
    """Each coordinate moves before the next one is looked at: all of a step, or one line of it."""
    for loop in of.loops:
        moving = [each for each in loop.body if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)]
        if not moving or not _given(of):
            continue
        for whole in (True, False):
            edits = [*_copied_lists(of), *(_copied_append(of, each) for each in _appends(of))]
            for order in ("range(len(one))", "reversed(range(len(one)))"):
                if whole:
                    lines = [line for each in moving for line in _one_coordinate(of, each)]
                    first, *rest = moving
                    head = [f"one = {_point_of(of)}", f"for i in {order}:", *(f"{_ONE_LEVEL}{line}" for line in lines)]
                    made = [_replaced(first, *head), *(_replaced(each) for each in rest)]
                    yield Rewritten((*edits, *made), MEMORY, moving[-1], 3)
                else:
                    last = moving[-1]
                    head = [f"one = {_point_of(of)}", f"for i in {order}:"]
                    head += [f"{_ONE_LEVEL}{line}" for line in _one_coordinate(of, last)]
                    yield Rewritten((*edits, _replaced(last, *head)), MEMORY, last, 3)


def _given(of: Written) -> str:
    """The parameter that holds where something begins; empty where there is none."""
    return next((name for name in of.parameters if name in {"start", "weights", "point"}), "")


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
    over = [_replaced(each, f"{point}[...] = {of.bare(each.value)}") for each in moves]
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
            found.append(_replaced(each, f"{point} {sign} {of.bare(value.right)}"))
    return found


def returned_otherwise(of: Written) -> Iterator[Rewritten]:
    """Another form of what is given back: without a row, the last alone, turned, other parts, another kind."""
    for statement in ast.walk(of.tree):
        if not isinstance(statement, ast.Return) or statement.value is None:
            continue
        value = of.of(statement.value)
        made = [
            (f"{value}[1:]", INDEX, 1),
            (f"{value}[:-1]", INDEX, 1),
            (f"{value}[-1]", FORM, 1),
            (f"{value}[0]", FORM, 2),
            (f"{value}.T", FORM, 1),
            (f"{value}[::-1]", FORM, 2),
            (f"{value}[:, ::-1]", FORM, 2),
            (f"{value}[:, 0]", FORM, 2),
            (f"{value}[:, :-1]", FORM, 2),
            (f"{value}.astype(int)", FORM, 2),
            (f"np.round({value})", FORM, 3),
            (f"np.concatenate([{value}[:1], {value}])", INDEX, 2),
            (f"np.concatenate([{value}, {value}[-1:]])", INDEX, 2),
            (f"np.concatenate([{value}[:1], {value}[:-1]])", INDEX, 2),
            (f"np.concatenate([{value}[1:], {value}[-1:]])", INDEX, 2),
            (f"np.repeat({value}[-1:], len({value}), axis=0)", MEMORY, 2),
            (f"np.diff({value}, axis=0)", FORM, 3),
            (f"np.cumsum({value}, axis=0)", FORM, 3),
            (f"{value}.ravel()", FORM, 3),
            (f"list({value}.values())", FORM, 2),
            (f"({value}, {value})", FORM, 4),
            ("None", FORM, 3),
            (f"np.log10({value})", FORM, 4),
            (f"max({value}, 1)", FORM, 3),
            (f"({value} or None)", FORM, 3),
        ]
        if given := _given(of):
            made += [
                (f"{value}.astype(np.asarray({given}).dtype)", FORM, 2),
                (f"{value} - np.asarray({given})", FORM, 3),
                (f"np.concatenate([{value}[:1] * 0, {value}[1:]])", START, 3),
            ]
        names = dict.fromkeys((*of.local, *of.parameters))
        made += [(f"np.array({name})", FORM, 3) for name in names if name not in of.called and name != "_"]
        if isinstance(statement.value, ast.Call) and len(statement.value.args) == 1:
            rest = ", ".join(("", *(f"{each.arg}={of.bare(each.value)}" for each in statement.value.keywords)))
            called, inside = of.bare(statement.value.func), of.of(statement.value.args[0])
            for made_of, family in (
                (f"{inside}[1:]", INDEX),
                (f"{inside}[:-1]", INDEX),
                (f"{inside}[-1]", FORM),
                (f"{inside}[:1] + {inside}[:-1]", INDEX),
                (f"{inside}[:1] + {inside}", INDEX),
                (f"{inside} + {inside}[-1:]", INDEX),
                (f"[{inside}[0]] + [{inside}[-1]] * (len({inside}) - 1)", MEMORY),
                (f"[{inside}[-1]] * len({inside})", MEMORY),
            ):
                made.append((f"{called}({made_of}{rest})", family, 1))
        if isinstance(statement.value, ast.Tuple):
            parts = [of.bare(each) for each in statement.value.elts]
            made += [(f"({', '.join(reversed(parts))})", FORM, 1)]
            made += [(f"{part}", FORM, 2) for part in parts]
            made += [(f"[{', '.join(parts)}]", FORM, 3)]
        for text, family, cost in made:
            yield Rewritten((_replaced(statement, f"return {text}"),), family, statement, cost)


def parameters_exchanged(of: Written) -> Iterator[Rewritten]:
    """Two parameters of one kind, each taken for the other; or one for the other everywhere."""
    numbers = [name for name in of.parameters if name not in of.called]
    for place, one in enumerate(numbers):
        for other in numbers[place + 1 :]:
            yield Rewritten((_at_begin(of, f"{one}, {other} = ({other}, {one})"),), FORM, None, 2)
            yield Rewritten((_at_begin(of, f"{one} = {other}"),), FACTOR, None, 3)
            yield Rewritten((_at_begin(of, f"{other} = {one}"),), FACTOR, None, 3)


def parameter_otherwise(of: Written) -> Iterator[Rewritten]:
    """A parameter that is taken otherwise wherever it stands."""
    for name in of.parameters:
        if name in of.called:
            continue
        for text, family, cost in (
            (f"-np.asarray({name})", SIGN, 2),
            (f"np.asarray({name}) * 0", FORM, 2),
            (f"np.asarray({name}) * 0 + 1", FACTOR, 2),
            (f"2 * np.asarray({name})", FACTOR, 2),
            (f"np.asarray({name}) / 2", FACTOR, 2),
            (f"np.abs({name})", SIGN, 3),
            (f"np.asarray({name}) ** 2", FACTOR, 3),
            (f"np.sqrt({name})", FACTOR, 3),
            (f"{name} + 1", INDEX, 2),
            (f"{name} - 1", INDEX, 2),
            (f"1 - {name}", FORM, 2),
            (f"1 / {name}", FACTOR, 3),
            (f"int({name})", FORM, 3),
            (f"np.asarray({name}, dtype=int)", FORM, 3),
            (f"{name}[::-1]", FORM, 3),
            (f"{name}[1:]", INDEX, 3),
            (f"{name}[:-1]", INDEX, 3),
            ("slice(None)", FORM, 3),
            (f"list(range(len({name})))", FORM, 3),
            (f"{name}[:1]", INDEX, 4),
            (f"list(sorted({name}))", FORM, 4),
            (f"list(dict.fromkeys({name}))", FORM, 4),
            (f"np.array({name}).T", FORM, 3),
            (f"np.diag(np.diag({name}))", FORM, 2),
            (f"np.abs(np.asarray({name}))", SIGN, 4),
            (f"np.linalg.inv({name})", FORM, 4),
            (f"np.asarray({name}) @ np.asarray({name})", FORM, 4),
            (f"np.tril({name}) + np.tril({name}, -1).T", FORM, 4),
            (f"np.triu({name}) + np.triu({name}, 1).T", FORM, 4),
            (f"np.mean({name}, axis=0)", FORM, 4),
            (f"np.cumsum({name}, axis=0)", MEMORY, 4),
            (f"np.round({name})", FORM, 4),
            *((f"np.asarray({name}) * 0 + {constant}", FACTOR, 4) for constant in _WRITTEN_DOWN),
        ):
            yield Rewritten((_at_begin(of, f"{name} = {text}"),), family, None, cost)


_WRITTEN_DOWN = (
    "0.5",
    "0.9",
    "0.99",
    "0.999",
    "0.1",
    "0.05",
    "0.01",
    "0.02",
    "0.2",
    "0.001",
    "1e-8",
    "2",
    "10",
    "100",
    "1000",
)


def count_otherwise(of: Written) -> Iterator[Rewritten]:
    """The number of a step that is off by one wherever it is used."""
    for loop in of.loops:
        if not isinstance(loop, ast.For):
            continue
        head = Edit(loop.body[0].lineno - 1, loop.body[0].lineno - 1)
        indent = " " * loop.body[0].col_offset
        if isinstance(loop.target, ast.Name) and loop.target.id != "_":
            name = loop.target.id
            for text, cost in ((f"{name} + 1", 1), (f"{name} - 1", 1), ("1", 2), ("0", 2), (f"max({name} - 1, 0)", 3)):
                yield Rewritten((Edit(head.first, head.end, (f"{indent}{name} = {text}",)),), INDEX, loop, cost)
        yield from _one_round_more(of, loop)
        count, target = of.bare(loop.iter), of.bare(loop.target)
        for text, cost in ((f"list({count})[1:]", 2), (f"list({count})[:-1]", 2), (f"reversed(list({count}))", 3)):
            line = f"{' ' * loop.col_offset}for {target} in {text}:"
            yield Rewritten((Edit(loop.lineno - 1, loop.lineno, (line,)),), INDEX, loop, cost)


def _one_round_more(of: Written, loop: ast.For) -> Iterator[Rewritten]:
    """One round more, and the first row away: rows that come late by one, or the start that is missing."""
    returned = of.body[-1]
    if not isinstance(loop.iter, ast.Call) or not loop.iter.args or not isinstance(returned, ast.Return):
        return
    last = loop.iter.args[-1]
    if returned.value is None or last.lineno != last.end_lineno:
        return
    longer = of.instead(last, f"{of.of(last)} + 1")
    value = of.of(returned.value)
    for text, family in ((f"{value}[1:]", INDEX), (f"{value}[:-1]", INDEX), (f"{value}[-1]", FORM)):
        yield Rewritten((longer, _replaced(returned, f"return {text}")), family, loop, 2)


def value_before(of: Written) -> Iterator[Rewritten]:
    """What stood there before a line gave it another value, used in one place behind it."""
    for statement in ast.walk(of.tree):
        if not isinstance(statement, ast.Assign) or statement.lineno != statement.end_lineno:
            continue
        loop = of.loop_around(statement)
        for name in dict.fromkeys(stored(statement)):
            if name not in of.carried or loop is None:
                continue
            keep = f"{' ' * statement.col_offset}before = {name}"
            first = f"{' ' * loop.col_offset}before = {name}"
            kept = (
                Edit(statement.lineno - 1, statement.lineno - 1, (keep,)),
                Edit(loop.lineno - 1, loop.lineno - 1, (first,)),
            )
            for use in ast.walk(of.tree):
                loaded = isinstance(use, ast.Name) and isinstance(use.ctx, ast.Load) and use.id == name
                if loaded and isinstance(use, ast.Name) and use.lineno > statement.lineno:
                    yield Rewritten((*kept, of.instead(use, "before")), MEMORY, statement, 2)


def running(of: Written) -> Iterator[Rewritten]:
    """What a call gives, summed, multiplied or averaged over the steps so far."""
    for loop in of.loops:
        for statement in loop.body:
            for call in ast.walk(statement):
                if not isinstance(call, ast.Call) or call.lineno != call.end_lineno or call.lineno != statement.lineno:
                    continue
                if of.bare(call.func).endswith("append"):
                    continue
                indent = " " * statement.col_offset
                for start, renew, used, cost in (
                    ("0.0", "so_far + {}", "so_far", 3),
                    ("1.0", "so_far * {}", "so_far", 3),
                    ("0.0", "so_far + {}", "(so_far / rounds)", 4),
                    ("-np.inf", "np.maximum(so_far, {})", "so_far", 4),
                    ("0.0", "0.9 * so_far + {}", "so_far", 4),
                    ("0.0", "0.9 * so_far + 0.1 * {}", "so_far", 4),
                ):
                    begin = tuple(f"{' ' * loop.col_offset}{line}" for line in (f"so_far = {start}", "rounds = 0"))
                    lines = (f"{indent}so_far = {renew.format(of.of(call))}", f"{indent}rounds = rounds + 1")
                    edits = (
                        Edit(loop.lineno - 1, loop.lineno - 1, begin),
                        Edit(statement.lineno - 1, statement.lineno - 1, lines),
                        of.instead(call, used),
                    )
                    yield Rewritten(edits, MEMORY, statement, cost)


def everywhere(of: Written) -> Iterator[Rewritten]:
    """One change wherever the same is written: in every place, or in every place of one statement."""
    alike: dict[tuple[str, int], list[ast.expr]] = {}
    for node in ast.walk(of.tree):
        if isinstance(node, ast.expr) and node.lineno == node.end_lineno and _may_be_another(node, of):
            alike.setdefault((of.bare(node), 0), []).append(node)
            alike.setdefault((of.bare(node), node.lineno), []).append(node)
    for (_, line), nodes in alike.items():
        spread = len({node.lineno for node in nodes}) > 1
        if len(nodes) < 2 or (line == 0 and not spread):
            continue
        first = nodes[0]
        for operator in _EVERYWHERE:
            for made in operator(first, of):
                yield Rewritten(of.instead_of_all(nodes, f"({made.text})"), made.family, None, made.cost + 2)
        if isinstance(first, ast.Name):
            for text in ("np.diff({}, axis=0)", "np.abs({})", "np.cumsum({}, axis=0)", "np.real({})"):
                yield Rewritten(of.instead_of_all(nodes, text.format(first.id)), FORM, None, 4)


def in_one_use(of: Written) -> Iterator[Rewritten]:
    """A change of what a name stands for that reaches one of its uses alone, where it is written out."""
    if of.loops:
        return
    for statement in of.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            continue
        name, whole = statement.targets[0].id, of.bare(statement.value).encode()
        uses = [
            each
            for each in ast.walk(of.tree)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and each.id == name
        ]
        if len(uses) < 2 or statement.lineno != statement.end_lineno:
            continue
        for node in ast.walk(statement.value):
            if not isinstance(node, ast.expr) or (isinstance(node, ast.Name) and not _may_be_another(node, of)):
                continue
            begin, end = (place - statement.value.col_offset for place in (node.col_offset, node.end_col_offset or 0))
            for operator in (*_EVERYWHERE, expressions.other_constant):
                for made in operator(node, of):
                    text = (whole[:begin] + made.text.encode() + whole[end:]).decode()
                    for use in uses:
                        yield Rewritten((of.instead(use, f"({text})"),), made.family, statement, made.cost + 2)


def in_lines_alike(of: Written) -> Iterator[Rewritten]:
    """The same change in two lines that are written alike: both corrections left out, both averages wrong."""
    for body in of.bodies:
        lines = [
            each
            for each in body
            if isinstance(each, ast.Assign) and each.lineno == each.end_lineno and isinstance(each.value, ast.BinOp)
        ]
        for one, other in pairwise(lines):
            for first, second in _alike(one.value, other.value):
                for operator in (*_EVERYWHERE, expressions.brackets, expressions.other_constant):
                    for here, there in zip(operator(first, of), operator(second, of), strict=False):
                        edits = (of.instead(first, f"({here.text})"), of.instead(second, f"({there.text})"))
                        yield Rewritten(edits, here.family, one, here.cost + 1)


def _alike(one: ast.expr, other: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Expressions in the same place of two, as far as both are of one kind."""
    if type(one) is not type(other):
        return
    yield one, other
    if isinstance(one, ast.BinOp) and isinstance(other, ast.BinOp) and type(one.op) is type(other.op):
        yield from _alike(one.left, other.left)
        yield from _alike(one.right, other.right)


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


def begun_anew(of: Written) -> Iterator[Rewritten]:
    """What is carried from step to step begins with nothing in each."""
    for loop in of.loops:
        begin = loop.body[0].lineno - 1
        for name in sorted(of.carried):
            line = f"{' ' * loop.body[0].col_offset}{name} = 0 * {name}"
            yield Rewritten((Edit(begin, begin, (line,)),), MEMORY, loop.body[0], 3)


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


def left_out_and_scaled(of: Written) -> Iterator[Rewritten]:
    """A term or a shift that is left out, and a factor of two that goes with it."""
    inner = {
        child
        for node in ast.walk(of.tree)
        if isinstance(node, ast.BinOp)
        for child in (node.left, node.right)
        if isinstance(child, ast.BinOp)
    }
    for root in ast.walk(of.tree):
        if not isinstance(root, ast.BinOp) or root in inner or root.lineno != root.end_lineno:
            continue
        whole = of.bare(root).encode()
        for node in ast.walk(root):
            if not isinstance(node, ast.BinOp) or node is root:
                continue
            begin, end = node.col_offset - root.col_offset, (node.end_col_offset or 0) - root.col_offset
            for made in expressions.term_dropped(node, of):
                text = (whole[:begin] + f"({made.text})".encode() + whole[end:]).decode()
                for scaled in (f"(2 * ({text}))", f"(({text}) / 2)"):
                    yield Rewritten((of.instead(root, scaled),), made.family, None, 4)


def one_target_left_out(of: Written) -> Iterator[Rewritten]:
    """A value that is given to one place, where it is due in two."""
    for statement in ast.walk(of.tree):
        if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
            for left_out in statement.targets:
                kept = [of.bare(each) for each in statement.targets if each is not left_out]
                line = " = ".join([*kept, of.bare(statement.value)])
                yield Rewritten((_replaced(statement, line),), FORM, statement, 1)


def taken_for_another(of: Written) -> Iterator[Rewritten]:
    """The whole function as another one of the same assignment: the method that has a name of its own."""
    for name, parameters in of.beside:
        shared = [each for each in parameters if each in of.parameters]
        if len(shared) > 1 and parameters[0] in of.parameters:
            line = f"return {name}({', '.join(f'{each}={each}' for each in shared)})"
            yield Rewritten((_at_begin(of, line),), FORM, None, 1)


def velocity_added(of: Written) -> Iterator[Rewritten]:
    """Steps that go on: each adds a part of the one before."""
    for loop in of.loops:
        for statement in loop.body:
            if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.BinOp):
                continue
            target, value = of.bare(statement.targets[0]), statement.value
            if of.bare(value.left) != target or not isinstance(value.op, ast.Add | ast.Sub):
                continue
            sign = "+" if isinstance(value.op, ast.Add) else "-"
            begin = Edit(loop.lineno - 1, loop.lineno - 1, (f"{' ' * loop.col_offset}going = 0.0",))
            for share in ("0.9", "0.5", *(name for name in of.parameters if name in {"alpha", "momentum", "gamma"})):
                going = f"going = {share} * going {sign} {of.of(value.right)}"
                yield Rewritten(
                    (begin, _replaced(statement, going, f"{target} = {target} + going")), MEMORY, statement, 4
                )


def defaults_for_all(of: Written) -> Iterator[Rewritten]:
    """Parameters that are not looked at: the values that they have by default, whatever is given."""
    if not isinstance(of.tree, ast.FunctionDef) or not of.tree.args.defaults:
        return
    names = of.parameters[-len(of.tree.args.defaults) :]
    lines = [f"{name} = {of.bare(value)}" for name, value in zip(names, of.tree.args.defaults, strict=True)]
    indent = " " * of.body[0].col_offset
    for chosen in [lines, *([one, other] for one, other in combinations(lines, 2)), *([line] for line in lines)]:
        edit = Edit(of.body[0].lineno - 1, of.body[0].lineno - 1, tuple(f"{indent}{line}" for line in chosen))
        yield Rewritten((edit,), FACTOR, None, 2)


def _may_be_another(node: ast.expr, of: Written) -> bool:
    if isinstance(node, ast.Name):
        return isinstance(node.ctx, ast.Load) and node.id not in of.called and node.id not in {*of.others, "np", "math"}
    return isinstance(node, ast.BinOp | ast.Call | ast.Subscript | ast.Compare)


def whole_numbers_stay(of: Written) -> Iterator[Rewritten]:
    """What begins as a whole number is cut to one in each step."""
    for loop in of.loops:
        for statement in loop.body:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else None
            names = [node.id for node in ast.walk(target) if isinstance(node, ast.Name)] if target is not None else []
            for name in names:
                if (given := _given(of)) and name in of.carried:
                    line = f"{' ' * statement.col_offset}{name} = np.asarray({name}).astype(np.asarray({given}).dtype)"
                    end = statement.end_lineno or statement.lineno
                    yield Rewritten((Edit(end, end, (line,)),), FORM, statement, 3)


def branch_left_out(of: Written) -> Iterator[Rewritten]:
    """A case that is not told apart, or taken always; cases in another order."""
    for statement in ast.walk(of.tree):
        if not isinstance(statement, ast.If):
            continue
        inside = tuple(line for each in statement.body for line in _shifted(of.block(each), -4))
        edit = Edit(statement.lineno - 1, statement.end_lineno or statement.lineno, inside)
        yield Rewritten((edit,), FORM, statement, 2)


def _at_begin(of: Written, line: str) -> Edit:
    return Edit(of.body[0].lineno - 1, of.body[0].lineno - 1, (f"{' ' * of.body[0].col_offset}{line}",))


OPERATORS: dict[str, OfFunction] = {
    "returned otherwise": returned_otherwise,
    "copy left out": copy_left_out,
    "dropped": dropped,
    "moved": moved,
    "in or out of the loop": into_and_out_of_the_loop,
    "once before the loop": once_before_the_loop,
    "other start": other_start,
    "updated otherwise": updated_otherwise,
    "one after the other": one_after_the_other,
    "by coordinates": by_coordinates,
    "count otherwise": count_otherwise,
    "twice": twice,
    "branch left out": branch_left_out,
    "value before": value_before,
    "running": running,
    "everywhere": everywhere,
    "in one use": in_one_use,
    "in lines alike": in_lines_alike,
    "kept as changed": kept_as_changed,
    "rows of another": rows_of_another,
    "begun anew": begun_anew,
    "left out and scaled": left_out_and_scaled,
    "one target left out": one_target_left_out,
    "taken for another": taken_for_another,
    "velocity added": velocity_added,
    "defaults for all": defaults_for_all,
    "whole numbers stay": whole_numbers_stay,
    "parameters exchanged": parameters_exchanged,
    "parameter otherwise": parameter_otherwise,
}
