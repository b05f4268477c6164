"""The diagonal is taken for the eigenvalues.

loses: contraction_without_momentum
hint: Turn a bowl: does your factor stay the same?
second hint: Use `np.linalg.eigvalsh(hessian)`.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - lr * np.diag(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])))
