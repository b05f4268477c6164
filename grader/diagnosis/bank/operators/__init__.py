"""Small changes of a function, a module a kind: each yields texts in the place of an expression, or edits of lines.

A new operator is a function and a row in `table.py`; `changes.py` says where each is tried.  What makes
slips for the self-test stands apart, in `grader/grading/slips.py`: a search is not tested by what it searches with.
"""
