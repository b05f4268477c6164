"""A large class in parts, so that each page stays light: whole sections where there are any, else by ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

MOST_PEOPLE = 1000  # on one page
MOST_BYTES = 780_000  # of the rows of a page, which may have 1,000,000 in all

Weigh = Callable[[str], int]  # how many bytes a student's row takes


def in_parts(
    students: Sequence[str],
    section: Callable[[str], str],
    weigh: Weigh,
    *,
    people: int = MOST_PEOPLE,
    most: int = MOST_BYTES,
) -> list[list[str]]:
    """Students in the order that they come in, and as they fit; a section is torn only where it does not fit alone."""
    if _fits(students, weigh, people, most):
        return [list(students)]
    by_section = sorted(students, key=lambda each: (section(each) == "", section(each)))
    if len({section(each) for each in students}) < 2:
        return _cut(students, weigh, people, most)
    parts: list[list[str]] = []
    for _, members in groupby(by_section, section):
        group = list(members)
        if parts and _fits([*parts[-1], *group], weigh, people, most):
            parts[-1] += group
        elif _fits(group, weigh, people, most):
            parts.append(group)
        else:
            parts += _cut(group, weigh, people, most)
    return parts


def _fits(students: Sequence[str], weigh: Weigh, people: int, most: int) -> bool:
    return len(students) <= people and sum(map(weigh, students)) <= most


def _cut(students: Iterable[str], weigh: Weigh, people: int, most: int) -> list[list[str]]:
    parts: list[list[str]] = []
    held = 0
    for student in students:
        weight = weigh(student)
        if not parts or len(parts[-1]) >= people or held + weight > most:
            parts.append([])
            held = 0
        parts[-1].append(student)
        held += weight
    return parts
