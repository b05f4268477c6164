"""Cosine annealing is thought to end at half the rate.

loses: annealed
hint: What is the cosine at the end of half a wave?
second hint: 1 + cos(pi) is what the half of lr0 is multiplied by.
"""


def choices():
    return CHOSEN | {"annealed": "lr0 / 2"}
