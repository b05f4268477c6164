"""The length of H d stands in the place of its part along d.

loses: curvature
hint: Can your curvature be negative?
second hint: Multiply by d from the left as well: `d @ hessian @ d`.
"""


def curvature(hessian, direction):
    d = np.asarray(direction, dtype=float)
    return float(np.linalg.norm(hessian @ d) / np.linalg.norm(d))
