"""The mixed difference has the signs of another one.

loses: mixed_derivatives
hint: On x y, is your mixed derivative 1?
second hint: The corners where both moves have the same sign count positive.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) - 2 * loss(x) + loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = hessian[j, i] = (loss(x + a + b) + loss(x + a - b) - loss(x - a + b) - loss(x - a - b)) / (
                4 * h**2
            )
    return hessian
