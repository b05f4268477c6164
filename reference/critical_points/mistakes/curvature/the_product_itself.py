"""The whole vector H d comes back instead of one number.

loses: curvature
hint: Is your answer a number?
second hint: Multiply by d from the left as well: `d @ hessian @ d`.
"""


def curvature(hessian, direction):
    d = np.asarray(direction, dtype=float)
    return hessian @ d / np.linalg.norm(d)
