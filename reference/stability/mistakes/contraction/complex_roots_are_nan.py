"""The root of a negative number is taken as if it were real, which gives NaN.

loses: contraction_with_momentum
hint: What does `np.sqrt` say of -1, and what of -1 + 0j?
second hint: Make b complex before the root is taken, or use `np.roots`.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b**2 - 4 * alpha)
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])))
