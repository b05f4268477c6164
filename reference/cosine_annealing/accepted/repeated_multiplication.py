"""Decays are loops that multiply, one step or one stair after the other."""


def step_decay(lr0, t, factor, every):
    rate = lr0
    for step in range(1, t + 1):
        if step % every == 0:
            rate *= factor
    return rate


def exponential_decay(lr0, t, gamma):
    rate = lr0
    for _ in range(t):
        rate *= gamma
    return rate
