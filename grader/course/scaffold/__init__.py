"""A new assignment, sound from the first minute: what `grader new` writes, from the templates in this folder.

In a template `NAME` stands for the assignment and its function.  It is a small exercise that works, and none of a
course, since what is here goes wherever the grader goes.
"""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from grader.course.staff_files import staff_files, staff_text
from grader.errors import StorageError, UsageError, did_you_mean
from grader.files import write_named

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NAME = "NAME"

# Template → where it goes in a course.
_ASSIGNMENT = {
    "assignment.toml": "assignments/NAME/assignment.toml",
    "statement.md": "assignments/NAME/statement.md",
    "stub.txt": "assignments/NAME/stub.py",
    "public.txt": "assignments/NAME/test_public.py",
    "hidden.txt": "assignments/NAME/test_hidden.py",
    "worked.txt": "reference/NAME/solution.py",
    "mistake.txt": "reference/NAME/mistakes/NAME/last_point_is_left_out.py",
    "accepted.txt": "reference/NAME/accepted/list_of_losses.py",
}
# What the pack brings for students who keep it in a repository.  It is for a course that begins: who has taken one of
# these out of a template does not get it back with the next assignment.
_STUDENTS_CHECKOUT = {
    "github_check.txt": "student_template/.github/workflows/check.yml",
    "gitlab_ci.txt": "student_template/.gitlab-ci.yml",
    "pack_gitignore.txt": "student_template/.gitignore",
    "pack_gitattributes.txt": "student_template/.gitattributes",
}
# What a course has once, written where it is not there.
_COURSE = {
    "readme.txt": "student_template/README.md.j2",
    "requirements.txt": "student_template/requirements.txt.j2",
    "pytest.txt": "student_template/pyproject.toml",
    "gitignore.txt": ".gitignore",
}


def new_assignment(root: Path, name: str) -> list[Path]:
    """Write an assignment, and what a course needs besides where it is not there; the files that were written.

    Raises `UsageError` where the name cannot be one, or is taken.
    """
    _require_free(root, name)
    written = [_write(root / place.replace(_NAME, name), _template(one), name) for one, place in _ASSIGNMENT.items()]
    once = _COURSE if (root / "student_template").exists() else _COURSE | _STUDENTS_CHECKOUT
    missing = {one: place for one, place in once.items() if not (root / place).exists()}
    return written + [_write(root / place, _template(one), name) for one, place in missing.items()]


def copied_assignment(root: Path, name: str, source: str) -> list[Path]:
    """Write an assignment as another one is, under a new name; the files that were written.

    What is secret of it, its cases, is drawn anew.  Raises `UsageError` where there is no such assignment.
    """
    _require_free(root, name)
    known = sorted(path.parent.name for path in root.glob("assignments/*/assignment.toml"))
    if source not in known:
        raise UsageError(f"there is no assignment {source!r} to begin with", remedy=did_you_mean(source, known))
    written = []
    for folder in ("assignments", "reference"):
        for path in staff_files(root / folder / source, "**/*"):
            inside = path.relative_to(root / folder / source)
            if path.is_file() and "__pycache__" not in inside.parts and inside.name != "casebook.json":
                text = re.sub(rf"\b{source}\b", name, staff_text(path))
                parts = [
                    name if part == source else part for part in inside.parts
                ]  # mistakes in a function of that name
                written.append(_write((root / folder / name).joinpath(*parts), text, name))
    return written


def new_mistake(root: Path, assignment: str, function: str, name: str, base: str) -> Path:
    """Write a mistake to be filled in: the function as the reference has it, and what is to be said of it."""
    place = root / "reference" / assignment / "mistakes" / function / f"{name}.py"
    if not _ID.fullmatch(name):
        raise UsageError(f"{name!r} is no name of a mistake", remedy="use small letters, digits and _")
    if place.exists():
        raise UsageError(f"{place} is there already", remedy="choose another name")
    text = _template("new_mistake.txt").replace("FUNCTION", base)
    return _write(place, text, assignment)


def proposed_mistake(root: Path, assignment: str, function: str, name: str, text: str) -> Path:
    """Write a mistake that was made out of what was found of a hand-in; a name that is taken gets a number."""
    folder = root / "reference" / assignment / "mistakes" / function
    numbered = [name, *(f"{name}_{number}" for number in range(2, _MOST_ALIKE))]
    free = next((each for each in numbered if not (folder / f"{each}.py").exists()), None)
    if free is None:
        raise UsageError(f"{folder / name}.py is there already", remedy="rename it by what the student did")
    return _write(folder / f"{free}.py", text, assignment)


_MOST_ALIKE = 100


_TAKEN = frozenset({"numpy", "grader", "pytest", "con", "prn", "aux", "nul"})  # the last ones by Windows


def _require_free(root: Path, name: str) -> None:
    if not _ID.fullmatch(name):
        raise UsageError(
            f"{name!r} is no name of an assignment", remedy="use small letters, digits and _, a letter first"
        )
    if keyword.iskeyword(name) or name in sys.stdlib_module_names or name in _TAKEN:
        raise UsageError(
            f"{name!r} means something else to Python, and hand-ins are modules of this name",
            remedy="choose another one, as my_" + name,
        )
    for folder in ("assignments", "reference"):
        if (root / folder / name).exists():
            raise UsageError(f"{root / folder / name} is there already", remedy="choose another name, or remove it")


def _template(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _write(place: Path, text: str, name: str) -> Path:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_named(place, text.replace(_NAME, name))
    except OSError as trouble:
        raise StorageError(
            f"{place} cannot be written: {trouble.strerror}", remedy="choose a folder that can be written"
        ) from None
    return place


def templates() -> Iterator[str]:
    """Names of all templates."""
    yield from (*_ASSIGNMENT, *_COURSE, *_STUDENTS_CHECKOUT, "new_mistake.txt")
