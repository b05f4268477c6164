"""Only one of the two roots is looked at.

loses: contraction_with_momentum
hint: Where 1 + alpha - lr * lambda is negative, which of the two roots is larger in size?
second hint: Take both, and the larger in size.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(
        max(np.max(np.abs((b + root) / 2)), np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian))) if alpha == 0 else 0)
    )
