"""The largest eigenvalue comes back, whatever the direction is.

loses: curvature
hint: Does your answer depend on the direction?
second hint: Only along an eigenvector is the curvature an eigenvalue: `d @ hessian @ d / (d @ d)`.
"""


def curvature(hessian, direction):
    return float(np.linalg.eigvalsh(hessian)[-1])
