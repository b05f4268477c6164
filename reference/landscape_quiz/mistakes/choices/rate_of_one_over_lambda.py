"""The bound on the rate is taken as one over the eigenvalue.

loses: stable_rate
hint: What is the factor of a step at a rate of 0.07?
second hint: Between -1 and 1 the path still shrinks, though it changes sides.
"""


def choices():
    return CHOSEN | {"stable_rate": "0.05"}
