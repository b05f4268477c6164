"""The course in this repository, for tests that use real assignments."""

from __future__ import annotations

from pathlib import Path

from grader.course.folder import Course

WHOLE_COURSE = Course(Path(__file__).resolve().parents[1])


class _Some(Course, frozen=True):
    """The same folder, of which three assignments are looked at."""

    def assignment_ids(self) -> list[str]:
        """Those that between them have every kind of exhibit, landscape and schedule."""
        return ["cosine_annealing", "momentum_step", "optimizer_comparison"]


# What takes a worker or a browser for each assignment takes these; `grader selftest` and tests of the whole course take
# all.
COURSE = _Some(WHOLE_COURSE.root)
