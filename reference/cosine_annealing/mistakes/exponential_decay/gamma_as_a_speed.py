"""The rate falls like exp(-gamma t), so a larger gamma decays faster.

loses: exponential_decay_is_geometric
hint: With gamma = 1 nothing should decay. What does your formula give?
second hint: gamma is the factor of one step: `lr0 * gamma**t`.
"""


def exponential_decay(lr0, t, gamma):
    return lr0 * math.exp(-gamma * t)
