"""The share of the others comes back.

loses: coin_tosses
hint: Does your share grow with the dimension?
second hint: Leave out the `1 -`.
"""


def share_of_minima(dimension):
    return 1 - 0.5**dimension
