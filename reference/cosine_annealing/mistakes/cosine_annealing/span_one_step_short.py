"""The wave ends at total - 1, one step too early.

loses: half_a_cosine_wave, anneals_to_zero
hint: At which t is your rate zero for the first time?
second hint: Divide by `total`: the rate is zero at t = total, and the step before still moves.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(math.pi * t / (total - 1)))
