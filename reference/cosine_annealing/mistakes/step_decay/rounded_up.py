"""The exponent is rounded up, so the first drop comes at t = 1.

loses: step_decay_is_a_staircase
hint: Which rate does step 1 get, and how long should the first stair be?
second hint: Count only the stairs that are over: `t // every` rounds down.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor ** math.ceil(t / every)
