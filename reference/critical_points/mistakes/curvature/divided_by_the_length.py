"""The result is divided by the length instead of its square.

loses: curvature
hint: Make the direction twice as long: does your curvature stay the same?
second hint: The direction stands in it twice: divide by `d @ d`.
"""


def curvature(hessian, direction):
    d = np.asarray(direction, dtype=float)
    return float(d @ hessian @ d / np.linalg.norm(d))
