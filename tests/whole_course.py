"""The course in this repository, for tests that use the real assignments."""

from pathlib import Path

from grader.course.folder import Course

COURSE = Course(Path(__file__).resolve().parents[1])
