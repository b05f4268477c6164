"""Alpha is missing in the middle coefficient.

loses: contraction_with_momentum
hint: Write down row t + 1 from rows t and t - 1: what is row t multiplied by?
second hint: The coefficient is `1 + alpha - lr * lambda`.
"""


def contraction(hessian, lr, alpha):
    b = 1 - lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])))
