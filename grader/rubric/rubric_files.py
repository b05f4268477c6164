"""Rubric files → `Rubric`, with every rule checked that can be checked without running a criterion.

Files are imported under a private name; pytest is not needed, and its plugin collects through here as well, so
that both ways see the same criteria.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import itertools
import sys
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from grader.course.assignment import PUBLIC_RUBRIC, QUIZ, Assignment
from grader.errors import GraderError, RubricError
from grader.records import Visibility
from grader.rubric.criteria import CASES, HINTS_FOR, MARK, Criterion, Marked, Rubric
from grader.rubric.quiz import Quiz, questions

# In which order criteria begin to show.
_SHOWS = {each: place for place, each in enumerate(Visibility)} | {Visibility.HIDDEN: len(Visibility)}
_OWN_NAMES = ("submission", "reference", "case")


def collect(assignment: Assignment) -> Rubric:
    """The rubric of an assignment.  Raises `RubricError` with the criterion's name and what to do."""
    digest = hashlib.sha256((assignment.folder / "assignment.toml").read_bytes())
    for source in assignment.own_landscapes:
        digest.update(source)
    if (quiz := assignment.folder / QUIZ).is_file():
        digest.update(quiz.read_bytes())
    criteria: list[Criterion] = []
    for path in assignment.rubric_files:
        digest.update(path.read_bytes())
        criteria += _criteria_of(_imported(path, assignment.id), public=path.name == PUBLIC_RUBRIC)
    _check(assignment, criteria)
    return Rubric(assignment.id, assignment.functions, tuple(criteria), digest.hexdigest())


class _AsWritten(SourceFileLoader):
    """Compiles what the file holds now, with its docstrings and its `assert`s: `PYTHONOPTIMIZE` would drop these."""

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the loader's signature
        """The code, from no cache."""
        return self.source_to_code(self.get_data(self.path), self.path, _optimize=0)


def _imported(path: Path, assignment: str) -> ModuleType:
    name = f"_grader_rubric_{assignment}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path, loader=_AsWritten(name, str(path)))
    if spec is None or spec.loader is None:
        raise RubricError(f"{path} cannot be imported", remedy="check that it is a Python file")
    module = importlib.util.module_from_spec(spec)
    writes_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # nothing is left in the course folder
    try:
        spec.loader.exec_module(module)
    except GraderError:
        raise
    except Exception as trouble:
        raise RubricError(
            f"{path} stops while it is imported: {type(trouble).__name__}: {trouble}", remedy="mend the rubric file"
        ) from trouble
    finally:
        sys.dont_write_bytecode = writes_bytecode
    return module


def _criteria_of(module: ModuleType, *, public: bool) -> Iterator[Criterion]:
    for name, function in vars(module).items():
        marked = getattr(function, MARK, None)
        if isinstance(function, Quiz):
            for each, asks in function.criteria.items():
                yield _criterion(each, asks, getattr(asks, MARK), public=public)
        elif isinstance(marked, Marked):
            yield _criterion(name, function, marked, public=public)
        elif name.startswith("test_") and inspect.isfunction(function):
            raise RubricError(f"{name} in {module.__file__} is no criterion", remedy="decorate it with @criterion(...)")


