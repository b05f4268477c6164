"""The loss in the middle is left out.

loses: second_derivatives
hint: Add 1 to the loss everywhere: does your Hessian change?
second hint: Take it off twice: `loss(x + a) - 2 * loss(x) + loss(x - a)`.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) + loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = hessian[j, i] = (loss(x + a + b) - loss(x + a - b) - loss(x - a + b) + loss(x - a - b)) / (
                4 * h**2
            )
    return hessian
