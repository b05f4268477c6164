"""Rates that are exactly zero, or exactly lr0, are given without computing: a zero is the integer 0."""


def step_decay(lr0, t, factor, every):
    return lr0 if t < every else lr0 * factor ** (t // every)


def exponential_decay(lr0, t, gamma):
    return lr0 if t == 0 else lr0 * gamma**t


def cosine_annealing(lr0, t, total):
    if t == 0:
        return lr0
    return 0 if t >= total else lr0 * (1 + math.cos(math.pi * t / total)) / 2
