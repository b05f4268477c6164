"""Changes of what a function takes and gives back: parameters, their defaults and types, the answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from grader.diagnosis.bank.operators.base import Rewritten
from grader.diagnosis.bank.operators.lines import at_begin, given_argument, replaced
from grader.diagnosis.bank.written import Edit, Written
from grader.records import Family

SIGN, FACTOR, INDEX, START, MEMORY, FORM = (
    Family.SIGN,
    Family.FACTOR,
    Family.INDEX,
    Family.START,
    Family.MEMORY,
    Family.FORM,
)


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
        if given := given_argument(of):
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
            yield Rewritten((replaced(statement, f"return {text}"),), family, statement, cost)


def parameters_exchanged(of: Written) -> Iterator[Rewritten]:
    """Two parameters of one kind, each taken for the other; or one for the other everywhere."""
    numbers = [name for name in of.parameters if name not in of.called]
    for place, one in enumerate(numbers):
        for other in numbers[place + 1 :]:
            yield Rewritten((at_begin(of, f"{one}, {other} = ({other}, {one})"),), FORM, None, 2)
            yield Rewritten((at_begin(of, f"{one} = {other}"),), FACTOR, None, 3)
            yield Rewritten((at_begin(of, f"{other} = {one}"),), FACTOR, None, 3)


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
            yield Rewritten((at_begin(of, f"{name} = {text}"),), family, None, cost)


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


def taken_for_another(of: Written) -> Iterator[Rewritten]:
    """The whole function as another one of the same assignment: the method that has a name of its own."""
    for name, parameters in of.beside:
        shared = [each for each in parameters if each in of.parameters]
        if len(shared) > 1 and parameters[0] in of.parameters:
            line = f"return {name}({', '.join(f'{each}={each}' for each in shared)})"
            yield Rewritten((at_begin(of, line),), FORM, None, 1)


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


def whole_numbers_stay(of: Written) -> Iterator[Rewritten]:
    """What begins as a whole number is cut to one in each step."""
    for loop in of.loops:
        for statement in loop.body:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else None
            names = [node.id for node in ast.walk(target) if isinstance(node, ast.Name)] if target is not None else []
            for name in names:
                if (given := given_argument(of)) and name in of.carried:
                    line = f"{' ' * statement.col_offset}{name} = np.asarray({name}).astype(np.asarray({given}).dtype)"
                    end = statement.end_lineno or statement.lineno
                    yield Rewritten((Edit(end, end, (line,)),), FORM, statement, 3)
