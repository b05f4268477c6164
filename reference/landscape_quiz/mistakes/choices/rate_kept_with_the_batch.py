"""The rate is kept when the batch is doubled.

loses: doubled_batch
hint: Which quotient does the rule keep?
second hint: Rate over batch size stays as it is.
"""


def choices():
    return CHOSEN | {"doubled_batch": "kept"}
