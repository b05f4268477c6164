"""Every stair is one step too long.

loses: step_decay_is_a_staircase
hint: Count how many steps share the first rate.
second hint: The stair has `every` steps, t = 0 to every - 1: divide by `every` itself.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor ** (t // (every + 1))
