"""The first derivative stands in the place of the second.

loses: valleys_of_the_quartic
hint: What is the first derivative at a minimum?
second hint: Differentiate twice: 12 x**2 - 4.
"""


def stable_interval(x):
    curvature = 4 * x**3 - 4 * x + 0.5
    return (0.0, float(2 / curvature)) if 12 * x**2 > 4 else None
