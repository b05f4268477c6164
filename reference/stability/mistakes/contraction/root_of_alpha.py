"""The root of alpha is taken, which is right for complex roots only.

loses: contraction_with_momentum
hint: Is there a rate so small that your factor is wrong?
second hint: Take the larger root where both are real.
"""


def contraction(hessian, lr, alpha):
    if alpha == 0:
        return float(np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian))))
    return float(np.sqrt(alpha))
