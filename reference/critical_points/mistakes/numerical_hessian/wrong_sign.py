"""The second difference has the wrong sign.

loses: second_derivatives
hint: On x squared, is your second derivative positive?
second hint: The sides count positive, the middle negative.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (2 * loss(x) - loss(x + a) - loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = hessian[j, i] = (loss(x + a - b) + loss(x - a + b) - loss(x + a + b) - loss(x - a - b)) / (
                4 * h**2
            )
    return hessian
