"""Runs a file or cell on behind a statement that asked for what is not to be had here.

A file that sets a locale, makes a folder or imports what it never uses runs on its author's machine: that line is
passed over, as if it stood in a `try`, and the rest is run.  A statement that fails anywhere ends the file as ever.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import inspect
from collections.abc import Callable
from types import CodeType, ModuleType, TracebackType

from grader.sandbox.inside.as_graded import Compiler
from grader.sandbox.inside.coroutines import run_to_end

_MOST = 20  # statements that are passed over
_FUTURE = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})

# Exceptions beside `OSError` and `ImportError` that say that something is not there: class, and what its text holds.
_NOT_HERE = (
    ("Error", "unsupported locale setting"),
    ("KeyError", "getpw"),
    ("KeyError", "getgr"),
    ("ZoneInfoNotFoundError", ""),
    ("ValueError", "not allowed to raise maximum limit"),
    ("BdbQuit", ""),  # `breakpoint()`: nobody is there who types
)


def run(
    code: CodeType,
    text: str | bytes,
    module: ModuleType,
    note: Callable[[Exception], None],
    compiler: Compiler,
    flags: int = 0,
    until: int = 0,
) -> None:
    """Run the code of a text; `note` takes what each statement raised that is passed over.

    With `until` the statement in that line, and those below it, are left out.
    """
    if until:
        code = _compiled(_statements(text, until), code, compiler, flags)
    for _ in range(_MOST):
        try:
            _run(code, module)
        except Exception as trouble:
            rest = _behind(trouble, code.co_filename, _statements(text, until)) if is_not_here(trouble) else None
            if rest is None:
                raise
            failed, statements = rest
            _stand_in_for(failed, trouble, module)
            note(trouble)
            code = _compiled(statements, code, compiler, flags)
        else:
            return
    _run(code, module)


def is_not_here(trouble: Exception) -> bool:
    """Whether an exception says that something is not to be had on this machine, and not that code is wrong."""
    kind = type(trouble)
    if issubclass(kind, OSError | ImportError):
        return True
    if issubclass(kind, UnicodeError | EOFError):
        return False
    return any(kind.__name__ == name and part in str(trouble) for name, part in _NOT_HERE)


def _compiled(statements: list[ast.stmt], like: CodeType, compiler: Compiler, flags: int) -> CodeType:
    """Some statements of a text as code of the same kind as that of all."""
    return compiler.compile(ast.Module(statements, []), like.co_filename, flags | like.co_flags & _FUTURE)


def first_line(text: str | bytes, line: int) -> int:
    """Where the statement at the left margin begins that a line is in; the line itself where that is not known."""
    around = (each.lineno for each in _statements(text, 0) if each.lineno <= line <= (each.end_lineno or 0))
    return next(around, line)


def _statements(text: str | bytes, until: int) -> list[ast.stmt]:
    """The statements at the left margin, up to one; none of what cannot be read twice."""
    try:
        body = compile(text, "hand-in", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [each for each in body if not until or (each.end_lineno or until) < until]


def _run(code: CodeType, module: ModuleType) -> None:
    if code.co_flags & inspect.CO_COROUTINE:  # a cell that awaits something outside of functions
        run_to_end(builtins.eval(code, module.__dict__))  # noqa: S307 - this process exists to run the student's file
    else:
        builtins.exec(code, module.__dict__)  # noqa: S102 - as above


def _behind(trouble: Exception, filename: str, body: list[ast.stmt]) -> tuple[ast.stmt, list[ast.stmt]] | None:
    """The statement at the left margin in which an exception rose, and those behind it; None if that is not known."""
    place = _place(trouble.__traceback__, filename)
    if place is None:
        return None
    for index, each in enumerate(body):
        first = min([each.lineno, *(one.lineno for one in getattr(each, "decorator_list", []))])
        if (first, 0 if first != each.lineno else each.col_offset) <= place <= (each.end_lineno, each.end_col_offset):
            return each, body[index + 1 :]
    return None


def _place(step: TracebackType | None, filename: str) -> tuple[int, int] | None:
    """Line and column of the file's own code in which it was, outside of functions."""
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_filename == filename and code.co_name == "<module>":
            position = list(code.co_positions())[step.tb_lasti // 2]
            return step.tb_lineno, position[2] or 0
        step = step.tb_next
    return None


class _StandIn(ModuleType):
    """What could not be imported: whoever uses it is told so."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name)
        vars(self)["_why"] = why

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ModuleNotFoundError(vars(self)["_why"])

    def __call__(self, *_: object, **__: object) -> object:
        raise ModuleNotFoundError(vars(self)["_why"])


def _stand_in_for(failed: ast.stmt, trouble: Exception, module: ModuleType) -> None:
    """Have the names of an import that failed say why, when they are used."""
    if isinstance(failed, ast.Import | ast.ImportFrom) and isinstance(trouble, ImportError):
        for alias in failed.names:
            name = alias.asname or alias.name.partition(".")[0]
            if name != "*":
                vars(module).setdefault(name, _StandIn(name, str(trouble)))
