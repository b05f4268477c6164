"""The curvature is not used.

loses: cost_of_a_shift
hint: What are your costs for the curvature 100 and shifts of 1 and 2?
second hint: A sharper minimum costs more: multiply by the curvature.
"""


def loss_under_shift(curvature, shift):
    return 0.5 * shift**2
