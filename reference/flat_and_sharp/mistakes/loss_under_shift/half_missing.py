"""The half is missing.

loses: cost_of_a_shift
hint: What are your costs for the curvature 100 and shifts of 1 and 2?
second hint: The parabola is 0.5 * c * s**2: differentiate it twice to see c.
"""


def loss_under_shift(curvature, shift):
    return curvature * shift**2
