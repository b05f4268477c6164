"""The angle runs to 180, but the cosine takes radians.

loses: half_a_cosine_wave, anneals_to_zero
hint: Which angle does the cosine get at t = total, and in which unit?
second hint: Half a turn is pi in radians: `math.cos(math.pi * t / total)`.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(180 * t / total))
