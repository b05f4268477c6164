"""The wave is one step ahead: t is counted from 1.

loses: half_a_cosine_wave, anneals_to_zero
hint: What does your formula give at t = 0?
second hint: Steps are counted from 0 already: use t itself, not t + 1.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(math.pi * (t + 1) / total))
