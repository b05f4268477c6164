"""The bound on the rate is taken as four over the eigenvalue.

loses: stable_rate
hint: What is the factor of a step at a rate of 0.15?
second hint: 1 - 20 lr must stay above -1.
"""


def choices():
    return CHOSEN | {"stable_rate": "0.2"}
