"""The exponent is one too small.

loses: coin_tosses
hint: With one eigenvalue, is every critical point a minimum?
second hint: There is a coin for each dimension: `0.5**dimension`.
convention: This is the share of minima and maxima together.
"""


def share_of_minima(dimension):
    return 0.5 ** (dimension - 1)
