"""The curvature is halved.

loses: curvature
hint: On x squared over 2, whose Hessian is 1, is your curvature 1?
second hint: The half belongs to the loss, not to its second derivative.
"""


def curvature(hessian, direction):
    d = np.asarray(direction, dtype=float)
    return float(0.5 * (d @ hessian @ d) / (d @ d))
