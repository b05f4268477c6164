"""The exponent is one too large.

loses: coin_tosses
hint: With one eigenvalue, how many of the points are minima?
second hint: There is a coin for each dimension: `0.5**dimension`.
"""


def share_of_minima(dimension):
    return 0.5 ** (dimension + 1)
