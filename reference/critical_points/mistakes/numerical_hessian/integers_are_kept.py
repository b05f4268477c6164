"""The point is cut down to whole numbers when it is given in integers.

loses: hessian_takes_any_point
hint: Try a point of integers, such as [2, -1]: does your Hessian become zero?
second hint: `np.array(point, dtype=float)` holds decimals, and so do the steps.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point)
    steps = (h * np.eye(len(x))).astype(x.dtype)
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) - 2 * loss(x) + loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = hessian[j, i] = (loss(x + a + b) - loss(x + a - b) - loss(x - a + b) + loss(x - a - b)) / (
                4 * h**2
            )
    return hessian
