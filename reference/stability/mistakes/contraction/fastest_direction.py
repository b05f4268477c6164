"""The smallest factor comes back instead of the largest.

loses: contraction_without_momentum
hint: Which direction decides in the long run, the fastest or the slowest?
second hint: Take the largest over all eigenvalues and both roots.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.min(np.max(np.abs([(b + root) / 2, (b - root) / 2]), axis=0)))
