"""Assignments + template → the students' pack: what goes in, the grader's wheel, and the search for leaks."""
