"""Grades numerical optimization exercises: student code records, everything else judges.

Read `grader.records` first, then follow its arrows.
"""

__version__ = "0.2.0"
