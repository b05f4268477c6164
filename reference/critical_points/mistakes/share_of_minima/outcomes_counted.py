"""The number of outcomes comes back instead of the share.

loses: coin_tosses
hint: Is your answer between 0 and 1?
second hint: One outcome of `2**dimension` is a minimum.
"""


def share_of_minima(dimension):
    return 2**dimension
