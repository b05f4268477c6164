"""The sign is dropped.

loses: curvature
hint: Along a way down from a saddle, is your curvature negative?
second hint: Leave the sign as it is.
"""


def curvature(hessian, direction):
    d = np.asarray(direction, dtype=float)
    return float(abs(d @ hessian @ d) / (d @ d))
