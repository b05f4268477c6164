"""The upper end comes first.

loses: valleys_of_the_quartic
hint: Which end do you return first?
second hint: The lower end comes first.
"""


def stable_interval(x):
    curvature = 12 * x**2 - 4
    return (float(2 / curvature), 0.0) if curvature > 0 else None
