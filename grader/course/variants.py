"""The instructor's own hand-ins: the solution, known mistakes, accepted variants, and made-up files that do nothing.

A mistake is a file that defines one function again; it is appended to a copy of the solution, whose other functions
then see the replacement.  Its docstring says what it loses and what helps.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import msgspec

from grader.course.assignment import Assignment
from grader.course.folder import Course
from grader.course.staff_files import staff_files, staff_source, staff_text
from grader.errors import AssignmentError
from grader.records import MistakeWords, SourceKind, Submission

_FIELDS = {
    "loses": "loses",
    "hint": "hint",
    "second hint": "second_hint",
    "same as": "same_as",
    "convention": "convention",
}
_FIELD = re.compile(rf"({'|'.join(_FIELDS)}):\s*(.*)")


class Mistake(msgspec.Struct, frozen=True):
    """A known wrong way to write one function."""

    id: str
    function: str
    words: MistakeWords
    loses: tuple[str, ...]
    same_as: str
    submission: Submission


class Accepted(msgspec.Struct, frozen=True):
    """Another right way; it must earn everything."""

    id: str
    title: str
    submission: Submission


def solution(course: Course, assignment: Assignment) -> Submission:
    """The reference as a submission like any other."""
    path = course.reference / assignment.id / "solution.py"
    if not path.is_file():
        raise AssignmentError(
            f"assignment {assignment.id!r} has no reference/{assignment.id}/solution.py",
            remedy="write the solution that earns every point",
        )
    return _submission("reference", assignment, staff_source(path))


def mistakes(course: Course, assignment: Assignment) -> tuple[Mistake, ...]:
    """Every file in `reference/<id>/mistakes/<function>/`, sorted by function and name."""
    folder = course.reference / assignment.id / "mistakes"
    base = solution(course, assignment).source
    found = []
    for path in staff_files(folder, "*/*.py"):
        if path.parent.name not in assignment.functions:
            raise AssignmentError(
                f"{path} is a mistake in {path.parent.name!r}, which is no function of {assignment.id}",
                remedy=f"move it to one of {', '.join(assignment.functions)}",
            )
        found.append(_mistake(path, assignment, base))
    return tuple(sorted(found, key=lambda mistake: assignment.functions.index(mistake.function)))


def accepted(course: Course, assignment: Assignment) -> tuple[Accepted, ...]:
    """Every file in `reference/<id>/accepted/`."""
    base = solution(course, assignment).source
    return tuple(
        Accepted(path.stem, _title(path), _submission(f"accepted-{path.stem}", assignment, _replaced(base, path)))
        for path in staff_files(course.reference / assignment.id / "accepted", "*.py")
    )


def made_up(assignment: Assignment) -> tuple[Submission, ...]:
    """Files that implement nothing: the stub, and one for each way of answering without working."""
    bodies = {
        "pass": "pass",
        "none": "return None",
        "first_argument": "return next(iter([*args, *kwargs.values()]), 0.0)",
        "start": "return kwargs.get('start', kwargs.get('weight', 0.0))",
        "start_as_row": "import numpy as np; return np.atleast_2d(kwargs.get('start', 0.0)).astype(float)",
        "start_repeated": (
            "import numpy as np; start = np.atleast_1d(kwargs.get('start', 0.0)).astype(float); "
            "return np.tile(start, (kwargs.get('steps', 0) + 1, 1))"
        ),
        "zero": "return 0.0",
        "one": "return 1",
        "two_zeros": "return 0.0, 0.0",
        "zeros": (
            "import numpy as np; return np.zeros((kwargs.get('steps', 0) + 1, "
            "len(np.atleast_1d(kwargs.get('start', [0.0, 0.0])))))"
        ),
        "nan": "return float('nan')",
        "nans": (
            "import numpy as np; return np.full((kwargs.get('steps', 0) + 1, "
            "len(np.atleast_1d(kwargs.get('start', [0.0, 0.0])))), np.nan)"
        ),
        "empty_list": "return []",
        "empty_dict": "return {}",
        "empty_array": "import numpy as np; return np.empty((0, 2))",
        "number_and_array": "import numpy as np; return -0.5, np.array([0.6, -0.8])",
        "array_and_number": "import numpy as np; return [np.array([0.6, -0.8]), -0.5]",
        "uneven_rows": "return [[1.0], [1.0, 2.0], []]",
        "rows_of_none": "return [(None, 1.0), (2.0, None)]",
        "rows_of_text": "return [('a', 1.0), ('b', 2.0)]",
        "block": "import numpy as np; return np.ones((2, 2, 2))",
        "dict_of_lists": "return {'gradient_descent': [1.0], 'a': [[2.0]], 'b': None}",
        "dict_of_dicts": "return {'gradient_descent': {'a': 1.0}, 'momentum': {}, 'adam': {'b': []}}",
        "text": "return 'passed'",
        "raises": "raise RuntimeError('nothing here')",
        "exits": "raise SystemExit(0)",
    }
    files = {
        name: "".join(f"def {function}(*args, **kwargs):\n    {body}\n\n\n" for function in assignment.functions)
        for name, body in bodies.items()
    }
    files["empty_file"] = ""
    files["stub"] = staff_text(assignment.folder / "stub.py")
    return tuple(_submission(name, assignment, text.encode()) for name, text in files.items())


def _mistake(path: Path, assignment: Assignment, base: bytes) -> Mistake:
    fields = _fields(path)
    unsaid = [name for name in ("loses", "hint", "second_hint") if not fields[name]]
    if unsaid:
        raise AssignmentError(
            f"the mistake {path} does not say its {', '.join(unsaid).replace('_', ' ')}",
            remedy="its docstring holds a title, then the lines loses:, hint: and second hint:",
        )
    return Mistake(
        id=path.stem,
        function=path.parent.name,
        words=MistakeWords(_title(path), fields["hint"], fields["second_hint"], fields["convention"]),
        loses=tuple(name.strip().removeprefix("test_") for name in fields["loses"].split(",")),
        same_as=fields["same_as"],
        submission=_submission(f"mistake-{path.parent.name}-{path.stem}", assignment, _replaced(base, path)),
    )


def _docstring(path: Path) -> str:
    try:
        docstring = ast.get_docstring(ast.parse(staff_text(path)))
    except SyntaxError as trouble:
        raise AssignmentError(f"{path} is not valid Python: {trouble}", remedy="mend the file") from None
    if not docstring:
        raise AssignmentError(f"{path} has no docstring", remedy="say in one sentence what a student did: the title")
    return docstring


def _title(path: Path) -> str:
    return " ".join(_docstring(path).split("\n\n", maxsplit=1)[0].split())


def _fields(path: Path) -> dict[str, str]:
    fields = dict.fromkeys(_FIELDS.values(), "")
    current = ""
    for line in _docstring(path).splitlines()[1:]:
        if match := _FIELD.match(line.strip()):
            current, rest = _FIELDS[match[1]], match[2]
            fields[current] = rest
        elif current and line.strip():
            fields[current] += f" {line.strip()}"
        elif not line.strip():
            current = ""
    return fields


def _replaced(base: bytes, path: Path) -> bytes:
    return base + b"\n\n\n" + staff_source(path)


def _submission(name: str, assignment: Assignment, source: bytes) -> Submission:
    return Submission(name, assignment.id, f"{assignment.id}.py", SourceKind.PYTHON, source)
