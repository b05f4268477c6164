"""The rate falls like 1 / (1 + gamma t), which is another schedule.

loses: exponential_decay_is_geometric
hint: Divide every rate by the one before: is the ratio always the same?
second hint: A geometric sequence has the constant ratio gamma: `lr0 * gamma**t`.
"""


def exponential_decay(lr0, t, gamma):
    return lr0 / (1 + gamma * t)
