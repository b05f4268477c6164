"""Only the flattest direction is looked at.

loses: contraction_without_momentum
hint: With a large rate, which direction overshoots?
second hint: Take the largest factor over all eigenvalues.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - lr * np.linalg.eigvalsh(hessian)[:1]
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])))
