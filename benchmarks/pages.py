"""What a page costs to make, and how large a figure is: the table of docs/explanation/performance.md.

Makes the pages of every known mistake again and again, in turns, since a machine has slow moments: of each page the
quickest time counts.  What follows from the assignment alone is there already, as in a class: contours, the maps of
stability, calls as lines to paste.  What follows from a hand-in is forgotten before each page.
"""

from __future__ import annotations

import gc
import math
import re
import time
from pathlib import Path

from grader.course import variants
from grader.course.assignment import Assignment
from grader.course.folder import Course, find_course
from grader.grading.grade import Graded, grade
from grader.grading.prepare import prepare
from grader.grading.prepared import Prepared
from grader.isolation import Isolation
from grader.reports.drawing import plot
from grader.reports.facts import heavy_ball
from grader.reports.pages import student
from grader.sandbox.tiers import open_backend

ROUNDS = 12
MOST = 5.0  # CPU milliseconds a page may cost
OF_A_HAND_IN = (heavy_ball._heavy_ball_of, heavy_ball._gradients_along, plot._ticks)  # noqa: SLF001 - to forget them


def main() -> None:
    """Print a table."""
    course = find_course(start=Path(__file__))
    print(f"{'CPU ms a page':40}{'mean':>8}{'most':>8}{'over 5':>8}{'pages':>8}{'largest figure':>16}")
    for assignment in course.assignments():
        graded, prepared = graded_mistakes(course, assignment)
        for staff in (False, True):
            times = sorted(quickest(graded, prepared, staff=staff))
            over = sum(milliseconds > MOST for milliseconds in times)
            name = f"{assignment.id}, {'staff' if staff else 'student'}"
            largest = max(figure for each in graded for figure in figures(student.page(each, prepared, staff=staff)))
            mean = sum(times) / len(times)
            print(f"{name:40}{mean:8.2f}{times[-1]:8.2f}{over:8}{len(times):8}{largest / 1000:13.0f} kB")


def graded_mistakes(course: Course, assignment: Assignment) -> tuple[list[Graded], Prepared]:
    """Every known mistake of an assignment, graded."""
    backend = open_backend(Isolation.AUTO, packages=assignment.packages, hidden=False)
    prepared = prepare(course, assignment, backend)
    graded = [grade(mistake.submission, prepared, backend) for mistake in variants.mistakes(course, assignment)]
    backend.close()
    return graded, prepared


def quickest(graded: list[Graded], prepared: Prepared, *, staff: bool) -> list[float]:
    """The least CPU milliseconds that each page took."""
    times = [math.inf] * len(graded)
    gc.freeze()
    for _ in range(ROUNDS):
        for number, each in enumerate(graded):
            for cache in OF_A_HAND_IN:
                cache.cache_clear()
            started = time.process_time()
            student.page(each, prepared, staff=staff)
            times[number] = min(times[number], 1000 * (time.process_time() - started))
    return times


def figures(page: str) -> list[int]:
    """The size of each drawing on a page, in characters."""
    return [len(drawing) for drawing in re.findall(r"<figure.*?</figure>", page, re.DOTALL)] or [0]


if __name__ == "__main__":
    main()
