"""The product of the eigenvalues comes back instead of their sum.

loses: trace
hint: Is your first number the sum of the eigenvalues?
second hint: Use `np.trace`.
"""


def sharpness(hessian):
    return float(np.linalg.det(hessian)), float(np.linalg.eigvalsh(hessian)[-1])
