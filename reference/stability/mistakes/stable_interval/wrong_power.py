"""The second derivative of x**4 has the factor 4 instead of 12.

loses: valleys_of_the_quartic
hint: What are the first and the second derivative of x**4?
second hint: Differentiate twice: 12 x**2 - 4.
"""


def stable_interval(x):
    curvature = 4 * x**2 - 4
    return (0.0, float(2 / curvature)) if 12 * x**2 > 4 else None
