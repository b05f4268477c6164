"""The distance is one of its own, whatever h was given.

loses: central_differences
hint: Compare your answers for h = 0.1 and h = 0.2 on a loss that is no parabola.
second hint: Use the parameter h.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    steps = 1e-5 * np.eye(len(x))
    return np.array([(loss(x + step) - loss(x - step)) / 2e-5 for step in steps])
