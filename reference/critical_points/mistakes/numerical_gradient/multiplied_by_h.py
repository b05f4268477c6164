"""The difference is halved and multiplied by h, because brackets are missing.

loses: central_differences
hint: Make h ten times smaller: does your gradient stay about the same?
second hint: Put brackets around `(2 * h)`.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    return np.array([(loss(x + step) - loss(x - step)) / 2 * h for step in steps])
