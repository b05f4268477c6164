"""The angle runs through a full turn, so the rate is back at lr0 when it should be zero.

loses: half_a_cosine_wave, anneals_to_zero
hint: Which rate do you get halfway, at t = total / 2, and which at t = total?
second hint: From the top to the bottom is half a turn: the angle is pi t / total, without the 2.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(2 * math.pi * t / total))
