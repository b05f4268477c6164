"""The caller's point is moved and not quite put back.

loses: gradient_takes_any_point
hint: Print your point before and after the call.
second hint: Work on a copy: `np.array(point, dtype=float)`.
"""


def numerical_gradient(loss, point, h):
    x = np.asarray(point, dtype=float)
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        here = x[i]
        x[i] = here + h
        ahead = loss(x.copy())
        x[i] = here - h
        gradient[i] = (ahead - loss(x.copy())) / (2 * h)
        x[i] = here
    x += h
    return gradient
