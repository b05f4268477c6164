"""The second derivative of -2 x**2 is left out.

loses: valleys_of_the_quartic
hint: What does -2 x**2 add to the curvature?
second hint: Differentiate twice: 12 x**2 - 4.
"""


def stable_interval(x):
    curvature = 12 * x**2
    return (0.0, float(2 / curvature)) if 12 * x**2 > 4 else None
