"""The share of the way is cut down to a whole number.

loses: half_a_cosine_wave
hint: What is 3 // 8 in Python?
second hint: `/` divides, `//` leaves out what is behind the point.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(math.pi * (t // total)))
