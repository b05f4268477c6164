"""The rate falls a little at every step instead of in stairs.

loses: step_decay_is_a_staircase
hint: Print the rates for t = 0 to `every`. Which of them should be equal?
second hint: The exponent counts whole stairs: divide with `//` instead of `/`.
"""


def step_decay(lr0, t, factor, every):
    return lr0 * factor ** (t / every)
