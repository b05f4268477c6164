"""The loss stands in the place of its second derivative.

loses: valleys_of_the_quartic
hint: What are the first and the second derivative of x**4?
second hint: Differentiate twice: 12 x**2 - 4.
"""


def stable_interval(x):
    curvature = x**4 - 2 * x**2 + 0.5 * x
    return (0.0, float(2 / curvature)) if 12 * x**2 > 4 else None
