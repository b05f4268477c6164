"""All coordinates are moved at once.

loses: central_differences
hint: How many different pairs of points do you compare for two coordinates?
second hint: Move one coordinate for each entry, and leave the others where they are.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    slope = (loss(x + h) - loss(x - h)) / (2 * h)
    return np.full(len(x), slope)
