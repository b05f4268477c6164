"""The exponent is rounded to the nearest stair, so drops come half a stair early.

loses: step_decay_is_a_staircase
hint: Look at a t in the second half of a stair: how many stairs lie wholly behind it?
second hint: Count only the stairs that are over: `t // every` rounds down.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor ** round(t / every)
