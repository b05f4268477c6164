"""Where students' files lie in a tree: a module for each place that classes come from, and a row each here.

A layout takes the entries of a whole class and gives back each student's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.collect.layouts import plain
from grader.collect.students import Student
from grader.collect.tree import Entry

Layout = Callable[[Sequence[Entry]], list[Student]]

LAYOUTS: dict[str, Layout] = {"plain": plain.students}
