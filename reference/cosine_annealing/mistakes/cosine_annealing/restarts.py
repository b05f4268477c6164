"""At `total` the wave starts over instead of staying at zero.

loses: anneals_to_zero
hint: Which rate do you get at t = total?
second hint: Warm restarts are another schedule: use t itself, not t % total, and return zero after `total`.
convention: Cosine annealing with warm restarts begins a new wave at t = total. Before that it agrees with ours;
    from there on the rate asked for here stays 0.
"""


def cosine_annealing(lr0, t, total):
    return lr0 / 2 * (1 + math.cos(math.pi * (t % total) / total))
