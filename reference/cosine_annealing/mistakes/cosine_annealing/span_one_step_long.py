"""The wave ends at total + 1, so the rate at `total` is not zero yet.

loses: half_a_cosine_wave, anneals_to_zero
hint: What does your formula give at t = total?
second hint: Divide by `total`, without adding 1.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(math.pi * t / (total + 1)))
