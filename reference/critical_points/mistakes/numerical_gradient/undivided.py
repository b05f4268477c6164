"""The difference is not divided by any distance.

loses: central_differences
hint: Make h ten times smaller: does your gradient stay about the same?
second hint: Divide by the distance of the two points, `2 * h`.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    return np.array([loss(x + step) - loss(x - step) for step in steps])
