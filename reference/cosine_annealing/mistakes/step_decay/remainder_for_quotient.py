"""The exponent is the remainder of t by `every`, not the number of stairs.

loses: step_decay_is_a_staircase
hint: Print t, your exponent and the rate side by side. Where does the rate go up again?
second hint: The quotient counts the stairs: `//` instead of `%`.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor ** (t % every)
