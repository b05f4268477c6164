"""The difference of both sides is divided by h instead of 2 h.

loses: central_differences
hint: How far apart are the two points whose losses you compare?
second hint: They are 2 h apart: divide by `2 * h`.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    return np.array([(loss(x + step) - loss(x - step)) / h for step in steps])
