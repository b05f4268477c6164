"""The share is one over the dimension.

loses: coin_tosses
hint: With three eigenvalues there are eight outcomes: how many of them are minima?
second hint: Each coin halves the share: `0.5**dimension`.
"""


def share_of_minima(dimension):
    return 1 / dimension
