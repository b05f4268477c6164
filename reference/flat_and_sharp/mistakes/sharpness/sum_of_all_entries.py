"""All entries are added up, not only those of the diagonal.

loses: trace
hint: Is your first number the sum of the eigenvalues?
second hint: `np.trace(hessian)` adds the diagonal alone.
"""


def sharpness(hessian):
    return float(np.sum(hessian)), float(np.linalg.eigvalsh(hessian)[-1])
