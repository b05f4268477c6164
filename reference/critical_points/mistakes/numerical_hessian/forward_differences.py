"""All second differences look ahead only.

loses: second_derivatives
hint: On which sides of the point do you look?
second hint: Look on both sides, so that the middle of your points is the point itself.
convention: Forward differences are right in the limit. Their error shrinks like h, that of central ones like
    h squared; on a parabola the two agree.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.zeros((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + 2 * a) - 2 * loss(x + a) + loss(x)) / h**2
        for j, b in enumerate(steps[:i]):
            hessian[i, j] = hessian[j, i] = (loss(x + a + b) - loss(x + a) - loss(x + b) + loss(x)) / h**2
    return hessian
