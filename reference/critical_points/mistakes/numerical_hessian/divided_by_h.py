"""The second difference is divided by h instead of h squared.

loses: second_derivatives
hint: Make h ten times smaller: does your Hessian stay about the same?
second hint: A second derivative is divided twice: by `h**2`, and `4 * h**2` beside the diagonal.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) - 2 * loss(x) + loss(x - a)) / h
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = hessian[j, i] = (loss(x + a + b) - loss(x + a - b) - loss(x - a + b) + loss(x - a - b)) / (
                4 * h
            )
    return hessian
