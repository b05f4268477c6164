"""The wave begins at its foot: one minus the cosine.

loses: half_a_cosine_wave, anneals_to_zero
hint: What is your rate at t = 0?
second hint: The cosine of 0 is 1, so `1 + cos(…)` begins at 2 and falls; `1 - cos(…)` climbs.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 - math.cos(math.pi * t / total))
