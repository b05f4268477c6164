"""Entries beside the diagonal are left out.

loses: curvature
hint: Turn a bowl: does your curvature along its long axis stay the same?
second hint: Use the whole matrix: `d @ hessian @ d`.
"""


def curvature(hessian, direction):
    d = np.asarray(direction, dtype=float)
    return float(np.sum(np.diag(hessian) * d**2) / (d @ d))
