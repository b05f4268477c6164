"""The rate falls like exp(-(1 - gamma) t), which is close to gamma^t only near gamma = 1.

loses: exponential_decay_is_geometric
hint: Compare the rate at t = 1 with gamma times lr0.
second hint: The exact exponent would be t log(gamma); simply write `lr0 * gamma**t`.
"""


def exponential_decay(lr0, t, gamma):
    return lr0 * math.exp(-(1 - gamma) * t)
