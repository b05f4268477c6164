"""The factor is applied at every step, whatever `every` says.

loses: step_decay_is_a_staircase
hint: Does your rate change when `every` changes?
second hint: The exponent is the number of stairs, `t // every`, not t.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor**t
