"""The sine stands in the place of the cosine.

loses: half_a_cosine_wave, anneals_to_zero
hint: What is your rate at t = 0, and where is it highest?
second hint: A sine begins at 0, in the middle of its way up; a cosine begins at its top.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.sin(math.pi * t / total))
