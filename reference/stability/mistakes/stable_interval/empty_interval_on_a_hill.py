"""An interval from 0 to 0 comes back on a hill.

loses: no_rate_on_a_hill
hint: What is your answer where the second derivative is negative?
second hint: Return None there.
"""


def stable_interval(x):
    curvature = 12 * x**2 - 4
    return (0.0, float(2 / curvature)) if curvature > 0 else (0.0, 0.0)
