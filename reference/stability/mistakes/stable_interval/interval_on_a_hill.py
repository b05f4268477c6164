"""An interval comes back on a hill too.

loses: no_rate_on_a_hill
hint: Can a path that goes downhill stay on top of a hill?
second hint: Return None where the second derivative is not positive.
"""


def stable_interval(x):
    curvature = 12 * x**2 - 4
    return (0.0, float(2 / curvature)) if curvature != 0 else None
