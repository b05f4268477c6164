"""The interval ends at four over the curvature.

loses: valleys_of_the_quartic
hint: Up to which rate is 1 - lr * L'' above -1?
second hint: It ends at two over the curvature.
"""


def stable_interval(x):
    curvature = 12 * x**2 - 4
    return (0.0, float(4 / curvature)) if curvature > 0 else None
