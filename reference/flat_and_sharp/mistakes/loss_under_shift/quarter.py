"""The half is taken twice.

loses: cost_of_a_shift
hint: What are your costs for the curvature 100 and shifts of 1 and 2?
second hint: One half is enough: 0.5 * c * s**2.
"""


def loss_under_shift(curvature, shift):
    return 0.5 * curvature * shift**2 / 2
