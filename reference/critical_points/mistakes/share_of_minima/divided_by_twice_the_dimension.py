"""The share is one over twice the dimension.

loses: coin_tosses
hint: With three eigenvalues there are eight outcomes: how many of them are minima?
second hint: Halves are multiplied, not added: `0.5**dimension`.
"""


def share_of_minima(dimension):
    return 1 / (2 * dimension)
