"""The largest entry of the diagonal is taken for the largest eigenvalue.

loses: largest_eigenvalue
hint: Is your second number an eigenvalue, and the highest one?
second hint: Use `np.linalg.eigvalsh`.
"""


def sharpness(hessian):
    return float(np.trace(hessian)), float(np.max(np.diag(hessian)))
