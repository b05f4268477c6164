"""The factor of the loss comes back instead of that of the distance.

loses: contraction_without_momentum
hint: Does your factor say how the distance shrinks, or how its square does?
second hint: Leave out the square.
convention: The loss of a bowl shrinks by the square of the factor by which the distance shrinks, which is
    what other texts give. Here it is the distance.
"""


def contraction(hessian, lr, alpha):
    b = 1 + alpha - lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])) ** 2)
