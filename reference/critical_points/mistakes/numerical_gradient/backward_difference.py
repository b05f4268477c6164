"""The loss here is compared with the loss behind: a backward difference.

loses: central_differences
hint: On which sides of the point do you look?
second hint: Look on both sides: `(loss(x + step) - loss(x - step)) / (2 * h)`.
convention: A backward difference is right in the limit. Its error shrinks like h, that of the central one
    like h squared.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    return np.array([(loss(x) - loss(x - step)) / h for step in steps])
