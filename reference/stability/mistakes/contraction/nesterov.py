"""The factor is that of Nesterov's momentum.

loses: contraction_with_momentum
hint: At which point is the gradient taken in the statement?
second hint: The heavy ball takes it where it lies: z^2 - (1 + alpha - lr * lambda) z + alpha.
convention: Looking ahead multiplies both coefficients by 1 - lr * lambda. The two agree where alpha is 0.
"""


def contraction(hessian, lr, alpha):
    shrink = 1 - lr * np.linalg.eigvalsh(hessian).astype(complex)
    root = np.sqrt(((1 + alpha) * shrink) ** 2 - 4 * alpha * shrink)
    b = (1 + alpha) * shrink
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])))
