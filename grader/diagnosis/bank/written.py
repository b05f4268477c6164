"""A function of the reference as it is changed: its text in one style, line by line, and edits of these lines.

The reference is the instructor's own file, so it is read here with `ast`; it is run in a worker, like any other.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec

Loop = ast.For | ast.While


class Edit(msgspec.Struct, frozen=True, array_like=True):
    """Lines from `first` up to `end` are replaced by others."""

    first: int
    end: int
    lines: tuple[str, ...] = ()


class Written(msgspec.Struct, frozen=True, dict=True):
    """One function, or one assignment of a module, in the style of `ast.unparse`: a statement a line, no docstring."""

    name: str
    text: str
    beside: tuple[tuple[str, tuple[str, ...]], ...] = ()  # functions that stand beside it, with their parameters

    @property
    def others(self) -> tuple[str, ...]:
        """Names of the functions that stand beside it."""
        return tuple(name for name, _ in self.beside)

    @property
    def is_class(self) -> bool:
        """Whether it is a class, which is left as it is."""
        return self.text.startswith(("class ", "@"))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its text, line by line."""
        return tuple(self.text.splitlines())

    @cached_property
    def tree(self) -> ast.FunctionDef | ast.Assign:
        """Its syntax, whose places are those of `text`."""
        (statement,) = ast.parse(self.text).body
        if not isinstance(statement, ast.FunctionDef | ast.Assign):
            raise TypeError(self.name)
        return statement

    @cached_property
    def body(self) -> list[ast.stmt]:
        """The statements of a function."""
        return self.tree.body if isinstance(self.tree, ast.FunctionDef) else [self.tree]

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Names of what it is given."""
        if not isinstance(self.tree, ast.FunctionDef):
            return ()
        arguments = self.tree.args
        return tuple(each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))

    @cached_property
    def called(self) -> frozenset[str]:
        """Names that are called, and no plain values."""
        return frozenset(
            node.func.id
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        )

    @cached_property
    def local(self) -> tuple[str, ...]:
        """Names that it gives values to, in order."""
        nodes = (node for node in ast.walk(self.tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        return tuple(dict.fromkeys(node.id for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset))))

    @cached_property
    def loops(self) -> tuple[Loop, ...]:
        """Its loops, an outer one before those inside it."""
        return tuple(node for node in ast.walk(self.tree) if isinstance(node, Loop))

    @cached_property
    def bodies(self) -> tuple[list[ast.stmt], ...]:
        """Every list of statements that are on one level."""
        found = [self.body]
        for node in ast.walk(self.tree):
            if node is not self.tree and not isinstance(node, ast.Module | ast.expr):
                found += [getattr(node, name) for name in ("body", "orelse") if getattr(node, name, None)]
        return tuple(found)

    @cached_property
    def carried(self) -> frozenset[str]:
        """Names that have a value before a loop and are given others in it."""
        before: set[str] = set()
        found: set[str] = set()
        for loop in self.loops:
            outer = {name for statement in self.body if statement.lineno < loop.lineno for name in stored(statement)}
            before |= outer | set(self.parameters)
            found |= {name for statement in loop.body for name in stored(statement)} & before
        return frozenset(found)

    def loop_around(self, statement: ast.stmt) -> Loop | None:
        """The innermost loop that a statement is in."""
        inside = [loop for loop in self.loops if loop.lineno < statement.lineno <= (loop.end_lineno or 0)]
        return inside[-1] if inside else None

    def of(self, node: ast.AST) -> str:
        """The text of an expression, in brackets where it needs them."""
        text = self.bare(node)
        plain = isinstance(
            node, ast.Name | ast.Constant | ast.Call | ast.Subscript | ast.Attribute | ast.List | ast.Dict
        )
        return text if plain and not text.startswith("-") else f"({text})"

    def bare(self, node: ast.AST) -> str:
        """The text of an expression or a statement as it stands there."""
        if not isinstance(node, ast.expr) or node.end_lineno != node.lineno:
            return ast.unparse(node)
        return self.lines[node.lineno - 1].encode()[node.col_offset : node.end_col_offset].decode()

    def block(self, statement: ast.stmt) -> tuple[str, ...]:
        """The lines of a statement."""
        return self.lines[statement.lineno - 1 : statement.end_lineno]

    def instead(self, node: ast.expr, text: str) -> Edit:
        """The edit that puts another text into the place of an expression."""
        line = self.lines[node.lineno - 1].encode()
        end = node.end_col_offset or len(line)
        new = line[: node.col_offset] + text.encode() + line[end:]
        return Edit(node.lineno - 1, node.lineno, (new.decode(),))

    def instead_of_all(self, nodes: Sequence[ast.expr], text: str) -> tuple[Edit, ...]:
        """The edits that put one text into the place of several expressions, which may share a line."""
        lines: dict[int, bytes] = {}
        for node in sorted(nodes, key=lambda each: (each.lineno, -each.col_offset)):
            line = lines.get(node.lineno - 1, self.lines[node.lineno - 1].encode())
            lines[node.lineno - 1] = line[: node.col_offset] + text.encode() + line[node.end_col_offset or len(line) :]
        return tuple(Edit(number, number + 1, (line.decode(),)) for number, line in lines.items())

    def edited(self, edits: Sequence[Edit]) -> str:
        """The whole text with some edits that do not touch."""
        lines = list(self.lines)
        for edit in sorted(edits, key=lambda edit: (edit.first, edit.end), reverse=True):
            lines[edit.first : edit.end] = edit.lines
        return "\n".join(lines)


def stored(statement: ast.AST) -> Iterator[str]:
    """Names that a statement gives values to, entries of arrays included."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            yield node.value.id


