"""Only two of the four corners are used.

loses: mixed_derivatives
hint: On x squared, is your mixed derivative zero?
second hint: Four corners, with the signs + - - +.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) - 2 * loss(x) + loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = hessian[j, i] = (loss(x + a + b) - 2 * loss(x) + loss(x - a - b)) / (2 * h**2)
    return hessian
