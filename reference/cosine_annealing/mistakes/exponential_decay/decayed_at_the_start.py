"""The rate has already decayed once at t = 0.

loses: exponential_decay_is_geometric
hint: Which rate should step 0 get?
second hint: Steps are counted from 0: the exponent is t, not t + 1.
"""


def exponential_decay(lr0, t, gamma):
    return lr0 * gamma ** (t + 1)
