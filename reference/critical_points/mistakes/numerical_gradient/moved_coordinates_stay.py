"""A coordinate that was moved is not put back before the next one moves.

loses: central_differences
hint: Your first entry is right: at which point is the second taken?
second hint: Begin each entry at the point itself.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        x[i] += h
        ahead = loss(x)
        x[i] -= 2 * h
        gradient[i] = (ahead - loss(x)) / (2 * h)
    return gradient
