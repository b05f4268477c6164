"""The upper end comes back alone.

loses: valleys_of_the_quartic
hint: An interval has two ends: which are yours?
second hint: Return both, the lower one first.
"""


def stable_interval(x):
    curvature = 12 * x**2 - 4
    return float(2 / curvature) if curvature > 0 else None
