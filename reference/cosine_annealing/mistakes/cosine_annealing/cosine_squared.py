"""The cosine is squared at the full angle, so the rate is back at lr0 when it should be zero.

loses: half_a_cosine_wave, anneals_to_zero
hint: Which rate do you get halfway, at t = total / 2, and which at t = total?
second hint: Without a square: `lr0 / 2 * (1 + math.cos(math.pi * t / total))`. The square would need half the angle.
same as: full_wave
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 * math.cos(math.pi * t / total) ** 2
