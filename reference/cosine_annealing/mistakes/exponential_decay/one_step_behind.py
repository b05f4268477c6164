"""The rate is one step behind: it reaches lr0 at t = 1 only.

loses: exponential_decay_is_geometric
hint: What does your formula give at t = 0?
second hint: Steps are counted from 0: the exponent is t, not t - 1.
"""


def exponential_decay(lr0, t, gamma):
    return lr0 * gamma ** (t - 1)
