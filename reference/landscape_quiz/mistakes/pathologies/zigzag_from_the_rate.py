"""The zigzag is put down to a rate that is too large.

loses: zigzag
hint: Does the loss fall in scenario A?
second hint: A loss that still falls does not come from a rate that is too large for convergence.
"""


def pathologies():
    return SCENARIOS | {"zigzag": "rate too large"}
