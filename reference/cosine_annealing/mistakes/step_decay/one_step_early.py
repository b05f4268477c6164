"""Every drop comes one step too early.

loses: step_decay_is_a_staircase
hint: At which t does the rate drop for the first time?
second hint: Steps are counted from 0 already, so the exponent is `t // every`, without adding 1 to t.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor ** ((t + 1) // every)