def _criterion(name: str, function: Any, marked: Marked, *, public: bool) -> Criterion:
    title = " ".join((inspect.getdoc(function) or "").split())
    if not name.removeprefix("test_").isidentifier() or not name.startswith("test_") or not title:
        raise RubricError(
            f"criterion {name!r} needs a name that begins with test_, and a docstring: the title students read",
            remedy="name it after what it checks, and say it in one sentence",
        )
    parameters = _parameters(name, function)
    takes = tuple(inspect.signature(function).parameters)
    unknown = {*takes}.difference(_OWN_NAMES).symmetric_difference(parameters[0])
    if unknown:
        raise RubricError(
            f"criterion {name!r} takes {', '.join(sorted(unknown))}, or is given it without taking it",
            remedy="a criterion takes only submission, reference, case and names of pytest.mark.parametrize",
        )
    if ("case" in takes) != hasattr(function, CASES):
        raise RubricError(
            f"criterion {name!r} takes a case without @cases, or has @cases without taking a case",
            remedy="write both or neither",
        )
    if marked.manual and takes:
        raise RubricError(
            f"criterion {name!r} is left to a person, and takes {', '.join(takes)}",
            remedy="write a function of no parameters with a docstring alone, or leave out manual=True",
        )
    if marked.share and not hasattr(function, CASES) and len(parameters) == 1:
        raise RubricError(
            f"criterion {name!r} pays a share of its points, and has one case alone",
            remedy="give it @cases or pytest.mark.parametrize, or leave out share=True",
        )
    return Criterion(
        id=name.removeprefix("test_"),
        title=title,
        function=function,
        public=public,
        points=float(marked.points),
        functions=marked.functions,
        hint=marked.hint,
        after=tuple(needed.removeprefix("test_") for needed in marked.after),
        visibility=marked.visibility,
        cases=getattr(function, CASES, None),
        takes=takes,
        parameters=parameters,
        hint_after=tuple(needed.removeprefix("test_") for needed in marked.hint_after),
        hint_for=marked.hint_for,
        manual=marked.manual,
        share=marked.share,
    )


def _parameters(name: str, function: Any) -> tuple[Mapping[str, Any], ...]:
    """The combinations that `pytest.mark.parametrize` asks for; one empty one without it."""
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    axes = [_axis(name, mark) for mark in marks]  # the nearest first: it varies slowest, as in pytest
    return tuple({key: value for part in combination for key, value in part.items()} for combination in
                 itertools.product(*axes))  # fmt: skip


def _axis(name: str, mark: Any) -> list[dict[str, Any]]:
    """What one `parametrize` gives: a dict for each of its values."""
    if mark.kwargs or len(mark.args) != 2:
        raise RubricError(
            f"criterion {name!r} gives parametrize {', '.join(mark.kwargs) or f'{len(mark.args)} arguments'}",
            remedy="give it names and values, and nothing else",
        )
    names, values = mark.args
    names = [part.strip() for part in names.split(",")] if isinstance(names, str) else list(names)
    try:
        axis = [dict(zip(names, value if len(names) > 1 else [value], strict=True)) for value in values]
    except (TypeError, ValueError):
        axis = []
    if not axis:
        raise RubricError(
            f"criterion {name!r} gives parametrize values that do not fit its names {', '.join(names)}",
            remedy="give at least one value, each with as many parts as there are names",
        )
    return axis


def _check(assignment: Assignment, criteria: list[Criterion]) -> None:
    by_id = {criterion.id: criterion for criterion in criteria}
    if not criteria and len(assignment.rubric_files) > 1:  # a pack may hold an assignment that is judged afterwards
        raise RubricError(
            f"the rubric of {assignment.id} has no criterion", remedy="write one: see the other assignments"
        )
    if len(by_id) < len(criteria):
        twice = sorted({c.id for c in criteria if sum(d.id == c.id for d in criteria) > 1})
        raise RubricError(f"two criteria of {assignment.id} are called {', '.join(twice)}", remedy="rename one of them")
    for criterion in criteria:
        _check_one(assignment, criterion, by_id)
    for criterion in criteria:
        _check_order(criterion, by_id, ())
    total = sum(criterion.points for criterion in criteria)
    if len(assignment.rubric_files) > 1 and total != assignment.points:
        raise RubricError(
            f"the criteria of {assignment.id} add up to {total:g} points, assignment.toml says {assignment.points:g}",
            remedy="change one of the two",
        )
    unasked = [each.id for each in questions(assignment.folder) if each.id not in by_id]
    if len(assignment.rubric_files) > 1 and unasked:
        raise RubricError(
            f"no criterion of {assignment.id} asks the question {', '.join(unasked)} of {QUIZ}",
            remedy="give it a sentence in `because` of a quiz(…)",
        )
    _check_quiz(assignment, criteria)
    unpaid = set(assignment.functions) - {name for criterion in criteria for name in criterion.functions}
    if len(assignment.rubric_files) > 1 and unpaid:
        raise RubricError(
            f"no criterion of {assignment.id} judges {', '.join(sorted(unpaid))}", remedy="write one for each function"
        )


