"""Code as the Python that grades it takes it, where a later one runs it: a page's may be newer than an instructor's.

What later versions take is refused here, and annotations are evaluated where functions are defined, as they were until
Python 3.14.  What the library has gained since is not looked for.
"""

from __future__ import annotations
import __future__

import ast
import io
import sys
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

_F_STRINGS = (3, 12)  # from then on whatever Python takes may stand in an f-string
_LATE_ANNOTATIONS = (3, 14)  # from then on they are evaluated when somebody asks

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles as `graded_by` does; (0, 0) where that is this very Python."""

    graded_by: Version = (0, 0)

    def compile(self, code: str | bytes | ast.Module, filename: str, flags: int = 0) -> CodeType:
        """A text, or some statements of one.  Raises `SyntaxError` for what the Python that grades does not take."""
        here = sys.version_info[:2]
        if not (0, 0) < self.graded_by < here:
            return _compiled(code, filename, flags)
        tree = code if isinstance(code, ast.Module) else self._read(code, filename, flags)
        postponed = flags & __future__.annotations.compiler_flag or _postpones(tree)
        if self.graded_by < _LATE_ANNOTATIONS <= here and not postponed:
            tree = ast.fix_missing_locations(_EarlyAnnotations().visit(tree))
        return _compiled(tree, filename, flags)

    def _read(self, text: str | bytes, filename: str, flags: int) -> ast.Module:
        try:
            tree: ast.Module = compile(
                text, filename, "exec", flags | ast.PyCF_ONLY_AST, True, 0, _feature_version=self.graded_by[1]
            )
        except SyntaxError as trouble:
            if "supported in Python" in str(trouble.msg):
                trouble.msg = f"{trouble.msg}; {self._told}"
            raise
        plain = text if isinstance(text, str) else text.decode("utf-8", errors="replace")
        if self.graded_by < _F_STRINGS and (place := _newer_f_string(plain)) is not None:
            line, column = place
            said = f"this f-string is only read by Python 3.12 and greater; {self._told}"
            raise SyntaxError(said, (filename, line, column + 1, plain.split("\n")[line - 1]))
        return tree

    @property
    def _told(self) -> str:
        return f"the course is graded by Python {self.graded_by[0]}.{self.graded_by[1]}"


def _compiled(code: str | bytes | ast.Module, filename: str, flags: int) -> CodeType:
    made: CodeType = compile(code, filename, "exec", flags, dont_inherit=True, optimize=0)
    return made


def _postpones(tree: ast.Module) -> bool:
    """Whether a file says itself that annotations are not to be evaluated."""
    return any(
        isinstance(each, ast.ImportFrom)
        and each.module == "__future__"
        and any(alias.name == "annotations" for alias in each.names)
        for each in tree.body
    )


class _EarlyAnnotations(ast.NodeTransformer):
    """Puts a statement that evaluates its annotations beside each definition, in the same line."""

    def __init__(self) -> None:
        self._in_function = False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """Also where it is defined inside of another one."""
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        """As any function."""
        return self._function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        """In the body of a class annotations are evaluated wherever the class stands."""
        return self._inside(node, in_function=False)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        """Inside of a function nobody looked at them."""
        return node if self._in_function else [node, *_evaluated([node.annotation])]

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
        self._inside(node, in_function=True)
        if getattr(node, "type_params", None):  # their annotations see names that nothing else does
            return [node]
        arguments = node.args
        every = (*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg)
        told = [each.annotation for each in every if each is not None] + [node.returns]
        return [*_evaluated([each for each in told if each is not None]), node]

    def _inside(self, node: ast.stmt, *, in_function: bool) -> ast.AST:
        around, self._in_function = self._in_function, in_function
        self.generic_visit(node)
        self._in_function = around
        return node


def _evaluated(annotations: Sequence[ast.expr]) -> list[ast.stmt]:
    """A statement that evaluates them; none where there are none."""
    if not annotations:
        return []
    asked = ast.copy_location(ast.Tuple([*annotations], ast.Load()), annotations[0])
    return [ast.copy_location(ast.Expr(asked), annotations[0])]


def _newer_f_string(text: str) -> tuple[int, int] | None:
    """Line and column of what no f-string might hold before Python 3.12; None where there is nothing of the kind."""
    try:
        return next(_newer_in_f_strings(text), None)
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return None


def _newer_in_f_strings(text: str) -> Iterator[tuple[int, int]]:
    start, end, middle = (getattr(tokenize, f"FSTRING_{name}", -1) for name in ("START", "END", "MIDDLE"))
    around: list[str] = []  # the quotes of the f-strings that a token stands in
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == end:
            around.pop()
            continue
        if around and token.type != middle:
            spreads = token.type in {tokenize.NL, tokenize.NEWLINE} and len(around[-1]) == 1
            if spreads or token.type == tokenize.COMMENT or "\\" in token.string or _quotes_again(token.string, around):
                yield token.start
        if token.type == start:
            around.append(token.string.lstrip("rRfFbBuU"))


def _quotes_again(string: str, around: Sequence[str]) -> bool:
    return any(quotes in string for quotes in around)
