"""Where students' files lie in a tree: a module for each place that classes come from, and a row each here.

A layout takes the entries of a whole class and gives back each student's own.  It raises `UsageError` where it would
lose somebody: with what it saw, and what to name instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.collect.layouts import plain
from grader.collect.students import Expected, Student
from grader.collect.tree import Entry

Layout = Callable[[Sequence[Entry], Expected], list[Student]]

LAYOUTS: dict[str, Layout] = {"plain": plain.students}
