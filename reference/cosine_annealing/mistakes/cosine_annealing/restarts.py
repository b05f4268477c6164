"""At `total` the wave starts over instead of staying at zero.

loses: anneals_to_zero
hint: Which rate do you get at t = total?
second hint: Warm restarts are another schedule: use t itself, not t % total, and return zero after `total`.
"""


def cosine_annealing(lr0, t, total):
    return lr0 / 2 * (1 + math.cos(math.pi * (t % total) / total))
