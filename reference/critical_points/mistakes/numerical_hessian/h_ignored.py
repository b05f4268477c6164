"""The distance is one of its own, whatever h was given.

loses: second_derivatives
hint: Compare your answers for h = 0.1 and h = 0.2 on a loss that is no parabola.
second hint: Use the parameter h.
"""


def numerical_hessian(loss, point, h):
    h = 1e-3
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.empty((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) - 2 * loss(x) + loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            mixed = loss(x + a + b) - loss(x + a - b) - loss(x - a + b) + loss(x - a - b)
            hessian[i, j] = hessian[j, i] = mixed / (4 * h**2)
    return hessian
