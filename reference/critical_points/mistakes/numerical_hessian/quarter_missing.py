"""The mixed difference is divided by h squared instead of 4 h squared.

loses: mixed_derivatives
hint: On x y, is your mixed derivative 1?
second hint: The corners are 2 h apart in both directions: divide by `4 * h**2`.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) - 2 * loss(x) + loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = hessian[j, i] = (
                loss(x + a + b) - loss(x + a - b) - loss(x - a + b) + loss(x - a - b)
            ) / h**2
    return hessian
