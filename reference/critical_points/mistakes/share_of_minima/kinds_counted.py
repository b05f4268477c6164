"""Numbers of positive eigenvalues are taken to be equally likely.

loses: coin_tosses
hint: With two eigenvalues, how often is exactly one of them positive?
second hint: Outcomes are equally likely, not their counts: `0.5**dimension`.
"""


def share_of_minima(dimension):
    return 1 / (dimension + 1)
