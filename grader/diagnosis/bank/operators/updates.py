"""Changes of how a value moves on from round to round: another start, update or count of rounds."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.bank.operators.arithmetic import term_dropped
from grader.diagnosis.bank.operators.base import Rewritten
from grader.diagnosis.bank.operators.lines import replaced
from grader.diagnosis.bank.written import Edit, Written, stored
from grader.records import Family

INDEX, START, MEMORY, FORM = Family.INDEX, Family.START, Family.MEMORY, Family.FORM


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
                yield Rewritten((replaced(statement, made),), MEMORY, statement, cost)


def one_after_the_other(of: Written) -> Iterator[Rewritten]:
    """Values that are renewed at once, taken one after the other; coordinates too."""
    for statement in ast.walk(of.tree):
        if not isinstance(statement, ast.Assign):
            continue
        target, value = statement.targets[0], statement.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            lines = [f"{of.bare(one)} = {of.bare(other)}" for one, other in zip(target.elts, value.elts, strict=True)]
            yield Rewritten((replaced(statement, *lines),), MEMORY, statement)
            yield Rewritten((replaced(statement, *reversed(lines)),), MEMORY, statement)
        elif isinstance(target, ast.Tuple) and len(target.elts) == 2:
            swapped = f"{of.bare(target.elts[1])}, {of.bare(target.elts[0])} = {of.bare(value)}"
            yield Rewritten((replaced(statement, swapped),), FORM, statement)


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
        yield Rewritten((longer, replaced(returned, f"return {text}")), family, loop, 2)


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


def begun_anew(of: Written) -> Iterator[Rewritten]:
    """What is carried from step to step begins with nothing in each."""
    for loop in of.loops:
        begin = loop.body[0].lineno - 1
        for name in sorted(of.carried):
            line = f"{' ' * loop.body[0].col_offset}{name} = 0 * {name}"
            yield Rewritten((Edit(begin, begin, (line,)),), MEMORY, loop.body[0], 3)


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
            for made in term_dropped(node, of):
                text = (whole[:begin] + f"({made.text})".encode() + whole[end:]).decode()
                for scaled in (f"(2 * ({text}))", f"(({text}) / 2)"):
                    yield Rewritten((of.instead(root, scaled),), made.family, None, 4)


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
                    (begin, replaced(statement, going, f"{target} = {target} + going")), MEMORY, statement, 4
                )
