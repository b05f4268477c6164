"""One assignment: what its `assignment.toml` says, and the files that belong to it."""

from __future__ import annotations

import ast
import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader.course import landscape_files
from grader.course.policies import AttemptPolicy, FollowOnPolicy, LatePolicy
from grader.records import Limits, Provided

if TYPE_CHECKING:
    from grader.landscapes import Landscape

PUBLIC_RUBRIC = "test_public.py"
HIDDEN_RUBRIC = "test_hidden.py"
STUB = "stub.py"
PUBLIC_FILES = ("assignment.toml", "statement.md", STUB, PUBLIC_RUBRIC)
QUIZ = "quiz.toml"
ANSWER_KEY = "answers.msgpack"  # a pack's recorded answers to the public rubric


class Assignment(msgspec.Struct, frozen=True):
    """One assignment: what `assignment.toml` says, and the folder it stands in."""

    id: str
    folder: Path
    title: str
    source: str
    level: str
    minutes: int
    functions: tuple[str, ...]
    points: float
    packages: tuple[str, ...]
    landscape: Landscape | None
    limits: Limits
    due: dt.datetime | None
    published: dt.datetime | None
    late: LatePolicy | None = None
    attempts: AttemptPolicy | None = None
    follow_on: FollowOnPolicy = FollowOnPolicy.PAID
    zone: str = ""
    own_landscapes: tuple[bytes, ...] = ()  # files, the course's first
    ready_made: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what is noticed in which function, and earns nothing
    last_due: dt.datetime | None = None  # of a class: when everybody's time is over, where somebody has more than `due`

    def signature(self, function: str) -> tuple[str, ...]:
        """Names of a function's parameters, in the order in which the stub has them; none for an unknown function."""
        return tuple(_signatures(self.folder / STUB).get(function, {}))

    def defaults(self, function: str) -> dict[str, float]:
        """The numbers that a function's parameters have where a call leaves them out."""
        signature = _signatures(self.folder / STUB).get(function, {})
        return {name: value for name, value in signature.items() if value is not None}

    @property
    def provided(self) -> Provided:
        """What is put beside a hand-in."""
        return Provided(self.packages, self.own_landscapes, self.ready_made)

    @property
    def public_files(self) -> dict[str, Path]:
        """What students get of it as it stands, by its place in the folder `assignments` of a pack."""
        own = [name for name in (landscape_files.FILE, QUIZ) if (self.folder / name).is_file()]
        inside = {f"{self.id}/{name}": self.folder / name for name in (*PUBLIC_FILES, *own)}
        of_course = self.folder.parent / landscape_files.FILE
        return inside | ({landscape_files.FILE: of_course} if of_course.is_file() else {})

    @property
    def rubric_files(self) -> tuple[Path, ...]:
        """The public rubric, then the hidden one where this course has it."""
        return tuple(path for name in (PUBLIC_RUBRIC, HIDDEN_RUBRIC) if (path := self.folder / name).exists())


@lru_cache(maxsize=64)
def _signatures(stub: Path) -> dict[str, dict[str, float | None]]:
    """Of each function its parameters in order, with their defaults where these are numbers."""
    try:
        tree = ast.parse(stub.read_text(encoding="utf-8-sig"))
    except (OSError, SyntaxError):  # the order of the arguments, and what can be fitted, is all that hangs on it
        return {}
    return {node.name: _parameters(node.args) for node in tree.body if isinstance(node, ast.FunctionDef)}


def _parameters(arguments: ast.arguments) -> dict[str, float | None]:
    positional = [*arguments.posonlyargs, *arguments.args]
    unset = [None] * (len(positional) - len(arguments.defaults))
    names = [argument.arg for argument in (*positional, *arguments.kwonlyargs)]
    defaults = [*unset, *arguments.defaults, *arguments.kw_defaults]
    return {name: _number(default) for name, default in zip(names, defaults, strict=True)}


def _number(node: ast.expr | None) -> float | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
