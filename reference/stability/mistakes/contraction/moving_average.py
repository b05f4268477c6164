"""The gradient is weighted with 1 - alpha, as in another momentum.

loses: contraction_with_momentum
hint: Which momentum does the statement have?
second hint: The gradient enters whole: `1 + alpha - lr * lambda`.
convention: With a moving average of gradients the rate is that of the heavy ball times 1 - alpha. The two
    agree where alpha is 0.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - (1 - alpha) * lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])))
