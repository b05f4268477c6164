"""The root of the curvature is taken.

loses: cost_of_a_shift
hint: What are your costs for the curvature 100 and shifts of 1 and 2?
second hint: Multiply by the curvature itself.
"""


def loss_under_shift(curvature, shift):
    return 0.5 * curvature**0.5 * shift**2
