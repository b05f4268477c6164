"""Of complex roots only the real part is taken.

loses: contraction_with_momentum
hint: How large is a complex number?
second hint: Take its size, `abs(z)`, not its real part.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.abs(np.real([(b + root) / 2, (b - root) / 2]))))
