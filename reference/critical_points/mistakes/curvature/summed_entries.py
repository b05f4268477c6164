"""The entries of H are multiplied by d from one side and added up.

loses: curvature
hint: Turn the direction around: should the curvature change its sign?
second hint: Multiply by d from both sides.
"""


def curvature(hessian, direction):
    d = np.asarray(direction, dtype=float)
    return float(np.sum(hessian @ d) / np.linalg.norm(d))
