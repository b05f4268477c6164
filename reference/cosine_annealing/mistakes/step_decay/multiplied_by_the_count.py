"""The factor is multiplied by the number of stairs instead of raised to it.

loses: step_decay_is_a_staircase
hint: Which rate do you get on the first stair, where nothing has decayed yet?
second hint: Each stair multiplies by the factor once more: `factor ** (t // every)`.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor * (t // every)