def between(before: Written, after: str) -> tuple[Edit, ...]:
    """The edits that make one text of another."""
    new = tuple(after.splitlines())
    matcher = difflib.SequenceMatcher(None, before.lines, new, autojunk=False)
    return tuple(
        Edit(first, end, new[start:stop]) for kind, first, end, start, stop in matcher.get_opcodes() if kind != "equal"
    )


def apart(one: Sequence[Edit], other: Sequence[Edit]) -> bool:
    """Whether two lists of edits touch different lines, so that both can be made."""
    return all(
        (each.end <= rival.first or rival.end <= each.first) and each.first != rival.first
        for each in one
        for rival in other
    )


def written(source: str) -> dict[str, Written]:
    """The functions, values and classes of a file, by name.  A later definition takes an earlier one's place."""
    found: dict[str, str] = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef):
            found[statement.name] = ast.unparse(_plain(statement))
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            found[statement.targets[0].id] = ast.unparse(statement)
        elif isinstance(statement, ast.ClassDef):
            found[statement.name] = ast.unparse(statement)
    functions = {name: Written(name, text).parameters for name, text in found.items() if text.startswith("def ")}
    return {
        name: Written(name, text, tuple((other, names) for other, names in functions.items() if other != name))
        for name, text in found.items()
    }


def imports_of(source: str) -> tuple[str, ...]:
    """The lines by which a file imports what it needs."""
    return tuple(ast.unparse(each) for each in ast.parse(source).body if isinstance(each, ast.Import | ast.ImportFrom))


def _plain(function: ast.FunctionDef) -> ast.FunctionDef:
    """Without docstring and annotations, which change no answer."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    arguments = ast.parse(f"lambda {ast.unparse(_unannotated(function.args))}: 0", mode="eval").body
    if not isinstance(arguments, ast.Lambda):
        raise TypeError(function.name)
    (plain,) = ast.parse(f"def {function.name}(): pass").body
    if not isinstance(plain, ast.FunctionDef):
        raise TypeError(function.name)
    plain.args, plain.body = arguments.args, body or plain.body
    for loop in ast.walk(plain):
        if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) and loop.target.id == "_":
            loop.target.id = "count"  # which a slip may use
    return ast.fix_missing_locations(plain)


def _unannotated(arguments: ast.arguments) -> ast.arguments:
    def plain(each: ast.arg | None) -> ast.arg | None:
        return None if each is None else ast.arg(arg=each.arg)

    return ast.arguments(
        posonlyargs=[ast.arg(arg=each.arg) for each in arguments.posonlyargs],
        args=[ast.arg(arg=each.arg) for each in arguments.args],
        vararg=plain(arguments.vararg),
        kwonlyargs=[ast.arg(arg=each.arg) for each in arguments.kwonlyargs],
        kw_defaults=arguments.kw_defaults,
        kwarg=plain(arguments.kwarg),
        defaults=arguments.defaults,
    )
