"""The half wave is written as the squared cosine of half the angle, with t held at `total`."""


def cosine_annealing(lr0, t, total):
    return lr0 * math.cos(math.pi * min(t, total) / (2 * total)) ** 2
