"""The slope comes back instead of the loss.

loses: cost_of_a_shift
hint: What are your costs for the curvature 100 and shifts of 1 and 2?
second hint: The loss is 0.5 * c * s**2; c * s is its derivative.
"""


def loss_under_shift(curvature, shift):
    return curvature * shift