def _check_quiz(assignment: Assignment, criteria: list[Criterion]) -> None:
    """A call that students can know the answer to hides no question: one function answers all of its own at once."""
    asked = {each.id for each in questions(assignment.folder)}
    public, hidden = (
        {name for each in criteria if each.id in asked and each.public is where for name in each.functions}
        for where in (True, False)
    )
    if told := public & hidden:
        raise RubricError(
            f"{', '.join(sorted(told))} of {assignment.id} answers questions of test_public.py and of test_hidden.py: "
            "the pack would tell the right answers to all of them",
            remedy="ask them in one of the two files, or let a second function answer the hidden ones",
        )


def _check_one(assignment: Assignment, criterion: Criterion, by_id: Mapping[str, Criterion]) -> None:
    unknown = [name for name in criterion.functions if name not in assignment.functions]
    if unknown or not criterion.functions:
        raise RubricError(
            f"criterion {criterion.id!r} judges {', '.join(unknown) or 'no function'}",
            remedy=f"name some of {', '.join(assignment.functions)}",
        )
    if criterion.visibility is Visibility.AFTER_DUE_DATE and assignment.due is None:
        raise RubricError(
            f"criterion {criterion.id!r} shows after the due date, and {assignment.id} has none",
            remedy=f"write `due` into assignments/{assignment.id}/assignment.toml, or choose another visibility",
        )
    for named in criterion.hint_for:
        if named not in HINTS_FOR:
            near = get_close_matches(named, HINTS_FOR, n=1)
            raise RubricError(
                f"criterion {criterion.id!r} has a hint for {named!r}, which is nothing that is told apart",
                remedy=f"did you mean {near[0]!r}?" if near else f"name some of {', '.join(HINTS_FOR)}",
            )
    if criterion.points <= 0 or criterion.points * 2 % 1:
        raise RubricError(f"criterion {criterion.id!r} has {criterion.points:g} points", remedy="use multiples of 0.5")
    for needed in (*criterion.after, *criterion.hint_after):
        if needed not in by_id:
            near = get_close_matches(needed, by_id, n=1)
            raise RubricError(
                f"criterion {criterion.id!r} comes after {needed!r}, which does not exist",
                remedy=f"mend the name: did you mean {near[0]!r}?" if near else "mend the name",
            )
    for needed in (*criterion.after, *criterion.hint_after):
        if by_id[needed].manual:
            raise RubricError(
                f"criterion {criterion.id!r} comes after {needed!r}, whose points a person gives",
                remedy="let it build on criteria that are judged at once",
            )
    for needed in criterion.after:
        if _SHOWS[by_id[needed].visibility] > _SHOWS[criterion.visibility]:
            raise RubricError(
                f"criterion {criterion.id!r} ({criterion.visibility}) comes after {needed!r}, which shows later "
                f"({by_id[needed].visibility})",
                remedy="let it build on criteria that show as early as itself, since its message names them",
            )
        if criterion.public and not by_id[needed].public:
            raise RubricError(
                f"public criterion {criterion.id!r} comes after {needed!r}, which is hidden",
                remedy="let it build on public criteria alone, so that students see the same verdict at home",
            )


def _check_order(criterion: Criterion, by_id: Mapping[str, Criterion], above: tuple[str, ...]) -> None:
    if criterion.id in above:
        raise RubricError(
            f"criteria come after each other in a circle: {' → '.join([*above, criterion.id])}",
            remedy="take one `after` away",
        )
    for needed in criterion.after:
        _check_order(by_id[needed], by_id, (*above, criterion.id))
