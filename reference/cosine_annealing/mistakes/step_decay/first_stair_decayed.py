"""The first stair has already decayed once.

loses: step_decay_is_a_staircase
hint: Which rate should step 0 get?
second hint: On the first stair the exponent is 0: use `t // every` without adding 1.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor ** (t // every + 1)
