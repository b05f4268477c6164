"""What a kernel holds of an assignment, as the text of a notebook that can be graded like any other.

A kernel holds functions, not files: what was written and run, in whatever order, saved or not.  Taken is each function
as it is now, with the statements that made what it uses, each where it was run.  What else was run, experiments and
plots, is left out: it is no part of them, and may take as long as it likes.  A cell's number is that beside it, `[7]`.

It is text and not the functions themselves that is judged, since then it is judged where a file is: in a process of its
own, which can be ended, and in which what is not in the notebook's text is missed before it is missed officially.
"""

from __future__ import annotations

import ast
import json
import linecache
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import FunctionType, ModuleType

import msgspec

from grader.collect.own_files import STUDENT
from grader.course.assignment import Assignment
from grader.records import SourceKind, Submission
from grader.sandbox.inside.notebook import without_magics

Names = Mapping[str, object]


class _Statement(msgspec.Struct, frozen=True):
    """One of the statements outside of functions that were run."""

    cell: int
    node: ast.stmt
    binds: frozenset[str]  # names that it gives a value to
    uses: frozenset[str]  # names of others that it stands on
    changes: str = ""  # the name of which it may change the value: `path.append(…)`, `path[0] = …`

    @property
    def lines(self) -> range:
        """The lines of the cell that it takes, counted from 0."""
        decorators = getattr(self.node, "decorator_list", [])
        first = min([self.node.lineno, *(each.lineno for each in decorators)])
        return range(first - 1, self.node.end_lineno or first)

    def replaces(self, name: str) -> bool:
        """Whether nothing of what a name was before is left after it."""
        match self.node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Import() | ast.ImportFrom():
                return name in self.binds
            case ast.Assign() | ast.AnnAssign():
                return name in self.binds and name not in self.uses
        return False


def submission(cells: Sequence[str], names: Names, assignment: Assignment) -> Submission:
    """The hand-in that the functions in `names` make; `cells` are all that were run, by their number."""
    texts = [without_magics(cell, f"{assignment.id}.py") for cell in cells]
    statements = [each for number, text in enumerate(texts) for each in _statements(number, text)]
    chosen = _needed(statements, assignment.functions, names)
    if any(name not in names for name in assignment.functions):  # one of another spelling may be meant
        chosen |= {number for number, each in enumerate(statements) if _defines_what_is_held(each, names)}
    kept: dict[int, set[int]] = {}
    for number in chosen:
        kept.setdefault(statements[number].cell, set()).update(statements[number].lines)
    written = [_only(texts[cell], kept.get(cell, set())) for cell in range(1, max(kept, default=0) + 1)]
    document = {"cells": [{"cell_type": "code", "source": text} for text in written], "nbformat": 4}
    return Submission(
        STUDENT, assignment.id, f"{assignment.id}.ipynb", SourceKind.NOTEBOOK, json.dumps(document).encode()
    )


def _only(text: str, lines: set[int]) -> str:
    kept = (line if number in lines else "" for number, line in enumerate(text.split("\n")))
    return "\n".join(kept).rstrip()


# --- which statements ------------------------------------------------------------------------------------------------


def _needed(statements: Sequence[_Statement], wanted: Iterable[str], names: Names) -> set[int]:
    """Numbers of the statements that made what some names hold, and what that uses in its turn."""
    chosen: set[int] = set()
    due, seen = list(wanted), set[str]()
    while due:
        name = due.pop()
        if name in seen or name not in names:
            continue
        seen.add(name)
        for number in _made(name, statements, names[name]):
            chosen.add(number)
            due += statements[number].uses
    return chosen


def _made(name: str, statements: Sequence[_Statement], value: object) -> Iterator[int]:
    """Numbers of the statements that made the value of a name: the last that replaced it, and what changed it since."""
    own = _definition_of(value)
    if own is not None and own.name == name:
        same = ast.dump(own)
        for number in reversed(range(len(statements))):
            if ast.dump(statements[number].node) == same:
                yield number
                return
    is_module = isinstance(value, ModuleType)
    for number in reversed(range(len(statements))):
        each = statements[number]
        if own is not None and isinstance(each.node, ast.FunctionDef):  # one that was never run, or is another one now
            continue
        if name in each.binds or (each.changes == name and not is_module):
            yield number
            if each.replaces(name):
                return


def _definition_of(value: object) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The definition of a function as its cell had it; None where that is not known."""
    if not isinstance(value, FunctionType):
        return None
    code = value.__code__  # of a decorated function that of its wrapper, which stands nowhere by itself
    tree = _parsed("".join(linecache.getlines(code.co_filename)))
    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == code.co_name:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first == code.co_firstlineno:
                return node
    return None


def _defines_what_is_held(statement: _Statement, names: Names) -> bool:
    node = statement.node
    return isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names


# --- reading ---------------------------------------------------------------------------------------------------------


def _statements(cell: int, text: str) -> Iterator[_Statement]:
    tree = _parsed(text)
    for node in tree.body if tree is not None else ():  # what Python cannot read was never run
        binds, uses = _names_in(node)
        yield _Statement(cell, node, frozenset(binds), frozenset(uses), _changed(node))


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _names_in(node: ast.stmt) -> tuple[set[str], set[str]]:
    """Names that a statement binds, and names of others that it uses: outside, or inside of a function of its own."""
    try:
        top = symtable.symtable(ast.unparse(node), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError):  # it awaits, which only notebooks do outside of functions
        found = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
        stored = {each.id for each in found if isinstance(each.ctx, ast.Store)}
        return stored, {each.id for each in found} - stored
    symbols = top.get_symbols()
    binds = {each.get_name() for each in symbols if each.is_assigned() or each.is_imported()}
    uses = {each.get_name() for each in symbols if each.is_referenced()}
    for table in _below(top):
        of_all = [each for each in table.get_symbols() if each.is_global()]
        uses |= {each.get_name() for each in of_all}
        binds |= {each.get_name() for each in of_all if each.is_declared_global() and each.is_assigned()}
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        binds = {node.name}
    return binds, uses


def _below(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _below(child)


def _changed(node: ast.stmt) -> str:
    """The name at the root of what a statement may change; empty where there is none."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute() as place)):
            return _root(place)
        case ast.AugAssign(target=place) | ast.Assign(targets=[ast.Attribute() | ast.Subscript() as place]):
            return _root(place)
    return ""


def _root(place: ast.expr) -> str:
    while isinstance(place, ast.Attribute | ast.Subscript):
        place = place.value
    return place.id if isinstance(place, ast.Name) else ""
