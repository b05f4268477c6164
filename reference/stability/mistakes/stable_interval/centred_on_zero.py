"""The interval reaches as far below zero as above.

loses: valleys_of_the_quartic
hint: Does a path with a negative rate stay in the valley?
second hint: It begins at 0.
"""


def stable_interval(x):
    curvature = 12 * x**2 - 4
    return (-2 / curvature, float(2 / curvature)) if curvature > 0 else None
