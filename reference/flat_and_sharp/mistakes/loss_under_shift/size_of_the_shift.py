"""The size of the shift is taken instead of its square.

loses: cost_of_a_shift
hint: What are your costs for the curvature 100 and shifts of 1 and 2?
second hint: The cost grows with the square of the shift.
"""


def loss_under_shift(curvature, shift):
    return 0.5 * curvature * abs(shift)
