"""The half in front of the bracket is missing, so the rate starts at twice lr0.

loses: half_a_cosine_wave, anneals_to_zero
hint: How large is 1 + cos(0)?
second hint: The bracket runs from 2 down to 0: multiply it by `lr0 / 2`.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 * (1 + math.cos(math.pi * t / total))
