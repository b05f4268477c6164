"""The two sides have changed places.

loses: central_differences
hint: Where the loss grows with x, is your slope positive?
second hint: The loss ahead comes first: `loss(x + step) - loss(x - step)`.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    return np.array([(loss(x - step) - loss(x + step)) / (2 * h) for step in steps])
