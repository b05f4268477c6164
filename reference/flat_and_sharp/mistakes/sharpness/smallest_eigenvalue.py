"""The smallest eigenvalue is taken.

loses: largest_eigenvalue
hint: Is your second number an eigenvalue, and the highest one?
second hint: `np.linalg.eigvalsh` sorts upwards: take the last.
"""


def sharpness(hessian):
    return float(np.trace(hessian)), float(np.linalg.eigvalsh(hessian)[0])
