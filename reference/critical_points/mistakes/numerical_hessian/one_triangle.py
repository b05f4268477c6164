"""Only the triangle below the diagonal is filled.

loses: mixed_derivatives
hint: Is your matrix its own transpose?
second hint: Write both entries: `hessian[i, j] = hessian[j, i] = …`.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) - 2 * loss(x) + loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = (loss(x + a + b) - loss(x + a - b) - loss(x - a + b) + loss(x - a - b)) / (4 * h**2)
    return hessian
