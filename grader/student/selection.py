"""What a student asks for by name: assignments, files, single functions or criteria.

An assignment goes before a function of the same name, and that before a criterion; `assignment.name` says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import msgspec

from grader.collect.own_files import is_path, meant_by
from grader.course.assignment import PUBLIC_RUBRIC, Assignment
from grader.course.folder import Course
from grader.errors import UsageError, did_you_mean
from grader.records import Grade, Judgement
from grader.rubric.rubric_files import collect

_NEAR = 3  # names that may be meant, in a sentence


class Selection(msgspec.Struct, frozen=True):
    """What is asked for: assignments and files as `own_submissions` takes them, and parts of some of them alone."""

    names: tuple[str, ...] = ()  # none is all there are
    parts: Mapping[str, tuple[str, ...]] = {}  # of an assignment; none is all of it

    def of(self, grade: Grade) -> tuple[Judgement, ...]:
        """The judgements that are asked for."""
        parts = self.parts.get(grade.assignment)
        if parts is None:
            return grade.judgements
        return tuple(each for each in grade.judgements if each.id in parts or set(parts).intersection(each.functions))


def selection(course: Course, named: Sequence[str], here: Path) -> Selection:
    """What some names ask for.  Raises `UsageError` for one that is unknown, or could be two things."""
    names: dict[str, str] = {}
    parts: dict[str, list[str]] = {}
    for name in named:
        assignment, part = _meant(course, name, here)
        if is_path(name, here):
            names[assignment] = name
        else:
            names.setdefault(assignment, assignment)
        if part:
            parts.setdefault(assignment, []).append(part)
    return Selection(tuple(names.values()), {each: tuple(some) for each, some in parts.items()})


def part_names(course: Course) -> Iterator[tuple[str, str]]:
    """Every function and every public criterion of a course, each with its assignment."""
    assignments = course.assignments()
    yield from ((each.id, function) for each in assignments for function in each.functions)
    yield from ((each.id, criterion) for each in assignments for criterion in _criteria(each))


def completions(course: Course, begun: str, *, parts: bool) -> list[str]:
    """Names that begin like that: assignments and, if they are wanted, their functions and criteria."""
    names = course.assignment_ids()
    for assignment in course.assignments() if parts else ():
        inside = [*assignment.functions, *_written_criteria(assignment)]
        within = begun.startswith(f"{assignment.id}.")
        names += [f"{assignment.id}.{part}" for part in inside] if within else inside
    return [name for name in dict.fromkeys(names) if name.startswith(begun)]


def _written_criteria(assignment: Assignment) -> list[str]:
    """What the text of the public rubric says, without running it: a shell waits for this."""
    text = (assignment.folder / PUBLIC_RUBRIC).read_text(encoding="utf-8", errors="replace")
    return re.findall(r"^def test_(\w+)\(", text, flags=re.MULTILINE)


def _meant(course: Course, name: str, here: Path) -> tuple[str, str]:
    """The assignment that a name asks for, and the part of it; an empty one for all."""
    if is_path(name, here):
        return meant_by(Path(name).name, course), ""
    if name in course.assignment_ids():
        return name, ""
    within, dot, part = name.partition(".")
    if dot and within in course.assignment_ids():
        return within, _part(course.assignment(within), part)
    assignments = course.assignments()
    found = [each.id for each in assignments if name in each.functions]
    found = found or [each.id for each in assignments if name in _criteria(each)]
    if len(found) > 1:
        raise UsageError(
            f"{name!r} is a part of {' and of '.join(found)}",
            remedy=f"say which: {' or '.join(f'{each}.{name}' for each in found)}",
        )
    if not found:
        raise _unknown(course, name)
    return found[0], name


def _part(assignment: Assignment, name: str) -> str:
    known = [*assignment.functions, *(each for each in _criteria(assignment) if each not in assignment.functions)]
    if name not in known:
        raise UsageError(f"{assignment.id} has no function and no criterion {name!r}", remedy=did_you_mean(name, known))
    return name


def _criteria(assignment: Assignment) -> list[str]:
    return [criterion.id for criterion in collect(assignment).public.criteria]


def _unknown(course: Course, name: str) -> UsageError:
    known = [*course.assignment_ids(), *(part for _, part in part_names(course))]
    near = get_close_matches(name.casefold(), dict.fromkeys(known), n=_NEAR, cutoff=0.6)
    meant = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
    return UsageError(
        f"there is no assignment, function or criterion {name!r}",
        remedy=f"{meant}Assignments are {', '.join(course.assignment_ids())}",
    )
