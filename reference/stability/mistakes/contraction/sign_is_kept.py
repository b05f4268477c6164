"""The largest factor is looked for by its sign, not by its size.

loses: contraction_without_momentum
hint: Which is slower, a factor of 0.2 or one of -0.9?
second hint: Take sizes first: `np.abs`.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.real([(b + root) / 2, (b - root) / 2])))
