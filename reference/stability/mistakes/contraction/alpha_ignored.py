"""Alpha is not used.

loses: contraction_with_momentum
hint: Does your answer depend on alpha?
second hint: Each eigenvalue has the two roots of z^2 - (1 + alpha - lr * lambda) z + alpha.
convention: This is the factor of gradient descent. It is right where alpha is 0.
"""


def contraction(hessian, lr, alpha):
    return float(np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian))))
