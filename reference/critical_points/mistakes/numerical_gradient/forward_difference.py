"""The loss ahead is compared with the loss here: a forward difference.

loses: central_differences
hint: On which sides of the point do you look?
second hint: Look on both sides: `(loss(x + step) - loss(x - step)) / (2 * h)`.
convention: A forward difference is right in the limit, and needs half as many losses. Its error shrinks like
    h, that of the central one like h squared; they agree only where the loss is straight.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    return np.array([(loss(x + step) - loss(x)) / h for step in steps])
