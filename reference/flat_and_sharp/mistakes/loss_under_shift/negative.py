"""The cost has the wrong sign.

loses: cost_of_a_shift
hint: What are your costs for the curvature 100 and shifts of 1 and 2?
second hint: Leaving a minimum costs something: leave out the minus.
"""


def loss_under_shift(curvature, shift):
    return -0.5 * curvature * shift**2
