"""The curvature is added instead of subtracted.

loses: contraction_without_momentum
hint: With a small rate, is your factor below 1?
second hint: The step goes downhill: `1 + alpha - lr * lambda`.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha + lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])))
